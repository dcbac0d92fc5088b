package dev.ringfence.engine.deputies;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a product that a cluster runs: their images and settings. Where several differ, the
 * worst counts.
 *
 * @param pods classes of pods that run one of the product's images
 */
public record Installation(Cluster cluster, List<PodClass> pods, List<Container> containers) {

  /** The value of a setting that is there but not to be read. */
  public static final String UNREADABLE = "?";

  public Installation {
    pods = List.copyOf(pods);
    containers = List.copyOf(containers);
  }

  /** Every pod that runs one of the product's images. */
  public static Installation of(Cluster cluster, Deputy deputy) {
    List<PodClass> pods = new ArrayList<>();
    if (!deputy.images().isEmpty()) {
      for (PodClass podClass : cluster.podClasses()) {
        if (podClass.spec().containers().stream().anyMatch(one -> runs(deputy, one))) {
          pods.add(podClass);
        }
      }
    }
    return new Installation(cluster, pods, containers(deputy, pods));
  }

  private static List<Container> containers(Deputy deputy, List<PodClass> pods) {
    return pods.stream()
        .flatMap(pod -> pod.spec().containers().stream())
        .filter(container -> runs(deputy, container))
        .toList();
  }

  private static boolean runs(Deputy deputy, Container container) {
    return container.type() == Container.Type.REGULAR && deputy.runs(container.imageRepository());
  }

  /** Only those pods that may be the controller. */
  public Installation among(Predicate<PodClass> counts) {
    List<PodClass> left = pods.stream().filter(counts).toList();
    return new Installation(
        cluster,
        left,
        containers.stream()
            .filter(
                container ->
                    left.stream().anyMatch(pod -> pod.spec().containers().contains(container)))
            .toList());
  }

  /** Each of its containers by itself. */
  List<Installation> each() {
    List<Installation> each = new ArrayList<>();
    for (PodClass pod : pods) {
      for (Container container : pod.spec().containers()) {
        if (containers.contains(container)) {
          each.add(new Installation(cluster, List.of(pod), List.of(container)));
        }
      }
    }
    return each;
  }

  public boolean isEmpty() {
    return pods.isEmpty();
  }

  /** The namespaces that it runs in, by index. */
  public TreeSet<Integer> namespaces() {
    TreeSet<Integer> namespaces = new TreeSet<>();
    pods.forEach(pod -> namespaces.add(pod.namespace()));
    return namespaces;
  }

  /** Whether every pod's image is of that release or a newer one, by its tag. */
  Check.Standing isAtLeast(Release first) {
    boolean shown = !isEmpty() || first.equals(Release.ANY);
    for (Container container : containers) {
      Optional<Release> release = Release.ofImage(container.image());
      if (release.isPresent() && release.get().isBefore(first)) {
        return Check.Standing.ABSENT;
      }
      shown &=
          first.equals(Release.ANY) || (release.isPresent() && release.get().compareTo(first) >= 0);
    }
    return shown ? Check.Standing.STANDS : Check.Standing.NOT_SHOWN;
  }

  /** What the arguments of its containers, else a ConfigMap beside them, say; nothing if unsaid. */
  List<String> values(String flag, String configMap) {
    List<String> values = new ArrayList<>();
    for (Container container : containers) {
      for (String setting : container.settings()) {
        if (setting.equals(UNREADABLE)) {
          values.add(UNREADABLE);
        } else if (!flag.isEmpty() && setting.startsWith(flag + "=")) {
          values.add(setting.substring(flag.length() + 1));
        }
      }
    }
    if (values.isEmpty() && !configMap.isEmpty()) {
      for (int namespace : namespaces()) {
        String value = inConfigMap(cluster.namespaces().get(namespace).name(), configMap);
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  /** Empty where the map is there without the key; null where it is not there. */
  private @Nullable String inConfigMap(String namespace, String nameAndKey) {
    int slash = nameAndKey.indexOf('/');
    for (Policies.ConfigMap map : cluster.configMaps()) {
      if (map.meta().namespace().equals(namespace)
          && map.meta().name().equals(nameAndKey.substring(0, slash))) {
        return map.data().getOrDefault(nameAndKey.substring(slash + 1), "");
      }
    }
    return null;
  }
}
