package dev.ringfence.fence;

import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * What the guards must refuse even to somebody whom RBAC lets do everything but manage fences: a
 * controller with wide rights, or a role that was given too generously.
 */
final class GuardAttempts {

  /** An empty request that the server parses. */
  static final String CERTIFICATE_REQUEST = Csr.PEM_BASE64;

  private static final String CORE = "/api/v1/namespaces/NS";

  private final List<Attempt> attempts = new ArrayList<>();

  static List<Attempt> all() {
    GuardAttempts guards = new GuardAttempts();
    guards.fences();
    guards.namespaces();
    guards.nodes();
    guards.objects();
    guards.attempts.addAll(MarkAttempts.all());
    return guards.attempts;
  }

  static String allowAll() {
    return """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"mine"},\
        "spec":{"podSelector":{},"ingress":[{}],"egress":[{}],\
        "policyTypes":["Ingress","Egress"]}}""";
  }

  static String binding() {
    return """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",\
        "metadata":{"name":"mine"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io",\
        "kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User",\
        "apiGroup":"rbac.authorization.k8s.io","name":"mallory"}]}""";
  }

  static String endpoints() {
    return """
        {"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"mine"},\
        "subsets":[{"addresses":[{"ip":"10.9.9.9"}],"ports":[{"port":80}]}]}""";
  }

  static String forgedNamespace() {
    return """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"forged",\
        "labels":{"ringfence.dev/tenant":"spacely"}}}""";
  }

