package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Where.ELSEWHERE;
import static dev.ringfence.engine.deputies.Deputy.Where.WITH_THE_CONTROLLER;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.CLUSTER_SCOPED;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.NAMESPACE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.OBJECT;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.POD_TEMPLATE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SECRET;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SERVICE_ACCOUNT;

import java.util.List;
import java.util.Set;

/** What brings objects, clusters and tenants about: delivery, packages, clusters, tenancy. */
final class DeliveryDeputies {

  private static final Check NOTHING = new Check.Nothing();

  private static final Check OWN_NAMESPACE_ONLY =
      new Check.Always("watches the namespace that it is installed in alone");

  private static final Check PROJECT =
      new Check.ByWhatIsNotRead(
          "an AppProject says which namespaces may use it, and what goes where; the one that is"
              + " there by default lets its own namespace do everything",
          "with an AppProject that is narrower than default (not the default)");

  private static final Check IMPERSONATES =
      new Check.BySetting(
          "acts as the named service account of the resource's namespace, by default as one there",
          "default-service-account",
          Set.of(Check.BySetting.ANYTHING),
          "",
          null,
          true);

  private static final Check SOURCES_STAY =
      new Check.BySetting(
          "refuses references to sources of other namespaces",
          "no-cross-namespace-refs",
          Set.of("true"),
          "",
          null,
          true);

  private static final String FLUX =
      "https://fluxcd.io/flux/installation/configuration/multitenancy/";

  /** One image for each service of the cloud. */
  private static final String ACK = "aws-controllers-k8s/*-controller";

  private DeliveryDeputies() {}

