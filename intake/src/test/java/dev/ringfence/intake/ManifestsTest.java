package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

  @TempDir Path folder;

  private Cluster read(String yaml) {
    return Reading.file(folder, "manifest.yaml", yaml).cluster();
  }

  @Test
  void aFreshApiServerHasItsBootstrapObjects() {
    Cluster cluster = read(Samples.POD);
    assertThat(cluster.sourceKind()).isEqualTo(Cluster.SourceKind.MANIFESTS);
    assertThat(cluster.kubernetesVersion()).isEqualTo("1.36");
    assertThat(cluster.namespaceIndex("kube-system")).isNotNegative();
    assertThat(cluster.roles())
        .filteredOn(role -> role.meta().name().equals("cluster-admin"))
        .singleElement()
        .satisfies(
            role -> assertThat(role.meta().origin().source()).isEqualTo(Origin.Source.BOOTSTRAP));
  }

  @Test
  void everyNamespaceHasItsDefaultAccountAndTheCertificateAuthority() {
    Cluster cluster = read(Samples.POD);
    assertThat(cluster.serviceAccounts())
        .anyMatch(
            account -> account.meta().reference().toString().equals("ServiceAccount shop/default"));
    assertThat(cluster.configMaps())
        .anyMatch(
            map -> map.meta().reference().toString().equals("ConfigMap shop/kube-root-ca.crt"));
  }

  @Test
  void aNamespaceKeepsItsLabelsWhateverWasReadBeforeIt() {
    Cluster cluster =
        read(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: build, namespace: shop}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {tenant: spacely}}
            """);
    assertThat(cluster.namespaces().get(cluster.namespaceIndex("shop")).meta())
        .satisfies(meta -> assertThat(meta.labels().get("tenant")).isEqualTo("spacely"))
        .satisfies(meta -> assertThat(meta.origin().source()).isNotEqualTo(Origin.Source.IMPLIED));
  }

  @Test
  void aNamespaceIsLabelledWithItsName() {
    Cluster cluster = read("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
    assertThat(
            cluster
                .namespaces()
                .get(cluster.namespaceIndex("shop"))
                .meta()
                .labels()
                .get("kubernetes.io/metadata.name"))
        .isEqualTo("shop");
  }

  @Test
  void aControllerYieldsThePodsThatItWouldHave() {
    Cluster cluster = read(Samples.DEPLOYMENT);
    int pod = Reading.pod(cluster, "web-*");
    assertThat(cluster.pods().replicas(pod)).isEqualTo(3);
    assertThat(cluster.pods().topmost(pod).toString()).isEqualTo("Deployment shop/web");
    assertThat(cluster.pods().specPath(pod)).isEqualTo("spec.template.spec");
    Container container = cluster.pods().spec(pod).containers().getFirst();
    assertThat(container.secretReferences()).containsExactly("web-password");
    assertThat(container.requests()).containsEntry("cpu", "500m").containsEntry("memory", "1Gi");
    assertThat(container.ports().getFirst().protocol()).isEqualTo("TCP");
    assertThat(cluster.pods().spec(pod).volumes())
        .containsExactly(new Volume.Other("cache", "emptyDir"));
  }

  @Test
  void aControllerScaledToNothingYieldsNoPods() {
    assertThat(read(Samples.DEPLOYMENT.replace("replicas: 3", "replicas: 0")).pods().count())
        .isZero();
  }

  @Test
  void theAccountDecidesOnTheTokenWhereThePodIsSilent() {
    String account =
        "\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\nautomountServiceAccountToken: false\n";
    assertThat(Reading.spec(read(Samples.POD), "web").token()).isEqualTo(PodSpec.Token.MOUNTED);
    assertThat(Reading.spec(read(Samples.POD + account), "web").token())
        .isEqualTo(PodSpec.Token.NOT_MOUNTED);
    assertThat(
            Reading.spec(
                    read(Samples.POD + "  automountServiceAccountToken: true" + account), "web")
                .token())
        .isEqualTo(PodSpec.Token.MOUNTED);
  }

  @Test
  void yesIsTrueAsKubectlReadsIt() {
    assertThat(Reading.spec(read(Samples.POD + "  hostNetwork: yes\n"), "web").hostNetwork())
        .isTrue();
  }

  @Test
  void mergeKeysAndAliasesAreResolvedAndWrittenFieldsWin() {
    Cluster cluster =
        read(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              containers:
                - &base {name: a, image: nginx, securityContext: &secure {privileged: true}}
                - {<<: *base, name: b}
                - {name: c, <<: [{image: redis}, *base], securityContext: *secure}
            """);
    assertThat(Reading.spec(cluster, "web").containers())
        .extracting(Container::name, Container::image, c -> c.securityContext().isPrivileged())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "nginx", true),
            org.assertj.core.groups.Tuple.tuple("b", "nginx", true),
            org.assertj.core.groups.Tuple.tuple("c", "redis", true));
  }

  @Test
  void egressIsIsolatedByDefaultOnlyWhereThereAreEgressRules() {
    String policy =
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: ";
    NetworkPolicy empty =
        read(policy + "{podSelector: {}, egress: []}").networkPolicies().getFirst();
    assertThat(empty.forIngress()).isTrue();
    assertThat(empty.forEgress()).isFalse();
    NetworkPolicy some =
        read(policy + "{podSelector: {}, egress: [{ports: [{}]}]}").networkPolicies().getFirst();
    assertThat(some.forEgress()).isTrue();
    assertThat(some.egress().getFirst().ports())
        .containsExactly(new NetworkPolicy.Port("TCP", null, 0, 0));
    assertThat(some.meta().namespace()).isEqualTo("default");
  }

  @Test
  void aCustomKindThatEmbedsAPodTemplateYieldsItsPods() {
    Cluster cluster =
        read(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 4
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: nginx}], hostPID: true}
            """);
    int pod = Reading.pod(cluster, "web-*");
    assertThat(cluster.pods().topmost(pod).toString()).isEqualTo("Rollout.argoproj.io shop/web");
    assertThat(cluster.pods().specPath(pod)).isEqualTo("spec.template.spec");
    assertThat(cluster.pods().replicas(pod)).isEqualTo(4);
    assertThat(cluster.pods().spec(pod).hostPID()).isTrue();
  }

  @Test
  void claimTemplatesOfAStatefulSetAreVolumesOfItsPods() {
    Cluster cluster =
        read(
            Samples.DEPLOYMENT.replace("kind: Deployment", "kind: StatefulSet")
                + "  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast}}]\n");
    assertThat(Reading.spec(cluster, "web-*").volumes())
        .contains(
            new Volume.Claim(
                "data",
                "data-web-*",
                false,
                new Volume.ClaimTemplate("fast", List.of(), "", "Filesystem", null)));
  }

  @Test
  void ringfencesOwnDocumentsAreKeptWhole() {
    Intake.Result result =
        Reading.file(
            folder,
            "tenants.yaml",
            Samples.POD
                + "---\napiVersion: ringfence.dev/v1alpha1\nkind: Tenant\nmetadata: {name: a}\nspec:\n  colour: blue\n");
    assertThat(result.documents())
        .singleElement()
        .satisfies(
            document -> {
              assertThat(document.kind()).isEqualTo("Tenant");
              assertThat(document.name()).isEqualTo("a");
              assertThat(document.origin().document()).isEqualTo(1);
              assertThat(document.content().toString()).contains("colour").contains("line 11");
            });
  }

  @Test
  void ownObjectsWinOverBootstrapObjectsOfTheSameName() {
    Cluster cluster =
        read("apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system, labels: {team: a}}\n");
    assertThat(
            cluster
                .namespaces()
                .get(cluster.namespaceIndex("kube-system"))
                .meta()
                .labels()
                .get("team"))
        .isEqualTo("a");
  }

  @Test
  void anAccountInARoleBindingWithoutNamespaceIsOfTheBindingsOwn() {
    Cluster cluster =
        read(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: own-account, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{kind: ServiceAccount, name: web}]
            """);
    assertThat(cluster.bindings())
        .filteredOn(binding -> binding.meta().name().equals("own-account"))
        .singleElement()
        .satisfies(
            binding -> assertThat(binding.subjects().getFirst().namespace()).isEqualTo("shop"));
  }
}
