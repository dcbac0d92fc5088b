package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One cluster: all that was read of it, and what was not. Built by {@link ClusterBuilder}. */
public final class Cluster {

  /** What the source was. */
  public enum SourceKind {
    /** Manifests, understood as applied to a fresh API server. */
    MANIFESTS,
    /** A dump of a cluster, taken as it is. */
    DUMP,
    /** The live API, taken as it is. */
    LIVE
  }

  /**
   * A kind that exists, or may, but was not read.
   *
   * @param reason what the server or the file said
   */
  public record Unreadable(String kind, String reason) {}

  private final ClusterBuilder tables;
  private final List<Namespace> namespaces;
  private final Followed followed;
  private final List<Node> nodes;
  private final Pods pods;
  private final List<PodClass> podClasses;
  private final int[] classOfPod;
  private final Map<String, Integer> namespaceIndex;
  private final Map<String, Integer> nodeIndex;

  Cluster(ClusterBuilder tables, List<Node> nodes, Pods pods, List<PodClass> podClasses) {
    this(tables, tables.namespaces, Followed.of(tables), nodes, pods, podClasses);
  }

  private Cluster(
      ClusterBuilder tables,
      List<Namespace> namespaces,
      Followed followed,
      List<Node> nodes,
      Pods pods,
      List<PodClass> podClasses) {
    this.tables = tables;
    this.namespaces = namespaces;
    this.followed = followed;
    this.nodes = List.copyOf(nodes);
    this.pods = pods;
    this.podClasses = List.copyOf(podClasses);
    this.namespaceIndex = Map.copyOf(tables.namespaceIndex);
    this.nodeIndex = new HashMap<>();
    this.classOfPod = new int[pods.count()];
    Arrays.fill(classOfPod, -1);
    for (PodClass podClass : podClasses) {
      for (int pod : podClass.members()) {
        classOfPod[pod] = podClass.id();
      }
    }
    for (int node = 0; node < nodes.size(); node++) {
      nodeIndex.put(nodes.get(node).name(), node);
    }
  }

  /** The same with other objects of a few kinds or with namespaces of the same names. */
  private Cluster(Cluster same, List<Namespace> namespaces, Followed followed) {
    this.tables = same.tables;
    this.namespaces = namespaces;
    this.followed = followed;
    this.nodes = same.nodes;
    this.pods = same.pods;
    this.podClasses = same.podClasses;
    this.namespaceIndex = same.namespaceIndex;
    this.nodeIndex = same.nodeIndex;
    this.classOfPod = same.classOfPod;
  }

  public SourceKind sourceKind() {
    return tables.sourceKind;
  }

  /** For example {@code 1.36}. */
  public String kubernetesVersion() {
    return tables.kubernetesVersion;
  }

  public List<Unreadable> unreadable() {
    return tables.unreadable;
  }

  public List<Namespace> namespaces() {
    return namespaces;
  }

  /** The same cluster, noting which labels of its namespaces are asked for. */
  public Cluster watching(LabelReads reads) {
    List<Namespace> watched = new ArrayList<>(namespaces.size());
    for (Namespace namespace : namespaces) {
      watched.add(namespace.labelled(namespace.labels().watched(reads)));
    }
    return new Cluster(this, List.copyOf(watched), followed);
  }

  /**
   * The same cluster with other labels on a namespace; where it is watched, it is so still.
   *
   * @param labels with {@code kubernetes.io/metadata.name}
   */
  public Cluster labelled(int namespace, LabelSet labels) {
    List<Namespace> changed = new ArrayList<>(namespaces);
    Namespace before = changed.get(namespace);
    changed.set(namespace, before.labelled(before.labels().instead(labels)));
    return new Cluster(this, List.copyOf(changed), followed);
  }

  /** The index of a namespace, or -1. */
  public int namespaceIndex(String name) {
    return namespaceIndex.getOrDefault(name, -1);
  }

  public Pods pods() {
    return pods;
  }

  /** The classes of the pods that are not completed. */
  public List<PodClass> podClasses() {
    return podClasses;
  }

  /** The class of a pod, or -1 where it has completed. */
  public int classOfPod(int pod) {
    return classOfPod[pod];
  }

  public List<Workload> workloads() {
    return tables.workloads;
  }

  /** Whether anybody can tell a pod with these labels from one with the others. */
  public boolean tellsApart(int namespace, LabelSet one, LabelSet other) {
    AskedOfPods asked = tables.askedOfPods;
    return asked == null
        || asked.tellApart(namespaces.get(namespace).name(), one, other, networkPolicies());
  }

