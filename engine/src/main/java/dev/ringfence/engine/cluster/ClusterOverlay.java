package dev.ringfence.engine.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it would be with the objects of another applied to it, some of its own taken away
 * and some pods made anew: for asking what fences would do before anybody puts them up. Neither
 * original changes.
 *
 * <p>Objects of one kind, namespace and name are replaced whole, but for namespaces and service
 * accounts, which keep what others have set, as server-side apply leaves it.
 */
public final class ClusterOverlay {

  /** Which pods are made anew. */
  public interface PodChange {
    /** The spec that the pod would have, by its index; null where it runs on as it is. */
    @Nullable PodSpec anew(int pod);
  }

  private static final String MARK = "ringfence.dev/";

  private final Cluster base;
  private final Cluster over;
  private final Predicate<ObjectReference> removed;
  private final ClusterBuilder builder;

  /**
   * @param over what is applied; what a fresh API server makes for itself is left out
   * @param removed what is taken away of the base
   */
  public ClusterOverlay(Cluster base, Cluster over, Predicate<ObjectReference> removed) {
    this.base = base;
    this.over = over;
    this.removed = removed;
    this.builder = new ClusterBuilder(base.sourceKind(), base.kubernetesVersion());
  }

  /**
   * The changed cluster. Ends the use of this overlay.
   *
   * @param pods decides on pods once accounts, limits and runtime classes are in the builder
   */
  public Cluster build(Function<ClusterBuilder, PodChange> pods) {
    base.unreadable().forEach(kind -> builder.addUnreadable(kind.kind(), kind.reason()));
    namespaces();
    base.nodes().stream().filter(node -> !node.assumed()).forEach(builder::add);
    accounts();
    carry(Cluster::roles, Rbac.Role::meta, builder::add);
    carry(Cluster::bindings, Rbac.Binding::meta, builder::add);
    network();
    bounds();
    stored();
    admission();
    carry(Cluster::others, meta -> meta, builder::addOther);
    carry(Cluster::workloads, Workload::meta, builder::add);
    PodChange change = pods.apply(builder);
    for (int pod = 0; pod < base.pods().count(); pod++) {
      String namespace = base.namespaces().get(base.pods().namespace(pod)).name();
      if (!removed.test(new ObjectReference("Pod", namespace, base.pods().name(pod)))) {
        pod(base, pod, change.anew(pod));
      }
    }
    for (int pod = 0; pod < over.pods().count(); pod++) {
      pod(over, pod, null);
    }
    return builder.build();
  }

  private void namespaces() {
    Map<String, Namespace> applied = new HashMap<>();
    over.namespaces().stream()
        .filter(namespace -> isApplied(namespace.meta()))
        .forEach(namespace -> applied.put(namespace.name(), namespace));
    for (Namespace own : base.namespaces()) {
      if (removed.test(own.meta().reference())) {
        continue;
      }
      Namespace more = applied.remove(own.name());
      builder.addNamespace(more == null ? own.meta() : both(unmarked(own.meta()), more.meta()));
    }
    over.namespaces().stream()
        .filter(namespace -> applied.containsKey(namespace.name()))
        .forEach(namespace -> builder.addNamespace(namespace.meta()));
  }

  /** A fence's own marks are what the fence says of them, whoever added one. */
  private static ObjectMeta unmarked(ObjectMeta own) {
    Map<String, String> labels = own.labels().toMap();
    labels.keySet().removeIf(key -> key.startsWith(MARK));
    Map<String, String> annotations = new HashMap<>(own.annotations());
    annotations.keySet().removeIf(key -> key.startsWith(MARK));
    return new ObjectMeta(
        own.reference(), LabelSet.of(labels), annotations, own.controller(), own.origin());
  }

  private static ObjectMeta both(ObjectMeta own, ObjectMeta more) {
    Map<String, String> labels = own.labels().toMap();
    labels.putAll(more.labels().toMap());
    Map<String, String> annotations = new HashMap<>(own.annotations());
    annotations.putAll(more.annotations());
    return new ObjectMeta(
        own.reference(), LabelSet.of(labels), annotations, own.controller(), own.origin());
  }

  private void accounts() {
    Map<ObjectReference, Rbac.ServiceAccount> applied = new HashMap<>();
    over.serviceAccounts().stream()
        .filter(account -> isApplied(account.meta()))
        .forEach(account -> applied.put(account.meta().reference(), account));
    for (Rbac.ServiceAccount own : base.serviceAccounts()) {
      Rbac.ServiceAccount more = applied.remove(own.meta().reference());
      if (removed.test(own.meta().reference())) {
        continue;
      }
      if (more == null) {
        builder.add(own);
      } else {
        builder.add(
            new Rbac.ServiceAccount(
                both(own.meta(), more.meta()),
                more.automount() == null ? own.automount() : more.automount(),
                own.secrets(),
                own.imagePullSecrets()));
      }
    }
    over.serviceAccounts().stream()
        .filter(account -> applied.containsKey(account.meta().reference()))
        .forEach(builder::add);
  }

  private void network() {
    carry(Cluster::networkPolicies, NetworkPolicy::meta, builder::add);
    carry(Cluster::tieredPolicies, TieredPolicy::meta, builder::add);
    carry(Cluster::hostEndpoints, HostEndpoint::meta, builder::add);
    carry(Cluster::networkSets, NetworkSet::meta, builder::add);
    carry(Cluster::writtenEndpoints, WrittenEndpoints::meta, builder::add);
    carry(Cluster::meshAuthorizations, MeshPolicy.Authorization::meta, builder::add);
    carry(Cluster::peerAuthentications, MeshPolicy.PeerAuthentication::meta, builder::add);
    carry(Cluster::meshOverrides, MeshPolicy.ProxyChange::meta, builder::add);
    carry(Cluster::services, Service::meta, builder::add);
    carry(Cluster::routes, Routing.Route::meta, builder::add);
    carry(Cluster::gateways, Routing.Gateway::meta, builder::add);
    carry(Cluster::referenceGrants, Routing.ReferenceGrant::meta, builder::add);
  }

