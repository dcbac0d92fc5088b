package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.controls.YamlText;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A volume of the node's files less in a workload.
 *
 * @param mountPaths by the list that a container stands in, and its name
 */
record TakeHostPath(
    ObjectReference workload,
    String specPath,
    String volume,
    SortedMap<Container.Type, SortedMap<String, SortedSet<String>>> mountPaths)
    implements Repair {

  static TakeHostPath of(ObjectReference workload, String specPath, PodSpec spec, String volume) {
    SortedMap<Container.Type, SortedMap<String, SortedSet<String>>> paths = new TreeMap<>();
    for (Container container : spec.containers()) {
      for (Container.Mount mount : container.mounts()) {
        if (mount.volume().equals(volume)) {
          paths
              .computeIfAbsent(container.type(), ignored -> new TreeMap<>())
              .computeIfAbsent(container.name(), ignored -> new TreeSet<>())
              .add(mount.mountPath());
        }
      }
    }
    return new TakeHostPath(workload, specPath, volume, paths);
  }

  @Override
  public String title() {
    return "take volume " + volume + ", files of the node, out of " + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "whatever " + workload + " does with the node's files: the objects do not tell";
  }

  @Override
  public int cost() {
    return 5;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.withoutVolume(spec, volume));
  }

  @Override
  public String patch() {
    StringBuilder lists = new StringBuilder();
    mountPaths.forEach(
        (type, containers) ->
            lists.append(",\"%s\":[%s]".formatted(type.field(), unmounted(containers))));
    return MergePatch.of(
        workload,
        specPath,
        "{\"volumes\":[{\"name\":%s,\"$patch\":\"delete\"}]%s}"
            .formatted(YamlText.quoted(volume), lists));
  }

  private static String unmounted(SortedMap<String, SortedSet<String>> containers) {
    return containers.entrySet().stream()
        .map(
            container ->
                "{\"name\":%s,\"volumeMounts\":[%s]}"
                    .formatted(
                        YamlText.quoted(container.getKey()),
                        container.getValue().stream()
                            .map(YamlText::quoted)
                            .map("{\"mountPath\":%s,\"$patch\":\"delete\"}"::formatted)
                            .collect(joining(","))))
        .collect(joining(","));
  }
}
