package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While network policies come, go and are written otherwise, only what they say of other ends is
 * worked out again, and the proof says what one from scratch says.
 */
final class StandingPoliciesTest {

  /** {@code -Dringfence.policies=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.policies", 40);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatFollowsPoliciesIsWhatAProofFromScratchSays(EditedPolicies.Enforcers enforcers)
      throws Exception {
    Intake.Result read = StandingScene.read(folder, EditedPolicies.cluster(enforcers));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 11));
    EditedPolicies scene = new EditedPolicies(random);
    int moved = 0;
    int rowByRow = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      String what = edit(standing, scene, random);
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      moved += now.equals(before) ? 0 : 1;
      rowByRow += standing.rowByRow() ? 1 : 0;
      before = now;
    }
    // Else the comparison compares nothing.
    assertThat(rowByRow).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 8);
  }

  /** Labels of namespaces that policies alone ask for, between changes of what asks for them. */
  @ParameterizedTest
  @EnumSource
  void whatFollowsLabelsIsWhatAProofFromScratchSays(EditedPolicies.Enforcers enforcers)
      throws Exception {
    Intake.Result read = StandingScene.read(folder, EditedPolicies.cluster(enforcers));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 12));
    EditedPolicies scene = new EditedPolicies(random);
    int moved = 0;
    int labelled = 0;
    int followed = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      boolean labels = random.nextInt(3) > 0;
      String what = labels ? label(standing, random) : edit(standing, scene, random);
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      boolean stood = what.endsWith("stands");
      moved += labels && !now.equals(before) ? 1 : 0;
      labelled += labels && !stood ? 1 : 0;
      followed += labels && !stood && standing.rowByRow() ? 1 : 0;
      before = now;
    }
    // Else the comparison compares nothing.
    assertThat(followed).isGreaterThan(labelled / 4);
    assertThat(moved).isGreaterThan(EDITS / 16);
  }

  /** What labels make of a right to label (I23) is no end's, and follows them all the same. */
  @Test
  void whoMayLabelANamespaceIsFollowed() throws Exception {
    Intake.Result read = StandingScene.read(folder, LABELLED_BY_ANOTHER);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    List<String> closed = StandingScene.verdicts(standing.answers());
    for (String team : List.of("in", "out", "in")) {
      LabelSet labels = standing.cluster().namespaces().get(0).labels().with("team", team);
      standing.labelled("a", labels);
      List<String> now = StandingScene.comparedVerdicts(policy, standing, team);
      assertThat(standing.rowByRow()).isTrue();
      // c's account puts a's namespace among those who are let in to b, while it is not.
      assertThat(now.equals(closed)).isEqualTo(team.equals("out"));
    }
  }

  /** Whom a policy means by a label may be on its node's network, of which more is said. */
  @Test
  void aLabelOfANamespaceOnTheHostsNetworkIsFollowed() throws Exception {
    Intake.Result read =
        StandingScene.read(
            folder,
            LABELLED_BY_ANOTHER.replace(
                "spec: {nodeName: node, containers: [{name: a,",
                "spec: {nodeName: node, hostNetwork: true, containers: [{name: a,"));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    List<List<String>> told = new ArrayList<>();
    for (String team : List.of("in", "out", "in", "out")) {
      LabelSet labels = standing.cluster().namespaces().get(0).labels().with("team", team);
      standing.labelled("a", labels);
      told.add(StandingScene.comparedVerdicts(policy, standing, team));
      assertThat(standing.rowByRow()).isTrue();
    }
    assertThat(told.get(0)).isEqualTo(told.get(2)).isNotEqualTo(told.get(1));
  }

  private static final String LABELLED_BY_ANOTHER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node}
      spec: {podCIDR: 10.0.0.0/16, podCIDRs: [10.0.0.0/16]}
      status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: calico-node, namespace: kube-system}
      spec:
        selector: {matchLabels: {k8s-app: calico-node}}
        template:
          metadata: {labels: {k8s-app: calico-node}}
          spec:
            hostNetwork: true
            tolerations: [{operator: Exists}]
            containers: [{name: calico-node, image: "example.org/calico-node:v3"}]
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: a, labels: {team: out}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: b}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: c}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: a, namespace: a}
      spec: {nodeName: node, containers: [{name: a, image: example.org/a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: b, namespace: b}
      spec: {nodeName: node, containers: [{name: b, image: example.org/b}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: c, namespace: c}
      spec: {nodeName: node, containers: [{name: c, image: example.org/c}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: closed, namespace: b}
      spec:
        podSelector: {}
        ingress:
        - from:
          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: a, team: in}}
        policyTypes: [Ingress]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: labels}
      rules:
      - {apiGroups: [""], resources: [namespaces], verbs: [patch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: labels, namespace: a}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: labels}
      subjects: [{kind: ServiceAccount, name: default, namespace: c}]
      """;

  private static String label(StandingProof standing, Random random) {
    // Of kube-system's pods, and of one of t4's, rows ask more than who sends and who receives.
    boolean platform =
        random.nextInt(6) == 0 && standing.cluster().namespaceIndex("kube-system") >= 0;
    String namespace = platform ? "kube-system" : "t" + random.nextInt(5);
    LabelSet labels =
        standing.cluster().namespaces().get(standing.cluster().namespaceIndex(namespace)).labels();
    LabelSet others =
        switch (random.nextInt(6)) {
          case 0 -> labels.keeping(key -> !key.equals("team"));
          case 1 -> labels.with("owner", "o" + random.nextInt(2));
          case 2, 3 -> labels.with("team", "a");
          default -> labels.with("team", "b");
        };
    return "label "
        + namespace
        + " "
        + others
        + (standing.labelled(namespace, others) ? " stands" : "");
  }

  private static String edit(StandingProof standing, EditedPolicies scene, Random random) {
    List<NetworkPolicy> all = standing.cluster().networkPolicies();
    NetworkPolicy some = all.get(random.nextInt(all.size()));
    // As many go as come, else hardly any makes a difference in the end.
    return switch (all.size() > 30 ? 11 : random.nextInt(12)) {
      case 0 -> {
        String namespace = "t" + random.nextInt(5);
        LabelSet labels =
            standing
                .cluster()
                .namespaces()
                .get(standing.cluster().namespaceIndex(namespace))
                .labels()
                .with("team", random.nextBoolean() ? "a" : "b");
        standing.labelled(namespace, labels);
        yield "label " + namespace + " " + labels;
      }
      case 1 -> {
        Rbac.Binding more =
            new Rbac.Binding(
                StandingScene.meta("RoleBinding", "t" + random.nextInt(5), "b" + random.nextInt()),
                true,
                List.of("fences", "edit", "labels").get(random.nextInt(3)),
                List.of(
                    new Rbac.Subject(
                        Rbac.SubjectKind.SERVICE_ACCOUNT, "t" + random.nextInt(5), "default")));
        standing.changed(edit -> edit.add(more));
        yield "bind " + more;
      }
      case 2, 3, 4, 5 -> {
        NetworkPolicy more = scene.policy(5);
        standing.changed(edit -> edit.add(more));
        yield "add " + more;
      }
      case 6, 7, 8 -> {
        NetworkPolicy other = scene.rewritten(some);
        standing.changed(edit -> edit.networkPolicies(one -> some.equals(one) ? other : one));
        yield "write " + other;
      }
      default -> {
        if (all.size() < 4) {
          yield "nothing";
        }
        standing.changed(edit -> edit.networkPolicies(one -> some.equals(one) ? null : one));
        yield "remove " + some;
      }
    };
  }
}
