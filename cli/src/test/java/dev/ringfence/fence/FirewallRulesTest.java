package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The firewall's rules are nftables' language, by its grammar and by nft itself. */
final class FirewallRulesTest {

  @TempDir private Path folder;

  /** What is known of how the network carries pods' packets. */
  enum Carried {
    OVERLAY,
    ROUTED,
    UNKNOWN;

    private String rules() {
      String network =
          switch (this) {
            case OVERLAY -> OutsideFilesTest.OVERLAY;
            case ROUTED -> OutsideFilesTest.ROUTED;
            case UNKNOWN -> OutsideFilesTest.agent("mystery", "example.test/mystery");
          };
      return Objects.requireNonNull(
          OutsideFilesTest.files(network).get("files/firewall/pools.nft"));
    }
  }

  @ParameterizedTest
  @EnumSource(Carried.class)
  void everyLineIsOfTheLanguage(Carried carried) {
    String rules = carried.rules();
    assertThat(NftablesGrammar.check(rules)).isEmpty();
    assertThat(NftablesGrammar.check(rules.replaceFirst(" drop\n", " refuse\n"))).hasSize(1);
    assertThat(NftablesGrammar.check(rules.replace("ip saddr @nodes_ours", "ip saddr @ours")))
        .isNotEmpty();
    assertThat(NftablesGrammar.check(rules.replace("192.168.0.3", "ours"))).hasSize(1);
  }

  /** In a network namespace of its own, which goes with the process; loaded twice, kept once. */
  @ParameterizedTest
  @EnumSource(Carried.class)
  void nftLoadsThemAndReplacesThem(Carried carried) throws Exception {
    Tool.needed("nft", "the package nftables");
    Path file = folder.resolve("pools.nft");
    Files.writeString(file, carried.rules());
    String twice =
        Tool.run(
            folder.resolve("said"),
            "unshare",
            "--user",
            "--map-root-user",
            "--net",
            "sh",
            "-c",
            "nft -f \"$0\" && nft -f \"$0\" && nft list ruleset",
            file.toString());
    long rules =
        carried.rules().lines().filter(line -> line.matches("    ip6? .* (accept|drop)")).count();
    assertThat(twice.lines().filter(line -> line.matches("\\s+ip6? .* (accept|drop)")).count())
        .as(twice)
        .isEqualTo(rules);
    assertThat(twice).contains("192.168.0.3");
  }

  /** Tenants who share a pool of sandboxes are behind one wall, not each behind its own. */
  @Test
  void aPoolOfSandboxesIsHeldApartToo() {
    String rules =
        Objects.requireNonNull(
            Folder.of(
                    FencedCluster.rendered(
                        OutsideFilesTest.NODES.replace(
                                "ringfence-tenant: theirs", "ringfence-pool: sandbox")
                            + OutsideFilesTest.ROUTED
                            + "\n---\n"
                            + OutsideFilesTest.OURS
                            + SANDBOXED))
                .get("files/firewall/pools.nft"));
    assertThat(NftablesGrammar.check(rules)).isEmpty();
    assertThat(rules)
        .contains(
            "set nodes_pool_sandbox { type ipv4_addr; flags interval; auto-merge;"
                + " elements = { 192.168.0.4 } }")
        .contains(
            "ip daddr @nodes_pool_sandbox ip saddr != @control_plane"
                + " ip saddr != @nodes_pool_sandbox drop")
        .contains("ip saddr @pods_pool_sandbox ip daddr @pods_ours accept")
        .doesNotContain("@pods_ours ip daddr @pods_pool_sandbox accept", "nodes_one", "nodes_two");
  }

  private static final String SANDBOXED =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: nodes}
      spec: {pattern: DedicatedNodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: boxes}
      spec: {pattern: Sandboxed, runtimeClassName: box, runtimeHandler: runsc}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec:
        trust: Trusted
        namespaces: {names: [ours]}
        publishes: [{namespace: ours, service: shop, to: [{tenant: one}]}]
        isolationClass: nodes
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: one}
      spec: {trust: Trusted, namespaces: {names: [one]}, isolationClass: boxes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: two}
      spec: {trust: Trusted, namespaces: {names: [two]}, isolationClass: boxes}
      ---
      """;

  @Test
  void whatHasNoAddressIsSaid() {
    String nodes =
        OutsideFilesTest.NODES
            + """
            apiVersion: v1
            kind: Node
            metadata: {name: by-name, labels: {node-restriction.kubernetes.io/ringfence-tenant: ours}}
            status: {addresses: [{type: Hostname, address: by-name.example.test}]}
            ---
            """;
    String rules =
        Objects.requireNonNull(
            OutsideFilesTest.files(nodes, OutsideFilesTest.ROUTED).get("files/firewall/pools.nft"));
    assertThat(rules)
        .contains("# FILL IN, in nodes_ours: no address is known of by-name\n")
        .contains("# FILL IN, in pods_ours: no range of pods is known of by-name\n")
        .doesNotContain("example.test");
    assertThat(NftablesGrammar.check(rules)).isEmpty();
    String nobody =
        Objects.requireNonNull(
            OutsideFilesTest.files(
                    nodes.replace("ringfence-tenant: theirs", "pool: theirs"),
                    OutsideFilesTest.OVERLAY)
                .get("files/firewall/pools.nft"));
    assertThat(nobody).contains("# FILL IN nodes_theirs: no node of theirs was seen\n");
  }
}
