package dev.ringfence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The policy documents of the examples say what their pages promise. */
class ExamplesTest {

  private static Resolution resolve(String example, Cluster cluster) throws IOException {
    Path file = Path.of("../examples", example, "ringfence.yaml");
    List<PolicyDocument> documents = Yaml.documents(Files.readString(file));
    return PolicySet.of(documents, PolicyOptions.on(LocalDate.of(2026, 11, 21))).resolve(cluster);
  }

  @Test
  void theShopsCustomersAreStrangersWhoMustNotLearnOfEachOther() throws IOException {
    Map<String, String> spacely = Map.of("customer", "spacely-sprockets");
    Map<String, String> cogswell = Map.of("customer", "cogswells-cogs");
    Resolution resolution =
        resolve(
            "saas",
            new SmallCluster()
                .namespace("kube-system")
                .namespace("shop")
                .namespace("payments")
                .namespace("spacely-sprockets", spacely, Map.of())
                .namespace("spacely-sprockets-jobs", spacely, Map.of())
                .namespace("cogswells-cogs", cogswell, Map.of())
                .namespace("cogswells-cogs-jobs", cogswell, Map.of())
                .namespace("external-secrets")
                .namespace("observability")
                .namespace("ci")
                .build());
    Tenant first = tenant(resolution, "spacely-sprockets");
    Tenant second = tenant(resolution, "cogswells-cogs");
    assertThat(first.namespaces()).hasSize(2);
    assertThat(resolution.requirements().depth(first, second, Stake.TAKEOVER)).isEqualTo(2);
    assertThat(resolution.requirements().depth(first, second, Stake.OBSERVE)).isEqualTo(1);
    assertThat(resolution.tenancy().tenants())
        .noneMatch(tenant -> tenant.kind() == Tenant.Kind.UNCLAIMED);
    assertThat(resolution.cluster().nodes()).hasSize(2);
  }

  @Test
  void customersCodeIsKeptFromTheContentThatItServes() throws IOException {
    Resolution resolution =
        resolve(
            "content-management",
            new SmallCluster()
                .namespace("content")
                .namespace("messaging")
                .namespace("extensions")
                .build());
    assertThat(
            resolution
                .requirements()
                .depth(tenant(resolution, "extensions"), tenant(resolution, "content"), Stake.READ))
        .isEqualTo(2);
  }

  private static Tenant tenant(Resolution resolution, String name) {
    return resolution.tenancy().tenants().stream()
        .filter(tenant -> tenant.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