  private void bounds() {
    carry(Cluster::resourceQuotas, Policies.ResourceQuota::meta, builder::add);
    carry(Cluster::limitRanges, Policies.LimitRange::meta, builder::add);
    carry(Cluster::runtimeClasses, Policies.RuntimeClass::meta, builder::add);
    carry(Cluster::priorityClasses, Policies.PriorityClass::meta, builder::add);
    carry(Cluster::flowSchemas, FlowControl.FlowSchema::meta, builder::add);
    carry(Cluster::priorityLevels, FlowControl.PriorityLevel::meta, builder::add);
  }

  private void stored() {
    carry(Cluster::secrets, Policies.SecretReference::meta, builder::add);
    carry(Cluster::configMaps, Policies.ConfigMap::meta, builder::add);
    carry(Cluster::persistentVolumes, Policies.PersistentVolume::meta, builder::add);
    carry(Cluster::persistentVolumeClaims, Policies.PersistentVolumeClaim::meta, builder::add);
    carry(Cluster::storageClasses, Policies.StorageClass::meta, builder::add);
    carry(Cluster::csiDrivers, Policies.CsiDriver::meta, builder::add);
    carry(Cluster::volumeLimits, VolumeLimits.OfNode::meta, builder::add);
    carry(Cluster::volumeAttachments, VolumeLimits.Attachment::meta, builder::add);
    carry(Cluster::volumeCapacities, VolumeLimits.Capacity::meta, builder::add);
    carry(Cluster::deviceClaims, DeviceKinds.DeviceClaim::meta, builder::add);
    carry(Cluster::deviceClasses, DeviceKinds.DeviceClass::meta, builder::add);
    carry(Cluster::resourceSlices, DeviceKinds.ResourceSlice::meta, builder::add);
    carry(Cluster::customResources, Policies.CustomResource::meta, builder::add);
  }

  private void admission() {
    carry(Cluster::admissionExtensions, Policies.AdmissionExtension::meta, builder::add);
    carry(Cluster::engineObjects, AdmissionRules.EngineObject::meta, builder::add);
    carry(Cluster::admissionPolicies, AdmissionRules.Policy::meta, builder::add);
    carry(Cluster::admissionBindings, AdmissionRules.Binding::meta, builder::add);
    carry(Cluster::admissionParameters, AdmissionRules.Parameter::meta, builder::add);
    base.unreadParameterKinds().forEach(builder::addUnreadParameterKind);
    carry(Cluster::webhooks, AdmissionRules.Webhook::configuration, builder::add);
    carry(Cluster::apiExtensions, AdmissionRules.Extension::meta, builder::add);
    policiesApplied();
  }

  /**
   * What the applied policies make of pods is the business of whoever applies them, pod by pod; of
   * those that were there before it is known what it was.
   */
  private void policiesApplied() {
    base.policiesApplied().forEach(builder::addPoliciesApplied);
    if (!changesPods(base) && changesPods(over)) {
      for (int pod = 0; pod < base.pods().count(); pod++) {
        builder.addPoliciesApplied(base.pods().topmost(pod));
      }
    }
  }

  private static boolean changesPods(Cluster cluster) {
    return cluster.admissionPolicies().stream().anyMatch(AdmissionRules.Policy::mutating);
  }

  private <T> void carry(
      Function<Cluster, List<T>> list, Function<T, ObjectMeta> meta, Consumer<T> add) {
    Set<ObjectReference> applied = new HashSet<>();
    for (T object : list.apply(over)) {
      if (isApplied(meta.apply(object))) {
        applied.add(meta.apply(object).reference());
      }
    }
    for (T object : list.apply(base)) {
      ObjectReference reference = meta.apply(object).reference();
      if (!applied.contains(reference) && !removed.test(reference)) {
        add.accept(object);
      }
    }
    for (T object : list.apply(over)) {
      if (isApplied(meta.apply(object))) {
        add.accept(object);
      }
    }
  }

  /** What controllers make in a namespace is there already, unless the namespace is new. */
  private boolean isApplied(ObjectMeta meta) {
    return switch (meta.origin().source()) {
      case FILE, LIVE -> true;
      case IMPLIED -> !meta.namespace().isEmpty() && base.namespaceIndex(meta.namespace()) < 0;
      case BOOTSTRAP -> false;
    };
  }

  /** A pod that is made anew has no address and no node yet. */
  private void pod(Cluster from, int pod, @Nullable PodSpec anew) {
    Pods pods = from.pods();
    String namespace = from.namespaces().get(pods.namespace(pod)).name();
    int node = pods.node(pod);
    builder.addPod(
        new ObjectMeta(
            new ObjectReference("Pod", namespace, pods.name(pod)),
            pods.labels(pod),
            Map.of(),
            null,
            pods.origin(pod)),
        anew == null ? pods.spec(pod) : anew,
        pods.topmost(pod),
        pods.specPath(pod),
        anew != null || node < 0 ? null : from.nodes().get(node).name(),
        pods.replicas(pod),
        pods.completed(pod),
        anew == null ? pods.addresses(pod) : List.of());
  }
}
