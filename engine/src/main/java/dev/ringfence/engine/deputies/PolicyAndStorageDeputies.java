package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Where.ELSEWHERE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.CLUSTER_SCOPED;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.NAMESPACE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.OBJECT;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SECRET;

import java.util.List;

/** What keeps policies and volumes for others. */
final class PolicyAndStorageDeputies {

  private static final Check NOTHING = new Check.Nothing();

  private PolicyAndStorageDeputies() {}

  static List<Deputy> all() {
    return List.of(
        Deputy.of("kyverno", "kyverno.io", "kyverno/kyverno", "kyverno/background-controller")
            .kinds("Policy")
            .field(
                "spec.rules[].context[].apiCall.urlPath",
                SECRET,
                ELSEWHERE,
                new Check.Since(
                    "calls of a namespaced Policy keep to its namespace (CVE-2026-22039)",
                    new Release(1, 16, 3, false)))
            .field(
                "spec.rules[].context[].configMap.namespace",
                OBJECT,
                ELSEWHERE,
                new Check.Since(
                    "ConfigMaps of a namespaced Policy are its namespace's (CVE-2026-41068)",
                    new Release(1, 17, 2, false)))
            .source("https://github.com/kyverno/kyverno/security/advisories/GHSA-8p9x-46gm-qfx2"),
        Deputy.of("kyverno", "kyverno.io", "kyverno/kyverno")
            .kinds("PolicyException")
            .field(
                "spec.exceptions",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.Since(
                    "exceptions are off, or those of one namespace (CVE-2024-48921)",
                    new Release(1, 13, 0, false)))
            .source("https://nvd.nist.gov/vuln/detail/CVE-2024-48921"),
        Deputy.of(
                "kyverno",
                "policies.kyverno.io",
                "kyverno/kyverno",
                "kyverno/background-controller")
            .kinds("NamespacedGeneratingPolicy", "NamespacedMutatingPolicy")
            .field(
                "spec.generate[].expression",
                OBJECT,
                ELSEWHERE,
                new Check.Since(
                    "what is generated goes to the policy's namespace (CVE-2026-54523)",
                    new Release(1, 18, 2, false)))
            .source("https://github.com/kyverno/kyverno/security/advisories/GHSA-79gf-7frw-68m9"),
        Deputy.of("longhorn", "longhorn.io", "longhornio/longhorn-manager")
            .beyond(new Check.Always("reads the namespace that it is installed in alone"))
            .field("spec.sourceType, spec.fromBackup", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://longhorn.io/docs/latest/"),
        Deputy.of("volume-snapshots", "snapshot.storage.k8s.io", "sig-storage/snapshot-controller")
            .kinds("VolumeSnapshotContent", "VolumeGroupSnapshotContent")
            .field("spec.source.snapshotHandle", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .field("spec.volumeSnapshotRef.namespace", NAMESPACE, ELSEWHERE, NOTHING)
            .source("https://kubernetes.io/docs/concepts/storage/volume-snapshots/"),
        Deputy.of("volume-snapshots", ".storage.k8s.io", "sig-storage/snapshot-controller")
            .inside("spec.source.persistentVolumeClaimName", OBJECT)
            .field(
                "spec.source.volumeSnapshotContentName",
                CLUSTER_SCOPED,
                ELSEWHERE,
                new Check.Always("the content must name this very snapshot"))
            .source("https://kubernetes.io/docs/concepts/storage/volume-snapshots/"));
  }
}