  static List<Deputy> all() {
    return List.of(
        Deputy.of("argo-cd", "argoproj.io", "argoproj/argocd")
            .kinds("Application")
            .beyond(
                new Check.BySetting(
                    "reconciles resources of its own namespace alone (elsewhere since 2.5, where"
                        + " a project's sourceNamespaces says so)",
                    "application-namespaces",
                    Set.of(""),
                    "argocd-cmd-params-cm/application.namespaces",
                    Release.ANY,
                    false))
            .field("spec.destination", NAMESPACE, ELSEWHERE, PROJECT)
            .field("spec.project", CLUSTER_SCOPED, ELSEWHERE, PROJECT)
            .source("https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/"),
        Deputy.of("argo-cd", "argoproj.io", "argoproj/argocd")
            .kinds("ApplicationSet")
            .beyond(
                new Check.BySetting(
                    "reconciles resources of its own namespace alone (elsewhere since 2.8)",
                    "applicationset-namespaces",
                    Set.of(""),
                    "argocd-cmd-params-cm/applicationsetcontroller.namespaces",
                    Release.ANY,
                    false))
            .field("spec.template.spec.destination", NAMESPACE, ELSEWHERE, PROJECT)
            .field(
                "spec.template.spec.project, which generators may fill in",
                CLUSTER_SCOPED,
                ELSEWHERE,
                PROJECT)
            .field(
                "spec.generators[].clusters",
                OBJECT,
                ELSEWHERE,
                new Check.Always("tells names, labels and annotations of clusters alone"))
            .inside(
                "spec.generators[].scmProvider.*.tokenRef, spec.generators[].pullRequest.*.tokenRef",
                SECRET)
            .inside("spec.generators[].plugin.configMapRef", OBJECT)
            .source(
                "https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Appset-Any-Namespace/"),
        Deputy.of("argo-cd", "argoproj.io", "argoproj/argocd")
            .kinds("AppProject")
            .beyond(new Check.Always("takes projects of its own namespace alone"))
            .field(
                "spec.destinations, spec.clusterResourceWhitelist",
                CLUSTER_SCOPED,
                ELSEWHERE,
                NOTHING)
            .source("https://argo-cd.readthedocs.io/en/stable/user-guide/projects/"),
        flux("kustomize.toolkit.fluxcd.io", "kustomize-controller")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .inside("spec.postBuild.substituteFrom, spec.decryption.secretRef", SECRET)
            .field("spec.serviceAccountName", SERVICE_ACCOUNT, ELSEWHERE, IMPERSONATES)
            .field("spec.targetNamespace", NAMESPACE, ELSEWHERE, IMPERSONATES)
            .field("spec.sourceRef.namespace", OBJECT, ELSEWHERE, SOURCES_STAY),
        flux("helm.toolkit.fluxcd.io", "helm-controller")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .inside("spec.valuesFrom", SECRET)
            .field("spec.storageNamespace", NAMESPACE, ELSEWHERE, IMPERSONATES)
            .field("spec.serviceAccountName", SERVICE_ACCOUNT, ELSEWHERE, IMPERSONATES)
            .field("spec.targetNamespace", NAMESPACE, ELSEWHERE, IMPERSONATES)
            .field(
                "spec.chart.spec.sourceRef.namespace, spec.chartRef.namespace",
                OBJECT,
                ELSEWHERE,
                SOURCES_STAY),
        flux("notification.toolkit.fluxcd.io", "notification-controller")
            .field(
                "spec.eventSources[].namespace, spec.resources[].namespace",
                OBJECT,
                ELSEWHERE,
                SOURCES_STAY),
        flux("image.toolkit.fluxcd.io", "image-reflector-controller", "image-automation-controller")
            .field("spec.imageRepositoryRef.namespace", OBJECT, ELSEWHERE, SOURCES_STAY)
            .field("spec.sourceRef.namespace", OBJECT, ELSEWHERE, SOURCES_STAY),
        flux("source.extensions.fluxcd.io", "source-watcher")
            .kinds("ArtifactGenerator")
            .field("spec.sources[].namespace", OBJECT, ELSEWHERE, SOURCES_STAY),
        Deputy.of("flux-operator", "fluxcd.controlplane.io", "flux-operator")
            .kinds("ResourceSet")
            .field("spec.resources, spec.resourcesTemplate", OBJECT, ELSEWHERE, IMPERSONATES)
            .field("spec.serviceAccountName", SERVICE_ACCOUNT, ELSEWHERE, IMPERSONATES)
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://fluxoperator.dev/docs/crd/resourceset/#role-based-access-control"),
        Deputy.of("flux-operator", "fluxcd.controlplane.io", "flux-operator")
            .kinds("FluxInstance")
            .beyond(OWN_NAMESPACE_ONLY)
            .field("spec.sync, spec.kustomize.patches", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://fluxoperator.dev/docs/crd/fluxinstance/"),
        Deputy.of("flux-operator", "fluxcd.controlplane.io", "flux-operator")
            .inside("spec.secretRef, spec.certSecretRef", SECRET)
            .source("https://fluxoperator.dev/docs/crd/resourcesetinputprovider/"),
        flux(".toolkit.fluxcd.io", "source-controller").inside("spec.secretRef", SECRET),
        Deputy.of(
                "helm-controller",
                "helm.cattle.io",
                "klipper-helm",
                "rancher/k3s",
                "k3s-io/helm-controller")
            .field("spec.targetNamespace", NAMESPACE, ELSEWHERE, NOTHING)
            .field("spec.valuesContent", OBJECT, ELSEWHERE, NOTHING)
            .source("https://docs.k3s.io/helm"),
        Deputy.of("fleet", "fleet.cattle.io", "rancher/fleet", "rancher/fleet-agent")
            .field("spec.targetNamespace", NAMESPACE, ELSEWHERE, NOTHING)
            .field(
                "spec.serviceAccount",
                SERVICE_ACCOUNT,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "only accounts and target namespaces that are allowed, for GitRepos alone",
                    "with a GitRepoRestriction in the namespace (not the default)"))
            .source("https://fleet.rancher.io/ref-gitrepo#gitreporestriction"),
        Deputy.of("olm", "operators.coreos.com", "operator-framework/olm")
            .field(
                "spec.install.spec.clusterPermissions",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "installs with the rights of the account that the OperatorGroup names",
                    "with spec.serviceAccountName of the OperatorGroup (not the default)"))
            .pods("spec.install.spec.deployments[].spec.template")
            .source(
                "https://olm.operatorframework.io/docs/advanced-tasks/operator-scoping-with-operatorgroups/"),
        Deputy.of("crossplane", "pkg.crossplane.io", "crossplane/crossplane")
            .field("spec.deploymentTemplate", POD_TEMPLATE, WITH_THE_CONTROLLER, NOTHING)
            .field("spec.package", POD_TEMPLATE, WITH_THE_CONTROLLER, NOTHING)
            .field("spec.package", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://docs.crossplane.io/latest/packages/providers/"),
        ofCrossplane2Configuration(".m.crossplane.io"),
        ofCrossplane2Configuration(".m.upbound.io"),
        ofCrossplane2(".m.crossplane.io"),
        ofCrossplane2(".m.upbound.io"),
        ofCrossplane1(".crossplane.io"),
        ofCrossplane1(".upbound.io"),
        Deputy.of("velero", "velero.io", "velero/velero")
            .beyond(OWN_NAMESPACE_ONLY)
            .field("spec.includedNamespaces", NAMESPACE, ELSEWHERE, NOTHING)
            .field("spec.namespaceMapping", NAMESPACE, ELSEWHERE, NOTHING)
            .source("https://velero.io/docs/main/namespace/"),
        clusterApi("cluster.x-k8s.io")
            .kinds("Cluster")
            .field(
                "spec.topology.classRef.namespace, spec.topology.classNamespace",
                OBJECT,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "a policy may keep classes of other namespaces out; the controller does not",
                    "since 1.10, and 1.9.5, the field is there")),
        clusterApi("cluster.x-k8s.io").inside("spec.infrastructureRef", OBJECT),
        clusterApi("addons.cluster.x-k8s.io").inside("spec.resources", OBJECT),
        Deputy.of(
                "cluster-api-provider-vcluster",
                "infrastructure.cluster.x-k8s.io",
                "loftsh/cluster-api-provider-vcluster")
            .kinds("VCluster")
            .field("spec.helmRelease.values", OBJECT, ELSEWHERE, NOTHING)
            .pods("spec.helmRelease.values")
            .source("https://github.com/loft-sh/cluster-api-provider-vcluster"),
        clusterApi(".cluster.x-k8s.io")
            .field(
                "spec.identityRef",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.Always("the identity lists the namespaces that may use it")),
        Deputy.of("vcluster", "management.loft.sh", "loftsh/vcluster-platform", "loftsh/loft")
            .field("spec.template.helmRelease.values", OBJECT, ELSEWHERE, NOTHING)
            .field("spec.clusterRef.namespace", NAMESPACE, ELSEWHERE, NOTHING)
            .source("https://www.vcluster.com/docs/platform/api"),
        Deputy.of("vcluster", "storage.loft.sh", "loftsh/vcluster-platform", "loftsh/loft")
            .field("spec.template.helmRelease.values", OBJECT, ELSEWHERE, NOTHING)
            .field("spec.clusterRef.namespace", NAMESPACE, ELSEWHERE, NOTHING)
            .source("https://www.vcluster.com/docs/platform/api"),
        Deputy.of("vcluster", "cluster.loft.sh", "loftsh/vcluster-platform", "loftsh/loft")
            .field("spec.spaceTemplateRef", NAMESPACE, ELSEWHERE, NOTHING)
            .source("https://www.vcluster.com/docs/platform/api"),
        Deputy.of("capsule", "capsule.clastix.io", "projectcapsule/capsule", "clastix/capsule")
            .kinds("TenantResource", "GlobalTenantResource")
            .field(
                "spec.resources[].rawItems",
                OBJECT,
                ELSEWHERE,
                new Check.Since(
                    "cluster-scoped objects are refused, namespaced ones go to the tenant's"
                        + " namespaces (CVE-2026-22872, GHSA-jr6p-8pjj-mfx6)",
                    new Release(0, 13, 8, false)))
            .inside("spec.resources[].namespacedItems", OBJECT)
            .source("https://github.com/projectcapsule/capsule/releases/tag/v0.13.8"),
        Deputy.of("capsule", "capsule.clastix.io", "projectcapsule/capsule", "clastix/capsule")
            .inside("spec", OBJECT)
            .source("https://projectcapsule.dev/docs/tenants/"),
        Deputy.of("rancher", "management.cattle.io", "rancher/rancher")
            .field("roleTemplateName", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://ranchermanager.docs.rancher.com/api/workflows/projects"),
        Deputy.of(
                "config-connector", ".cnrm.cloud.google.com", "cnrm-controller", "/cnrm/controller")
            .field("spec.*Ref.namespace", OBJECT, ELSEWHERE, NOTHING)
            .source(
                "https://cloud.google.com/config-connector/docs/how-to/creating-resource-references"),
        Deputy.of("aws-controllers-for-kubernetes", "services.k8s.aws", ACK)
            .kinds("FieldExport", "AdoptedResource")
            .field("spec.to.namespace", SECRET, ELSEWHERE, NOTHING)
            .source("https://aws-controllers-k8s.github.io/community/docs/user-docs/field-export/"),
        Deputy.of("aws-controllers-for-kubernetes", ".services.k8s.aws", ACK)
            .field("spec.*SecretKeyRef.namespace", SECRET, ELSEWHERE, NOTHING)
            .source("https://aws-controllers-k8s.github.io/community/docs/user-docs/secrets/"));
  }

