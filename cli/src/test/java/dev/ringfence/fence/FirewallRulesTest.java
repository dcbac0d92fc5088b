package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

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
