package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.engine.PodStandards;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code podSecurity} part of a rule: a level of the Pod Security Standards, with controls that
 * are left out for the pod's own fields or for containers of some images.
 *
 * <p>Kyverno has the standards compiled in, of whatever Kubernetes it was built with: what only the
 * newest of them refuse is undecided for {@code latest}.
 */
final class HeldToStandards {

  /** The first version of all controls but a few newer details, older than any Kyverno's. */
  private static final String OLDEST = "v1.25";

  private static final Map<String, String> CONTROLS =
      Map.ofEntries(
          Map.entry("hostNamespaces", "Host Namespaces"),
          Map.entry("privileged", "Privileged Containers"),
          Map.entry("capabilities_baseline", "Capabilities"),
          Map.entry("capabilities_restricted", "Capabilities"),
          Map.entry("hostPathVolumes", "HostPath Volumes"),
          Map.entry("hostPorts", "Host Ports"),
          Map.entry("appArmorProfile", "AppArmor"),
          Map.entry("seLinuxOptions", "SELinux"),
          Map.entry("procMount", "/proc Mount Type"),
          Map.entry("procMount_restricted", "/proc Mount Type"),
          Map.entry("seccompProfile_baseline", "Seccomp"),
          Map.entry("seccompProfile_restricted", "Seccomp"),
          Map.entry("sysctls", "Sysctls"),
          Map.entry("windowsHostProcess", "HostProcess"),
          Map.entry("restrictedVolumes", "Volume Types"),
          Map.entry("allowPrivilegeEscalation", "Privilege Escalation"),
          Map.entry("runAsNonRoot", "Running as Non-root"),
          Map.entry("runAsUser", "Running as Non-root user"));

  private static final Set<String> OF_PODS =
      Set.of("Host Namespaces", "HostPath Volumes", "Sysctls", "Volume Types");

  private static final Set<String> OF_CONTAINERS =
      Set.of(
          "Privileged Containers",
          "Capabilities",
          "Host Ports",
          "/proc Mount Type",
          "Privilege Escalation");

  private enum Excluded {
    YES,
    NO,
    PERHAPS
  }

  private HeldToStandards() {}

  /**
   * The message where the pod is refused, or null.
   *
   * @throws ExpressionException where it cannot be decided
   */
  static @Nullable String of(
      Map<String, Object> standard, Map<String, Object> pod, PodStandards standards) {
    String level = PlainObjects.text(standard, "level");
    String written = PlainObjects.text(standard, "version");
    boolean latest = written.isEmpty() || written.equals("latest");
    List<String> violated = standards.violatedChecks(level, latest ? "latest" : written);
    List<String> surely = latest ? standards.violatedChecks(level, OLDEST) : violated;
    if (violated == null || surely == null) {
      throw new ExpressionException("podSecurity of something that is no pod here");
    }
    List<Map<String, Object>> exclusions = PlainObjects.maps(standard.get("exclude"));
    List<String> images = images(pod);
    Set<String> now = controls(violated);
    Set<String> before = controls(surely);
    Set<String> all = new LinkedHashSet<>(now);
    all.addAll(before);
    boolean open = false;
    for (String control : all) {
      Excluded excluded = excluded(control, exclusions, images);
      if (excluded == Excluded.NO && now.contains(control) && before.contains(control)) {
        return "It violates PodSecurity \"%s:%s\": %s"
            .formatted(level, latest ? "latest" : written, control);
      }
      open |= excluded != Excluded.YES;
    }
    if (open) {
      throw new ExpressionException("podSecurity, of which something is left out");
    }
    return null;
  }

  private static Set<String> controls(List<String> checks) {
    Set<String> controls = new LinkedHashSet<>();
    checks.forEach(check -> controls.add(CONTROLS.getOrDefault(check, check)));
    return controls;
  }

  private static Excluded excluded(
      String control, List<Map<String, Object>> exclusions, List<String> images) {
    List<Map<String, Object>> own =
        exclusions.stream()
            .filter(one -> PlainObjects.text(one, "controlName").equals(control))
            .toList();
    if (own.isEmpty()) {
      return Excluded.NO;
    }
    if (own.stream().anyMatch(one -> one.containsKey("restrictedField"))) {
      return Excluded.PERHAPS;
    }
    boolean ofPod = own.stream().anyMatch(one -> !one.containsKey("images"));
    boolean ofSome = false;
    boolean ofAll = !images.isEmpty();
    for (String image : images) {
      boolean covered =
          own.stream()
              .flatMap(one -> PlainObjects.texts(one.get("images")).stream())
              .anyMatch(pattern -> Wildcard.matches(pattern, image));
      ofSome |= covered;
      ofAll &= covered;
    }
    if (OF_PODS.contains(control)) {
      return ofPod ? Excluded.YES : Excluded.NO;
    }
    if (OF_CONTAINERS.contains(control)) {
      return ofAll ? Excluded.YES : ofSome ? Excluded.PERHAPS : Excluded.NO;
    }
    return ofPod && ofAll ? Excluded.YES : ofPod || ofSome ? Excluded.PERHAPS : Excluded.NO;
  }

  private static List<String> images(Map<String, Object> pod) {
    Map<String, Object> spec = PlainObjects.fields(pod.get("spec"));
    List<String> images = new ArrayList<>();
    for (String kind : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (Map<String, Object> container : PlainObjects.maps(spec.get(kind))) {
        images.add(PlainObjects.text(container, "image"));
      }
    }
    return images;
  }
}
