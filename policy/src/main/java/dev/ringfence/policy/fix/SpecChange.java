package dev.ringfence.policy.fix;

import dev.ringfence.engine.admission.check.CapabilitiesBaseline;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Pod specs with one thing changed. */
final class SpecChange {

  private SpecChange() {}

  /**
   * The capabilities that a container still adds, those of Pod Security baseline, whichever one is
   * in the way: the list is patched as a whole, so all changes of it have to agree.
   */
  static List<String> usualCapabilities(Container.SecurityContext context) {
    return context.addedCapabilities().stream()
        .filter(CapabilitiesBaseline.ALLOWED::contains)
        .toList();
  }

  static PodSpec token(PodSpec spec, PodSpec.Token token) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.token = token;
    return edit.build();
  }

  /** Without the host namespace of that field. */
  static PodSpec closed(PodSpec spec, String field) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.hostNetwork &= !field.equals("hostNetwork");
    edit.hostPID &= !field.equals("hostPID");
    edit.hostIPC &= !field.equals("hostIPC");
    return edit.build();
  }

  /** With limits, by container. */
  static PodSpec limited(PodSpec spec, Map<String, SortedMap<String, String>> limits) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers =
        spec.containers().stream()
            .map(
                container -> {
                  Map<String, String> all = new HashMap<>(container.limits());
                  all.putAll(limits.getOrDefault(container.name(), new TreeMap<>()));
                  return container.withResources(container.requests(), all);
                })
            .toList();
    return edit.build();
  }

  /** With another security context of one container. */
  static PodSpec contained(
      PodSpec spec,
      Container.Type type,
      String name,
      UnaryOperator<Container.SecurityContext> change) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers =
        spec.containers().stream()
            .map(
                container ->
                    container.type() == type && container.name().equals(name)
                        ? container.withSecurityContext(change.apply(container.securityContext()))
                        : container)
            .toList();
    return edit.build();
  }

  static PodSpec withoutVolume(PodSpec spec, String volume) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.volumes = spec.volumes().stream().filter(one -> !one.name().equals(volume)).toList();
    edit.containers =
        spec.containers().stream().map(container -> container.withoutMountsOf(volume)).toList();
    return edit.build();
  }

  /** As admission makes a pod of the class: its scheduling and its overhead with it. */
  static PodSpec runtime(PodSpec spec, Policies.RuntimeClass runtime) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.runtimeClassName = runtime.meta().name();
    edit.overhead = runtime.overhead();
    place(edit, runtime.nodeSelector(), runtime.tolerations());
    return edit.build();
  }

  /** With a place to be asked for, and the taints there tolerated. */
  static PodSpec placed(PodSpec spec, String key, String value, List<Toleration> more) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    place(edit, Map.of(key, value), more);
    return edit.build();
  }

  private static void place(
      PodSpecEdit edit, Map<String, String> selector, List<Toleration> tolerations) {
    Map<String, String> labels = new HashMap<>(edit.nodeSelector);
    labels.putAll(selector);
    edit.nodeSelector = labels;
    List<Toleration> all = new ArrayList<>(edit.tolerations);
    all.addAll(tolerations);
    edit.tolerations = all;
  }
}
