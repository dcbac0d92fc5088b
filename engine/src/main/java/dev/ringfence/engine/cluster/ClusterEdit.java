package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with a few objects changed, as if they had been read so: for asking what a change would
 * do before anybody makes it. The original stays as it is.
 */
public final class ClusterEdit {

  private final Cluster cluster;
  private final List<UnaryOperator<Rbac.@Nullable Binding>> bindings = new ArrayList<>();
  private final List<UnaryOperator<Rbac.@Nullable Role>> roles = new ArrayList<>();
  private final List<UnaryOperator<Namespace>> namespaces = new ArrayList<>();
  private final List<UnaryOperator<Rbac.@Nullable ServiceAccount>> accounts = new ArrayList<>();
  private final List<BiFunction<ObjectReference, PodSpec, PodSpec>> specs = new ArrayList<>();

  /** By what a person would edit: made after those for all, in the order in which they came. */
  private final Map<ObjectReference, List<UnaryOperator<PodSpec>>> specsOfOne = new HashMap<>();

  private final List<UnaryOperator<@Nullable NetworkPolicy>> policies = new ArrayList<>();
  private final List<IntPredicate> removedPods = new ArrayList<>();
  private final List<Copy> copiedPods = new ArrayList<>();
  private final Map<Integer, String> boundPods = new HashMap<>();
  private final Map<Integer, AsAdmitted> admittedPods = new HashMap<>();
  private final List<ObjectReference> policiesApplied = new ArrayList<>();
  private final List<UnaryOperator<Workload>> workloads = new ArrayList<>();
  private final List<Rbac.Binding> addedBindings = new ArrayList<>();
  private final List<NetworkPolicy> addedPolicies = new ArrayList<>();
  private final List<UnaryOperator<Policies.@Nullable ResourceQuota>> quotas = new ArrayList<>();
  private final List<Policies.ResourceQuota> addedQuotas = new ArrayList<>();
  private final List<Workload> addedWorkloads = new ArrayList<>();

  /**
   * One more pod like that one, perhaps with another spec or other labels, on a node or on none.
   */
  private record Copy(
      int pod, String name, LabelSet labels, PodSpec spec, @Nullable String nodeName) {}

  private record AsAdmitted(LabelSet labels, PodSpec spec) {}

