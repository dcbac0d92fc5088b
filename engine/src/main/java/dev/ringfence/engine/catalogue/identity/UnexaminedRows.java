package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.fact.Capability;
import java.util.List;

/**
 * Rows of this package that nothing examines yet, each with the coarsest premises that miss
 * nothing. C3 concerns several clusters, so it has no step within one.
 */
final class UnexaminedRows {

  private UnexaminedRows() {}

  static List<Row> all() {
    return List.of(
        new UnexaminedConnection("I4", "forwards a port of a pod", Capability.PORT_FORWARD_PODS),
        new UnexaminedConnection(
            "I5",
            "connects through pods/proxy or services/proxy",
            Capability.PROXY_PODS,
            Capability.PROXY_SERVICES),
        new UnexaminedGrant("I12", "binds a pod to a node", Permission.BIND_PODS),
        new UnexaminedGrant(
            "I19",
            "gets a client certificate",
            Permission.APPROVE_CERTIFICATES,
            Permission.SIGN_CERTIFICATES),
        new UnexaminedGrant(
            "I20",
            "makes a bootstrap token and joins as a node",
            UnexaminedRows::isSystem,
            Permission.CREATE_SECRETS),
        new UnexaminedGrant(
            "I21",
            "changes a ConfigMap that authentication reads",
            UnexaminedRows::isAuthentication,
            Permission.WRITE_CONFIG_MAPS),
        new UnexaminedGrant(
            "I22",
            "takes down its own fence",
            Permission.CHANGE_OWN_FENCES,
            Permission.CHANGE_NAMESPACES),
        new UnexaminedGrant(
            "I23",
            "passes for another tenant by labels",
            UnexaminedRows::hasSelectors,
            Permission.CHANGE_NAMESPACES,
            Permission.CHANGE_PODS,
            Permission.CHANGE_TEMPLATES,
            Permission.CREATE_WORKLOADS),
        new UnexaminedGrant("I26", "reads metrics, debug or logs paths", Permission.READ_PATHS),
        new UnexaminedGrant("A3", "weakens admission policies", Permission.WEAKEN_POLICIES),
        new UnexaminedGrant(
            "A4",
            "gets past a webhook that fails open",
            UnexaminedRows::hasWebhooks,
            Permission.CREATE_WORKLOADS,
            Permission.CHANGE_TEMPLATES),
        new UnexaminedCode("A5", "owns what stands behind a webhook", UnexaminedRows::isBackend),
        new UnexaminedGrant(
            "A6", "takes over an API group or a conversion", Permission.WRITE_API_SERVICES),
        new UnexaminedGrant(
            "A8", "has a controller act by a custom resource", Permission.WRITE_CUSTOM_RESOURCES),
        new UnexaminedGrant(
            "A9",
            "has a controller run a pod template elsewhere",
            Permission.WRITE_CUSTOM_RESOURCES),
        UnexaminedSecret.credential(),
        UnexaminedSecret.registryCredential(),
        new UnexaminedCode("C1", "uses the service account's cloud role", UnexaminedRows::hasRole),
        new UnexaminedCode(
            "C2", "uses a token for another audience", UnexaminedRows::hasForeignToken));
  }

  private static boolean isSystem(Landscape landscape, int scope, String name) {
    return scope == Access.EVERYWHERE || scope == landscape.cluster().namespaceIndex("kube-system");
  }

  private static boolean isAuthentication(Landscape landscape, int scope, String name) {
    List<String> names =
        List.of(
            "aws-auth", "extension-apiserver-authentication", "kubeadm-config", "kubelet-config");
    return name.equals("kube-root-ca.crt")
        || (isSystem(landscape, scope, name) && (name.isEmpty() || names.contains(name)));
  }

  private static boolean hasSelectors(Landscape landscape, int scope, String name) {
    return !landscape.cluster().networkPolicies().isEmpty();
  }

  private static boolean hasWebhooks(Landscape landscape, int scope, String name) {
    return landscape.cluster().admissionExtensions().stream().anyMatch(UnexaminedRows::isWebhook);
  }

  private static boolean isWebhook(Policies.AdmissionExtension extension) {
    return extension.engine().contains("Webhook");
  }

  /**
   * Which Service a webhook points at is not in the model: any pod of the platform or of nobody's
   * namespace that a Service selects, and any that one on 443, the default, selects.
   */
  private static boolean isBackend(Landscape landscape, PodClass podClass) {
    if (!hasWebhooks(landscape, 0, "")) {
      return false;
    }
    var tenant = landscape.tenancy().tenant(landscape.tenancy().ofNamespace(podClass.namespace()));
    boolean common = tenant.isPlatform() || !tenant.isAttacker();
    String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
    return landscape.cluster().services().stream()
        .filter(service -> service.meta().namespace().equals(namespace))
        .filter(service -> !service.selector().isEmpty())
        .filter(service -> common || service.ports().stream().anyMatch(port -> port.port() == 443))
        .anyMatch(
            service ->
                service.selector().entrySet().stream()
                    .allMatch(
                        entry -> entry.getValue().equals(podClass.labels().get(entry.getKey()))));
  }

  private static boolean hasRole(Landscape landscape, PodClass podClass) {
    String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
    int account =
        landscape.access().serviceAccount(namespace, podClass.spec().serviceAccountName());
    Rbac.ServiceAccount object =
        account < 0 ? null : landscape.access().serviceAccountObject(account);
    return object != null
        && object.meta().annotations().keySet().stream()
            .anyMatch(
                key ->
                    key.startsWith("eks.amazonaws.com/")
                        || key.startsWith("iam.gke.io/")
                        || key.startsWith("azure.workload.identity/"));
  }

  private static boolean hasForeignToken(Landscape landscape, PodClass podClass) {
    for (Volume volume : podClass.spec().volumes()) {
      if (volume instanceof Volume.Projected projected
          && projected.tokens().stream()
              .anyMatch(token -> !TokenInPod.isForApiServer(token.audience()))) {
        return true;
      }
    }
    return false;
  }
}
