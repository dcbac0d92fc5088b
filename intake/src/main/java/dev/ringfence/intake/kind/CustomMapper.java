package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.pod.PodSpecMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;

/**
 * A kind that is not Kubernetes' own. Wherever it embeds something that looks like a pod template
 * (a mapping whose {@code spec.containers} all have a name and an image), its controller is taken
 * to make such pods.
 */
final class CustomMapper implements KindMapper {

  private static final Schema SCHEMA =
      Schema.of("* -status -data -stringData -binaryData").with("metadata", Metadata.WHOLE);

  private final boolean namespaced;

  CustomMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    ObjectMeta meta = object.meta(namespaced);
    sink.builder().addOther(meta);
    search(object, object.root(), "", 1, sink);
  }

  private void search(ReadObject object, Fields node, String path, int replicas, Sink sink) {
    Fields spec = node.get("spec") instanceof Fields fields ? fields : Fields.EMPTY;
    if (looksLikePodSpec(spec)) {
      String specPath = path.isEmpty() ? "spec" : path + ".spec";
      try {
        Fields metadata = node.fields("metadata");
        PodSpec podSpec = PodSpecMapper.map(spec, metadata.fields("annotations"));
        sink.workload(
            new ReadWorkload(
                object.meta(true), replicas, ReadObject.labels(metadata), podSpec, specPath));
      } catch (ShapeException noTemplate) {
        sink.warn(
            object,
            noTemplate.pathFrom(object.root()),
            "looks like a pod template but is none: " + noTemplate.getMessage());
      }
      return;
    }
    int wanted = replicas;
    if (node.get("replicas") instanceof Tree.Numeral) {
      wanted = node.integer("replicas", replicas);
    }
    for (int i = 0; i < node.size(); i++) {
      String name = node.name(i);
      if (!path.isEmpty() || !name.equals("metadata")) {
        descend(object, node.value(i), path.isEmpty() ? name : path + "." + name, wanted, sink);
      }
    }
  }

  private void descend(ReadObject object, Tree value, String path, int replicas, Sink sink) {
    if (value instanceof Fields fields) {
      search(object, fields, path, replicas, sink);
    } else if (value instanceof Items items) {
      for (int i = 0; i < items.size(); i++) {
        descend(object, items.get(i), path + "[" + i + "]", replicas, sink);
      }
    }
  }

  private static boolean looksLikePodSpec(Fields spec) {
    if (!(spec.get("containers") instanceof Items containers) || containers.isEmpty()) {
      return false;
    }
    for (int i = 0; i < containers.size(); i++) {
      if (!(containers.get(i) instanceof Fields container)
          || !(container.get("name") instanceof Tree.Text)
          || !(container.get("image") instanceof Tree.Text)) {
        return false;
      }
    }
    return true;
  }
}