  /** Whether pods with these labels are of one class, as far as labels go. */
  public boolean areOfOneClass(LabelSet one, LabelSet other) {
    AskedOfPods asked = tables.askedOfPods;
    return asked != null && Collections.disjoint(LabelSet.changedKeys(one, other), asked.keys());
  }

  /** Nodes that were read, or what stands in for them; never empty. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * The same cluster with possible nodes of declared pools: behind the nodes that were read, or, if
   * there are none, instead of the stand-in. Pods keep their nodes' indexes.
   */
  public Cluster withPools(List<Node> pools) {
    if (pools.isEmpty()) {
      return this;
    }
    List<Node> all = new ArrayList<>();
    for (Node node : nodes) {
      if (!node.assumed()) {
        all.add(node);
      }
    }
    all.addAll(pools);
    return new Cluster(tables, namespaces, followed, all, pods, podClasses);
  }

  /** The index of a node, or -1. */
  public int nodeIndex(String name) {
    return nodeIndex.getOrDefault(name, -1);
  }

  public List<Rbac.ServiceAccount> serviceAccounts() {
    return followed.serviceAccounts();
  }

  /** Roles and ClusterRoles. */
  public List<Rbac.Role> roles() {
    return followed.roles();
  }

  /** RoleBindings and ClusterRoleBindings. */
  public List<Rbac.Binding> bindings() {
    return followed.bindings();
  }

  /** The objects from which neither pods nor their classes nor namespaces follow. */
  public Followed followed() {
    return followed;
  }

  /** The same cluster with other such objects, whose namespaces are there. */
  public Cluster with(Followed others) {
    return new Cluster(this, namespaces, others);
  }

  /** The same cluster with what {@link #differsIn} tells of another. */
  public Cluster following(Cluster other) {
    return new Cluster(this, other.namespaces, other.followed);
  }

  /** The namespaces, by number, that are not as they are in a cluster of the same ones. */
  @SuppressWarnings("ReferenceEquality") // an edit hands on the very same objects
  public int[] namespacesBeside(Cluster other) {
    return namespaces == other.namespaces
        ? new int[0]
        : IntStream.range(0, namespaces.size())
            .filter(each -> namespaces.get(each) != other.namespaces.get(each))
            .toArray();
  }

  /**
   * The kinds of {@link #followed} objects of which some differ; null where it is not certain that
   * nothing else does, so that whoever reads none of these kinds sees the same in both.
   */
  // All that an edit hands on is the very same object; pools are made anew each time.
  @SuppressWarnings("ReferenceEquality")
  public @Nullable Set<Followed.Kind> differsIn(Cluster other) {
    boolean same = tables == other.tables && pods == other.pods && podClasses == other.podClasses;
    if (!same || !areSame(nodes, other.nodes)) {
      return null;
    }
    Set<Followed.Kind> kinds = followed.differsIn(other.followed);
    for (int namespace : namespacesBeside(other)) {
      LabelSet labels = namespaces.get(namespace).labels();
      Set<LabelReads.Reader> readers =
          labels.whoReadsDifferenceTo(other.namespaces.get(namespace).labels());
      if (readers == null) {
        return null;
      }
      readers.forEach(reader -> kinds.add(Followed.labelsFor(reader)));
    }
    return kinds;
  }

  /** Equal nodes are most often the same: comparing one by what it says goes through all of it. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean areSame(List<Node> nodes, List<Node> others) {
    boolean same = nodes == others || nodes.size() == others.size();
    for (int node = 0; nodes != others && same && node < nodes.size(); node++) {
      same = nodes.get(node) == others.get(node) || nodes.get(node).equals(others.get(node));
    }
    return same;
  }

  public List<NetworkPolicy> networkPolicies() {
    return followed.networkPolicies();
  }

  /** Policies whose rules are tried in order, of every API but NetworkPolicy. */
  public List<TieredPolicy> tieredPolicies() {
    return tables.tieredPolicies;
  }

  /** Calico's host endpoints, automatic ones included. */
  public List<HostEndpoint> hostEndpoints() {
    return tables.hostEndpoints;
  }

  /** Calico's named sets of addresses. */
  public List<NetworkSet> networkSets() {
    return tables.networkSets;
  }

  /** Endpoints that no controller keeps. */
  public List<WrittenEndpoints> writtenEndpoints() {
    return tables.writtenEndpoints;
  }

  /** Istio's AuthorizationPolicies. */
  public List<MeshPolicy.Authorization> meshAuthorizations() {
    return tables.meshAuthorizations;
  }

  /** Istio's PeerAuthentications. */
  public List<MeshPolicy.PeerAuthentication> peerAuthentications() {
    return tables.peerAuthentications;
  }

