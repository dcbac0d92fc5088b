package dev.ringfence.policy.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.SmallCluster;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.document.Documents;
import dev.ringfence.policy.document.TenantDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenancyResolverTest {

  private static final Rbac.SubjectKind USER = Rbac.SubjectKind.USER;

  private static List<TenantDocument> tenants(String... namesAndSpecs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < namesAndSpecs.length; i += 2) {
      text.append("---\n{apiVersion: ringfence.dev/v1alpha1, kind: Tenant, metadata: {name: ")
          .append(namesAndSpecs[i])
          .append("}, spec: {")
          .append(namesAndSpecs[i + 1])
          .append("}}\n");
    }
    return Documents.read(Yaml.documents(text.toString())).tenants();
  }

  private static ResolvedTenancy resolve(SmallCluster cluster, List<TenantDocument> tenants) {
    return TenancyResolver.resolve(tenants, cluster.build(), null);
  }

  private static String ownerOf(ResolvedTenancy resolved, Cluster cluster, String namespace) {
    return resolved
        .tenancy()
        .tenant(resolved.tenancy().ofNamespace(cluster.namespaceIndex(namespace)))
        .name();
  }

  private static @Nullable Tenant named(ResolvedTenancy resolved, String name) {
    return resolved.tenancy().tenants().stream()
        .filter(tenant -> tenant.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Test
  void namespacesAreClaimedByNameAndByLabelAndTheRestIsUnclaimed() {
    Cluster cluster =
        new SmallCluster()
            .namespace("kube-system")
            .namespace("spacely-web")
            .namespace("spacely-data", Map.of("customer", "spacely"), Map.of())
            .namespace("attic")
            .build();
    ResolvedTenancy resolved =
        TenancyResolver.resolve(
            tenants(
                "spacely",
                "namespaces: {names: [spacely-web], selector: {matchLabels: {customer: spacely}}}"),
            cluster,
            null);

    assertThat(ownerOf(resolved, cluster, "spacely-web")).isEqualTo("spacely");
    assertThat(ownerOf(resolved, cluster, "spacely-data")).isEqualTo("spacely");
    assertThat(ownerOf(resolved, cluster, "kube-system")).isEqualTo("platform");
    assertThat(ownerOf(resolved, cluster, "attic")).isEqualTo("unclaimed/attic");
    assertThat(resolved.tenancy().tenants())
        .extracting(Tenant::kind)
        .containsExactly(Tenant.Kind.DECLARED, Tenant.Kind.PLATFORM, Tenant.Kind.UNCLAIMED);
    assertThat(resolved.reasons().get("kube-system")).contains("reserved for Kubernetes");
    assertThat(resolved.remarks()).anyMatch(remark -> remark.endsWith("never attackers: attic"));
  }

  @Test
  void aNamespaceOfTwoTenantsIsRefusedNamingBoth() {
    SmallCluster cluster = new SmallCluster().namespace("web", Map.of("a", "b"), Map.of());
    assertThatThrownBy(
            () ->
                resolve(
                    cluster,
                    tenants(
                        "cogswell", "namespaces: {selector: {matchLabels: {a: b}}}",
                        "spacely", "namespaces: {names: [web]}")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("policy.yaml, document 1")
        .hasMessageContaining("namespace web also belongs to the tenant spacely")
        .hasMessageContaining("(policy.yaml, document 2");
  }

  @Test
  void aSelectorDoesNotTakeThePlatformsNamespacesUnlessTheyAreNamed() {
    SmallCluster cluster = new SmallCluster().namespace("kube-system").namespace("web");
    assertThatThrownBy(() -> resolve(cluster, tenants("all", "namespaces: {selector: {}}")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("matches namespace kube-system of the platform");
    ResolvedTenancy named =
        resolve(
            new SmallCluster().namespace("kube-system").namespace("web"),
            tenants("all", "namespaces: {names: [kube-system], selector: {}}"));
    assertThat(named.tenancy().tenant(0).namespaces()).hasSize(2);
  }

  @Test
  void aNameThatMatchesNothingIsRemarkedWithWhatWasPerhapsMeant() {
    assertThat(
            resolve(
                    new SmallCluster().namespace("spacely-web"),
                    tenants("spacely", "namespaces: {names: [spacely-wed]}"))
                .remarks())
        .anyMatch(remark -> remark.contains("did you mean spacely-web?"));
  }

  @Test
  void theNamespaceOfAnEnforcerIsThePlatforms() {
    Cluster cluster =
        new SmallCluster()
            .namespace("calico-system")
            .pod("calico-system", "calico-node", "quay.io/calico/node:v3.31.0", "calico", "/lib")
            .build();
    ResolvedTenancy resolved =
        TenancyResolver.resolve(tenants("a", "trust: Trusted"), cluster, null);
    assertThat(ownerOf(resolved, cluster, "calico-system")).isEqualTo("platform");
    assertThat(resolved.reasons().get("calico-system"))
        .isEqualTo(
            "DaemonSet calico-system/calico-node runs Calico, a network controller"
                + " (quay.io/calico/node, on the host)");
  }

  @Test
  void anImagesNameAloneMakesNoNamespaceThePlatforms() {
    Cluster cluster =
        new SmallCluster()
            .namespace("web")
            .pod("web", "calico-node", "quay.io/calico/node:v3.31.0", "default", "")
            .namespace("shop")
            .pod("shop", "front", "registry.k8s.io/ingress-nginx/controller:v1.14.0", "nginx", "")
            .namespace("edge")
            .pod("edge", "front", "registry.k8s.io/ingress-nginx/controller:v1.14.0", "nginx", "")
            .bind("", Rbac.SubjectKind.SERVICE_ACCOUNT, "edge/nginx")
            .build();
    ResolvedTenancy resolved =
        TenancyResolver.resolve(tenants("a", "trust: Trusted"), cluster, null);
    assertThat(ownerOf(resolved, cluster, "web")).isEqualTo("unclaimed/web");
    assertThat(ownerOf(resolved, cluster, "shop")).isEqualTo("unclaimed/shop");
    assertThat(ownerOf(resolved, cluster, "edge")).isEqualTo("platform");
  }

  @Test
  void aTenantDocumentMayAddToThePlatform() {
    Cluster cluster = new SmallCluster().namespace("kube-system").namespace("monitoring").build();
    ResolvedTenancy resolved =
        TenancyResolver.resolve(
            tenants("platform", "namespaces: {names: [monitoring]}"), cluster, null);
    assertThat(ownerOf(resolved, cluster, "monitoring")).isEqualTo("platform");
    assertThat(resolved.tenancy().tenant(resolved.tenancy().platform()).namespaces()).hasSize(2);
  }

  @Test
  void thePlatformPublishesDnsToAll() {
    ResolvedTenancy resolved =
        resolve(
            new SmallCluster()
                .namespace("kube-system")
                .service("kube-system", "rke2-coredns", Map.of("k8s-app", "kube-dns"))
                .namespace("web")
                .service("web", "kube-dns", Map.of()),
            List.of());
    assertThat(resolved.tenancy().tenant(resolved.tenancy().platform()).publishes())
        .containsExactly(new Tenant.Publication("kube-system", "rke2-coredns", List.of()));
  }

  @Test
  void aServiceOfSomebodyElseCannotBePublished() {
    SmallCluster cluster = new SmallCluster().namespace("web").namespace("data");
    assertThatThrownBy(
            () ->
                resolve(
                    cluster,
                    tenants(
                        "a",
                        "namespaces: {names: [web]}, publishes: [{namespace: data, service: s}]")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("namespace data is not one of the tenant's own");
  }

  @Test
  void whoIsBoundInATenantsNamespaceAndClaimedByNobodyIsRemarked() {
    assertThat(
            resolve(
                    new SmallCluster().namespace("web").bind("web", USER, "jane"),
                    tenants("a", "namespaces: {names: [web]}"))
                .remarks())
        .anyMatch(remark -> remark.contains("jane in a"));
  }

  @Test
  void aTenantWithoutEnvironmentBesideOthersWithOneIsRemarked() {
    SmallCluster cluster = new SmallCluster().namespace("web");
    assertThat(
            resolve(cluster, tenants("a", "environment: production", "b", "trust: Trusted"))
                .remarks())
        .anyMatch(remark -> remark.endsWith("not held apart by it: b"));
  }

  @Test
  void withoutDocumentsEveryNamespaceIsATenantAndTheAnswerSaysSo() {
    ResolvedTenancy resolved =
        resolve(
            new SmallCluster().namespace("kube-system").namespace("default").namespace("web"),
            List.of());
    assertThat(resolved.tenancy().tenants())
        .extracting(Tenant::name)
        .containsExactly("web", "platform", "unclaimed/default");
    assertThat(resolved.remarks())
        .anyMatch(remark -> remark.contains("1 tenant was proposed, by a namespace each"))
        .anyMatch(remark -> remark.contains("untrusted"));
  }

  @Test
  void marksOfTenancyProductsAreRead() {
    ResolvedTenancy resolved =
        resolve(
            new SmallCluster()
                .namespace("oil-1", Map.of("capsule.clastix.io/tenant", "oil"), Map.of())
                .namespace("oil-2", Map.of("capsule.clastix.io/tenant", "oil"), Map.of())
                .namespace("r", Map.of("field.cattle.io/projectId", "p-7xk2"), Map.of())
                .namespace("o", Map.of(), Map.of("openshift.io/requester", "jane"))
                .namespace(
                    "leaf",
                    Map.of(
                        "leaf.tree.hnc.x-k8s.io/depth", "0",
                        "team.tree.hnc.x-k8s.io/depth", "1",
                        "org.tree.hnc.x-k8s.io/depth", "2"),
                    Map.of())
                .namespace("web"),
            List.of());
    assertThat(resolved.tenancy().tenants())
        .extracting(Tenant::name)
        .containsExactly("jane", "oil", "org", "p-7xk2", "web", "platform");
    assertThat(resolved.reasons().get("oil-2"))
        .isEqualTo("proposed by label capsule.clastix.io/tenant (Capsule)");
  }

  @Test
  void theUsersOwnLabelIsAskedFirst() {
    Cluster cluster =
        new SmallCluster()
            .namespace("a", Map.of("team", "red", "capsule.clastix.io/tenant", "blue"), Map.of())
            .namespace("b", Map.of("team", "red"), Map.of())
            .build();
    ResolvedTenancy resolved = TenancyResolver.resolve(List.of(), cluster, "team");
    assertThat(resolved.tenancy().tenants())
        .extracting(Tenant::name)
        .containsExactly("red", "platform");
    assertThat(TenancyResolver.resolve(List.of(), cluster, "none").remarks())
        .contains("No namespace has the label none");
  }

  @Test
  void aNamespaceCalledPlatformDoesNotBecomeTheTrustedBase() {
    ResolvedTenancy resolved = resolve(new SmallCluster().namespace("platform"), List.of());
    assertThat(named(resolved, "platform/platform")).isNotNull();
    assertThat(resolved.tenancy().tenant(resolved.tenancy().platform()).namespaces()).isEmpty();
  }

  @Test
  void usersBoundInOneTenantOnlyAreProposedAsItsOwn() {
    ResolvedTenancy resolved =
        resolve(
            new SmallCluster()
                .namespace("a")
                .namespace("b")
                .bind("a", USER, "jane")
                .bind("a", USER, "both")
                .bind("b", USER, "both")
                .bind("b", USER, "wide")
                .bind("", USER, "wide")
                .bind("b", Rbac.SubjectKind.GROUP, "system:authenticated"),
            List.of());
    assertThat(named(resolved, "a"))
        .extracting(Tenant::subjects)
        .isEqualTo(List.of(new Rbac.Subject(USER, "", "jane")));
    assertThat(named(resolved, "b")).extracting(Tenant::subjects).isEqualTo(List.of());
  }
}
