package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Where.ELSEWHERE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.CLUSTER_SCOPED;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.NAMESPACE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.OBJECT;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.POD_TEMPLATE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SECRET;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SERVICE_ACCOUNT;

import java.util.List;
import java.util.Set;

/** What hands secrets and certificates out, and what copies them between namespaces. */
final class CredentialDeputies {

  private static final Check NOTHING = new Check.Nothing();
  private static final String ESO =
      "https://external-secrets.io/latest/guides/security-best-practices/";
  private static final String REPLICATOR = "https://github.com/mittwald/kubernetes-replicator";
  private static final String REFLECTOR = "https://github.com/emberstack/kubernetes-reflector";

  private CredentialDeputies() {}

  static List<Deputy> all() {
    return List.of(
        externalSecrets()
            .kinds("ClusterSecretStore", "ClusterExternalSecret", "ClusterPushSecret")
            .field("spec.provider.*.secretRef.namespace", SECRET, ELSEWHERE, NOTHING)
            .field("spec.namespaceSelectors", NAMESPACE, ELSEWHERE, NOTHING),
        externalSecrets()
            .kinds("ExternalSecret", "PushSecret")
            .field(
                "spec.secretStoreRef",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "a ClusterSecretStore serves the namespaces that its conditions select",
                    "with spec.conditions of every ClusterSecretStore (not the default)"))
            .field(
                "spec.target.template",
                SECRET,
                ELSEWHERE,
                new Check.Since(
                    "templates cannot read Secrets by getSecretKey (CVE-2026-22822)",
                    new Release(1, 2, 0, false)))
            .inside("spec.target.name", SECRET),
        externalSecrets()
            .field(
                "spec.provider.*.secretRef.namespace",
                SECRET,
                ELSEWHERE,
                new Check.Always("refused in a SecretStore unless it is the store's namespace"))
            .inside("spec.provider.kubernetes.auth.serviceAccount", SERVICE_ACCOUNT),
        Deputy.of(
                "external-secrets",
                "generators.external-secrets.io",
                "external-secrets/external-secrets")
            .inside("spec.auth", SECRET)
            .source(ESO),
        certManager("cert-manager.io")
            .kinds("ClusterIssuer")
            .field("spec.*.secretRef", SECRET, ELSEWHERE, NOTHING)
            .field("spec.acme.solvers[].http01.*.podTemplate", POD_TEMPLATE, ELSEWHERE, NOTHING),
        certManager("cert-manager.io")
            .kinds("Issuer")
            .inside("spec.*.secretRef", SECRET)
            .field(
                "spec.acme.solvers[].dns01",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.BySetting(
                    "does not use its own cloud credentials for an Issuer",
                    "issuer-ambient-credentials",
                    Set.of("false"),
                    "",
                    Release.ANY,
                    true))
            .pods("spec.acme.solvers[].http01.ingress.podTemplate"),
        certManager("cert-manager.io")
            .inside("spec.secretName", SECRET)
            .field(
                "spec.issuerRef",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.Always("a ClusterIssuer serves every namespace, by its design")),
        certManager("acme.cert-manager.io").pods("spec.solver.http01.ingress.podTemplate"),
        certManager("trust.cert-manager.io")
            .field("spec.target.namespaceSelector", NAMESPACE, ELSEWHERE, NOTHING),
        Deputy.of("sealed-secrets", "bitnami.com", "sealed-secrets-controller", "/sealed-secrets")
            .field(
                "spec.encryptedData",
                SECRET,
                ELSEWHERE,
                new Check.Always(
                    "a value that was sealed for one namespace and name opens there alone"))
            .inside("spec.template.metadata.name", SECRET)
            .source("https://github.com/bitnami-labs/sealed-secrets#scopes"),
        Deputy.of(
                "vault-secrets-operator",
                "secrets.hashicorp.com",
                "hashicorp/vault-secrets-operator")
            .field(
                "spec.vaultAuthRef",
                OBJECT,
                ELSEWHERE,
                new Check.Always("the VaultAuth lists the namespaces that may use it"))
            .inside("spec.destination.name", SECRET)
            .source(
                "https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso/api-reference"),
        Deputy.of(
                "secrets-store-csi-driver",
                "secrets-store.csi.x-k8s.io",
                "csi-secrets-store/driver")
            .inside("spec.secretObjects", SECRET)
            .source("https://secrets-store-csi-driver.sigs.k8s.io/concepts"),
        Deputy.of("keda", "keda.sh", "kedacore/keda", "kedacore/keda-operator")
            .kinds("ClusterTriggerAuthentication")
            .field("spec.secretTargetRef", SECRET, ELSEWHERE, NOTHING)
            .source("https://keda.sh/docs/latest/concepts/authentication/"),
        Deputy.of("keda", "keda.sh", "kedacore/keda", "kedacore/keda-operator")
            .kinds("TriggerAuthentication")
            .inside("spec.secretTargetRef", SECRET)
            .field(
                "spec.hashiCorpVault, spec.boundServiceAccountToken",
                SECRET,
                ELSEWHERE,
                new Check.Since(
                    "does not send its own token or files out (CVE-2025-68476, CVE-2026-77524)",
                    new Release(2, 21, 0, false)))
            .source("https://github.com/kedacore/keda/security/advisories/GHSA-637c-6jxx-4rwm"),
        Deputy.of("keda", "keda.sh", "kedacore/keda", "kedacore/keda-operator")
            .kinds("ScaledJob")
            .pods("spec.jobTargetRef.template")
            .source("https://keda.sh/docs/latest/reference/scaledjob-spec/"),
        Deputy.of("keda", "keda.sh", "kedacore/keda", "kedacore/keda-operator")
            .inside("spec.scaleTargetRef", OBJECT)
            .field(
                "spec.triggers[].authenticationRef",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.Always("a ClusterTriggerAuthentication serves all, by its design"))
            .source("https://keda.sh/docs/latest/concepts/authentication/"),
        copier("kubernetes-replicator", "Secret", "mittwald/kubernetes-replicator")
            .field(
                "metadata.annotations[replicator.v1.mittwald.de/replicate-to]",
                NAMESPACE,
                ELSEWHERE,
                NOTHING)
            .source(REPLICATOR),
        copier("kubernetes-replicator", "ConfigMap", "mittwald/kubernetes-replicator")
            .field(
                "metadata.annotations[replicator.v1.mittwald.de/replicate-to]",
                NAMESPACE,
                ELSEWHERE,
                NOTHING)
            .source(REPLICATOR),
        copier("reflector", "Secret", "emberstack/kubernetes-reflector")
            .field(
                "metadata.annotations[reflector.v1.k8s.emberstack.com/reflection-auto-namespaces]",
                NAMESPACE,
                ELSEWHERE,
                NOTHING)
            .source(REFLECTOR),
        copier("reflector", "ConfigMap", "emberstack/kubernetes-reflector")
            .field(
                "metadata.annotations[reflector.v1.k8s.emberstack.com/reflection-auto-namespaces]",
                NAMESPACE,
                ELSEWHERE,
                NOTHING)
            .source(REFLECTOR),
        copier("reloader", "ConfigMap", "stakater/reloader")
            .inside("metadata.annotations[reloader.stakater.com/match]", OBJECT)
            .source("https://docs.stakater.com/reloader/"));
  }

  private static Deputy externalSecrets() {
    return Deputy.of("external-secrets", "external-secrets.io", "external-secrets/external-secrets")
        .source(ESO);
  }

  private static Deputy certManager(String group) {
    return Deputy.of(
            "cert-manager",
            group,
            "cert-manager-controller",
            "cert-manager-acmesolver",
            "trust-manager")
        .source("https://cert-manager.io/docs/configuration/");
  }

  private static Deputy copier(String product, String kind, String image) {
    return Deputy.of(product, "", image).kinds(kind);
  }
}
