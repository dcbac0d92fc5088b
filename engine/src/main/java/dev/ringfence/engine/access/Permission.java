package dev.ringfence.engine.access;

import dev.ringfence.engine.fact.Capability;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What steps of the catalogue ask RBAC for: any one of a few requests. At most 64, so that a role's
 * are one long.
 *
 * <p>Custom kinds with a pod template are in none of these: see {@link #WRITE_CUSTOM_RESOURCES}.
 */
public enum Permission {
  EXEC_PODS(Capability.EXEC_PODS, any("create", "", "pods/exec", "pods/attach")),
  /** Enough where the server lets a WebSocket GET through, which it did until 1.35. */
  EXEC_PODS_BY_GET(Capability.EXEC_PODS, any("get", "", "pods/exec", "pods/attach")),
  PORT_FORWARD_PODS(Capability.PORT_FORWARD_PODS, any("create", "", "pods/portforward")),
  PORT_FORWARD_PODS_BY_GET(Capability.PORT_FORWARD_PODS, any("get", "", "pods/portforward")),
  /** The proxied request's method decides the verb; each of them connects. */
  PROXY_PODS(Capability.PROXY_PODS, any("get create update patch delete", "", "pods/proxy")),
  PROXY_SERVICES(
      Capability.PROXY_SERVICES, any("get create update patch delete", "", "services/proxy")),
  /** The kubelet's exec and run take GET and POST; the fine-grained subresources run nothing. */
  PROXY_NODES(Capability.PROXY_NODES, Scope.CLUSTER, any("get create", "", "nodes/proxy")),
  CHANGE_EPHEMERAL_CONTAINERS(
      Capability.CHANGE_EPHEMERAL_CONTAINERS, any("update patch", "", "pods/ephemeralcontainers")),
  /** Another image runs; everything else of a pod's spec that matters cannot be changed. */
  CHANGE_PODS(Capability.CHANGE_WORKLOADS, any("update patch", "", "pods")),
  /**
   * A StatefulSet with a partition makes pods by its revisions, whoever wrote them; the deletion of
   * the one that is there may be another's.
   */
  CHANGE_TEMPLATES(
      Capability.CHANGE_TEMPLATES,
      any("create", "apps", "controllerrevisions"),
      any("update patch", "", "replicationcontrollers"),
      any("update patch", "apps", "deployments", "replicasets", "statefulsets", "daemonsets"),
      any("update patch", "batch", "cronjobs")),
  CREATE_WORKLOADS(
      Capability.CREATE_WORKLOADS,
      any("create", "", "pods", "replicationcontrollers"),
      any("create", "apps", "deployments", "replicasets", "statefulsets", "daemonsets"),
      any("create", "batch", "jobs", "cronjobs")),
  BIND_PODS(Capability.BIND_PODS, any("create", "", "pods/binding", "bindings")),
  /**
   * The answer to an empty patch is the whole object, that to a deletion in the foreground or of a
   * collection too, and all of them as a dry run, which leaves no trace.
   */
  READ_SECRETS(Capability.READ_SECRETS, answered("", "secrets")),
  READ_CONFIG_MAPS(Capability.READ_CONFIG_MAPS, answered("", "configmaps")),
  /** Values of environment variables that stand in pods' specs and in templates of pods. */
  READ_SPECS(
      Capability.READ_SPECS,
      answered(
          "",
          "pods",
          "pods/status",
          "pods/ephemeralcontainers",
          "pods/resize",
          "podtemplates",
          "replicationcontrollers",
          "replicationcontrollers/status"),
      answered(
          "apps",
          "deployments",
          "deployments/status",
          "replicasets",
          "replicasets/status",
          "statefulsets",
          "statefulsets/status",
          "daemonsets",
          "daemonsets/status",
          "controllerrevisions"),
      answered("batch", "jobs", "jobs/status", "cronjobs", "cronjobs/status")),
  READ_POD_LOGS(Capability.READ_POD_LOGS, any("get", "", "pods/log")),
  CREATE_TOKENS(Capability.CREATE_TOKENS, any("create", "", "serviceaccounts/token")),
  CREATE_SECRETS(Capability.CREATE_SECRETS, any("create", "", "secrets")),
  WRITE_SECRETS(Capability.WRITE_SECRETS, any("create update patch", "", "secrets")),
  WRITE_CONFIG_MAPS(Capability.WRITE_CONFIG_MAPS, any("create update patch", "", "configmaps")),
  /** And the deletion of whatever else lives in a namespace, by {@link NamesRule}. */
  DISTURB(
      Capability.DISTURB,
      any("create", "", "pods/eviction"),
      any("update patch", "", "pods/resize"),
      any("update patch", "batch", "jobs"),
      any(
          "update patch",
          "",
          "services",
          "endpoints",
          "pods/status",
          "replicationcontrollers/scale"),
      any("create update patch", "", "resourcequotas", "limitranges"),
      any("update patch", "apps", "deployments/scale", "statefulsets/scale", "replicasets/scale"),
      any("create update patch", "autoscaling", "horizontalpodautoscalers"),
      any("create update patch", "discovery.k8s.io", "endpointslices"),
      any("create update patch", "networking.k8s.io", "networkpolicies"),
      any("update patch", "networking.k8s.io", "ingresses")),
  /** What has no namespace and stops or moves pods of any; deletions by {@link NamesRule} too. */
  DISTURB_CLUSTER(
      null,
      Scope.CLUSTER,
      any("update patch", "", "nodes", "nodes/status"),
      any("create update patch", "flowcontrol.apiserver.k8s.io", "*"),
      any("create update patch", "admissionregistration.k8s.io", "validatingadmissionpolicies")),
  WRITE_POD_STATUS(null, any("update patch", "", "pods/status")),
  /** Labels of pods: their status and their binding take them, and a suspended Job's template. */
  LABEL_PODS(
      null,
      any("update patch", "", "pods", "pods/status"),
      any("create", "", "pods/binding", "bindings"),
      any("update patch", "batch", "jobs")),
  CHANGE_NODES(Capability.CHANGE_NODES, Scope.CLUSTER, any("update patch", "", "nodes")),
  CHANGE_NODE_STATUS(
      Capability.CHANGE_NODE_STATUS, Scope.CLUSTER, any("update patch", "", "nodes/status")),
  /** One that is there takes another source only while it is made anew. */
  CREATE_VOLUMES(Capability.CREATE_VOLUMES, Scope.CLUSTER, any("create", "", "persistentvolumes")),
  CREATE_STORAGE_CLASSES(
      Capability.CREATE_STORAGE_CLASSES,
      Scope.CLUSTER,
      any("create", "storage.k8s.io", "storageclasses"),
      any("create", "snapshot.storage.k8s.io", "volumesnapshotcontents")),
  /** Names of things in a namespace; matched by {@link NamesRule}. */
  READ_NAMES(Capability.READ_NAMES),
  READ_CLUSTER_NAMES(null, Scope.CLUSTER),
  READ_EVENTS(
      null,
      any("get list watch", "", "events"),
      any("get list watch", "events.k8s.io", "events"),
      any("get list watch", "metrics.k8s.io", "pods")),
  /** What kubelets tell whoever connects to them; the API server passes on nodes/proxy alone. */
  ASK_KUBELETS(
      null,
      Scope.CLUSTER,
      any("get", "", "nodes/log", "nodes/pods", "nodes/metrics", "nodes/stats")),
  /** Also constrained impersonation, on by default from 1.36 (KEP 5284). */
  IMPERSONATE_USERS(
      null,
      Scope.CLUSTER,
      any("impersonate", "", "users"),
      any("impersonate:user-info", "authentication.k8s.io", "users")),
  IMPERSONATE_GROUPS(
      null,
      Scope.CLUSTER,
      any("impersonate", "", "groups"),
      any("impersonate:user-info", "authentication.k8s.io", "groups")),
  IMPERSONATE_ACCOUNTS(
      null,
      any("impersonate", "", "serviceaccounts"),
      any("impersonate:serviceaccount", "authentication.k8s.io", "serviceaccounts")),
  IMPERSONATE_NODES(
      null,
      Scope.CLUSTER,
      any(
          "impersonate:arbitrary-node impersonate:associated-node",
          "authentication.k8s.io",
          "nodes")),
  /** Where {@link RoleGrowth} has to look closer. */
  BIND_ROLES(null, any("bind", "rbac.authorization.k8s.io", "roles")),
  BIND_CLUSTER_ROLES(null, any("bind", "rbac.authorization.k8s.io", "clusterroles")),
  ESCALATE_ROLES(null, any("escalate", "rbac.authorization.k8s.io", "roles", "clusterroles")),
  WRITE_ROLE_BINDINGS(
      null,
      any(
          "create update patch",
          "rbac.authorization.k8s.io",
          "rolebindings",
          "clusterrolebindings")),
  APPROVE_CERTIFICATES(
      null,
      Scope.CLUSTER,
      any("update patch", "certificates.k8s.io", "certificatesigningrequests/approval")),
  SIGN_CERTIFICATES(
      null,
      Scope.CLUSTER,
      any("update patch", "certificates.k8s.io", "certificatesigningrequests/status")),
  CREATE_CERTIFICATE_REQUESTS(
      null, Scope.CLUSTER, any("create", "certificates.k8s.io", "certificatesigningrequests")),
  /** Mutating webhooks, and mutating policies that are there. */
  REWRITE_OBJECTS(
      null,
      Scope.CLUSTER,
      any("create update patch", "admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
      any("update patch", "admissionregistration.k8s.io", "mutatingadmissionpolicies")),
  CREATE_MUTATING_POLICIES(
      null,
      Scope.CLUSTER,
      any("create", "admissionregistration.k8s.io", "mutatingadmissionpolicies")),
  /** One that is there can be made another policy's. */
  WRITE_MUTATING_POLICY_BINDINGS(
      null,
      Scope.CLUSTER,
      any(
          "create update patch",
          "admissionregistration.k8s.io",
          "mutatingadmissionpolicybindings")),
  WRITE_VALIDATING_WEBHOOKS(
      null,
      Scope.CLUSTER,
      any(
          "create update patch",
          "admissionregistration.k8s.io",
          "validatingwebhookconfigurations")),
  /** Kinds of policy engines that live in a namespace. */
  WEAKEN_POLICIES(
      null,
      any(
          "create update patch delete deletecollection",
          "kyverno.io",
          "policies",
          "policyexceptions"),
      any(
          "create update patch delete deletecollection",
          "policies.kyverno.io",
          "policyexceptions",
          "namespacedvalidatingpolicies",
          "namespacedmutatingpolicies",
          "namespacedimagevalidatingpolicies",
          "namespacedgeneratingpolicies",
          "namespaceddeletingpolicies"),
      any("create update patch delete deletecollection", "config.gatekeeper.sh", "configs"),
      any(
          "create update patch delete deletecollection",
          "policies.kubewarden.io",
          "admissionpolicies",
          "admissionpolicygroups")),
  /** What has no namespace, and whatever else such engines have, for the whole cluster. */
  WEAKEN_CLUSTER_POLICIES(
      null,
      Scope.CLUSTER,
      any(
          "create update patch delete deletecollection",
          "admissionregistration.k8s.io",
          "validatingwebhookconfigurations",
          "mutatingwebhookconfigurations",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
          "mutatingadmissionpolicies",
          "mutatingadmissionpolicybindings"),
      any("create update patch delete deletecollection", "kyverno.io", "*"),
      any("create update patch delete deletecollection", "policies.kyverno.io", "*"),
      any("create update patch delete deletecollection", "constraints.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "templates.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "config.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "mutations.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "expansion.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "externaldata.gatekeeper.sh", "*"),
      any("create update patch delete deletecollection", "policies.kubewarden.io", "*"),
      any(
          "create update patch delete deletecollection",
          "security.openshift.io",
          "securitycontextconstraints")),
  WRITE_API_SERVICES(
      null,
      Scope.CLUSTER,
      any("create update patch", "apiregistration.k8s.io", "apiservices"),
      any("create update patch", "apiextensions.k8s.io", "customresourcedefinitions")),
  WRITE_LEASES(null, any("update patch delete deletecollection", "coordination.k8s.io", "leases")),
  /** The labels of a namespace: Pod Security, selectors, the tenant's own label. */
  CHANGE_NAMESPACES(
      null,
      any("update patch", "", "namespaces", "namespaces/status"),
      any("update", "", "namespaces/finalize")),
  DELETE_NAMESPACES(null, any("delete", "", "namespaces")),
  CHANGE_NETWORK_POLICIES(
      null,
      any("create update patch delete deletecollection", "networking.k8s.io", "networkpolicies"),
      any("create update patch delete deletecollection", "cilium.io", "ciliumnetworkpolicies"),
      any("create update patch delete deletecollection", "projectcalico.org", "networkpolicies"),
      any(
          "create update patch delete deletecollection",
          "crd.projectcalico.org",
          "networkpolicies")),
  /** Policies of Istio, and objects that change its proxies. */
  CHANGE_MESH_POLICIES(
      null,
      any(
          "create update patch delete deletecollection",
          "security.istio.io",
          "authorizationpolicies",
          "peerauthentications"),
      any(
          "create update patch delete deletecollection",
          "networking.istio.io",
          "envoyfilters",
          "sidecars")),
  CHANGE_QUOTAS(
      null, any("update patch delete deletecollection", "", "resourcequotas", "limitranges")),
  /** Objects that anybody may have thousands of, and that no other permission here is about. */
  CREATE_OBJECTS(
      null,
      any("create", "", "events", "endpoints", "serviceaccounts"),
      any("create", "", "podtemplates", "limitranges", "resourcequotas"),
      any("create", "", "namespaces", "nodes", "persistentvolumes"),
      any("create", "admissionregistration.k8s.io", "validatingadmissionpolicies"),
      any("create", "apiextensions.k8s.io", "customresourcedefinitions"),
      any("create", "apps", "controllerrevisions"),
      any("create", "autoscaling", "horizontalpodautoscalers"),
      any("create", "certificates.k8s.io", "certificatesigningrequests"),
      any("create", "coordination.k8s.io", "leases"),
      any("create", "discovery.k8s.io", "endpointslices"),
      any("create", "events.k8s.io", "events"),
      any("create", "flowcontrol.apiserver.k8s.io", "flowschemas", "prioritylevelconfigurations"),
      any("create", "networking.k8s.io", "ingresses", "ingressclasses", "networkpolicies"),
      any("create", "node.k8s.io", "runtimeclasses"),
      any("create", "policy", "poddisruptionbudgets"),
      any("create", "rbac.authorization.k8s.io", "roles", "rolebindings"),
      any("create", "rbac.authorization.k8s.io", "clusterroles", "clusterrolebindings"),
      any("create", "resource.k8s.io", "resourceclaims", "resourceclaimtemplates"),
      any("create", "resource.k8s.io", "deviceclasses", "resourceslices"),
      any("create", "scheduling.k8s.io", "priorityclasses"),
      any("create", "storage.k8s.io", "csistoragecapacities", "storageclasses"),
      any("create", "storage.k8s.io", "volumeattachments")),
  /** Volumes of whatever size, where a class makes them before a pod asks. */
  CREATE_CLAIMS(null, any("create", "", "persistentvolumeclaims")),
  /** External addresses, and what a load balancer is said to have. */
  WRITE_SERVICES(null, any("create update patch", "", "services", "services/status")),
  WRITE_ENDPOINTS(
      null,
      any("create update patch", "", "endpoints"),
      any("create update patch", "discovery.k8s.io", "endpointslices")),
  /** What CNI products hold of who has which address and where packets to it go. */
  WRITE_NETWORK_OBJECTS(
      null,
      any(
          "create update patch",
          "cilium.io",
          "ciliumendpoints",
          "ciliumendpointslices",
          "ciliumidentities",
          "ciliumnodes",
          "ciliumlocalredirectpolicies"),
      any(
          "create update patch",
          "crd.projectcalico.org",
          "ipamblocks",
          "blockaffinities",
          "ippools",
          "bgppeers",
          "bgpconfigurations"),
      any(
          "create update patch",
          "projectcalico.org",
          "ippools",
          "bgppeers",
          "bgpconfigurations",
          "workloadendpoints")),
  WRITE_ROUTES(
      null,
      any("create update patch", "networking.k8s.io", "ingresses"),
      any(
          "create update patch",
          "gateway.networking.k8s.io",
          "httproutes",
          "grpcroutes",
          "tlsroutes",
          "tcproutes",
          "udproutes")),
  /** Paths that are no resources, beyond discovery and health. */
  READ_PATHS(null, Scope.CLUSTER),
  WRITE_CUSTOM_RESOURCES(Capability.WRITE_CUSTOM_RESOURCES);

  /** Whether a binding in a namespace can give it. */
  private enum Scope {
    NAMESPACE,
    /** Concerns what has no namespace: a dead grant in a RoleBinding. */
    CLUSTER
  }

  private final @Nullable Capability capability;
  private final Scope scope;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable copy
  private final List<RequestPattern> patterns;

  Permission(@Nullable Capability capability, RequestPattern... patterns) {
    this(capability, Scope.NAMESPACE, patterns);
  }

  Permission(@Nullable Capability capability, Scope scope, RequestPattern... patterns) {
    this.capability = capability;
    this.scope = scope;
    this.patterns = List.copyOf(Arrays.asList(patterns));
  }

  private static RequestPattern any(String verbs, String group, String... resources) {
    return new RequestPattern(List.of(verbs.split(" ")), group, List.of(resources));
  }

  /** Every verb whose answer is the object. */
  private static RequestPattern answered(String group, String... resources) {
    return any("get list watch patch delete deletecollection", group, resources);
  }

  /** The capability that facts {@code MAY} name, or null where one row alone asks. */
  public @Nullable Capability capability() {
    return capability;
  }

  /** Any of these requests will do. */
  public List<RequestPattern> patterns() {
    return patterns;
  }

  /** Whether only a grant for the whole cluster counts. */
  public boolean isClusterScoped() {
    return scope == Scope.CLUSTER;
  }

  /** Its place in masks, of which each may have one of its own. */
  long bit() {
    return 1L << ordinal();
  }

  static {
    if (values().length > Long.SIZE) {
      throw new AssertionError("more permissions than bits of a mask");
    }
  }
}