  /** Pod Security switched off, another's name taken, an owner added: by one kind of patch. */
  static List<Attempt> namespaceLabel(String namespace, Patch kind, String subresource) {
    String path = "/api/v1/namespaces/" + namespace + subresource;
    List<Attempt> attempts = new ArrayList<>();
    String where = kind + (subresource.isEmpty() ? "" : " on " + subresource);
    String enforce = "pod-security.kubernetes.io/enforce";
    attempts.add(
        Attempt.patch(
                "switch Pod Security off, " + where,
                namespace,
                path,
                kind,
                label(namespace, kind, enforce, "privileged"))
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "take another's name, " + where,
                namespace,
                path,
                kind,
                label(namespace, kind, "ringfence.dev/tenant", "spacely"))
            .whoeverAsks());
    return attempts;
  }

  private static String label(String namespace, Patch kind, String key, String value) {
    return switch (kind) {
      case JSON ->
          "[{\"op\":\"replace\",\"path\":\"/metadata/labels/%s\",\"value\":\"%s\"}]"
              .formatted(key.replace("/", "~1"), value);
      case MERGE, STRATEGIC -> "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(key, value);
      case APPLY ->
          """
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","labels":{"%s":"%s"}}}"""
              .formatted(namespace, key, value);
    };
  }

  private void create(String name, String path, String body) {
    attempts.add(Attempt.post(name, "cogswell", path, body));
  }

  private void fences() {
    String network = "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies";
    create("allow all traffic", network, allowAll());
    attempts.add(
        Attempt.patch(
            "allow all traffic by apply", "cogswell", network + "/mine", Patch.APPLY, allowAll()));
    attempts.add(
        Attempt.of(
            "DELETE", "delete default deny", "cogswell", network + "/ringfence-default-deny"));
    attempts.add(Attempt.of("DELETE", "delete every policy", "cogswell", network));
    attempts.add(
        Attempt.of("DELETE", "delete the quota", "cogswell", CORE + "/resourcequotas/ringfence"));
    attempts.add(
        Attempt.of("DELETE", "delete the limits", "cogswell", CORE + "/limitranges/ringfence"));
    create(
        "bind oneself", "/apis/rbac.authorization.k8s.io/v1/namespaces/NS/rolebindings", binding());
    attempts.add(
        Attempt.patch(
                "raise the quota",
                "cogswell",
                CORE + "/resourcequotas/ringfence",
                Patch.JSON,
                "[{\"op\":\"replace\",\"path\":\"/spec/hard/pods\",\"value\":\"100000\"}]")
            .whoeverAsks());
  }

  private void namespaces() {
    for (Patch kind : List.of(Patch.JSON, Patch.MERGE, Patch.STRATEGIC, Patch.APPLY)) {
      attempts.addAll(namespaceLabel("cogswell", kind, ""));
      attempts.addAll(namespaceLabel("cogswell", kind, "/status"));
    }
    for (Patch kind : List.of(Patch.MERGE, Patch.STRATEGIC)) {
      attempts.add(
          Attempt.patch(
                  "own the namespace, " + kind,
                  "cogswell",
                  "/api/v1/namespaces/cogswell",
                  kind,
                  "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\","
                      + "\"name\":\"open\",\"uid\":\"00000000-0000-0000-0000-000000000000\"}]}}")
              .whoeverAsks());
      attempts.add(
          Attempt.patch(
                  "open the API by annotation, " + kind,
                  "cogswell",
                  "/api/v1/namespaces/cogswell",
                  kind,
                  "{\"metadata\":{\"annotations\":{\"ringfence.dev/api\":\"open\"}}}")
              .whoeverAsks());
      attempts.add(
          Attempt.patch(
                  "label a namespace of the system as a tenant's, " + kind,
                  "kube-system",
                  "/api/v1/namespaces/kube-system",
                  kind,
                  "{\"metadata\":{\"labels\":{\"ringfence.dev/tenant\":\"cogswell\"}}}")
              .whoeverAsks());
    }
    String owner = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"name\":\"%s\",\"uid\":\"%s\"}";
    attempts.add(
        Attempt.patch(
                "two owners with forged ids",
                "cogswell",
                "/api/v1/namespaces/cogswell",
                Patch.JSON,
                "[{\"op\":\"add\",\"path\":\"/metadata/ownerReferences\",\"value\":["
                    + owner.formatted("spacely", "11111111-1111-1111-1111-111111111111")
                    + ","
                    + owner.formatted("open", "22222222-2222-2222-2222-222222222222")
                    + "]}]")
            .whoeverAsks());
    attempts.add(
        new Attempt(
            "labels off by update",
            "cogswell",
            "PUT",
            "/api/v1/namespaces/cogswell",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"cogswell\"}}",
            null,
            true,
            false));
    attempts.add(
        new Attempt(
            "labels by finalize",
            "cogswell",
            "PUT",
            "/api/v1/namespaces/cogswell/finalize",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"cogswell\"},"
                + "\"spec\":{\"finalizers\":[\"kubernetes\"]}}",
            null,
            true,
            false));
    attempts.add(
        Attempt.of("DELETE", "delete the namespace", "cogswell", "/api/v1/namespaces/cogswell"));
    attempts.add(
        Attempt.post("forge a tenant's namespace", "", "/api/v1/namespaces", forgedNamespace())
            .whoeverAsks());
  }

  private void nodes() {
    for (String path :
        List.of("/api/v1/nodes/node-of-others", "/api/v1/nodes/node-of-others/status")) {
      for (Patch kind : List.of(Patch.MERGE, Patch.STRATEGIC)) {
        attempts.add(
            Attempt.patch(
                    "move a node to oneself, " + kind + " on " + path,
                    "",
                    path,
                    kind,
                    "{\"metadata\":{\"labels\":{\"node-restriction.kubernetes.io/ringfence-tenant\":"
                        + "\"cogswell\"}}}")
                .whoeverAsks());
      }
    }
    attempts.add(
        Attempt.patch(
                "take a node's taint off",
                "",
                "/api/v1/nodes/node-of-others",
                Patch.MERGE,
                "{\"spec\":{\"taints\":null}}")
            .whoeverAsks());
    attempts.add(
        Attempt.post(
                "make a node of a tenant",
                "",
                "/api/v1/nodes",
                "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"fake\",\"labels\":"
                    + "{\"node-restriction.kubernetes.io/ringfence-tenant\":\"spacely\"}}}")
            .whoeverAsks());
  }

  private void objects() {
    String services = CORE + "/services";
    create("externalIPs", services, service("\"externalIPs\":[\"10.9.9.9\"],"));
    create(
        "ExternalName",
        services,
        service("\"type\":\"ExternalName\",\"externalName\":\"x.test\","));
    create(
        "a Service without selector",
        services,
        service("").replace("\"selector\":{\"a\":\"b\"},", ""));
    create("hand-written endpoints", CORE + "/endpoints", endpoints());
    create(
        "hand-written endpoint slice",
        "/apis/discovery.k8s.io/v1/namespaces/NS/endpointslices",
        "{\"apiVersion\":\"discovery.k8s.io/v1\",\"kind\":\"EndpointSlice\",\"metadata\":"
            + "{\"name\":\"mine\"},\"addressType\":\"IPv4\",\"endpoints\":"
            + "[{\"addresses\":[\"10.9.9.9\"]}]}");
    create(
        "a token Secret",
        CORE + "/secrets",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"kubernetes.io/service-account-token\","
            + "\"metadata\":{\"name\":\"mine\",\"annotations\":"
            + "{\"kubernetes.io/service-account.name\":\"default\"}}}");
    create(
        "a cloud role",
        CORE + "/serviceaccounts",
        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"mine\","
            + "\"annotations\":{\"eks.amazonaws.com/role-arn\":\"arn:aws:iam::1:role/admin\"}}}");
    create(
        "a chosen volume", CORE + "/persistentvolumeclaims", claim("\"volumeName\":\"others\","));
    create(
        "an Ingress with code",
        "/apis/networking.k8s.io/v1/namespaces/NS/ingresses",
        "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"Ingress\",\"metadata\":{\"name\":\"mine\","
            + "\"annotations\":{\"nginx.ingress.kubernetes.io/server-snippet\":\"x\"}},"
            + "\"spec\":{\"defaultBackend\":{\"service\":{\"name\":\"a\",\"port\":{\"number\":80}}}}}");
    // The administrator is let through, and told that the pod waits for a gate: 409.
    attempts.add(
        new Attempt(
            "bind a pod to a node",
            "cogswell",
            "POST",
            CORE + "/pods/unbound/binding",
            "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"unbound\"},"
                + "\"target\":{\"kind\":\"Node\",\"name\":\"node-of-others\"}}",
            null,
            false,
            true));
    for (Patch kind : List.of(Patch.STRATEGIC, Patch.JSON)) {
      attempts.add(
          Attempt.patch(
              "a privileged ephemeral container, " + kind,
              "cogswell",
              CORE + "/pods/unbound/ephemeralcontainers",
              kind,
              kind == Patch.JSON
                  ? "[{\"op\":\"add\",\"path\":\"/spec/ephemeralContainers\",\"value\":["
                      + debugger()
                      + "]}]"
                  : "{\"spec\":{\"ephemeralContainers\":[" + debugger() + "]}}"));
    }
    attempts.add(
        Attempt.patch(
            "tolerate everything afterwards",
            "cogswell",
            CORE + "/pods/unbound",
            Patch.JSON,
            "[{\"op\":\"add\",\"path\":\"/spec/tolerations/-\",\"value\":{\"operator\":\"Exists\"}}]"));
    attempts.add(
        Attempt.patch(
            "a Service's status",
            "cogswell",
            CORE + "/services/web/status",
            Patch.MERGE,
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Mine\","
                + "\"message\":\"\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}"));
  }

  private static String debugger() {
    return "{\"name\":\"d\",\"image\":\"x\",\"securityContext\":{\"privileged\":true}}";
  }

  private static String service(String fields) {
    return """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"mine"},\
        "spec":{%s"selector":{"a":"b"},"ports":[{"port":80}]}}"""
        .formatted(fields);
  }

  private static String claim(String fields) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"mine"},\
        "spec":{%s"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"""
        .formatted(fields);
  }
}