  private static Deputy flux(String group, String... controllers) {
    return Deputy.of("flux", group, controllers).source(FLUX);
  }

  /** Managed resources that have no namespace. */
  private static Deputy ofCrossplane1(String group) {
    return madeAnywhere(crossplane(group))
        .field("spec.providerConfigRef", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
        .field("spec.writeConnectionSecretToRef.namespace", SECRET, ELSEWHERE, NOTHING);
  }

  /**
   * Those in namespaces, since 2.0: their connection Secret is their namespace's. What they make
   * and read is where they say, with the configuration of the whole cluster by default: {@code
   * apis/common/v2/resource.go} of crossplane-runtime, and the definitions of {@code
   * kubernetes.m.crossplane.io} and {@code helm.m.crossplane.io}.
   */
  private static Deputy ofCrossplane2(String group) {
    return madeAnywhere(crossplane(group))
        .field(
            "spec.providerConfigRef of kind ClusterProviderConfig (the default)",
            CLUSTER_SCOPED,
            ELSEWHERE,
            NOTHING)
        .inside("spec.writeConnectionSecretToRef", SECRET);
  }

  /** A configuration in a namespace may say that the provider uses its own account. */
  private static Deputy ofCrossplane2Configuration(String group) {
    return crossplane(group)
        .kinds("ProviderConfig")
        .field(
            "spec.credentials.source: InjectedIdentity, Filesystem, Environment",
            SECRET,
            ELSEWHERE,
            NOTHING)
        .field("spec.credentials.secretRef.namespace", SECRET, ELSEWHERE, NOTHING);
  }

  /** By the providers for Kubernetes and Helm. */
  private static Deputy madeAnywhere(Deputy deputy) {
    return deputy
        .field("spec.forProvider.manifest", OBJECT, ELSEWHERE, NOTHING)
        .field("spec.forProvider.namespace", NAMESPACE, ELSEWHERE, NOTHING)
        .field(
            "spec.references[].patchesFrom.namespace, spec.connectionDetails[].namespace",
            SECRET,
            ELSEWHERE,
            NOTHING);
  }

  private static Deputy crossplane(String group) {
    return Deputy.of("crossplane", group, "crossplane/crossplane", "/provider-*")
        .source("https://docs.crossplane.io/latest/managed-resources/managed-resources/");
  }

  private static Deputy clusterApi(String group) {
    return Deputy.of("cluster-api", group, "cluster-api/cluster-api-controller", "capi-controller")
        .source("https://cluster-api.sigs.k8s.io/tasks/experimental/cluster-class/operate-cluster");
  }
}
