package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** How the API server lists offenders. */
final class Wording {

  private Wording() {}

  /** Names of the containers of every kind that offend, in the order of the spec. */
  static List<String> offenders(PodSpec spec, Predicate<Container> offends) {
    List<String> names = new ArrayList<>();
    for (Container container : spec.containers()) {
      if (offends.test(container)) {
        names.add(container.name());
      }
    }
    return names;
  }

  /** {@code container "a"} or {@code containers "a", "b"}. */
  static String containers(Collection<String> names) {
    return plural("container", names.size()) + " " + quoted(names);
  }

  static String quoted(Collection<String> items) {
    return items.isEmpty() ? "" : "\"" + String.join("\", \"", items) + "\"";
  }

  static String plural(String word, int count) {
    return count == 1 ? word : word + "s";
  }

  /** {@code uses} of one, {@code use} of several. */
  static String use(int count) {
    return count == 1 ? "uses" : "use";
  }

  /** {@code pod and containers "a", "b"}, as far as they offend; empty where nobody does. */
  static String setters(boolean pod, List<String> containers) {
    List<String> setters = new ArrayList<>();
    if (pod) {
      setters.add("pod");
    }
    if (!containers.isEmpty()) {
      setters.add(containers(containers));
    }
    return String.join(" and ", setters);
  }

  static boolean isWindows(PodSpec spec) {
    return "windows".equals(spec.operatingSystem());
  }

  /** Root in a user namespace of the pod's own is nobody outside: some rules are waived. */
  static boolean hasUserNamespace(PodSpec spec) {
    return Boolean.FALSE.equals(spec.hostUsers());
  }
}
