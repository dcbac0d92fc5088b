package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Conduct.FOLLOWS;
import static dev.ringfence.engine.deputies.Deputy.Conduct.KEEPS_TO_NAMESPACE;
import static dev.ringfence.engine.deputies.Deputy.Conduct.MAKES_PODS;
import static dev.ringfence.engine.deputies.Deputy.Conduct.UNKNOWN;

import java.util.List;

/**
 * The curated table, by the products' own documentation of their defaults. Where a setting changes
 * the conduct, the pessimistic default stands here and the field says so.
 */
public final class KnownDeputies {

  private static final List<Deputy> ALL =
      List.of(
          new Deputy(
              "argo-cd",
              "argoproj.io",
              List.of("Application", "ApplicationSet", "AppProject"),
              FOLLOWS,
              "spec.destination, spec.project (default allows every destination)",
              "Argo CD, Projects"),
          new Deputy(
              "argo-workflows",
              "argoproj.io",
              List.of("Workflow", "CronWorkflow", "WorkflowTemplate", "ClusterWorkflowTemplate"),
              MAKES_PODS,
              "spec.serviceAccountName, spec.templates[].container, spec.podSpecPatch",
              "Argo Workflows, Service Accounts"),
          new Deputy(
              "argo-rollouts",
              "argoproj.io",
              List.of("Rollout"),
              MAKES_PODS,
              "spec.template",
              "Argo Rollouts, Specification"),
          new Deputy(
              "flux",
              "kustomize.toolkit.fluxcd.io",
              List.of(),
              FOLLOWS,
              "spec.targetNamespace, spec.path, spec.serviceAccountName (unset: the controller's)",
              "Flux, Multi-tenancy lockdown"),
          new Deputy(
              "flux",
              "helm.toolkit.fluxcd.io",
              List.of(),
              FOLLOWS,
              "spec.targetNamespace, spec.values, spec.serviceAccountName (unset: the controller's)",
              "Flux, Multi-tenancy lockdown"),
          new Deputy(
              "flux",
              ".toolkit.fluxcd.io",
              List.of(),
              FOLLOWS,
              "spec.sourceRef.namespace (unless --no-cross-namespace-refs)",
              "Flux, Multi-tenancy lockdown"),
          new Deputy(
              "helm-controller",
              "helm.cattle.io",
              List.of(),
              FOLLOWS,
              "spec.targetNamespace, spec.valuesContent (its job is cluster-admin)",
              "K3s, Helm"),
          new Deputy(
              "external-secrets",
              "external-secrets.io",
              List.of("ClusterSecretStore", "ClusterExternalSecret", "ClusterPushSecret"),
              FOLLOWS,
              "spec.provider.*.namespace, spec.namespaceSelectors",
              "External Secrets Operator, Security best practices"),
          new Deputy(
              "external-secrets",
              "external-secrets.io",
              List.of(),
              FOLLOWS,
              "spec.secretStoreRef of kind ClusterSecretStore (unless it has conditions)",
              "External Secrets Operator, Multi tenancy"),
          new Deputy(
              "cert-manager",
              "cert-manager.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.secretName, spec.issuerRef",
              "cert-manager, Issuer configuration"),
          new Deputy(
              "cert-manager",
              "acme.cert-manager.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.solver",
              "cert-manager, ACME"),
          new Deputy(
              "velero",
              "velero.io",
              List.of(),
              FOLLOWS,
              "spec.includedNamespaces, spec.namespaceMapping",
              "Velero, API types"),
          new Deputy(
              "prometheus-operator",
              "monitoring.coreos.com",
              List.of("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"),
              MAKES_PODS,
              "spec.containers, spec.serviceAccountName, spec.volumes",
              "Prometheus Operator, API reference"),
          new Deputy(
              "prometheus-operator",
              "monitoring.coreos.com",
              List.of(),
              FOLLOWS,
              "spec.endpoints[].bearerTokenFile (unless arbitraryFSAccessThroughSMs is denied)",
              "Prometheus Operator, API reference"),
          new Deputy(
              "crossplane",
              ".crossplane.io",
              List.of(),
              FOLLOWS,
              "spec.forProvider.manifest, spec.providerConfigRef",
              "Crossplane, Providers"),
          new Deputy(
              "tekton",
              "tekton.dev",
              List.of(),
              MAKES_PODS,
              "spec.serviceAccountName, spec.taskRunTemplate.podTemplate",
              "Tekton, TaskRuns"),
          new Deputy(
              "kubevirt",
              "kubevirt.io",
              List.of(),
              MAKES_PODS,
              "spec.template.spec.volumes, spec.domain.devices",
              "KubeVirt, Architecture"),
          new Deputy(
              "olm",
              "operators.coreos.com",
              List.of(),
              FOLLOWS,
              "spec.install.spec.clusterPermissions",
              "Operator Lifecycle Manager, ClusterServiceVersion"),
          new Deputy(
              "capsule",
              "capsule.clastix.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.resources[].namespacedItems",
              "Capsule, Replications"),
          new Deputy(
              "cluster-api",
              ".cluster.x-k8s.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.infrastructureRef, spec.controlPlaneRef",
              "The Cluster API Book"),
          new Deputy(
              "cluster-api",
              "cluster.x-k8s.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.infrastructureRef, spec.controlPlaneRef",
              "The Cluster API Book"),
          new Deputy(
              "istio",
              ".istio.io",
              List.of(),
              FOLLOWS,
              "spec.hosts with spec.exportTo (unset: everybody)",
              "Istio, Virtual Service reference"),
          new Deputy(
              "traefik",
              "traefik.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.routes[].services[].namespace (unless allowCrossNamespace)",
              "Traefik, Kubernetes CRD provider"),
          new Deputy(
              "contour",
              "projectcontour.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.virtualhost.tls.secretName (delegation only)",
              "Contour, TLS delegation"),
          new Deputy(
              "gateway-api",
              "gateway.networking.k8s.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "backendRefs[].namespace (by ReferenceGrant only)",
              "Gateway API, ReferenceGrant"),
          new Deputy(
              "sealed-secrets",
              "bitnami.com",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.template.metadata.namespace",
              "Sealed Secrets, Scopes"),
          new Deputy(
              "keda",
              "keda.sh",
              List.of("ScaledJob"),
              MAKES_PODS,
              "spec.jobTargetRef.template",
              "KEDA, Scaling Jobs"),
          new Deputy(
              "keda",
              "keda.sh",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.scaleTargetRef",
              "KEDA, Authentication"),
          new Deputy(
              "knative",
              "serving.knative.dev",
              List.of(),
              MAKES_PODS,
              "spec.template.spec",
              "Knative Serving, API"),
          new Deputy(
              "cloudnative-pg",
              "postgresql.cnpg.io",
              List.of(),
              MAKES_PODS,
              "spec.imageName, spec.projectedVolumeTemplate",
              "CloudNativePG, API reference"),
          new Deputy(
              "strimzi",
              "kafka.strimzi.io",
              List.of(),
              MAKES_PODS,
              "spec.kafka.template.pod",
              "Strimzi, Configuring"),
          new Deputy(
              "eck",
              ".k8s.elastic.co",
              List.of(),
              MAKES_PODS,
              "spec.nodeSets[].podTemplate",
              "Elastic Cloud on Kubernetes, API reference"),
          new Deputy(
              "ray",
              "ray.io",
              List.of(),
              MAKES_PODS,
              "spec.headGroupSpec.template",
              "KubeRay, API reference"),
          new Deputy(
              "kubeflow",
              "kubeflow.org",
              List.of(),
              MAKES_PODS,
              "spec.*ReplicaSpecs.*.template",
              "Kubeflow Training Operator, API reference"),
          new Deputy(
              "spark-operator",
              "sparkoperator.k8s.io",
              List.of(),
              MAKES_PODS,
              "spec.driver.template",
              "Spark Operator, API reference"),
          new Deputy(
              "volcano",
              "batch.volcano.sh",
              List.of(),
              MAKES_PODS,
              "spec.tasks[].template",
              "Volcano, VolcanoJob"),
          new Deputy(
              "kruise",
              "apps.kruise.io",
              List.of(),
              MAKES_PODS,
              "spec.template",
              "OpenKruise, Manuals"),
          new Deputy(
              "cilium",
              "cilium.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec",
              "Cilium, Network Policy"),
          new Deputy(
              "calico",
              "crd.projectcalico.org",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec",
              "Calico, Network policy"),
          new Deputy(
              "kyverno",
              "kyverno.io",
              List.of("Policy", "PolicyException"),
              KEEPS_TO_NAMESPACE,
              "spec.rules",
              "Kyverno, Policy"),
          new Deputy(
              "volume-snapshots",
              "snapshot.storage.k8s.io",
              List.of(),
              KEEPS_TO_NAMESPACE,
              "spec.source",
              "Kubernetes, Volume Snapshots"));

  private KnownDeputies() {}

  /** What is known of a kind's controller; of the first entry that fits. */
  public static Deputy of(String group, String kind) {
    for (Deputy deputy : ALL) {
      if (deputy.isOf(group, kind)) {
        return deputy;
      }
    }
    return new Deputy(group, group, List.of(), UNKNOWN, "any", "");
  }

  /** The whole table. */
  public static List<Deputy> all() {
    return ALL;
  }
}