  public ClusterEdit(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Null takes a binding away. */
  public void bindings(UnaryOperator<Rbac.@Nullable Binding> change) {
    bindings.add(change);
  }

  /** Changes what Roles and ClusterRoles give; null takes one away. */
  public void roles(UnaryOperator<Rbac.@Nullable Role> change) {
    roles.add(change);
  }

  public void namespaces(UnaryOperator<Namespace> change) {
    namespaces.add(change);
  }

  /** Null takes an account away. */
  public void serviceAccounts(UnaryOperator<Rbac.@Nullable ServiceAccount> change) {
    accounts.add(change);
  }

  /** Null takes a quota away. */
  public void resourceQuotas(UnaryOperator<Policies.@Nullable ResourceQuota> change) {
    quotas.add(change);
  }

  /** Changes the specs of pods and of templates, told by what a person would edit. */
  public void podSpecs(BiFunction<ObjectReference, PodSpec, PodSpec> change) {
    specs.add(change);
  }

  /** Changes the specs of what this one makes: its pods, and its template. */
  public void podSpecs(ObjectReference owner, UnaryOperator<PodSpec> change) {
    specsOfOne.computeIfAbsent(owner, one -> new ArrayList<>()).add(change);
  }

  /** Null takes a policy away. */
  public void networkPolicies(UnaryOperator<@Nullable NetworkPolicy> change) {
    policies.add(change);
  }

  /** Takes pods away, by their index. */
  public void removePods(IntPredicate removed) {
    removedPods.add(removed);
  }

  /** One more pod like that one, as a workload that grows makes it: no address, no node yet. */
  public void addPodLike(int pod, String name) {
    addPod(pod, name, cluster.pods().labels(pod), cluster.pods().spec(pod), null);
  }

  /** One more pod of that one's owner. */
  public void addPod(
      int sibling, String name, LabelSet labels, PodSpec spec, @Nullable String nodeName) {
    copiedPods.add(new Copy(sibling, name, labels, spec, nodeName));
  }

  /** Binds a pod, by its index, to a node. */
  public void bindPod(int pod, String nodeName) {
    boundPods.put(pod, nodeName);
  }

  /** Makes a pod, by its index, what admission leaves of it. */
  public void admitPod(int pod, LabelSet labels, PodSpec spec) {
    admittedPods.put(pod, new AsAdmitted(labels, spec));
  }

  /** Says of what is as MutatingAdmissionPolicies leave it. */
  public void addPoliciesApplied(ObjectReference topmost) {
    policiesApplied.add(topmost);
  }

  /** Changes controllers; the pods that they have stay as they are. */
  public void workloads(UnaryOperator<Workload> change) {
    workloads.add(change);
  }

  public void add(Rbac.Binding binding) {
    addedBindings.add(binding);
  }

  public void add(NetworkPolicy policy) {
    addedPolicies.add(policy);
  }

  public void add(Policies.ResourceQuota quota) {
    addedQuotas.add(quota);
  }

  /** A workload whose pods are not made: what its being there shows is all that changes. */
  public void add(Workload workload) {
    addedWorkloads.add(workload);
  }

  /**
   * What differs, where nothing is changed but {@link Followed} objects, of namespaces that are
   * there, no grant names other pods, and network policies tell pods apart by the same labels; else
   * null.
   */
  public @Nullable Followed followed() {
    boolean others =
        !namespaces.isEmpty()
            || !specs.isEmpty()
            || !specsOfOne.isEmpty()
            || !removedPods.isEmpty()
            || !copiedPods.isEmpty()
            || !boundPods.isEmpty()
            || !admittedPods.isEmpty()
            || !policiesApplied.isEmpty()
            || !workloads.isEmpty()
            || !addedWorkloads.isEmpty();
    if (others) {
      return null;
    }
    Followed before = cluster.followed();
    List<Rbac.Binding> bindingsNow = changed(before.bindings(), bindings, addedBindings);
    List<Rbac.Role> rolesNow = changed(before.roles(), roles, List.of());
    List<Rbac.ServiceAccount> accountsNow = changed(before.serviceAccounts(), accounts, List.of());
    List<Policies.ResourceQuota> quotasNow = changed(before.resourceQuotas(), quotas, addedQuotas);
    for (Rbac.Binding binding : Followed.beside(bindingsNow, before.bindings())) {
      if (!binding.isClusterRoleBinding()
          && cluster.namespaceIndex(binding.meta().namespace()) < 0) {
        return null;
      }
    }
    List<NetworkPolicy> policiesNow = changed(before.networkPolicies(), policies, addedPolicies);
    return PodClasses.namedPods(rolesNow).equals(PodClasses.namedPods(before.roles()))
            && tellTheSameApart(policiesNow)
        ? new Followed(bindingsNow, rolesNow, accountsNow, quotasNow, policiesNow)
        : null;
  }

  /** Whether network policies make the same classes of pods, of namespaces that are there. */
  @SuppressWarnings("ReferenceEquality") // see changed
  private boolean tellTheSameApart(List<NetworkPolicy> now) {
    List<NetworkPolicy> before = cluster.networkPolicies();
    if (now == before) {
      return true;
    }
    // Without any policy other things are read: the addresses of pods, for one.
    return now.isEmpty() == before.isEmpty()
        && Followed.beside(now, before).stream()
            .allMatch(policy -> cluster.namespaceIndex(policy.meta().namespace()) >= 0)
        && AskedOfPods.keys(now).equals(AskedOfPods.keys(before));
  }

  /** The very same list where nothing differs. */
  @SuppressWarnings("ReferenceEquality") // what a change leaves alone it gives back itself
  private static <T> List<T> changed(
      List<T> before, List<UnaryOperator<@Nullable T>> changes, List<T> added) {
    List<T> all = new ArrayList<>(before.size() + added.size());
    boolean same = added.isEmpty();
    for (T one : before) {
      T changed = one;
      for (UnaryOperator<@Nullable T> change : changes) {
        changed = changed == null ? null : change.apply(changed);
      }
      same &= changed == one;
      if (changed != null) {
        all.add(changed);
      }
    }
    all.addAll(added);
    return same ? before : List.copyOf(all);
  }

  /** The changed cluster. */
  public Cluster build() {
    Followed others = followed();
    if (others != null) {
      return cluster.with(others);
    }
    ClusterBuilder builder = new ClusterBuilder(cluster.sourceKind(), cluster.kubernetesVersion());
    cluster.unreadable().forEach(kind -> builder.addUnreadable(kind.kind(), kind.reason()));
    for (Namespace namespace : cluster.namespaces()) {
      Namespace changed = namespace;
      for (UnaryOperator<Namespace> change : namespaces) {
        changed = change.apply(changed);
      }
      builder.addNamespace(changed.meta());
    }
    for (Node node : cluster.nodes()) {
      if (!node.assumed()) {
        builder.add(node);
      }
    }
    Followed before = cluster.followed();
    changed(before.serviceAccounts(), accounts, List.of()).forEach(builder::add);
    changed(before.roles(), roles, List.of()).forEach(builder::add);
    changed(before.bindings(), bindings, addedBindings).forEach(builder::add);
    changed(before.resourceQuotas(), quotas, addedQuotas).forEach(builder::add);
    changed(before.networkPolicies(), policies, addedPolicies).forEach(builder::add);
    unchanged(builder);
    policiesApplied.forEach(builder::addPoliciesApplied);
    workloads(builder);
    pods(builder);
    return builder.build();
  }

  /** What no edit changes goes over whole: what were left out here would seem not to exist. */
  private void unchanged(ClusterBuilder builder) {
    cluster.tieredPolicies().forEach(builder::add);
    cluster.hostEndpoints().forEach(builder::add);
    cluster.meshAuthorizations().forEach(builder::add);
    cluster.peerAuthentications().forEach(builder::add);
    cluster.meshOverrides().forEach(builder::add);
    cluster.networkSets().forEach(builder::add);
    cluster.writtenEndpoints().forEach(builder::add);
    cluster.services().forEach(builder::add);
    cluster.routes().forEach(builder::add);
    cluster.gateways().forEach(builder::add);
    cluster.referenceGrants().forEach(builder::add);
    cluster.limitRanges().forEach(builder::add);
    cluster.runtimeClasses().forEach(builder::add);
    cluster.priorityClasses().forEach(builder::add);
    cluster.secrets().forEach(builder::add);
    cluster.configMaps().forEach(builder::add);
    cluster.persistentVolumes().forEach(builder::add);
    cluster.persistentVolumeClaims().forEach(builder::add);
    cluster.customResources().forEach(builder::add);
    cluster.admissionExtensions().forEach(builder::add);
    cluster.engineObjects().forEach(builder::add);
    cluster.deviceClaims().forEach(builder::add);
    cluster.deviceClasses().forEach(builder::add);
    cluster.resourceSlices().forEach(builder::add);
    cluster.csiDrivers().forEach(builder::add);
    cluster.volumeLimits().forEach(builder::add);
    cluster.volumeAttachments().forEach(builder::add);
    cluster.volumeCapacities().forEach(builder::add);
    cluster.flowSchemas().forEach(builder::add);
    cluster.priorityLevels().forEach(builder::add);
    cluster.storageClasses().forEach(builder::add);
    cluster.admissionPolicies().forEach(builder::add);
    cluster.admissionBindings().forEach(builder::add);
    cluster.admissionParameters().forEach(builder::add);
    cluster.unreadParameterKinds().forEach(builder::addUnreadParameterKind);
    cluster.policiesApplied().forEach(builder::addPoliciesApplied);
    cluster.webhooks().forEach(builder::add);
    cluster.apiExtensions().forEach(builder::add);
    cluster.others().forEach(builder::addOther);
  }

  private PodSpec changed(ObjectReference owner, PodSpec spec) {
    PodSpec changed = spec;
    for (BiFunction<ObjectReference, PodSpec, PodSpec> change : specs) {
      changed = change.apply(owner, changed);
    }
    for (UnaryOperator<PodSpec> change : specsOfOne.getOrDefault(owner, List.of())) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private void workloads(ClusterBuilder builder) {
    for (Workload one : cluster.workloads()) {
      Workload workload = one;
      for (UnaryOperator<Workload> change : workloads) {
        workload = change.apply(workload);
      }
      builder.add(
          new Workload(
              workload.meta(),
              workload.replicas(),
              workload.templateLabels(),
              builder.intern(changed(workload.topmost(), workload.template())),
              workload.topmost(),
              workload.templatePath()));
    }
    addedWorkloads.forEach(builder::add);
  }

  private void pods(ClusterBuilder builder) {
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      int index = pod;
      if (removedPods.stream().noneMatch(removed -> removed.test(index))) {
        int node = pods.node(pod);
        String nodeName = node < 0 ? null : cluster.nodes().get(node).name();
        AsAdmitted now =
            admittedPods.getOrDefault(pod, new AsAdmitted(pods.labels(pod), pods.spec(pod)));
        Copy same =
            new Copy(
                pod,
                pods.name(pod),
                now.labels(),
                now.spec(),
                boundPods.getOrDefault(pod, nodeName));
        pod(builder, same, pods.addresses(pod));
      }
    }
    for (Copy copy : copiedPods) {
      pod(builder, copy, List.of());
    }
  }

  private void pod(ClusterBuilder builder, Copy copy, List<String> addresses) {
    Pods pods = cluster.pods();
    int pod = copy.pod();
    String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
    builder.addPod(
        new ObjectMeta(
            new ObjectReference("Pod", namespace, copy.name()),
            copy.labels(),
            Map.of(),
            null,
            pods.origin(pod)),
        changed(pods.topmost(pod), copy.spec()),
        pods.topmost(pod),
        pods.specPath(pod),
        copy.nodeName(),
        pods.replicas(pod),
        pods.completed(pod),
        addresses);
  }
}
