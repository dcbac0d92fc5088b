package dev.ringfence.fence;

import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.List;

/** What a member of a tenant must not be able to ask of the API at all. */
final class RightsAttempts {

  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1";

  private final List<Attempt> attempts = new ArrayList<>();

  static List<Attempt> all() {
    RightsAttempts rights = new RightsAttempts();
    rights.others();
    rights.ownFences();
    rights.grants();
    rights.cluster();
    rights.names();
    return rights.attempts;
  }

  private void ask(String method, String name, String path) {
    attempts.add(Attempt.of(method, name, "", path));
  }

  private void create(String name, String path, String body) {
    attempts.add(Attempt.post(name, "", path, body).whoeverAsks());
  }

  private void connect(String name, String method, String path) {
    attempts.add(Attempt.of(method, name, "", path).letThrough());
  }

  private void others() {
    String other = "/api/v1/namespaces/spacely";
    ask("GET", "list others' pods", other + "/pods");
    ask("GET", "list others' Secrets", other + "/secrets");
    ask("GET", "list others' ConfigMaps", other + "/configmaps");
    ask("GET", "list others' events", other + "/events");
    ask("GET", "read others' Secret", other + "/secrets/key");
    ask("DELETE", "delete others' pod", other + "/pods/web");
    ask("DELETE", "delete all others' pods", other + "/pods");
    create("create a pod at others'", other + "/pods", Pods.pod("guest", ""));
    create(
        "evict others' pod",
        other + "/pods/web/eviction",
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"web\","
            + "\"namespace\":\"spacely\"}}");
    create(
        "mint others' token",
        other + "/serviceaccounts/default/token",
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
    connect("exec at others'", "POST", other + "/pods/web/exec?command=id&stdout=true");
    connect("exec at others' by GET", "GET", other + "/pods/web/exec?command=id&stdout=true");
    connect("attach at others'", "POST", other + "/pods/web/attach?stdout=true");
    connect("forward a port of others'", "POST", other + "/pods/web/portforward");
    connect("proxy to others' pod", "GET", other + "/pods/web/proxy/");
    connect("proxy to others' Service", "GET", other + "/services/web/proxy/");
    connect("read others' log", "GET", other + "/pods/web/log");
  }

  private void ownFences() {
    String own = "/api/v1/namespaces/cogswell";
    String network = "/apis/networking.k8s.io/v1/namespaces/cogswell/networkpolicies";
    create("allow all traffic", network, GuardAttempts.allowAll());
    ask("DELETE", "delete default deny", network + "/ringfence-default-deny");
    ask("DELETE", "delete all policies", network);
    ask("DELETE", "delete the quota", own + "/resourcequotas/ringfence");
    ask("DELETE", "delete the limits", own + "/limitranges/ringfence");
    for (Patch kind : List.of(Patch.JSON, Patch.MERGE, Patch.STRATEGIC, Patch.APPLY)) {
      attempts.add(
          Attempt.patch(
                  "open default deny, " + kind,
                  "cogswell",
                  network + "/ringfence-default-deny",
                  kind,
                  kind == Patch.JSON
                      ? "[{\"op\":\"add\",\"path\":\"/spec/egress\",\"value\":[{}]}]"
                      : kind == Patch.APPLY
                          ? "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\","
                              + "\"metadata\":{\"name\":\"ringfence-default-deny\"},"
                              + "\"spec\":{\"podSelector\":{},\"egress\":[{}]}}"
                          : "{\"spec\":{\"egress\":[{}]}}")
              .whoeverAsks());
      attempts.addAll(GuardAttempts.namespaceLabel("cogswell", kind, ""));
      attempts.addAll(GuardAttempts.namespaceLabel("cogswell", kind, "/status"));
    }
    attempts.add(
        Attempt.patch(
                "raise the quota",
                "cogswell",
                own + "/resourcequotas/ringfence",
                Patch.MERGE,
                "{\"spec\":{\"hard\":{\"pods\":\"100000\"}}}")
            .whoeverAsks());
    ask("DELETE", "delete one's own namespace", own);
    connect("proxy to one's own pod", "GET", own + "/pods/web/proxy/");
    create("hand-written endpoints", own + "/endpoints", GuardAttempts.endpoints());
    attempts.add(
        Attempt.patch(
                "status of one's own pod",
                "cogswell",
                own + "/pods/web/status",
                Patch.MERGE,
                "{\"status\":{\"podIP\":\"10.9.9.9\"}}")
            .whoeverAsks());
  }

  private void grants() {
    create("bind oneself", RBAC + "/namespaces/cogswell/rolebindings", GuardAttempts.binding());
    create(
        "bind oneself cluster-wide",
        RBAC + "/clusterrolebindings",
        GuardAttempts.binding().replace("RoleBinding", "ClusterRoleBinding"));
    create(
        "make a role",
        RBAC + "/namespaces/cogswell/roles",
        "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"Role\","
            + "\"metadata\":{\"name\":\"mine\"},\"rules\":[{\"apiGroups\":[\"*\"],"
            + "\"resources\":[\"*\"],\"verbs\":[\"*\"]}]}");
    attempts.add(
        Attempt.patch(
                "widen the members' role",
                "",
                RBAC + "/clusterroles/ringfence-tenant-member",
                Patch.JSON,
                "[{\"op\":\"add\",\"path\":\"/rules/-\",\"value\":{\"apiGroups\":[\"*\"],"
                    + "\"resources\":[\"*\"],\"verbs\":[\"*\"]}}]")
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "aggregate into a role",
                "",
                RBAC + "/clusterroles/ringfence-tenant-viewer",
                Patch.MERGE,
                "{\"metadata\":{\"labels\":{\"rbac.authorization.k8s.io/aggregate-to-edit\":"
                    + "\"true\"}}}")
            .whoeverAsks());
    create(
        "sign a certificate",
        "/apis/certificates.k8s.io/v1/certificatesigningrequests",
        "{\"apiVersion\":\"certificates.k8s.io/v1\",\"kind\":\"CertificateSigningRequest\","
            + "\"metadata\":{\"name\":\"mine\"},\"spec\":{\"signerName\":"
            + "\"example.test/mine\",\"usages\":[\"client auth\"],\"request\":\""
            + GuardAttempts.CERTIFICATE_REQUEST
            + "\"}}");
    create(
        "mint one's own account's token",
        "/api/v1/namespaces/cogswell/serviceaccounts/default/token",
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
    create(
        "make an account",
        "/api/v1/namespaces/cogswell/serviceaccounts",
        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"mine\"}}");
  }

  private void cluster() {
    create(
        "make a webhook",
        ADMISSION + "/mutatingwebhookconfigurations",
        "{\"apiVersion\":\"admissionregistration.k8s.io/v1\","
            + "\"kind\":\"MutatingWebhookConfiguration\",\"metadata\":{\"name\":\"mine\"}}");
    for (String kind :
        List.of(
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings")) {
      String name =
          kind.startsWith("m")
              ? "ringfence-dedicated-nodes-defaults"
              : "ringfence-dedicated-nodes-pods";
      ask("DELETE", "delete a fence's " + kind, ADMISSION + "/" + kind + "/" + name);
    }
    create("make a namespace", "/api/v1/namespaces", GuardAttempts.forgedNamespace());
    create(
        "make a priority class",
        "/apis/scheduling.k8s.io/v1/priorityclasses",
        "{\"apiVersion\":\"scheduling.k8s.io/v1\",\"kind\":\"PriorityClass\","
            + "\"metadata\":{\"name\":\"mine\"},\"value\":1000}");
    create(
        "make a RuntimeClass",
        "/apis/node.k8s.io/v1/runtimeclasses",
        "{\"apiVersion\":\"node.k8s.io/v1\",\"kind\":\"RuntimeClass\","
            + "\"metadata\":{\"name\":\"mine\"},\"handler\":\"runc\"}");
    create(
        "make a volume of the host",
        "/api/v1/persistentvolumes",
        "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolume\",\"metadata\":{\"name\":\"mine\"},"
            + "\"spec\":{\"capacity\":{\"storage\":\"1Gi\"},\"accessModes\":[\"ReadWriteOnce\"],"
            + "\"hostPath\":{\"path\":\"/\"}}}");
    create(
        "make a storage class",
        "/apis/storage.k8s.io/v1/storageclasses",
        "{\"apiVersion\":\"storage.k8s.io/v1\",\"kind\":\"StorageClass\","
            + "\"metadata\":{\"name\":\"mine\"},\"provisioner\":\"example.test\"}");
    create(
        "steal a lease",
        "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
        "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\","
            + "\"metadata\":{\"name\":\"mine\"}}");
    create(
        "answer for DNS",
        "/api/v1/namespaces/kube-system/configmaps",
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"coredns-custom\"}}");
    attempts.add(
        Attempt.patch(
                "label a node",
                "",
                "/api/v1/nodes/node-of-others",
                Patch.MERGE,
                "{\"metadata\":{\"labels\":{\"mine\":\"true\"}}}")
            .whoeverAsks());
    connect("proxy to a node", "GET", "/api/v1/nodes/node-of-others/proxy/pods");
    ask("DELETE", "delete a node", "/api/v1/nodes/node-of-others");
  }

  private void names() {
    for (String resource :
        List.of("namespaces", "nodes", "pods", "secrets", "services", "events")) {
      ask("GET", "list all " + resource, "/api/v1/" + resource);
    }
    ask("GET", "list all ingresses", "/apis/networking.k8s.io/v1/ingresses");
    ask("GET", "list priority classes", "/apis/scheduling.k8s.io/v1/priorityclasses");
    ask("GET", "list definitions", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
    ask("GET", "metrics", "/metrics");
    ask("GET", "list RuntimeClasses", "/apis/node.k8s.io/v1/runtimeclasses");
  }
}
