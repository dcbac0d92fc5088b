package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
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
        new UnexaminedGrant("A3", "weakens admission policies", Permission.WEAKEN_POLICIES),
        new UnexaminedGrant(
            "A4",
            "gets past a webhook that fails open",
            UnexaminedRows::hasWebhooks,
            Permission.CREATE_WORKLOADS,
            Permission.CHANGE_TEMPLATES),
        new UnexaminedCode("A5", "owns what stands behind a webhook", UnexaminedRows::isBackend),
        new UnexaminedGrant(
            "A8", "has a controller act by a custom resource", Permission.WRITE_CUSTOM_RESOURCES),
        new UnexaminedGrant(
            "A9",
            "has a controller run a pod template elsewhere",
            Permission.WRITE_CUSTOM_RESOURCES));
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
}
