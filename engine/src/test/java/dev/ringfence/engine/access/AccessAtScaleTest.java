package dev.ringfence.engine.access;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import org.junit.jupiter.api.Test;

/** The large size: 50,000 bindings in 10,000 namespaces. Prints its time; asserts only answers. */
class AccessAtScaleTest {

  @Test
  void everySubjectOfALargeClusterIsCompiled() {
    String rbac = "rbac.authorization.k8s.io";
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .aggregate("admin", "", "to-admin")
            .labelledRole("edit", "to-admin", rule("*", "", "pods,secrets,configmaps"))
            .labelledRole("more", "to-admin", rule("*", rbac, "roles,rolebindings"))
            .clusterRole("view", rule("get,list,watch", "*", "*"));
    for (int namespace = 0; namespace < 10_000; namespace++) {
      String name = "tenant-" + namespace;
      fixture
          .role(name, "app", rule("get,patch", "apps", "deployments", "app-" + namespace))
          .bindRole(name, "app", account(name, "app"))
          .bindClusterRole(name, "admin", group("team-" + namespace / 10))
          .bindClusterRole(name, "view", account(name, "ci"))
          .bindClusterRole(name, "edit", account("tenant-" + (namespace + 1) % 10_000, "deployer"))
          .bindClusterRole(name, "more", account(name, "operator"));
    }
    Cluster cluster = fixture.build();
    long start = System.nanoTime();
    Access access = Access.of(cluster);
    System.out.println("compiled in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    int deployer = access.serviceAccount("tenant-1", "deployer");
    assertThat(
            access.allowed(deployer, Request.resource("get", "", "secrets", "", "tenant-0", "tls")))
        .isTrue();
    start = System.nanoTime();
    for (int round = 0; round < 10_000; round++) {
      access.allowed(deployer, Request.resource("get", "", "secrets", "", "tenant-0", "tls"));
    }
    System.out.println("one review in " + (System.nanoTime() - start) / 10_000 + " ns");
    start = System.nanoTime();
    assertThat(access.whoCan(Request.resource("get", "", "secrets", "", "tenant-0", "tls")))
        .hasSizeGreaterThanOrEqualTo(2);
    System.out.println("who-can in " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }
}