  /** What changes Istio's proxies in ways that are not read. */
  public List<MeshPolicy.ProxyChange> meshOverrides() {
    return tables.meshOverrides;
  }

  public List<Service> services() {
    return tables.services;
  }

  /** Ingresses, and routes of the Gateway API. */
  public List<Routing.Route> routes() {
    return tables.routes;
  }

  public List<Routing.Gateway> gateways() {
    return tables.gateways;
  }

  public List<Routing.ReferenceGrant> referenceGrants() {
    return tables.referenceGrants;
  }

  public List<Policies.ResourceQuota> resourceQuotas() {
    return followed.resourceQuotas();
  }

  public List<Policies.LimitRange> limitRanges() {
    return tables.limitRanges;
  }

  public List<Policies.RuntimeClass> runtimeClasses() {
    return tables.runtimeClasses;
  }

  /** The RuntimeClass of that name, or null. */
  public Policies.@Nullable RuntimeClass runtimeClass(String name) {
    for (Policies.RuntimeClass runtimeClass : tables.runtimeClasses) {
      if (runtimeClass.meta().name().equals(name)) {
        return runtimeClass;
      }
    }
    return null;
  }

  public List<Policies.PriorityClass> priorityClasses() {
    return tables.priorityClasses;
  }

  public List<Policies.SecretReference> secrets() {
    return tables.secrets;
  }

  public List<Policies.ConfigMap> configMaps() {
    return tables.configMaps;
  }

  public List<Policies.PersistentVolume> persistentVolumes() {
    return tables.persistentVolumes;
  }

  public List<Policies.PersistentVolumeClaim> persistentVolumeClaims() {
    return tables.persistentVolumeClaims;
  }

  public List<DeviceKinds.DeviceClaim> deviceClaims() {
    return tables.deviceClaims;
  }

  public List<DeviceKinds.DeviceClass> deviceClasses() {
    return tables.deviceClasses;
  }

  public List<DeviceKinds.ResourceSlice> resourceSlices() {
    return tables.resourceSlices;
  }

  public List<Policies.CsiDriver> csiDrivers() {
    return tables.csiDrivers;
  }

  public List<VolumeLimits.OfNode> volumeLimits() {
    return tables.volumeLimits;
  }

  public List<VolumeLimits.Capacity> volumeCapacities() {
    return tables.volumeCapacities;
  }

  public List<VolumeLimits.Attachment> volumeAttachments() {
    return tables.volumeAttachments;
  }

  public List<FlowControl.FlowSchema> flowSchemas() {
    return tables.flowSchemas;
  }

  public List<FlowControl.PriorityLevel> priorityLevels() {
    return tables.priorityLevels;
  }

  public List<Policies.StorageClass> storageClasses() {
    return tables.storageClasses;
  }

  public List<Policies.CustomResource> customResources() {
    return tables.customResources;
  }

  /** Policies and exceptions of policy engines, whole. */
  public List<AdmissionRules.EngineObject> engineObjects() {
    return tables.engineObjects;
  }

  public List<Policies.AdmissionExtension> admissionExtensions() {
    return tables.admissionExtensions;
  }

  /** ValidatingAdmissionPolicies and MutatingAdmissionPolicies. */
  public List<AdmissionRules.Policy> admissionPolicies() {
    return tables.admissionPolicies;
  }

  public List<AdmissionRules.Binding> admissionBindings() {
    return tables.admissionBindings;
  }

  /** Objects of the kinds that some policy takes its parameters from. */
  public List<AdmissionRules.Parameter> admissionParameters() {
    return tables.admissionParameters;
  }

  /** Kinds of policies' parameters of which objects may be there that were not read. */
  public List<String> unreadParameterKinds() {
    return tables.unreadParameterKinds;
  }

  /**
   * Whether the cluster itself tells of a pod, which was made then: manifests and templates don't.
   */
  public boolean tellsOf(int pod) {
    return sourceKind() != SourceKind.MANIFESTS && !pods().isWouldBe(pod);
  }

  /**
   * What is as MutatingAdmissionPolicies leave it although it is not there yet: topmost controllers
   * with the pods that they would make, and pods.
   */
  public Set<ObjectReference> policiesApplied() {
    return tables.policiesApplied;
  }

  public List<AdmissionRules.Webhook> webhooks() {
    return tables.webhooks;
  }

  /** APIServices and conversion webhooks with a Service behind them. */
  public List<AdmissionRules.Extension> apiExtensions() {
    return tables.apiExtensions;
  }

  /** Objects of other kinds, by name only. */
  public List<ObjectMeta> others() {
    return tables.others;
  }
}
