package dev.ringfence.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicySetTest {

  private static final PolicyOptions TODAY = PolicyOptions.on(LocalDate.of(2026, 11, 21));

  private static PolicySet policy(String kind, String spec) {
    return PolicySet.of(documents(kind, spec), TODAY);
  }

  private static List<PolicyDocument> documents(String kind, String spec) {
    return Yaml.documents(
        "apiVersion: ringfence.dev/v1alpha1\nkind: "
            + kind
            + "\nmetadata: {name: x}\nspec:\n"
            + spec.indent(2));
  }

  @Test
  void anExpiredAssumptionNoLongerCountsAndIsToldOf() {
    PolicySet set =
        policy(
            "Assumptions",
            """
            assumptions:
            - {id: over, value: closed, vouchedBy: cloud team, until: 2026-11-20}
            - {id: today, value: closed, vouchedBy: cloud team, until: 2026-11-21}
            """);
    assertThat(set.statements()).extracting(Assumptions.Statement::id).containsExactly("today");
    assertThat(set.remarks())
        .containsExactly(
            "Assumption over, for which cloud team vouched, expired on 2026-11-20 and no longer"
                + " counts");
  }

  @Test
  void theCommandLineWinsOverADocument() {
    PolicySet set =
        PolicySet.of(
            documents("Assumptions", "assumptions: [{id: a, value: closed, vouchedBy: b}]"),
            new PolicyOptions(LocalDate.EPOCH, null, Map.of("a", "open")));
    assertThat(set.statements())
        .containsExactly(new Assumptions.Statement("a", "open", "--assume", null));
  }

  @Test
  void declaredPoolsStandInForNodesThatNobodyRead() {
    PolicySet set =
        policy(
            "Assumptions",
            """
            nodePools:
            - name: general
              labels: {pool: general}
              taints: [{key: dedicated, value: a, effect: NoSchedule}]
              runtimeHandlers: [{name: runsc, userNamespaces: true}]
              enforcer: calico
            - name: any
            """);
    Resolution resolution = set.resolve(new SmallCluster().namespace("web").build());

    assertThat(resolution.cluster().nodes())
        .extracting(Node::name)
        .containsExactly("general", "any");
    Node general = resolution.cluster().nodes().getFirst();
    assertThat(general.assumed()).isTrue();
    assertThat(general.labels().get("pool")).isEqualTo("general");
    assertThat(general.labels().get("kubernetes.io/os")).isEqualTo("linux");
    assertThat(general.taints()).containsExactly(new Node.Taint("dedicated", "a", "NoSchedule"));
    assertThat(general.runtimeHandlers())
        .containsExactlyInAnyOrder(
            new Node.RuntimeHandler("runsc", true, false),
            new Node.RuntimeHandler("", false, false));
    assertThat(general.meta().annotations()).containsEntry(Node.ENFORCER_ANNOTATION, "calico");
    assertThat(resolution.cluster().nodes().getLast().labels().size())
        .as("a pool without labels fits every selector")
        .isZero();
    assertThat(resolution.remarks()).first().asString().contains("general, any");
  }

  @Test
  void aPoolScaledToZeroIsPossibleBesideTheNodesThatWereRead() {
    Cluster cluster = new SmallCluster().node("n1", Map.of("pool", "general")).build();
    PolicySet set =
        policy(
            "Assumptions",
            "nodePools: [{name: general, labels: {pool: general}},"
                + " {name: burst, labels: {pool: burst}}]");
    assertThat(set.resolve(cluster).cluster().nodes())
        .extracting(Node::name)
        .containsExactly("n1", "burst");
  }

  @Test
  void withoutNodesAndPoolsTheAnswerOpensWithThat() {
    assertThat(PolicySet.of(List.of(), TODAY).resolve(new SmallCluster().build()).remarks())
        .first()
        .asString()
        .contains("one node that every pod fits stands in");
  }

  @Test
  void requirementsReplaceTheDefaultUnlessTheyExtendIt() {
    String rules = "rules: [{to: {kinds: [Tenant]}, depth: {observe: 1}}]";
    PolicySet alone = policy("Requirements", rules);
    PolicySet added = policy("Requirements", "extendsDefault: true\n" + rules);
    assertThat(required(alone)).containsExactly(0, 0, 0, 0, 1);
    assertThat(alone.remarks()).singleElement().asString().contains("default rows do not count");
    assertThat(required(added)).containsExactly(2, 2, 1, 1, 1);
    assertThat(added.remarks()).isEmpty();
  }

  private static List<Integer> required(PolicySet set) {
    Resolution resolution = set.resolve(new SmallCluster().namespace("a").namespace("b").build());
    Tenant first = resolution.tenancy().tenant(0);
    Tenant second = resolution.tenancy().tenant(1);
    return Arrays.stream(Stake.values())
        .map(stake -> resolution.requirements().depth(first, second, stake))
        .toList();
  }
}
