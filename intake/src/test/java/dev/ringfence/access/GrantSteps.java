package dev.ringfence.access;

import static dev.ringfence.access.IdentityStep.step;

import dev.ringfence.engine.access.Permission;
import java.util.List;

/** Steps I3 to I27: what a grant over pods, Secrets, roles and namespaces does. */
final class GrantSteps {

  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"made"},"spec":{%s
       "containers":[{"name":"a","image":"a"}]}}\
      """;
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String LABEL = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}";

  private GrantSteps() {}

  static List<IdentityStep> all() {
    String in = "/api/v1/namespaces/steps";
    String pod = in + "/pods/web";
    String apps = "/apis/apps/v1/namespaces/steps/deployments";
    return List.of(
        step(
            "I3-exec",
            "create||pods/exec",
            "get||pods",
            Permission.EXEC_PODS,
            "POST",
            pod + "/exec?command=id",
            null),
        step(
            "I3-attach",
            "create||pods/attach",
            "create||pods/exec",
            Permission.EXEC_PODS,
            "POST",
            pod + "/attach",
            null),
        step(
            "I4",
            "create||pods/portforward",
            "create||pods/exec",
            Permission.PORT_FORWARD_PODS,
            "POST",
            pod + "/portforward",
            null),
        step(
            "I5-pods",
            "get||pods/proxy",
            "get||pods",
            Permission.PROXY_PODS,
            "GET",
            pod + "/proxy/",
            null),
        step(
            "I5-services",
            "get||services/proxy",
            "get||services",
            Permission.PROXY_SERVICES,
            "GET",
            in + "/services/web/proxy/",
            null),
        step(
            "I6",
            "get||nodes/proxy",
            "get||nodes/metrics",
            Permission.PROXY_NODES,
            "GET",
            "/api/v1/nodes/one/proxy/runningpods/",
            null),
        step(
            "I7",
            "patch||pods/ephemeralcontainers",
            "patch||pods",
            Permission.CHANGE_EPHEMERAL_CONTAINERS,
            "PATCH",
            pod + "/ephemeralcontainers",
            "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"e\",\"image\":\"e\"}]}}"),
        step(
            "I8-pods",
            "patch||pods",
            "get||pods",
            Permission.CHANGE_PODS,
            "PATCH",
            pod,
            "{\"spec\":{\"activeDeadlineSeconds\":1000}}"),
        step(
            "I8-template",
            "patch|apps|deployments",
            "patch|extensions|deployments",
            Permission.CHANGE_TEMPLATES,
            "PATCH",
            apps + "/web",
            "{\"spec\":{\"replicas\":0}}"),
        step(
            "I9",
            "create||pods",
            "create||pods/log",
            Permission.CREATE_WORKLOADS,
            "POST",
            in + "/pods?dryRun=All",
            POD.formatted("\"serviceAccountName\":\"robot\",")),
        step(
            "I10",
            "create||pods",
            "get||pods",
            Permission.CREATE_WORKLOADS,
            "POST",
            in + "/pods?dryRun=All",
            POD.formatted("\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"key\"}}],")),
        step(
            "I11",
            "create||pods",
            "update||pods",
            Permission.CREATE_WORKLOADS,
            "POST",
            in + "/pods?dryRun=All",
            POD.formatted("\"nodeName\":\"one\",")),
        step(
            "I12",
            "create||pods/binding",
            "update||pods",
            Permission.BIND_PODS,
            "POST",
            pod + "/binding?dryRun=All",
            "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"web\"},"
                + "\"target\":{\"kind\":\"Node\",\"name\":\"one\"}}"),
        step(
            "I13",
            "list||secrets",
            "create||secrets",
            Permission.READ_SECRETS,
            "GET",
            in + "/secrets",
            null),
        step(
            "I14",
            "create||serviceaccounts/token",
            "create||serviceaccounts",
            Permission.CREATE_TOKENS,
            "POST",
            in + "/serviceaccounts/robot/token",
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\"}"),
        step(
            "I15",
            "create||secrets",
            "get||secrets",
            Permission.CREATE_SECRETS,
            "POST",
            in + "/secrets?dryRun=All",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"t\",\"annotations\":"
                + "{\"kubernetes.io/service-account.name\":\"robot\"}},"
                + "\"type\":\"kubernetes.io/service-account-token\"}"),
        step(
            "I17",
            "create|" + RBAC + "|rolebindings;bind|" + RBAC + "|clusterroles",
            "create|" + RBAC + "|rolebindings",
            Permission.BIND_CLUSTER_ROLES,
            "POST",
            "/apis/" + RBAC + "/v1/namespaces/steps/rolebindings?dryRun=All",
            binding("admin")),
        step(
            "I18",
            "create|" + RBAC + "|clusterroles;escalate|" + RBAC + "|clusterroles",
            "create|" + RBAC + "|clusterroles",
            Permission.ESCALATE_ROLES,
            "POST",
            "/apis/" + RBAC + "/v1/clusterroles?dryRun=All",
            "{\"apiVersion\":\""
                + RBAC
                + "/v1\",\"kind\":\"ClusterRole\",\"metadata\":{\"name\":\"x\","
                + "\"labels\":{\"rbac.authorization.k8s.io/aggregate-to-view\":\"true\"}},"
                + "\"rules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]}"),
        step(
            "I20",
            "create||secrets",
            "update||secrets",
            Permission.CREATE_SECRETS,
            "POST",
            "/api/v1/namespaces/kube-system/secrets?dryRun=All",
            "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":"
                + "\"bootstrap-token-abcdef\"},\"type\":\"bootstrap.kubernetes.io/token\"}"),
        step(
            "I21",
            "patch||configmaps",
            "get||configmaps",
            Permission.WRITE_CONFIG_MAPS,
            "PATCH",
            "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication?dryRun=All",
            LABEL),
        step(
            "I22-policy",
            "create|networking.k8s.io|networkpolicies",
            "get|networking.k8s.io|networkpolicies",
            Permission.CHANGE_NETWORK_POLICIES,
            "POST",
            "/apis/networking.k8s.io/v1/namespaces/steps/networkpolicies?dryRun=All",
            "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\","
                + "\"metadata\":{\"name\":\"all\"},\"spec\":{\"podSelector\":{},\"ingress\":[{}]}}"),
        step(
            "I22-namespace",
            "patch||namespaces",
            "get||namespaces",
            Permission.CHANGE_NAMESPACES,
            "PATCH",
            in,
            "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}"),
        step(
            "I22-status",
            "patch||namespaces/status",
            "get||namespaces/status",
            Permission.CHANGE_NAMESPACES,
            "PATCH",
            in + "/status",
            "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"privileged\"}}}"),
        step(
            "I22-quota",
            "delete||resourcequotas",
            "create||pods",
            Permission.CHANGE_QUOTAS,
            "DELETE",
            in + "/resourcequotas/most?dryRun=All",
            null),
        step("I23", "patch||pods", "patch||pods/log", Permission.CHANGE_PODS, "PATCH", pod, LABEL),
        step(
            "I24-delete",
            "delete||pods",
            "create||pods",
            Permission.DISTURB,
            "DELETE",
            pod + "?dryRun=All",
            null),
        step(
            "I24-evict",
            "create||pods/eviction",
            "create||pods",
            Permission.DISTURB,
            "POST",
            pod + "/eviction?dryRun=All",
            "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"web\"}}"),
        step(
            "I24-status",
            "patch||pods/status",
            "patch||pods",
            Permission.WRITE_POD_STATUS,
            "PATCH",
            pod + "/status",
            "{\"status\":{\"podIP\":\"10.0.0.9\"}}"),
        step(
            "I24-node",
            "patch||nodes/status",
            "patch||nodes",
            Permission.CHANGE_NODE_STATUS,
            "PATCH",
            "/api/v1/nodes/one/status",
            LABEL),
        step("I26", "get|/metrics", "get|/healthz", Permission.READ_PATHS, "GET", "/metrics", null),
        step(
            "I27",
            "patch||configmaps",
            "patch||secrets",
            Permission.WRITE_CONFIG_MAPS,
            "PATCH",
            in + "/configmaps/settings",
            "{\"data\":{\"a\":\"b\"}}"));
  }

  private static String binding(String role) {
    return "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"RoleBinding\",\"metadata\":"
        + "{\"name\":\"x\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":"
        + "\"ClusterRole\",\"name\":\""
        + role
        + "\"}}";
  }
}
