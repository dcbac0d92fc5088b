package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: setting the SELinux type is restricted, and setting a custom user or role is forbidden.
 *
 * <p>Restricted fields: securityContext.seLinuxOptions of the pod and of every container. Allowed
 * types: undefined, container_t, container_init_t, container_kvm_t; from 1.31 container_engine_t.
 */
final class SeLinuxOptions {

  static final Check CHECK =
      Check.baseline(
          "seLinuxOptions",
          Check.since(0, spec -> check(spec, SeLinuxOptions.TYPES)),
          Check.since(31, spec -> check(spec, SeLinuxOptions.TYPES_SINCE_31)));

  private SeLinuxOptions() {}

  private static final Set<String> TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");
  private static final Set<String> TYPES_SINCE_31 =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  /** What offends, over the whole pod. */
  private static final class Offences {
    private final Set<String> allowed;
    private final Set<String> types = new TreeSet<>();
    private boolean user;
    private boolean role;

    private Offences(Set<String> allowed) {
      this.allowed = allowed;
    }

    private boolean collect(PodSecurityContext.@Nullable SeLinuxOptions options) {
      if (options == null) {
        return false;
      }
      boolean type = !allowed.contains(options.type());
      if (type) {
        types.add(options.type());
      }
      user |= !options.user().isEmpty();
      role |= !options.role().isEmpty();
      return type || !options.user().isEmpty() || !options.role().isEmpty();
    }

    private String detail() {
      List<String> data = new ArrayList<>();
      if (!types.isEmpty()) {
        data.add(Wording.plural("type", types.size()) + " " + Wording.quoted(types));
      }
      if (user) {
        data.add("user may not be set");
      }
      if (role) {
        data.add("role may not be set");
      }
      return String.join("; ", data);
    }
  }

  private static @Nullable Refusal check(PodSpec spec, Set<String> allowed) {
    Offences offences = new Offences(allowed);
    boolean pod = offences.collect(spec.securityContext().seLinux());
    List<String> bad =
        Wording.offenders(
            spec, container -> offences.collect(container.securityContext().seLinux()));
    String setters = Wording.setters(pod, bad);
    return setters.isEmpty()
        ? null
        : new Refusal(
            "seLinuxOptions",
            setters + " set forbidden securityContext.seLinuxOptions: " + offences.detail());
  }
}
