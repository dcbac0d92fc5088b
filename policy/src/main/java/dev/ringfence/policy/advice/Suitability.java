package dev.ringfence.policy.advice;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Operator;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.TenantDocument.HostPrivilege;
import dev.ringfence.policy.fence.Profiles;
import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a pod a pattern does not allow, as far as the pod itself declares it. */
public final class Suitability {

  /** Capabilities that only the host's kernel can serve. */
  private static final Set<String> KERNEL_WORK =
      Set.of("BPF", "PERFMON", "SYS_MODULE", "SYS_RAWIO", "SYS_ADMIN", "ALL");

  private static final String TENANT_TAINT = "ringfence.dev/tenant";
  private static final String POOL_TAINT = "ringfence.dev/pool";

  /**
   * What a fence demands of pods.
   *
   * @param runtimeClass of its namespaces' pods, or null
   * @param usesApi whether its pods may hold tokens
   * @param registry the path below which images must be; null where any may be
   */
  public record Rules(
      String tenant,
      Pattern pattern,
      PodSecurityLevel level,
      @Nullable String runtimeClass,
      boolean usesApi,
      List<HostPrivilege> hostPrivileges,
      @Nullable String registry) {
    public Rules {
      hostPrivileges = List.copyOf(hostPrivileges);
    }
  }

  private Suitability() {}

  /** What does not work, or is refused, in plain words; empty where all is well. */
  public static List<String> obstacles(PodSpec spec, Rules rules) {
    List<String> obstacles = new ArrayList<>();
    if (Promise.isCluster(rules.pattern())) {
      return obstacles;
    }
    // What a pod leaves out the pattern's defaults fill in; what it asks for stays.
    PodSpec asked = rules.level() == PodSecurityLevel.RESTRICTED ? SecuredPod.of(spec) : spec;
    for (Violation violation :
        Admission.violations(rules.level(), PodSecurityVersion.LATEST, asked)) {
      obstacles.add("refused by Pod Security " + rules.level().word() + ": " + violation);
    }
    if (Promise.isSandboxed(rules.pattern())) {
      sandbox(spec, obstacles);
    } else if (!rules.hostPrivileges().contains(HostPrivilege.DEVICES)) {
      devices(spec, "devices are shared with the host's driver: ", obstacles);
    }
    placement(spec, rules, obstacles);
    identity(spec, rules, obstacles);
    limits(spec, obstacles);
    String registry = rules.registry();
    if (registry != null) {
      images(spec, registry + "/", obstacles);
    }
    return obstacles;
  }

  /** The fence's default limit is smaller than what is requested: the API server refuses both. */
  private static void limits(PodSpec spec, List<String> obstacles) {
    for (Container container : spec.containers()) {
      if (container.type() == Container.Type.EPHEMERAL) {
        continue;
      }
      Profiles.DEFAULT_LIMITS.forEach(
          (resource, limit) -> {
            String requested = container.requests().get(resource);
            if (requested != null
                && !container.limits().containsKey(resource)
                && Amount.of(requested) > Amount.of(limit)) {
              obstacles.add(
                  "requests more than the fence's default limit of "
                      + limit
                      + " and states none: "
                      + resource
                      + " "
                      + requested
                      + " of container "
                      + container.name());
            }
          });
    }
  }

  private static void images(PodSpec spec, String path, List<String> obstacles) {
    for (Container container : spec.containers()) {
      if (!container.image().startsWith(path)) {
        obstacles.add("an image from elsewhere than " + path + ": " + container.image());
      }
    }
  }

  /** Nodes, tolerations and runtimes that are the fence's to choose. */
  private static void placement(PodSpec spec, Rules rules, List<String> obstacles) {
    if (spec.nodeName() != null) {
      obstacles.add("only the scheduler chooses nodes: nodeName " + spec.nodeName());
    }
    if (!spec.schedulerName().equals("default-scheduler")) {
      obstacles.add("another scheduler need not keep to taints: " + spec.schedulerName());
    }
    String node = spec.nodeSelector().get(Gaps.TENANT_LABEL);
    boolean own = Promise.hasOwnNodes(rules.pattern());
    if (node != null && !(own && node.equals(rules.tenant()))) {
      obstacles.add("selects nodes of a tenant: nodeSelector " + Gaps.TENANT_LABEL + "=" + node);
    }
    for (PodSpec.Toleration toleration : spec.tolerations()) {
      if (!isAllowed(toleration, rules)) {
        obstacles.add(
            "tolerates taints that are not its own: toleration "
                + (toleration.key().isEmpty() ? "of everything" : toleration.key()));
      }
    }
    neighbours(spec, rules, obstacles);
    String runtime = spec.runtimeClassName();
    if (runtime != null && !runtime.equals(rules.runtimeClass())) {
      obstacles.add("a RuntimeClass that is not its fence's: " + runtime);
    }
  }

