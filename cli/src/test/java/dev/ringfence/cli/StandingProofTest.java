package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.NewPod;
import dev.ringfence.engine.judgement.ProofMemory;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After any sequence of edits, a proof that is kept says what a proof from scratch says. */
final class StandingProofTest {

  /** {@code -Dringfence.edits=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.edits", 80);

  /** Read by policies, by Pod Security, by nothing; a value of one may mean something or not. */
  private static final List<String> LABELS =
      List.of("team", "pod-security.kubernetes.io/enforce", "example.org/cost-centre", "owner");

  private static final List<String> RESOURCES =
      List.of("secrets", "pods", "deployments", "configmaps", "pods/exec", "*");

  private static final List<String> VALUES = List.of("a", "b", "privileged", "restricted");

  @TempDir Path folder;

  private int labelled;
  private int labelsStood;

  private int names;

  @Test
  void editsGiveWhatAProofFromScratchGives() throws Exception {
    Intake.Result read = read(cluster());
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing =
        new StandingProof(read.cluster(), (cluster, memory) -> prove(policy, cluster, memory));
    Random random = new Random(7);
    int stood = 0;
    int moved = 0;
    int followed = 0;
    for (int edit = 0; edit < EDITS; edit++) {
      List<String> before = verdicts(standing.answers());
      String what = edit(standing, random);
      stood += what.endsWith("stands") ? 1 : 0;
      List<String> now = verdicts(standing.answers());
      moved += now.equals(before) ? 0 : 1;
      followed += standing.followed() ? 1 : 0;
      assertThat(now)
          .as("edit %d: %s", edit, what)
          .isEqualTo(verdicts(prove(policy, standing.cluster(), null)));
    }
    // Else the comparison compares nothing.
    assertThat(stood).isGreaterThan(EDITS / 10);
    assertThat(followed).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 20);
    assertThat(labelsStood).isBetween(labelled / 10, labelled - labelled / 10);
  }

  /** One random change; says what it was and whether the proof stood. */
  @SuppressWarnings("RefactorSwitch") // edits are statements
  private String edit(StandingProof standing, Random random) {
    Cluster cluster = standing.cluster();
    Pods pods = cluster.pods();
    int pod = random.nextInt(pods.count());
    String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
    String node = cluster.nodes().get(random.nextInt(cluster.nodes().size())).name();
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {
        LabelSet labels =
            random.nextInt(4) == 0
                ? pods.labels(pod).with("app", "app-" + random.nextInt(5))
                : pods.labels(pod);
        NewPod more =
            new NewPod(
                namespace,
                "new-" + names++,
                labels,
                pods.spec(pod),
                pods.topmost(pod),
                random.nextBoolean() ? null : node);
        return "add " + more.name() + told(standing.added(more));
      }
      case 3, 4, 5 -> {
        if (pods.count() < 6) {
          return "nothing";
        }
        return "remove " + pods.name(pod) + told(standing.removed(namespace, pods.name(pod)));
      }
      case 6 -> {
        return "bind " + pods.name(pod) + told(standing.bound(namespace, pods.name(pod), node));
      }
      case 7 -> {
        Rbac.Binding some = cluster.bindings().get(random.nextInt(cluster.bindings().size()));
        standing.changed(edit -> edit.bindings(one -> some.equals(one) ? null : one));
        return "unbind " + some.meta().name();
      }
      case 9, 10, 11 -> {
        LabelSet labels = cluster.namespaces().get(cluster.namespaceIndex(namespace)).labels();
        String key = LABELS.get(random.nextInt(LABELS.size()));
        LabelSet other =
            labels.get(key) != null && random.nextBoolean()
                ? labels.keeping(one -> !one.equals(key))
                : labels.with(key, VALUES.get(random.nextInt(VALUES.size())));
        labelled++;
        boolean stands = standing.labelled(namespace, other);
        labelsStood += stands ? 1 : 0;
        return "label " + namespace + " " + key + told(stands);
      }
      case 8 -> {
        if (cluster.networkPolicies().isEmpty()) {
          return "nothing";
        }
        NetworkPolicy some =
            cluster.networkPolicies().get(random.nextInt(cluster.networkPolicies().size()));
        standing.changed(edit -> edit.networkPolicies(one -> some.equals(one) ? null : one));
        return "open " + some.meta().reference();
      }
      case 12 -> {
        Rbac.Role some = cluster.roles().get(random.nextInt(cluster.roles().size()));
        Rbac.Rule rule =
            new Rbac.Rule(
                List.of(random.nextBoolean() ? "*" : "get"),
                List.of("", "apps"),
                List.of(RESOURCES.get(random.nextInt(RESOURCES.size()))),
                List.of(),
                List.of());
        standing.changed(
            edit ->
                edit.roles(
                    one ->
                        some.equals(one)
                            ? new Rbac.Role(one.meta(), List.of(rule), one.aggregation())
                            : one));
        return "role " + some.meta().name() + " " + rule;
      }
      case 13 -> {
        Policies.ResourceQuota quota =
            new Policies.ResourceQuota(
                meta("ResourceQuota", namespace, "quota-" + names++),
                Map.of("pods", "10", "requests.cpu", "4", "limits.memory", "8Gi"),
                List.of(),
                false);
        standing.changed(edit -> edit.add(quota));
        return "quota in " + namespace;
      }
      case 14 -> {
        boolean mounts = random.nextBoolean();
        standing.changed(
            edit ->
                edit.serviceAccounts(
                    one ->
                        one.meta().namespace().equals(namespace)
                            ? new Rbac.ServiceAccount(
                                one.meta(), mounts, one.secrets(), one.imagePullSecrets())
                            : one));
        return "accounts of " + namespace + " " + mounts;
      }
      case 15 -> {
        boolean host = random.nextBoolean();
        boolean process = random.nextBoolean();
        standing.changed(
            edit ->
                edit.podSpecs(
                    (owner, spec) -> {
                      if (!owner.equals(pods.topmost(pod))) {
                        return spec;
                      }
                      PodSpecEdit changed = new PodSpecEdit(spec);
                      changed.hostNetwork = host;
                      changed.hostPID = process;
                      return changed.build();
                    }));
        return "spec of " + pods.topmost(pod);
      }
      case 16 -> {
        NetworkPolicy like = some(cluster.networkPolicies(), random);
        if (like == null) {
          return "nothing";
        }
        NetworkPolicy more =
            new NetworkPolicy(
                meta("NetworkPolicy", namespace, "more-" + names++),
                like.podSelector(),
                like.forIngress(),
                like.forEgress(),
                random.nextBoolean() ? List.of() : like.ingress(),
                like.egress());
        standing.changed(edit -> edit.add(more));
        return "close " + namespace;
      }
      case 17 -> {
        Rbac.Binding like = cluster.bindings().get(random.nextInt(cluster.bindings().size()));
        Rbac.Binding more =
            new Rbac.Binding(
                meta("RoleBinding", namespace, "more-" + names++),
                true,
                random.nextBoolean() ? "edit" : "view",
                like.subjects());
        standing.changed(edit -> edit.add(more));
        return "bind " + more.roleName() + " to " + like.subjects();
      }
      default -> {
        List<Rbac.Binding> wide =
            cluster.bindings().stream().filter(one -> !one.subjects().isEmpty()).toList();
        Rbac.Binding like = wide.get(random.nextInt(wide.size()));
        Rbac.Subject subject =
            new Rbac.Subject(
                Rbac.SubjectKind.SERVICE_ACCOUNT,
                cluster.namespaces().get(random.nextInt(cluster.namespaces().size())).name(),
                "default");
        standing.changed(
            edit ->
                edit.bindings(
                    one ->
                        one != null && one.equals(like)
                            ? new Rbac.Binding(
                                one.meta(), one.clusterRole(), one.roleName(), List.of(subject))
                            : one));
        return "bind " + like.meta().name() + " to " + subject;
      }
    }
  }

  private static <T> @Nullable T some(List<T> all, Random random) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private static ObjectMeta meta(String kind, String namespace, String name) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name),
        LabelSet.EMPTY,
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "added.yaml", 0));
  }

  private static String told(boolean stands) {
    return stands ? " stands" : " proved again";
  }

  private static ProofRun prove(PolicySet policy, Cluster cluster, @Nullable ProofMemory memory) {
    Resolution resolution = policy.resolve(cluster);
    return ProofRun.of(
        resolution.cluster(),
        resolution.tenancy(),
        resolution.requirements(),
        new Assumptions(resolution.statements()),
        2,
        resolution.remarks(),
        stage -> {},
        new KubernetesExpressions(),
        memory);
  }

  private static List<String> verdicts(ProofAnswers answers) {
    List<String> all = new ArrayList<>();
    answers.forEachVerdict(
        verdict ->
            all.add(
                answers.tenancy().tenant(verdict.from()).name()
                    + answers.tenancy().tenant(verdict.to()).name()
                    + verdict.stake()
                    + verdict.outcome()
                    + verdict.depth()
                    + verdict.depthIfRefuted()
                    + verdict.smallest()
                    + verdict.count()
                    + verdict.assumptions()
                    + verdict.resources()));
    return all;
  }

  private Intake.Result read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("cluster.yaml"), yaml);
    return Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT);
  }

  /** Five tenants, three nodes in two pools, pods with owners, grants across and policies. */
  private static String cluster() {
    StringBuilder yaml = new StringBuilder();
    for (int node = 0; node < 3; node++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Node
          metadata: {name: node-%1$d, labels: {pool: p%2$d}}
          spec: {podCIDR: 10.%1$d.0.0/16, podCIDRs: [10.%1$d.0.0/16]}
          status: {addresses: [{type: InternalIP, address: 192.0.2.%1$d}]}
          ---
          """
              .formatted(node, node % 2));
    }
    for (int tenant = 0; tenant < 5; tenant++) {
      yaml.append(
          """
          apiVersion: v1
          kind: Namespace
          metadata: {name: t%1$d, labels: {pod-security.kubernetes.io/enforce: baseline}}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: closed, namespace: t%1$d}
          spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: from-team, namespace: t%1$d}
          spec:
            podSelector: {}
            ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]
            egress: [{to: [{namespaceSelector: {matchLabels: {team: a}}}]}]
            policyTypes: [Ingress, Egress]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: grant, namespace: t%1$d}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %3$s}
          subjects: [{kind: ServiceAccount, name: default, namespace: t%2$d}]
          ---
          """
              .formatted(tenant, (tenant + 1) % 5, tenant % 2 == 0 ? "edit" : "view"));
      for (int pod = 0; pod < 4; pod++) {
        yaml.append(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: app-%2$d
              namespace: t%1$d
              labels: {app: app-%3$d}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: rs-%3$d, uid: u, controller: true}]
            spec:
              nodeName: node-%4$d
              %5$s
              containers: [{name: c, image: "example.org/app-%3$d"}]
            status: {podIP: 10.%4$d.%1$d.%2$d}
            ---
            """
                .formatted(
                    tenant,
                    pod,
                    pod / 3,
                    pod % 3,
                    tenant == 0 ? "nodeSelector: {pool: p0}" : "hostIPC: false"));
      }
    }
    return yaml.toString();
  }

  @Test
  void aLabelThatNothingReadsLeavesTheProofStanding() throws Exception {
    Intake.Result read = read(cluster());
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing =
        new StandingProof(read.cluster(), (cluster, memory) -> prove(policy, cluster, memory));
    List<String> before = verdicts(standing.answers());
    LabelSet labels = read.cluster().namespaces().get(read.cluster().namespaceIndex("t1")).labels();
    LabelSet unread = labels.with("example.org/cost-centre", "4711");
    assertThat(standing.labelled("t1", unread)).isTrue();
    assertThat(standing.cluster().namespaces()).anyMatch(one -> one.labels().equals(unread));
    // One that a policy's selector asks for, though no namespace had it before.
    assertThat(standing.labelled("t1", unread.with("team", "a"))).isFalse();
    assertThat(verdicts(standing.answers())).isNotEqualTo(before);
    // Away again: what was proved last had it.
    assertThat(standing.labelled("t1", unread)).isFalse();
    assertThat(verdicts(standing.answers())).isEqualTo(before);
    assertThat(standing.labelled("t1", labels)).isTrue();
    assertThat(standing.cluster().namespaces()).noneMatch(one -> one.labels().equals(unread));
  }

  @Test
  void aPodMoreOfAReplicaSetLeavesTheProofStanding() throws Exception {
    Intake.Result read = read(cluster());
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing =
        new StandingProof(read.cluster(), (cluster, memory) -> prove(policy, cluster, memory));
    Pods pods = read.cluster().pods();
    int like = 0;
    String namespace = read.cluster().namespaces().get(pods.namespace(like)).name();
    NewPod twin =
        new NewPod(
            namespace, "one-more", pods.labels(like), pods.spec(like), pods.topmost(like), null);
    assertThat(standing.added(twin)).isTrue();
    assertThat(standing.cluster().pods().count()).isEqualTo(pods.count() + 1);
    assertThat(standing.removed(namespace, "one-more")).isTrue();
    assertThat(standing.cluster().pods().count()).isEqualTo(pods.count());
    // The same pod with a label that a policy could read is not the same.
    LabelSet other = LabelSet.of(Map.of("app", "another"));
    NewPod stranger =
        new NewPod(namespace, "stranger", other, pods.spec(like), pods.topmost(like), null);
    assertThat(standing.added(stranger)).isFalse();
    assertThat(standing.cluster().pods().count()).isEqualTo(pods.count() + 1);
  }
}
