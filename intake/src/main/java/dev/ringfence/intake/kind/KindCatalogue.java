package dev.ringfence.intake.kind;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which class reads which kind. Versions of a group are told apart by nobody so far. */
public final class KindCatalogue {

  /** What changes all the time and tells nothing of isolation; not even kept by name. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "/Event",
          "events.k8s.io/Event",
          "coordination.k8s.io/Lease",
          "metrics.k8s.io/PodMetrics",
          "metrics.k8s.io/NodeMetrics",
          "apps/ControllerRevision",
          "/ComponentStatus");

  /** Groups that Kubernetes itself serves. */
  private static final Set<String> OWN_GROUPS =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "metrics.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  private static final KindMapper NAMESPACED = new NameOnlyMapper(true);
  private static final KindMapper CLUSTER_SCOPED = new NameOnlyMapper(false);
  private static final KindMapper CUSTOM_NAMESPACED = new CustomMapper(true);
  private static final KindMapper CUSTOM_CLUSTER_SCOPED = new CustomMapper(false);

  private static final KindMapper ENGINE_NAMESPACED = new EngineObjectMapper(true);
  private static final KindMapper ENGINE_CLUSTER_SCOPED = new EngineObjectMapper(false);

  private static final Map<String, KindMapper> MAPPERS = new HashMap<>();

  static {
    MAPPERS.put("/Namespace", new NamespaceMapper());
    MAPPERS.put("/Pod", new PodMapper());
    MAPPERS.put("/Node", new NodeMapper());
    MAPPERS.put("/ServiceAccount", new ServiceAccountMapper());
    MAPPERS.put("/Service", new ServiceMapper());
    MAPPERS.put("/Endpoints", new EndpointsMapper());
    MAPPERS.put("discovery.k8s.io/EndpointSlice", new EndpointSliceMapper());
    MAPPERS.put("/ResourceQuota", new ResourceQuotaMapper());
    MAPPERS.put("/LimitRange", new LimitRangeMapper());
    MAPPERS.put("/Secret", new SecretMapper());
    MAPPERS.put("/ConfigMap", new ConfigMapMapper());
    MAPPERS.put("/PersistentVolume", new PersistentVolumeMapper());
    MAPPERS.put("/PersistentVolumeClaim", new PersistentVolumeClaimMapper());
    MAPPERS.put("/ReplicationController", WorkloadMapper.REPLICATION_CONTROLLER);
    MAPPERS.put("apps/Deployment", WorkloadMapper.DEPLOYMENT);
    MAPPERS.put("apps/ReplicaSet", WorkloadMapper.REPLICA_SET);
    MAPPERS.put("apps/StatefulSet", WorkloadMapper.STATEFUL_SET);
    MAPPERS.put("apps/DaemonSet", WorkloadMapper.DAEMON_SET);
    MAPPERS.put("extensions/Deployment", WorkloadMapper.DEPLOYMENT);
    MAPPERS.put("extensions/ReplicaSet", WorkloadMapper.REPLICA_SET);
    MAPPERS.put("extensions/DaemonSet", WorkloadMapper.DAEMON_SET);
    MAPPERS.put("batch/Job", WorkloadMapper.JOB);
    MAPPERS.put("batch/CronJob", WorkloadMapper.CRON_JOB);
    MAPPERS.put("rbac.authorization.k8s.io/Role", new RoleMapper(true));
    MAPPERS.put("rbac.authorization.k8s.io/ClusterRole", new RoleMapper(false));
    MAPPERS.put("rbac.authorization.k8s.io/RoleBinding", new BindingMapper(true));
    MAPPERS.put("rbac.authorization.k8s.io/ClusterRoleBinding", new BindingMapper(false));
    MAPPERS.put("networking.k8s.io/NetworkPolicy", new NetworkPolicyMapper());
    MAPPERS.put("extensions/NetworkPolicy", new NetworkPolicyMapper());
    MAPPERS.put("policy.networking.k8s.io/ClusterNetworkPolicy", new ClusterNetworkPolicyMapper());
    MAPPERS.put("policy.networking.k8s.io/AdminNetworkPolicy", new AdminNetworkPolicyMapper(false));
    MAPPERS.put(
        "policy.networking.k8s.io/BaselineAdminNetworkPolicy", new AdminNetworkPolicyMapper(true));
    MAPPERS.put("cilium.io/CiliumNetworkPolicy", new CiliumPolicyMapper(true));
    MAPPERS.put("cilium.io/CiliumClusterwideNetworkPolicy", new CiliumPolicyMapper(false));
    for (String group : Set.of("projectcalico.org", "crd.projectcalico.org")) {
      MAPPERS.put(group + "/NetworkPolicy", new CalicoPolicyMapper(true));
      MAPPERS.put(group + "/GlobalNetworkPolicy", new CalicoPolicyMapper(false));
      MAPPERS.put(group + "/Tier", new CalicoTierMapper());
      MAPPERS.put(group + "/HostEndpoint", new HostEndpointMapper());
      MAPPERS.put(group + "/NetworkSet", new NetworkSetMapper(true));
      MAPPERS.put(group + "/GlobalNetworkSet", new NetworkSetMapper(false));
      MAPPERS.put(
          group + "/KubeControllersConfiguration", new KubeControllersConfigurationMapper());
    }
    MAPPERS.put("security.istio.io/AuthorizationPolicy", new AuthorizationPolicyMapper());
    MAPPERS.put("security.istio.io/PeerAuthentication", new PeerAuthenticationMapper());
    MAPPERS.put("networking.istio.io/EnvoyFilter", new MeshOverrideMapper());
    MAPPERS.put("networking.istio.io/Sidecar", new MeshOverrideMapper());
    MAPPERS.put("networking.k8s.io/Ingress", new IngressMapper());
    MAPPERS.put("extensions/Ingress", new IngressMapper());
    for (String protocol : Set.of("HTTP", "GRPC", "TLS", "TCP", "UDP")) {
      MAPPERS.put("gateway.networking.k8s.io/" + protocol + "Route", new RouteMapper());
    }
    MAPPERS.put("gateway.networking.k8s.io/Gateway", new GatewayMapper());
    MAPPERS.put("gateway.networking.k8s.io/ReferenceGrant", new ReferenceGrantMapper());
    MAPPERS.put("node.k8s.io/RuntimeClass", new RuntimeClassMapper());
    MAPPERS.put("scheduling.k8s.io/PriorityClass", new PriorityClassMapper());
    MAPPERS.put("storage.k8s.io/StorageClass", new StorageClassMapper());
    MAPPERS.put("resource.k8s.io/ResourceClaim", new DeviceClaimMapper());
    MAPPERS.put("resource.k8s.io/ResourceClaimTemplate", new DeviceClaimMapper());
    MAPPERS.put("resource.k8s.io/DeviceClass", new DeviceClassMapper());
    MAPPERS.put("resource.k8s.io/ResourceSlice", new ResourceSliceMapper());
    MAPPERS.put("storage.k8s.io/CSINode", new CsiNodeMapper());
    MAPPERS.put("storage.k8s.io/CSIDriver", new CsiDriverMapper());
    MAPPERS.put("storage.k8s.io/CSIStorageCapacity", new CsiStorageCapacityMapper());
    MAPPERS.put("storage.k8s.io/VolumeAttachment", new VolumeAttachmentMapper());
    MAPPERS.put("flowcontrol.apiserver.k8s.io/FlowSchema", new FlowSchemaMapper());
    MAPPERS.put(
        "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", new PriorityLevelMapper());
    MAPPERS.put(
        "apiextensions.k8s.io/CustomResourceDefinition", new CustomResourceDefinitionMapper());
    for (String how : Set.of("Validating", "Mutating")) {
      String group = "admissionregistration.k8s.io/" + how;
      MAPPERS.put(group + "WebhookConfiguration", new WebhookMapper());
      MAPPERS.put(group + "AdmissionPolicy", new AdmissionPolicyMapper());
      MAPPERS.put(group + "AdmissionPolicyBinding", new AdmissionBindingMapper());
    }
    MAPPERS.put("apiregistration.k8s.io/APIService", new ApiServiceMapper());
    MAPPERS.put("kyverno.io/ClusterPolicy", ENGINE_CLUSTER_SCOPED);
    MAPPERS.put("kyverno.io/Policy", ENGINE_NAMESPACED);
    MAPPERS.put("kyverno.io/PolicyException", ENGINE_NAMESPACED);
    MAPPERS.put("policies.kyverno.io/ValidatingPolicy", ENGINE_CLUSTER_SCOPED);
    MAPPERS.put("policies.kyverno.io/PolicyException", ENGINE_NAMESPACED);
    MAPPERS.put("templates.gatekeeper.sh/ConstraintTemplate", ENGINE_CLUSTER_SCOPED);
    MAPPERS.put("config.gatekeeper.sh/Config", ENGINE_NAMESPACED);
    MAPPERS.put("security.openshift.io/SecurityContextConstraints", ENGINE_CLUSTER_SCOPED);
  }

