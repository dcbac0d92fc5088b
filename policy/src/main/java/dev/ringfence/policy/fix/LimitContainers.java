package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.controls.YamlText;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Limits for what a workload's containers may use of their node; the numbers are for people to set.
 *
 * @param limits by container, only those that it has none of
 */
record LimitContainers(
    ObjectReference workload, String specPath, SortedMap<String, SortedMap<String, String>> limits)
    implements Repair {

  private static final Map<String, String> USUAL =
      Map.of("cpu", "1", "memory", "512Mi", "ephemeral-storage", "1Gi");

  static LimitContainers of(ObjectReference workload, String specPath, PodSpec spec) {
    SortedMap<String, SortedMap<String, String>> limits = new TreeMap<>();
    for (Container container : spec.containers()) {
      SortedMap<String, String> lacking = new TreeMap<>();
      USUAL.forEach(
          (resource, usual) -> {
            if (!container.limits().containsKey(resource)) {
              lacking.put(resource, container.requests().getOrDefault(resource, usual));
            }
          });
      if (!lacking.isEmpty() && container.type() == Container.Type.REGULAR) {
        limits.put(container.name(), lacking);
      }
    }
    return new LimitContainers(workload, specPath, limits);
  }

  @Override
  public String title() {
    return "limit "
        + String.join(
            ", ",
            limits.values().stream().flatMap(each -> each.keySet().stream()).distinct().toList())
        + " of the containers of "
        + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "its pods where they need more: slower beyond cpu, killed beyond memory, evicted beyond"
        + " ephemeral-storage; set the numbers to what they need";
  }

  @Override
  public int cost() {
    return 2;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.limited(spec, limits));
  }

  @Override
  public String patch() {
    String containers =
        limits.entrySet().stream()
            .map(
                container ->
                    "{\"name\":%s,\"resources\":{\"limits\":%s}}"
                        .formatted(
                            YamlText.quoted(container.getKey()),
                            YamlText.map(container.getValue())))
            .collect(joining(","));
    return MergePatch.of(workload, specPath, "{\"containers\":[" + containers + "]}");
  }
}
