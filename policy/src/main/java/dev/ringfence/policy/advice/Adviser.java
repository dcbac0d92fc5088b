package dev.ringfence.policy.advice;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.traits.Amount;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gives advice on every tenant of a cluster. */
public final class Adviser {

  private final PolicySet policy;
  private final Cluster cluster;
  private final ClusterTraits traits;
  private final Packing packing;

  private Adviser(PolicySet policy, Cluster cluster, ClusterTraits traits) {
    this.policy = policy;
    this.cluster = cluster;
    this.traits = traits;
    this.packing = Packing.onNodesOf(cluster);
  }

  /** Advice by tenants' names. */
  public static List<Advice> advise(PolicySet policy, Resolution resolution, ClusterTraits traits) {
    Adviser adviser = new Adviser(policy, resolution.cluster(), traits);
    List<Profile> profiles = Profile.of(policy, resolution);
    Neighbours neighbours = Neighbours.of(profiles);
    List<Advice> advice = new ArrayList<>();
    for (Profile profile : profiles) {
      advice.add(adviser.advise(profile, neighbours));
    }
    return List.copyOf(advice);
  }

  private Advice advise(Profile profile, Neighbours neighbours) {
    PatternRow.Choice choice = PatternRow.choose(profile, neighbours);
    IsolationClassDocument declared = isolationClass(profile.tenant().isolationClass());
    Pattern pattern = declared == null ? choice.pattern() : declared.pattern();
    Gaps gaps = new Gaps(traits);
    List<PodClass> pods = podsOf(profile);
    return new Advice(
        profile,
        choice,
        profile.tenant().isolationClass(),
        declared == null ? null : declared.pattern(),
        gaps.missing(profile, pattern, declared),
        gaps.lowered(profile, pattern, declared, neighbours),
        unsuitable(pods, rules(profile, pattern, declared)),
        groups(pods, profile, pattern, neighbours),
        cost(pods, pattern, declared),
        NextPattern.up(pattern),
        fitting(NextPattern.down(pattern, profile), pods, profile));
  }

  /** The pattern below, with what would not run there. */
  private NextPattern fitting(NextPattern next, List<PodClass> pods, Profile profile) {
    Pattern pattern = next.pattern();
    List<Advice.Unsuitable> unfit =
        pattern == null ? List.of() : unsuitable(pods, rules(profile, pattern, null));
    if (unfit.isEmpty()) {
      return next;
    }
    List<String> names = unfit.stream().map(Advice.Unsuitable::workload).toList();
    return new NextPattern(
        pattern, next.change() + "; would not run there: " + Gaps.shortened(names));
  }

