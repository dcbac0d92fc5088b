package dev.ringfence.policy.controls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Service;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.SmallCluster;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Fences written down: the same every time, one folder a tenant, and nothing by tenant in between.
 */
final class ControlsTest {

  private static final String[] PATTERNS = {
    "Shared", "DedicatedNodes", "DedicatedNodesWithHostPrivileges", "DedicatedCluster"
  };

  private static FencePlan plan(int tenants) {
    return plan(tenants, new SmallCluster());
  }

  private static FencePlan plan(int tenants, SmallCluster cluster) {
    StringBuilder documents = new StringBuilder();
    for (String pattern : PATTERNS) {
      documents.append(
          """
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: IsolationClass
          metadata: {name: %s}
          spec: {pattern: %s}
          """
              .formatted(pattern.toLowerCase(java.util.Locale.ROOT), pattern));
    }
    cluster.namespace("kube-system");
    for (int tenant = 0; tenant < tenants; tenant++) {
      documents.append(
          """
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: t%1$d}
          spec:
            trust: Trusted
            code: FirstParty
            namespaces: {names: [t%1$d-web, t%1$d-data]}
            subjects: [{kind: Group, name: "people of \\"%1$d\\""}]
            isolationClass: %2$s
          """
              .formatted(
                  tenant, PATTERNS[tenant % PATTERNS.length].toLowerCase(java.util.Locale.ROOT)));
      cluster.namespace("t" + tenant + "-web");
    }
    PolicySet policy =
        PolicySet.of(
            Yaml.documents(documents.toString()), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(cluster.build());
    return FencePlanner.plan(policy, resolution, ClusterTraits.of(resolution.cluster()));
  }

  @Test
  void everyFileIsYamlThatSaysWhatItsNameSays() {
    Controls controls = Controls.of(plan(8));
    for (ControlObject object : controls.inOrder()) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(object.text());
      assertThat(tree).as(object.title()).isInstanceOf(Map.class);
      Map<?, ?> map = (Map<?, ?>) tree;
      assertThat(map.get("kind")).isEqualTo(object.kind());
      assertThat(map.get("apiVersion")).isEqualTo(object.apiVersion());
      Map<?, ?> metadata = (Map<?, ?>) requireNonNull(map.get("metadata"));
      assertThat(metadata.get("name")).isEqualTo(object.name());
      assertThat(metadata.get("namespace")).isEqualTo(object.namespace());
      assertThat(String.valueOf(metadata.get("labels"))).contains("managed-by=ringfence");
    }
  }

  @Test
  void theSamePlanGivesTheSameFiles() {
    assertThat(Folder.of(Controls.of(plan(12)))).isEqualTo(Folder.of(Controls.of(plan(12))));
  }

  @Test
  void admissionDoesNotGrowWithTenants() {
    long few = admission(Controls.of(plan(8)));
    assertThat(admission(Controls.of(plan(80)))).isEqualTo(few);
  }

  private static long admission(Controls controls) {
    return controls.inOrder().stream()
        .filter(object -> object.apiVersion().startsWith("admissionregistration"))
        .count();
  }

  @Test
  void aTenantsFilesStandInItsFolder() {
    Map<String, String> files = Folder.of(Controls.of(plan(4)));
    assertThat(files)
        .containsKeys(
            "base/kustomization.yaml",
            "base/tenants/t0/namespace-t0-web.yaml",
            "base/tenants/t1/t1-data/networkpolicy-ringfence-default-deny.yaml",
            "overlays/observe/kustomization.yaml",
            "files/nodes/t1/bottlerocket.toml",
            "files/firewall/pools.nft",
            "clusters/t3/cluster.yaml");
    files.keySet().stream()
        .filter(path -> path.startsWith("base/tenants/t0/"))
        .forEach(path -> assertThat(files.get(path)).doesNotContain("t1-"));
    assertThat(files.values()).allMatch(text -> text.endsWith("\n"));
  }

  /** OpenShift's resolvers are elsewhere: a fence that guessed closed the way to all names. */
  @Test
  void namesAreAskedWhereTheClusterAnswersThem() {
    String dns = "base/tenants/t0/t0-web/networkpolicy-ringfence-dns.yaml";
    FencePlan usual = plan(1);
    assertThat(Folder.of(Controls.of(usual)).get(dns))
        .contains("metadata.name: kube-system", "\"k8s-app\": \"kube-dns\"", "port: 53,");
    FencePlan openShift =
        plan(
            1,
            new SmallCluster()
                .namespace("openshift-dns")
                .service(
                    "openshift-dns",
                    "dns-default",
                    Map.of("dns.operator.openshift.io/daemonset-dns", "default"),
                    List.of(
                        new Service.Port("dns", "UDP", 53, "5353", 0),
                        new Service.Port("metrics", "TCP", 9154, "9154", 0))));
    assertThat(Folder.of(Controls.of(openShift)).get(dns))
        .contains(
            "metadata.name: openshift-dns",
            "\"dns.operator.openshift.io/daemonset-dns\": \"default\"",
            "{port: 5353, protocol: UDP}")
        .doesNotContain("kube-system", "9154");
  }

  /** The bound is the specification's, on two cores that do nothing else; ten times that here. */
  @Test
  void aThousandTenantsAreRenderedInSeconds() {
    FencePlan plan = plan(1000);
    Folder.of(Controls.of(plan));
    long start = System.nanoTime();
    Map<String, String> files = Folder.of(Controls.of(plan));
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    long bytes = files.values().stream().mapToLong(String::length).sum();
    System.out.println(
        "1,000 tenants: " + files.size() + " files, " + bytes + " bytes, " + milliseconds + " ms");
    assertThat(milliseconds).isLessThan(20_000);
  }
}
