package dev.ringfence.access;

import static dev.ringfence.access.IdentityStep.step;

import dev.ringfence.engine.access.Permission;
import java.util.List;

/** Steps of the control plane, of observation, of nodes, the network and storage. */
final class ControlPlaneSteps {

  private static final String ADMISSION = "admissionregistration.k8s.io";
  private static final String LABEL = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}";

  private ControlPlaneSteps() {}

  static List<IdentityStep> all() {
    String in = "/api/v1/namespaces/steps";
    String pod = in + "/pods/web";
    return List.of(
        step(
            "A1",
            "create|" + ADMISSION + "|mutatingwebhookconfigurations",
            "create|" + ADMISSION + "|validatingwebhookconfigurations",
            Permission.REWRITE_OBJECTS,
            "POST",
            "/apis/" + ADMISSION + "/v1/mutatingwebhookconfigurations?dryRun=All",
            admission("MutatingWebhookConfiguration")),
        step(
            "A2",
            "create|" + ADMISSION + "|validatingwebhookconfigurations",
            "get|" + ADMISSION + "|validatingwebhookconfigurations",
            Permission.WRITE_VALIDATING_WEBHOOKS,
            "POST",
            "/apis/" + ADMISSION + "/v1/validatingwebhookconfigurations?dryRun=All",
            admission("ValidatingWebhookConfiguration")),
        step(
            "A3",
            "delete|" + ADMISSION + "|validatingadmissionpolicybindings",
            "get|" + ADMISSION + "|validatingadmissionpolicybindings",
            Permission.WEAKEN_CLUSTER_POLICIES,
            "DELETE",
            "/apis/" + ADMISSION + "/v1/validatingadmissionpolicybindings/none",
            null),
        step(
            "A6-definition",
            "create|apiextensions.k8s.io|customresourcedefinitions",
            "get|apiextensions.k8s.io|customresourcedefinitions",
            Permission.WRITE_API_SERVICES,
            "POST",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All",
            "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","
                + "\"metadata\":{\"name\":\"as.b.example\"}}"),
        step(
            "A6-service",
            "patch|apiregistration.k8s.io|apiservices",
            "get|apiregistration.k8s.io|apiservices",
            Permission.WRITE_API_SERVICES,
            "PATCH",
            "/apis/apiregistration.k8s.io/v1/apiservices/v1.apps?dryRun=All",
            LABEL),
        step(
            "A10",
            "patch|coordination.k8s.io|leases",
            "get|coordination.k8s.io|leases",
            Permission.WRITE_LEASES,
            "PATCH",
            "/apis/coordination.k8s.io/v1/namespaces/steps/leases/leader?dryRun=All",
            LABEL),
        step(
            "O1-logs",
            "get||pods/log",
            "get||pods",
            Permission.READ_POD_LOGS,
            "GET",
            pod + "/log",
            null),
        step(
            "O1-events",
            "list||events",
            "create||events",
            Permission.READ_EVENTS,
            "GET",
            "/api/v1/events",
            null),
        step(
            "O2",
            "list||namespaces",
            "get||namespaces",
            Permission.READ_CLUSTER_NAMES,
            "GET",
            "/api/v1/namespaces",
            null),
        step(
            "E15",
            "patch||nodes",
            "patch||nodes/status",
            Permission.CHANGE_NODES,
            "PATCH",
            "/api/v1/nodes/one",
            "{\"metadata\":{\"labels\":{\"node-restriction.kubernetes.io/tenant\":\"x\"}}}"),
        step(
            "N3",
            "patch||services",
            "get||services",
            Permission.WRITE_SERVICES,
            "PATCH",
            in + "/services/web",
            "{\"spec\":{\"externalIPs\":[\"192.0.2.1\"]}}"),
        step(
            "N4",
            "create|discovery.k8s.io|endpointslices",
            "create||endpoints",
            Permission.WRITE_ENDPOINTS,
            "POST",
            "/apis/discovery.k8s.io/v1/namespaces/steps/endpointslices?dryRun=All",
            "{\"apiVersion\":\"discovery.k8s.io/v1\",\"kind\":\"EndpointSlice\",\"metadata\":"
                + "{\"name\":\"s\"},\"addressType\":\"IPv4\",\"endpoints\":[]}"),
        step(
            "S1",
            "create||persistentvolumes",
            "create||persistentvolumeclaims",
            Permission.CREATE_VOLUMES,
            "POST",
            "/api/v1/persistentvolumes?dryRun=All",
            "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolume\",\"metadata\":{\"name\":\"v\"},"
                + "\"spec\":{\"capacity\":{\"storage\":\"1Gi\"},\"accessModes\":[\"ReadWriteOnce\"],"
                + "\"hostPath\":{\"path\":\"/\"}}}"));
  }

  private static String admission(String kind) {
    return "{\"apiVersion\":\"admissionregistration.k8s.io/v1\",\"kind\":\""
        + kind
        + "\",\"metadata\":{\"name\":\"x\"}}";
  }
}
