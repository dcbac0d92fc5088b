package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.intake.pod.PodSchema;
import dev.ringfence.intake.pod.PodSpecMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code v1 Pod}. */
final class PodMapper implements KindMapper {

  private static final Schema SCHEMA =
      Schema.of("status { phase podIP podIPs { ip } conditions { type status } }")
          .with("metadata", Metadata.OF_POD)
          .with("spec", PodSchema.SPEC);

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields annotations = object.metadata().fields("annotations");
    Fields status = object.root().fields("status");
    Fields specTree = object.root().fields("spec");
    boolean stored = object.stored();
    ObjectMeta meta = object.meta(true);
    String nodeName = specTree.text("nodeName");
    String phase = status.text("phase");
    sink.pod(
        new ReadPod(
            meta,
            stored
                ? storedSpec(specTree, meta.controller(), annotations, status, sink)
                : writtenSpec(specTree, annotations, sink),
            stored,
            nodeName.isEmpty() ? null : nodeName,
            phase.equals("Succeeded") || phase.equals("Failed"),
            addresses(status)));
  }

  private static PodSpec writtenSpec(Fields specTree, Fields annotations, Sink sink) {
    PodSpec spec = PodSpecMapper.map(specTree, annotations);
    Set<String> volumes = new HashSet<>();
    spec.volumes().forEach(volume -> volumes.add(volume.name()));
    for (Container container : spec.containers()) {
      for (Container.Mount mount : container.mounts()) {
        if (!volumes.contains(mount.volume())) {
          throw ShapeException.refused(
              specTree,
              "volumes",
              "has no volume " + mount.volume() + ", which " + container.name() + " mounts");
        }
      }
    }
    return sink.builder().intern(spec);
  }

  /**
   * The spec of an admitted pod without what the scheduler or the DaemonSet controller wrote, so
   * that it is what the author asked for. A mirror pod is its node's; a pod that no scheduler
   * touched was pinned by its author; of one that runs it cannot be told, and unpinned is the
   * reading that adds steps.
   */
  private static PodSpec storedSpec(
      Fields specTree,
      @Nullable ObjectReference owner,
      Fields annotations,
      Fields status,
      Sink sink) {
    PodSpec spec = sink.podSpecs().admitted(specTree);
    String nodeName = specTree.text("nodeName");
    boolean mirror = annotations.has("kubernetes.io/config.mirror");
    boolean ofDaemonSet = owner != null && owner.kind().equals("DaemonSet");
    boolean pinned = !nodeName.isEmpty() && (mirror || !(ofDaemonSet || scheduled(status)));
    boolean injected = ofDaemonSet && spec.requiredNodeAffinity() != null;
    Map<String, String> mesh = PodSpecMapper.meshAnnotations(annotations);
    if (!pinned && !injected && mesh.isEmpty()) {
      return spec;
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.meshAnnotations = mesh;
    if (pinned) {
      edit.nodeName = nodeName;
    }
    if (injected) {
      edit.requiredNodeAffinity = withoutNodeNames(spec.requiredNodeAffinity());
    }
    return sink.builder().intern(edit.build());
  }

  private static boolean scheduled(Fields status) {
    Items conditions = status.items("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      Fields condition = conditions.fields(i);
      if (condition.text("type").equals("PodScheduled")) {
        return condition.text("status").equals("True");
      }
    }
    return false;
  }

  /** The DaemonSet controller replaces a pod's affinity by the name of the node it is for. */
  private static @Nullable List<NodeSelectorTerm> withoutNodeNames(
      @Nullable List<NodeSelectorTerm> terms) {
    if (terms == null) {
      return null;
    }
    List<NodeSelectorTerm> kept = new ArrayList<>();
    for (NodeSelectorTerm term : terms) {
      if (term.matchFields().isEmpty()) {
        kept.add(term);
      } else if (!term.matchExpressions().isEmpty()) {
        kept.add(new NodeSelectorTerm(term.matchExpressions(), List.of()));
      }
    }
    return kept.isEmpty() ? null : kept;
  }

  private static List<String> addresses(Fields status) {
    Items items = status.items("podIPs");
    if (items.isEmpty()) {
      String address = status.text("podIP");
      return address.isEmpty() ? List.of() : List.of(address);
    }
    List<String> addresses = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      addresses.add(items.fields(i).text("ip"));
    }
    return addresses;
  }
}
