package dev.ringfence.fence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cluster of {@link ClosedLoopTest}: nodes, enforcer and DNS as fixtures, a workload for each
 * tenant, and all of it read back.
 */
final class PairsCluster {

  /** Calico's agent, as far as a proof looks at it: on every node, with nothing that opens one. */
  static final String CALICO =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: calico-node, namespace: kube-system}
      spec:
        selector: {matchLabels: {k8s-app: calico-node}}
        template:
          metadata: {labels: {k8s-app: calico-node}}
          spec:
            automountServiceAccountToken: false
            hostNetwork: true
            tolerations: [{operator: Exists}]
            containers: [{name: calico-node, image: "docker.io/calico/node:v3.32.0"}]
      """;

  private static final List<String> KINDS =
      List.of(
          "/api/v1/namespaces",
          "/api/v1/nodes",
          "/api/v1/pods",
          "/api/v1/services",
          "/api/v1/serviceaccounts",
          "/api/v1/resourcequotas",
          "/api/v1/limitranges",
          "/apis/apps/v1/deployments",
          "/apis/apps/v1/replicasets",
          "/apis/apps/v1/daemonsets",
          "/apis/networking.k8s.io/v1/networkpolicies",
          "/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies",
          "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
          "/apis/node.k8s.io/v1/runtimeclasses",
          "/apis/scheduling.k8s.io/v1/priorityclasses",
          "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
          "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations",
          "/apis/rbac.authorization.k8s.io/v1/roles",
          "/apis/rbac.authorization.k8s.io/v1/rolebindings",
          "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
          "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
          "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
          "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings");

  private PairsCluster() {}

  static List<JsonNode> dump(ApiClient administrator) {
    List<JsonNode> objects = new ArrayList<>();
    for (String path : KINDS) {
      JsonNode list = administrator.get(path).orThrow().json();
      String kind = list.path("kind").asText();
      for (JsonNode item : list.path("items")) {
        ((ObjectNode) item)
            .put("apiVersion", list.path("apiVersion").asText())
            .put("kind", kind.substring(0, kind.length() - "List".length()));
        objects.add(item);
      }
    }
    return objects;
  }

  /** The real API server serves the kind; what enforces it is stated. */
  private static final String CLUSTER_NETWORK_POLICIES =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: clusternetworkpolicies.policy.networking.k8s.io
        annotations: {api-approved.kubernetes.io: "unapproved, of a test"}
      spec:
        group: policy.networking.k8s.io
        scope: Cluster
        names: {kind: ClusterNetworkPolicy, listKind: ClusterNetworkPolicyList, plural: clusternetworkpolicies, singular: clusternetworkpolicy}
        versions:
        - name: v1alpha2
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  static void fixtures(ControlPlane plane) {
    plane.apply(CLUSTER_NETWORK_POLICIES);
    Await.until(
        "ClusterNetworkPolicy to be served",
        Duration.ofSeconds(30),
        () ->
            plane
                    .administrator()
                    .get("/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies")
                    .isSuccess()
                ? Optional.empty()
                : Optional.of("not yet"));
    for (String form : List.of("nodes", "host", "both", "people")) {
      for (String side : List.of("-a", "-b")) {
        String tenant = form + side;
        plane.create(
            node(tenant)
                .label("node-restriction.kubernetes.io/ringfence-tenant", tenant)
                .taint("ringfence.dev/tenant", tenant, "NoSchedule"));
      }
    }
    plane.create(
        node("sandboxes")
            .label("node-restriction.kubernetes.io/ringfence-pool", "sandboxes")
            .taint("ringfence.dev/pool", "sandboxes", "NoSchedule"));
    plane.create(node("general"));
    plane.apply(CALICO);
    plane.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: coredns, namespace: kube-system}
        spec:
          selector: {matchLabels: {k8s-app: kube-dns}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              containers:
              - name: coredns
                image: registry.k8s.io/coredns/coredns:v1.12.0
                ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP}]
        """);
  }

  private static NodeObject node(String name) {
    return NodeObject.named(name)
        .status(
            "runtimeHandlers",
            Json.parse("[{\"name\":\"\"},{\"name\":\"runc\"},{\"name\":\"runsc\"}]", "the test"));
  }

  static void workloads(ControlPlane plane) {
    ApiClient administrator = plane.administrator();
    for (String form : ClosedLoopTest.FORMS) {
      for (String side : List.of("-a", "-b")) {
        String tenant = form + side;
        administrator
            .post(
                "/apis/apps/v1/namespaces/" + tenant + "/deployments",
                Pods.workload(
                    "Deployment",
                    "web",
                    Pods.spec("", "\"ports\":[{\"containerPort\":8080}],")
                        .replace("example.test/main", "example.test/" + tenant)))
            .orThrow();
      }
    }
    Await.until(
        "every tenant's pod to be bound",
        Duration.ofSeconds(60),
        () -> {
          int bound = 0;
          for (JsonNode pod : administrator.get("/api/v1/pods").orThrow().json().path("items")) {
            boolean ours = pod.at("/metadata/labels/app").asText().equals("web");
            bound += ours && !pod.at("/spec/nodeName").asText().isEmpty() ? 1 : 0;
          }
          return bound == 2 * ClosedLoopTest.FORMS.size()
              ? Optional.empty()
              : Optional.of(bound + " are bound");
        });
  }
}
