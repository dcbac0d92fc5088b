package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects objects that are already defaulted and makes an immutable {@link Cluster} of them. Equal
 * label sets and pod specs are interned on the way. Not thread-safe; {@link #build()} ends its use.
 */
public final class ClusterBuilder {

  Cluster.SourceKind sourceKind;
  String kubernetesVersion;
  final List<Cluster.Unreadable> unreadable = new ArrayList<>();
  final List<Namespace> namespaces = new ArrayList<>();
  final Map<String, Integer> namespaceIndex = new HashMap<>();
  final List<Workload> workloads = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  final List<Rbac.ServiceAccount> serviceAccounts = new ArrayList<>();
  final List<Rbac.Role> roles = new ArrayList<>();
  final List<Rbac.Binding> bindings = new ArrayList<>();
  final List<NetworkPolicy> networkPolicies = new ArrayList<>();
  final List<TieredPolicy> tieredPolicies = new ArrayList<>();
  private final NamedTiers tiers = new NamedTiers();
  final List<HostEndpoint> hostEndpoints = new ArrayList<>();
  private @Nullable ObjectMeta automaticHostEndpoints;
  final List<NetworkSet> networkSets = new ArrayList<>();
  final List<WrittenEndpoints> writtenEndpoints = new ArrayList<>();
  final List<MeshPolicy.Authorization> meshAuthorizations = new ArrayList<>();
  final List<MeshPolicy.PeerAuthentication> peerAuthentications = new ArrayList<>();
  final List<MeshPolicy.ProxyChange> meshOverrides = new ArrayList<>();
  final List<Service> services = new ArrayList<>();
  final List<Routing.Route> routes = new ArrayList<>();
  final List<Routing.Gateway> gateways = new ArrayList<>();
  final List<Routing.ReferenceGrant> referenceGrants = new ArrayList<>();
  final List<Policies.ResourceQuota> resourceQuotas = new ArrayList<>();
  final List<Policies.LimitRange> limitRanges = new ArrayList<>();
  final List<Policies.RuntimeClass> runtimeClasses = new ArrayList<>();
  final List<Policies.PriorityClass> priorityClasses = new ArrayList<>();
  final List<Policies.SecretReference> secrets = new ArrayList<>();
  final List<Policies.ConfigMap> configMaps = new ArrayList<>();
  final List<Policies.PersistentVolume> persistentVolumes = new ArrayList<>();
  final List<Policies.PersistentVolumeClaim> persistentVolumeClaims = new ArrayList<>();
  final List<Policies.StorageClass> storageClasses = new ArrayList<>();
  final List<DeviceKinds.DeviceClaim> deviceClaims = new ArrayList<>();
  final List<DeviceKinds.DeviceClass> deviceClasses = new ArrayList<>();
  final List<DeviceKinds.ResourceSlice> resourceSlices = new ArrayList<>();
  final List<Policies.CsiDriver> csiDrivers = new ArrayList<>();
  final List<VolumeLimits.OfNode> volumeLimits = new ArrayList<>();
  final List<VolumeLimits.Attachment> volumeAttachments = new ArrayList<>();
  final List<VolumeLimits.Capacity> volumeCapacities = new ArrayList<>();
  final List<FlowControl.FlowSchema> flowSchemas = new ArrayList<>();
  final List<FlowControl.PriorityLevel> priorityLevels = new ArrayList<>();
  final List<Policies.CustomResource> customResources = new ArrayList<>();
  final List<Policies.AdmissionExtension> admissionExtensions = new ArrayList<>();
  final List<AdmissionRules.Policy> admissionPolicies = new ArrayList<>();
  final List<AdmissionRules.Binding> admissionBindings = new ArrayList<>();
  final List<AdmissionRules.Parameter> admissionParameters = new ArrayList<>();
  final List<AdmissionRules.EngineObject> engineObjects = new ArrayList<>();
  final List<String> unreadParameterKinds = new ArrayList<>();
  final Set<ObjectReference> policiesApplied = new HashSet<>();
  final List<AdmissionRules.Webhook> webhooks = new ArrayList<>();
  final List<AdmissionRules.Extension> apiExtensions = new ArrayList<>();
  final List<ObjectMeta> others = new ArrayList<>();
  private final PodRows pods = new PodRows();

  /** What is asked of the labels of pods; known when classes are. */
  @Nullable AskedOfPods askedOfPods;

  public ClusterBuilder(Cluster.SourceKind sourceKind, String kubernetesVersion) {
    this.sourceKind = sourceKind;
    this.kubernetesVersion = kubernetesVersion;
  }

  /** Says what the source was, where that shows only once everything is read. */
  public void source(Cluster.SourceKind kind, String version) {
    this.sourceKind = kind;
    this.kubernetesVersion = version;
  }

  /** The namespaces so far. */
  public List<Namespace> namespaces() {
    return Collections.unmodifiableList(namespaces);
  }

  /** The nodes so far. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** The service accounts so far. */
  public List<Rbac.ServiceAccount> serviceAccounts() {
    return Collections.unmodifiableList(serviceAccounts);
  }

  /** The limit ranges so far. */
  public List<Policies.LimitRange> limitRanges() {
    return Collections.unmodifiableList(limitRanges);
  }

  /** The runtime classes so far. */
  public List<Policies.RuntimeClass> runtimeClasses() {
    return Collections.unmodifiableList(runtimeClasses);
  }

  /** The priority classes so far. */
  public List<Policies.PriorityClass> priorityClasses() {
    return Collections.unmodifiableList(priorityClasses);
  }

  /** The ConfigMaps so far. */
  public List<Policies.ConfigMap> configMaps() {
    return Collections.unmodifiableList(configMaps);
  }

  /** The one instance of an equal label set. */
  public LabelSet intern(LabelSet labels) {
    return pods.intern(labels);
  }

  /** The one instance of an equal spec. */
  public PodSpec intern(PodSpec spec) {
    return pods.intern(spec);
  }

  public void addUnreadable(String kind, String reason) {
    unreadable.add(new Cluster.Unreadable(kind, reason));
  }

  /**
   * Adds a namespace, its metadata.name label with it. It takes the place of one that was only
   * implied by an object read before it; a second one of the name is ignored.
   */
  public void addNamespace(ObjectMeta meta) {
    LabelSet labels = intern(meta.labels().with("kubernetes.io/metadata.name", meta.name()));
    Namespace namespace =
        new Namespace(
            new ObjectMeta(
                meta.reference(), labels, meta.annotations(), meta.controller(), meta.origin()));
    Integer known = namespaceIndex.putIfAbsent(meta.name(), namespaces.size());
    if (known == null) {
      namespaces.add(namespace);
    } else if (namespaces.get(known).meta().origin().source() == Origin.Source.IMPLIED) {
      namespaces.set(known, namespace);
    }
  }

  /** The index of a namespace; one that objects name but nobody declared is made on the way. */
  public int namespace(String name, Origin from) {
    Integer known = namespaceIndex.get(name);
    if (known == null) {
      addNamespace(
          new ObjectMeta(
              new ObjectReference("Namespace", null, name),
              LabelSet.EMPTY,
              Map.of(),
              null,
              new Origin(Origin.Source.IMPLIED, from.file(), from.document())));
      return namespaces.size() - 1;
    }
    return known;
  }

  /**
   * Adds a pod that was read, or that a workload would have.
   *
   * @param topmost what a person would edit
   * @param specPath where the spec stands in it
   * @param nodeName the node it is bound to now, or null
   * @param replicas how many pods this row stands for
   */
  public void addPod(
      ObjectMeta meta,
      PodSpec spec,
      ObjectReference topmost,
      String specPath,
      @Nullable String nodeName,
      int replicas,
      boolean completed,
      List<String> addresses) {
    int namespace = namespace(meta.namespace(), meta.origin());
    pods.add(namespace, meta, spec, topmost, specPath, nodeName, replicas, completed, addresses);
  }

  public void add(Workload workload) {
    workloads.add(workload);
  }

  public void add(Node node) {
    nodes.add(node);
  }

  public void add(Rbac.ServiceAccount account) {
    namespace(account.meta().namespace(), account.meta().origin());
    serviceAccounts.add(account);
  }

  public void add(Rbac.Role role) {
    if (!role.isClusterRole()) {
      namespace(role.meta().namespace(), role.meta().origin());
    }
    roles.add(role);
  }

  public void add(Rbac.Binding binding) {
    if (!binding.isClusterRoleBinding()) {
      namespace(binding.meta().namespace(), binding.meta().origin());
    }
    bindings.add(binding);
  }

  public void add(NetworkPolicy policy) {
    namespace(policy.meta().namespace(), policy.meta().origin());
    networkPolicies.add(policy);
  }

  public void add(TieredPolicy policy) {
    tieredPolicies.add(policy);
  }

  public void add(Routing.Route route) {
    namespace(route.meta().namespace(), route.meta().origin());
    routes.add(route);
  }

  public void add(Routing.Gateway gateway) {
    namespace(gateway.meta().namespace(), gateway.meta().origin());
    gateways.add(gateway);
  }

  public void add(Routing.ReferenceGrant grant) {
    namespace(grant.meta().namespace(), grant.meta().origin());
    referenceGrants.add(grant);
  }

  public void add(HostEndpoint endpoint) {
    hostEndpoints.add(endpoint);
  }

  public void add(NetworkSet set) {
    networkSets.add(set);
  }

  public void add(WrittenEndpoints endpoints) {
    namespace(endpoints.meta().namespace(), endpoints.meta().origin());
    writtenEndpoints.add(endpoints);
  }

  public void add(MeshPolicy.Authorization policy) {
    namespace(policy.meta().namespace(), policy.meta().origin());
    meshAuthorizations.add(policy);
  }

  public void add(MeshPolicy.PeerAuthentication policy) {
    namespace(policy.meta().namespace(), policy.meta().origin());
    peerAuthentications.add(policy);
  }

  public void add(MeshPolicy.ProxyChange object) {
    namespace(object.meta().namespace(), object.meta().origin());
    meshOverrides.add(object);
  }

  /** Says that Calico's controllers make a host endpoint of every node that is there. */
  public void addAutomaticHostEndpoints(ObjectMeta configuration) {
    automaticHostEndpoints = configuration;
  }

  /** Says where a named tier stands, before or after policies that are in it. */
  public void addTier(String name, double order, boolean deniesRest) {
    tiers.declare(name, order, deniesRest);
  }

  /** Adds a policy whose tier is known by name. */
  public void addInTier(TieredPolicy policy, String tier) {
    tiers.add(policy, tier);
  }

  public void add(Service service) {
    namespace(service.meta().namespace(), service.meta().origin());
    services.add(service);
  }

  public void add(Policies.ResourceQuota quota) {
    resourceQuotas.add(quota);
  }

  public void add(Policies.LimitRange limitRange) {
    limitRanges.add(limitRange);
  }

  public void add(Policies.RuntimeClass runtimeClass) {
    runtimeClasses.add(runtimeClass);
  }

  public void add(Policies.PriorityClass priorityClass) {
    priorityClasses.add(priorityClass);
  }

  public void add(Policies.SecretReference secret) {
    namespace(secret.meta().namespace(), secret.meta().origin());
    secrets.add(secret);
  }

  public void add(Policies.ConfigMap configMap) {
    namespace(configMap.meta().namespace(), configMap.meta().origin());
    configMaps.add(configMap);
  }

  public void add(Policies.PersistentVolume volume) {
    persistentVolumes.add(volume);
  }

  public void add(Policies.PersistentVolumeClaim claim) {
    persistentVolumeClaims.add(claim);
  }

  public void add(DeviceKinds.DeviceClaim claim) {
    deviceClaims.add(claim);
  }

  public void add(DeviceKinds.DeviceClass deviceClass) {
    deviceClasses.add(deviceClass);
  }

  public void add(DeviceKinds.ResourceSlice slice) {
    resourceSlices.add(slice);
  }

  public void add(Policies.CsiDriver driver) {
    csiDrivers.add(driver);
  }

  public void add(VolumeLimits.OfNode limits) {
    volumeLimits.add(limits);
  }

  public void add(VolumeLimits.Attachment attachment) {
    volumeAttachments.add(attachment);
  }

  public void add(VolumeLimits.Capacity capacity) {
    volumeCapacities.add(capacity);
  }

  public void add(FlowControl.FlowSchema schema) {
    flowSchemas.add(schema);
  }

  public void add(FlowControl.PriorityLevel level) {
    priorityLevels.add(level);
  }

  public void add(Policies.StorageClass storageClass) {
    storageClasses.add(storageClass);
  }

  public void add(Policies.CustomResource definition) {
    customResources.add(definition);
  }

  public void add(Policies.AdmissionExtension extension) {
    admissionExtensions.add(extension);
  }

  public void add(AdmissionRules.EngineObject object) {
    engineObjects.add(object);
  }

  public void add(AdmissionRules.Policy policy) {
    admissionPolicies.add(policy);
  }

  public void add(AdmissionRules.Binding binding) {
    admissionBindings.add(binding);
  }

  public void add(AdmissionRules.Parameter parameter) {
    admissionParameters.add(parameter);
  }

  /**
   * Says that what this one would make, and it itself, are as MutatingAdmissionPolicies leave them.
   */
  public void addPoliciesApplied(ObjectReference topmost) {
    policiesApplied.add(topmost);
  }

  public void add(AdmissionRules.Webhook webhook) {
    webhooks.add(webhook);
  }

  public void add(AdmissionRules.Extension extension) {
    apiExtensions.add(extension);
  }

  /** A kind of which no object was read that may be a policy's parameters. */
  public void addUnreadParameterKind(String kind) {
    unreadParameterKinds.add(kind);
  }

  /** What was read so far, for what has to be read once they are known. */
  public List<AdmissionRules.Policy> admissionPolicies() {
    return admissionPolicies;
  }

  /** Adds an object of a kind that no analysis reads, so that its name is known. */
  public void addOther(ObjectMeta meta) {
    others.add(meta);
  }

  /** The cluster. A source without nodes gets one stand-in that every pod fits. */
  public Cluster build() {
    tiers.settle(tieredPolicies);
    if (automaticHostEndpoints != null) {
      HostEndpoint.addAutomatic(hostEndpoints, nodes, automaticHostEndpoints);
    }
    Pods settled = pods.settle(nodes);
    List<Node> present = nodes.isEmpty() ? List.of(StandInNode.create()) : nodes;
    return new Cluster(this, present, settled, PodClasses.of(this, settled));
  }
}
