package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.fence.Resolvers;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which changes could stop a path, by the evidence of its steps; whether they do is then proved.
 */
final class RepairCandidates {

  private static final Pattern SUBJECT = Pattern.compile("^subjects\\[(\\d+)]$");
  private static final Pattern HOST_NAMESPACE =
      Pattern.compile("^(.*)\\.(hostPID|hostIPC|hostNetwork)$");

  private static final Pattern LIMITS = Pattern.compile("^.*\\.resources\\.limits\\..*$");
  private static final Pattern CONTAINER =
      Pattern.compile(
          "^.*\\b(containers|initContainers)\\[([^]]+)]\\.securityContext\\.([A-Za-z.]+)$");

  private static final Pattern MOUNT = Pattern.compile("^.*\\.volumeMounts\\[([^]]+)]$");

  /** Rows of what a pod does to those beside it, whatever fails. */
  private static final Set<String> OF_NEIGHBOURS = Set.of("E3", "F4");

  private final Cluster cluster;
  private final Tenancy tenancy;
  private @Nullable Boolean policiesAreEnforced;
  private @Nullable Resolvers resolvers;

  /** One of a workload's pods, by the workload. */
  private @Nullable Map<ObjectReference, Integer> podOf;

  /** Many paths go through the same workload's kernel. */
  private final Map<ObjectReference, List<Repair>> sandboxes = new HashMap<>();

  RepairCandidates(ProofAnswers answers) {
    this.cluster = answers.cluster();
    this.tenancy = answers.tenancy();
  }

  /** Cheapest first. */
  List<Repair> of(Explanation.Path path) {
    Set<Repair> found = new LinkedHashSet<>();
    for (Explanation.Step step : path.steps()) {
      for (Evidence evidence : step.evidence()) {
        look(step, evidence, found);
      }
    }
    List<Repair> ordered = new ArrayList<>(found);
    ordered.sort(Comparator.comparingInt(Repair::cost).thenComparing(Repair::title));
    return ordered;
  }

  private void look(Explanation.Step step, Evidence evidence, Set<Repair> found) {
    ObjectReference object = ObjectReference.parse(evidence.object());
    if (object == null) {
      return;
    }
    String field = evidence.field();
    String namespace = object.kind().equals("Namespace") ? object.name() : object.namespace();
    if (namespace != null && isPlatforms(namespace) && !object.kind().endsWith("Binding")) {
      return;
    }
    Matcher subject = SUBJECT.matcher(field);
    if (subject.matches()) {
      binding(object, Integer.parseInt(subject.group(1)), found);
    }
    boolean unbounded =
        field.equals("ResourceQuota")
            || (object.kind().equals("ResourceQuota") && evidence.value().contains("no bound for"));
    if (unbounded && namespace != null) {
      found.add(new BoundByQuota(namespace));
    }
    if (field.contains("pod-security.kubernetes.io") && namespace != null) {
      found.add(new EnforcePodSecurity(namespace));
    }
    if (step.id().startsWith("N") && namespace != null) {
      // The evidence is of one end: who lets in, or who sends.
      found.add(
          evidence.value().endsWith("egress")
              ? new DenyEgress(namespace, resolvers())
              : new DenyByDefault(namespace, KeptOpen.of(namespace, cluster, tenancy)));
      if (!policiesAreEnforced()) {
        found.add(new LetPoliciesBeEnforced());
      }
    }
    String token = ".automountServiceAccountToken";
    if (field.endsWith(token)) {
      String path = field.substring(0, field.length() - token.length());
      found.add(new WithholdToken(object, path));
    }
    Matcher host = HOST_NAMESPACE.matcher(field);
    if (host.matches()) {
      found.add(new ClosePodField(object, host.group(1), host.group(2)));
    }
    if (LIMITS.matcher(field).matches()) {
      workload(
          object,
          (path, spec) -> {
            LimitContainers limits = LimitContainers.of(object, path, spec);
            if (!limits.limits().isEmpty()) {
              found.add(limits);
            }
          });
    }
    Matcher power = CONTAINER.matcher(field);
    if (power.matches()) {
      workload(
          object,
          (path, spec) -> {
            Repair closed =
                CloseContainerField.of(
                    object, path, spec, power.group(1), power.group(2), power.group(3));
            if (closed != null) {
              found.add(closed);
            }
          });
    }
    if (evidence.value().endsWith("does not drop NET_RAW")) {
      workload(object, (path, spec) -> rawSockets(object, path, spec, found));
    }
    Matcher mount = MOUNT.matcher(field);
    if (mount.matches()) {
      workload(
          object, (path, spec) -> found.add(TakeHostPath.of(object, path, spec, mount.group(1))));
    }
    if (step.breaks().stream().anyMatch(boundary -> boundary.kind().equals("kernel"))) {
      found.addAll(sandboxes.computeIfAbsent(object, this::sandbox));
    }
    if (OF_NEIGHBOURS.contains(step.id())) {
      workload(object, (path, spec) -> found.addAll(MoveToNodes.of(object, path, spec, cluster)));
    }
  }

  private static void rawSockets(
      ObjectReference object, String path, PodSpec spec, Set<Repair> found) {
    DropRawSockets dropped = DropRawSockets.of(object, path, spec);
    if (!dropped.containers().isEmpty()) {
      found.add(dropped);
    }
  }

  /** Asked for where a connection is in the way only: it takes an analysis of the whole network. */
  private boolean policiesAreEnforced() {
    Boolean known = policiesAreEnforced;
    if (known == null) {
      known = ClusterTraits.of(cluster).enforcesNetworkPolicy();
      policiesAreEnforced = known;
    }
    return known;
  }

  private Resolvers resolvers() {
    Resolvers known = resolvers;
    if (known == null) {
      known = Resolvers.of(cluster, tenancy);
      resolvers = known;
    }
    return known;
  }

  private void binding(ObjectReference object, int index, Set<Repair> found) {
    for (Rbac.Binding binding : cluster.bindings()) {
      if (binding.meta().reference().equals(object) && index < binding.subjects().size()) {
        found.add(
            new NarrowBinding(
                object, binding.subjects().get(index), index, binding.subjects().size()));
      }
    }
  }

  /**
   * The trusted base is left as it is, but for what it grants to others: a network plugin without
   * its node's network is no safer cluster but a broken one.
   */
  private boolean isPlatforms(String namespace) {
    int index = cluster.namespaceIndex(namespace);
    return index >= 0 && tenancy.tenant(tenancy.ofNamespace(index)).isPlatform();
  }

  private List<Repair> sandbox(ObjectReference object) {
    List<Repair> found = new ArrayList<>();
    workload(
        object,
        (path, spec) -> {
          for (Policies.RuntimeClass runtime : cluster.runtimeClasses()) {
            if (!runtime.handler().equals("runc")
                && !runtime.meta().name().equals(spec.runtimeClassName())) {
              found.add(new ForceRuntimeClass(object, path, runtime));
            }
          }
          found.addAll(MoveToNodes.of(object, path, spec, cluster));
        });
    return found;
  }

  /** One of a workload's pods tells for all: where its spec stands, and what it is. */
  private void workload(ObjectReference object, BiConsumer<String, PodSpec> action) {
    Map<ObjectReference, Integer> known = podOf;
    if (known == null) {
      known = new HashMap<>();
      for (int pod = 0; pod < cluster.pods().count(); pod++) {
        known.putIfAbsent(cluster.pods().topmost(pod), pod);
      }
      podOf = known;
    }
    Integer pod = known.get(object);
    if (pod != null) {
      action.accept(cluster.pods().specPath(pod), cluster.pods().spec(pod));
    }
  }
}