  private KindCatalogue() {}

  /** The group of an apiVersion; the empty string for the core group. */
  public static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Whether objects of the kind are not even counted. */
  public static boolean isPassedOver(String apiVersion, String kind) {
    return PASSED_OVER.contains(group(apiVersion) + "/" + kind);
  }

  /** Whether the group is Kubernetes' own. */
  public static boolean isOwnGroup(String apiVersion) {
    return OWN_GROUPS.contains(group(apiVersion));
  }

  /** The group that is a part of what an object is called: the empty string for Kubernetes' own. */
  public static String foreignGroup(String apiVersion) {
    return isOwnGroup(apiVersion) ? "" : group(apiVersion);
  }

  /** The mapper of a kind that is known well, or null. */
  public static @Nullable KindMapper known(String apiVersion, String kind) {
    return group(apiVersion).equals("constraints.gatekeeper.sh")
        ? ENGINE_CLUSTER_SCOPED
        : MAPPERS.get(group(apiVersion) + "/" + kind);
  }

  /** The mapper of any kind. */
  public static KindMapper mapper(String apiVersion, String kind, boolean hasNamespace) {
    KindMapper known = known(apiVersion, kind);
    if (known != null) {
      return known;
    }
    if (isOwnGroup(apiVersion)) {
      return KindScope.isClusterScoped(kind) ? CLUSTER_SCOPED : NAMESPACED;
    }
    return hasNamespace && !KindScope.isClusterScoped(kind)
        ? CUSTOM_NAMESPACED
        : CUSTOM_CLUSTER_SCOPED;
  }
}