  /**
   * Affinities that name others' pods or nodes. A pod does not tell here what it would only rather
   * have; the fence refuses that too.
   */
  private static void neighbours(PodSpec spec, Rules rules, List<String> obstacles) {
    List<PodSpec.PodAffinityTerm> terms = new ArrayList<>(spec.requiredPodAffinity());
    for (PodSpec.PodAffinityTerm term : spec.requiredPodAntiAffinity()) {
      if (!Promise.hasOwnNodes(rules.pattern()) || !keepsAway(term, rules.tenant())) {
        terms.add(term);
      }
    }
    LabelSelector own = new LabelSelector(Map.of(TENANT_TAINT, rules.tenant()), List.of());
    for (PodSpec.PodAffinityTerm term : terms) {
      LabelSelector namespaces = term.namespaceSelector();
      if (!term.namespaces().isEmpty() || (namespaces != null && !namespaces.equals(own))) {
        obstacles.add("an affinity that names others' pods: topologyKey " + term.topologyKey());
      }
    }
    List<PodSpec.NodeSelectorTerm> nodes = spec.requiredNodeAffinity();
    if (nodes != null
        && nodes.stream()
            .flatMap(term -> term.matchExpressions().stream())
            .anyMatch(one -> isOthers(one, rules.tenant()))) {
      obstacles.add("requires nodes of a tenant: nodeAffinity " + Gaps.TENANT_LABEL);
    }
  }

  private static boolean isOthers(LabelSelector.Requirement requirement, String tenant) {
    return requirement.key().equals(Gaps.TENANT_LABEL)
        && requirement.operator() != Operator.DOES_NOT_EXIST
        && requirement.operator() != Operator.NOT_IN
        && !requirement.values().equals(List.of(tenant));
  }

  /** The term that the pattern itself adds. */
  private static boolean keepsAway(PodSpec.PodAffinityTerm term, String tenant) {
    return LabelSelector.EVERYTHING.equals(term.labelSelector())
        && term.namespaces().isEmpty()
        && term.topologyKey().equals("kubernetes.io/hostname")
        && term.namespaceSelector() != null
        && term.namespaceSelector().matchLabels().isEmpty()
        && Set.copyOf(term.namespaceSelector().matchExpressions())
            .equals(
                Set.of(
                    new LabelSelector.Requirement(TENANT_TAINT, Operator.EXISTS, List.of()),
                    new LabelSelector.Requirement(TENANT_TAINT, Operator.NOT_IN, List.of(tenant))));
  }

  private static boolean isAllowed(PodSpec.Toleration toleration, Rules rules) {
    String key = toleration.key();
    if (rules.pattern() == Pattern.SHARED) {
      return !key.isEmpty()
          && !key.equals("CriticalAddonsOnly")
          && !key.startsWith("ringfence.dev/")
          && !key.startsWith("node-role.kubernetes.io/");
    }
    return key.startsWith("node.kubernetes.io/")
        || (Promise.hasOwnNodes(rules.pattern())
            && key.equals(TENANT_TAINT)
            && toleration.value().equals(rules.tenant()))
        || (Promise.isSandboxed(rules.pattern()) && key.equals(POOL_TAINT));
  }

  private static void identity(PodSpec spec, Rules rules, List<String> obstacles) {
    String priority = spec.priorityClassName();
    Integer value = spec.priority();
    if ((priority != null && !priority.equals("ringfence-tenant"))
        || (value != null && value > 0)) {
      obstacles.add("a priority that would evict others: " + priority);
    }
    // The default account's token is switched off by the fence itself.
    if (spec.token() == PodSpec.Token.MOUNTED
        && !rules.usesApi()
        && !spec.serviceAccountName().equals("default")) {
      obstacles.add(
          "mounts a token of the API, of which its tenant says it needs none: serviceAccountName "
              + spec.serviceAccountName());
    }
  }

  private static void sandbox(PodSpec spec, List<String> obstacles) {
    if (isOfWindows(spec)) {
      obstacles.add("sandboxes run Linux only: os windows");
    }
    if (spec.hostNetwork()) {
      obstacles.add("a sandbox has a network of its own: hostNetwork");
    }
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.HostPath path) {
        obstacles.add("a sandbox does not share the host's files: hostPath " + path.path());
      }
    }
    devices(spec, "a sandbox takes no devices: ", obstacles);
    for (Container container : spec.containers()) {
      if (container.securityContext().isPrivileged()) {
        obstacles.add("privileged in a sandbox gives the guest only: " + container.name());
      }
      for (String capability : container.securityContext().addedCapabilities()) {
        String name = capability.startsWith("CAP_") ? capability.substring(4) : capability;
        if (KERNEL_WORK.contains(name)) {
          obstacles.add(
              "eBPF, kernel modules and raw devices need the host's kernel: capability " + name);
        }
      }
    }
  }

  private static boolean isOfWindows(PodSpec spec) {
    return "windows".equals(spec.operatingSystem())
        || "windows".equals(spec.nodeSelector().get("kubernetes.io/os"));
  }

  /** Whether it asks for what the host's driver serves. */
  static boolean usesDevices(PodSpec spec) {
    List<String> found = new ArrayList<>();
    devices(spec, "", found);
    return !found.isEmpty();
  }

  private static void devices(PodSpec spec, String why, List<String> obstacles) {
    if (!spec.resourceClaims().isEmpty()) {
      List<?> claims =
          spec.resourceClaims().stream().map(PodSpec.DeviceClaimReference::object).toList();
      obstacles.add(why + "resourceClaims " + claims);
    }
    for (Container container : spec.containers()) {
      for (String resource : container.limits().keySet()) {
        if (resource.indexOf('/') > 0) {
          obstacles.add(why + resource);
        }
      }
    }
  }
}
