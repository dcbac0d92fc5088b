package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that stops at a depth never says that something holds that it did not look for. */
final class SearchBoundTest {

  /** Two tenants that share nodes, closed to each other on the network and away from the API. */
  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: shared}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: one, labels: {pod-security.kubernetes.io/enforce: restricted}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: two, labels: {pod-security.kubernetes.io/enforce: restricted}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: closed, namespace: one}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: closed, namespace: two}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: a, namespace: one}
      spec: {automountServiceAccountToken: false, containers: [{name: c, image: example.org/a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: b, namespace: two}
      spec: {automountServiceAccountToken: false, containers: [{name: c, image: example.org/b}]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: one}
      spec: {namespaces: {names: [one]}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: two}
      spec: {namespaces: {names: [two]}}
      """;

  @TempDir Path folder;

  private String source() throws Exception {
    return Files.writeString(folder.resolve("cluster.yaml"), CLUSTER).toString();
  }

  private static Map<List<Object>, Verdict> verdicts(String source, int maximumDepth)
      throws Exception {
    Intake.Result read = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT);
    Resolution resolution =
        PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)))
            .resolve(read.cluster());
    ProofRun run =
        ProofRun.of(
            resolution.cluster(),
            resolution.tenancy(),
            resolution.requirements(),
            new Assumptions(resolution.statements()),
            maximumDepth,
            resolution.remarks(),
            stage -> {},
            new KubernetesExpressions());
    Map<List<Object>, Verdict> all = new HashMap<>();
    run.forEachVerdict(
        verdict -> all.put(List.of(verdict.from(), verdict.to(), verdict.stake()), verdict));
    return all;
  }

  @Test
  void whatADeeperSearchFindsWantingNoShallowerOneLetsHold() throws Exception {
    int undecidedByBound = 0;
    for (String source :
        List.of(source(), Program.root().resolve("examples/content-management").toString())) {
      Map<List<Object>, Verdict> deep = verdicts(source, 3);
      for (int maximum = 0; maximum < 3; maximum++) {
        for (Map.Entry<List<Object>, Verdict> one : verdicts(source, maximum).entrySet()) {
          Verdict shallow = one.getValue();
          Verdict known = Objects.requireNonNull(deep.get(one.getKey()));
          if (shallow.undecidedByBound()) {
            assertThat(shallow.required()).isGreaterThan(maximum + 1);
            undecidedByBound++;
          } else {
            assertThat(shallow.outcome() == Verdict.Outcome.HOLDS)
                .as("%s up to %d", one, maximum)
                .isEqualTo(known.outcome() == Verdict.Outcome.HOLDS);
          }
        }
      }
    }
    assertThat(undecidedByBound).isPositive();
  }

  @Test
  void everyAnswerSaysWhichPairsTheBoundConcerns() throws Exception {
    String source = source();
    Program.Result table = Program.run("prove", source, "--max-depth", "0");
    assertThat(table.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(table.output())
        .contains("Where the search stopped")
        .contains("a greater --max-depth")
        .contains("one → platform, unclaimed/default: takeover (undecided)");

    Program.Result json = Program.run("prove", source, "--max-depth", "0", "-o", "json");
    assertThat(json.output().replaceAll("\\s", ""))
        .contains("\"bound\":{\"depthAtLeast\":1,")
        .contains("\"depth\":null,\"depthAtLeast\":1,\"depthIfRefuted\":null");

    Program.Result page = Program.run("prove", source, "--max-depth", "0", "-o", "html");
    assertThat(page.output()).contains("have no failure set of up to 0 boundaries");

    Path certificate = folder.resolve("certificate");
    Program.run("prove", source, "--max-depth", "0", "--certificate", certificate.toString());
    Program.Result verified = Program.run("verify", source, certificate.toString());
    assertThat(verified.exit()).as(verified.output()).isEqualTo(ExitCode.FINE);
    assertThat(verified.output())
        .contains("it says no more than that at least 1 boundaries must fail")
        .contains("undecided, because more is required than that: one → platform");
  }

  @Test
  void withinTheRequiredDepthNothingIsLeftOpen() throws Exception {
    Program.Result table = Program.run("prove", source());
    assertThat(table.output()).doesNotContain("a greater --max-depth");
  }
}