  private @Nullable IsolationClassDocument isolationClass(@Nullable String name) {
    for (IsolationClassDocument candidate : policy.isolationClasses()) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  private List<PodClass> podsOf(Profile profile) {
    return cluster.podClasses().stream()
        .filter(pods -> profile.tenant().namespaces().contains(pods.namespace()))
        .toList();
  }

  private Suitability.Rules rules(
      Profile profile, Pattern pattern, @Nullable IsolationClassDocument declared) {
    return new Suitability.Rules(
        profile.name(),
        pattern,
        level(pattern, declared),
        Promise.isSandboxed(pattern) ? SandboxRuntime.className(pattern, declared, traits) : null,
        profile.needs().kubernetesApi(),
        profile.needs().hostPrivileges(),
        declared == null ? null : declared.registryOf(profile.name()));
  }

  private List<Advice.Unsuitable> unsuitable(List<PodClass> pods, Suitability.Rules rules) {
    Map<String, TreeSet<String>> byWorkload = new TreeMap<>();
    for (PodClass podClass : pods) {
      List<String> obstacles = Suitability.obstacles(podClass.spec(), rules);
      if (!obstacles.isEmpty()) {
        byWorkload.computeIfAbsent(name(podClass), ignored -> new TreeSet<>()).addAll(obstacles);
      }
    }
    List<Advice.Unsuitable> list = new ArrayList<>();
    byWorkload.forEach(
        (workload, obstacles) -> list.add(new Advice.Unsuitable(workload, List.copyOf(obstacles))));
    return list;
  }

  /** The level that a pattern enforces unless its class says otherwise. */
  public static PodSecurityLevel level(Pattern pattern, @Nullable IsolationClassDocument declared) {
    IsolationClassDocument.PodSecurityLevel wanted =
        declared == null ? null : declared.podSecurityLevel();
    if (wanted != null) {
      return PodSecurityLevel.valueOf(wanted.name());
    }
    return pattern == Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES
        ? PodSecurityLevel.PRIVILEGED
        : PodSecurityLevel.RESTRICTED;
  }

  /**
   * Workloads that use the host, apart from those that do not: each group in a namespace and class
   * of its own gets what it needs, and the second need not share the first one's privileges.
   */
  private List<Advice.Group> groups(
      List<PodClass> pods, Profile profile, Pattern pattern, Neighbours neighbours) {
    TreeSet<String> privileged = new TreeSet<>();
    TreeSet<String> ordinary = new TreeSet<>();
    for (PodClass podClass : pods) {
      boolean needsHost =
          !Admission.violations(
                      PodSecurityLevel.BASELINE, PodSecurityVersion.LATEST, podClass.spec())
                  .isEmpty()
              // Devices are the host's driver's: no pattern lets them be used without leave.
              || Suitability.usesDevices(podClass.spec());
      (needsHost ? privileged : ordinary).add(name(podClass));
    }
    ordinary.removeAll(privileged);
    Pattern ofPrivileged = PatternRow.choose(profile.withHostPrivileges(), neighbours).pattern();
    Pattern ofOrdinary = PatternRow.choose(profile.withoutHostPrivileges(), neighbours).pattern();
    boolean isHeld =
        Promise.isCluster(pattern) || pattern == Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES;
    if (privileged.isEmpty() || ordinary.isEmpty() || ofPrivileged == ofOrdinary) {
      return List.of();
    }
    return List.of(
        new Advice.Group(
            isHeld ? pattern : ofPrivileged,
            isHeld ? "uses the host" : "uses the host, which " + word(pattern) + " refuses",
            List.copyOf(privileged)),
        new Advice.Group(
            isHeld ? ofOrdinary : pattern,
            "uses nothing of the host: in a namespace of its own it need not share the others'"
                + " privileges",
            List.copyOf(ordinary)));
  }

  private static String word(Pattern pattern) {
    return dev.ringfence.policy.shape.Spelling.word(pattern);
  }

  private Cost cost(
      List<PodClass> pods, Pattern pattern, @Nullable IsolationClassDocument declared) {
    boolean own = Promise.hasOwnNodes(pattern) || Promise.isCluster(pattern);
    Map<String, String> overhead =
        Promise.isSandboxed(pattern) ? overhead(pattern, declared) : Map.<String, String>of();
    List<Packing.Load> loads = new ArrayList<>();
    for (PodClass podClass : pods) {
      Packing.Load load = Packing.of(podClass.spec(), overhead);
      for (int copy = 0; copy < podClass.count(); copy++) {
        loads.add(load);
      }
    }
    return new Cost(
        loads.size(),
        own ? packing.nodes(loads) : 0,
        packing.share(loads),
        loads.size() * Amount.of(overhead.getOrDefault("memory", "0")),
        loads.size() * Amount.of(overhead.getOrDefault("cpu", "0")),
        Promise.isCluster(pattern) ? 1 : 0,
        startUp(pattern),
        packing.basis(pods.stream().map(PodClass::spec).toList(), loads));
  }

  private Map<String, String> overhead(Pattern pattern, @Nullable IsolationClassDocument declared) {
    String name = SandboxRuntime.className(pattern, declared, traits);
    Policies.RuntimeClass known = name == null ? null : traits.runtimeClass(name);
    return known != null && !known.overhead().isEmpty()
        ? known.overhead()
        : SandboxOverhead.of(SandboxRuntime.handler(declared, traits));
  }

  private static @Nullable String startUp(Pattern pattern) {
    return switch (pattern) {
      case SANDBOXED, SANDBOXED_DEDICATED_NODES -> "each pod waits for its sandbox (up to 125 ms)";
      case DEDICATED_CLUSTER ->
          "once, for a control plane (seconds if hosted, minutes on machines)";
      case EPHEMERAL_CLUSTER -> "each job waits for a cluster, unless some are kept ready";
      case SHARED, DEDICATED_NODES, DEDICATED_NODES_WITH_HOST_PRIVILEGES -> null;
    };
  }

  private String name(PodClass podClass) {
    return cluster.pods().topmost(podClass.example()).toString();
  }
}
