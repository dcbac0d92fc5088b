package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ImageName;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.NewPod;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
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

  /** Of who is let out and in by his label, and whose image then stands between. */
  private static final String READERS_OF_APPS =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: out, namespace: t0}
      spec: {podSelector: {}, egress: [{}], policyTypes: [Egress]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: front, namespace: t1}
      spec: {podSelector: {matchLabels: {app: app-4}}, ingress: [{}], policyTypes: [Ingress]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: front, namespace: t3}
      spec: {podSelector: {matchLabels: {app: app-3}}, ingress: [{}], policyTypes: [Ingress]}
      """;

  private int labelled;
  private int labelsStood;

  private int names;

  @Test
  void editsGiveWhatAProofFromScratchGives() throws Exception {
    Intake.Result read = StandingScene.read(folder, StandingScene.cluster() + READERS_OF_APPS);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 7));
    int stood = 0;
    int moved = 0;
    int followed = 0;
    for (int edit = 0; edit < EDITS; edit++) {
      List<String> before = StandingScene.verdicts(standing.answers());
      String what = edit(standing, random);
      stood += what.endsWith("stands") ? 1 : 0;
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      moved += now.equals(before) ? 0 : 1;
      followed += standing.followed() ? 1 : 0;
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
            switch (random.nextInt(6)) {
              case 0 -> pods.labels(pod).with("app", "app-" + random.nextInt(5));
              case 1, 2 -> pods.labels(pod).with("pod-template-hash", "h" + random.nextInt(3));
              default -> pods.labels(pod);
            };
        NewPod more =
            new NewPod(
                namespace,
                "new-" + names++,
                labels,
                switch (random.nextInt(6)) {
                  case 0, 1 -> ofVersion(pods.spec(pod), random.nextInt(3));
                  case 2 -> ofImage(pods.spec(pod), "example.org/other-" + random.nextInt(3));
                  default -> pods.spec(pod);
                },
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
                            ? new Rbac.Role(some.meta(), List.of(rule), some.aggregation())
                            : one));
        return "role " + some.meta().name() + " " + rule;
      }
      case 13 -> {
        Policies.ResourceQuota quota =
            new Policies.ResourceQuota(
                StandingScene.meta("ResourceQuota", namespace, "quota-" + names++),
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
                        one != null && one.meta().namespace().equals(namespace)
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
                StandingScene.meta("NetworkPolicy", namespace, "more-" + names++),
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
                StandingScene.meta("RoleBinding", namespace, "more-" + names++),
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

  private static boolean added(
      StandingProof standing, String namespace, String name, LabelSet labels, PodSpec spec) {
    Cluster cluster = standing.cluster();
    int like = 0;
    while (!cluster.namespaces().get(cluster.pods().namespace(like)).name().equals(namespace)) {
      like++;
    }
    return standing.added(
        new NewPod(namespace, name, labels, spec, cluster.pods().topmost(like), null));
  }

  private static PodSpec ofImage(PodSpec spec, String image) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers = spec.containers().stream().map(one -> one.withImage(image)).toList();
    return edit.build();
  }

  /** A later rollout of the same. */
  private static PodSpec ofVersion(PodSpec spec, int version) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers =
        spec.containers().stream()
            .map(one -> one.withImage(ImageName.repository(one.image()) + ":v" + version))
            .toList();
    return edit.build();
  }

  private static <T> @Nullable T some(List<T> all, Random random) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private static String told(boolean stands) {
    return stands ? " stands" : " proved again";
  }

  @Test
  void aLabelThatNothingReadsLeavesTheProofStanding() throws Exception {
    Intake.Result read = StandingScene.read(folder);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    List<String> before = StandingScene.verdicts(standing.answers());
    LabelSet labels = read.cluster().namespaces().get(read.cluster().namespaceIndex("t1")).labels();
    LabelSet unread = labels.with("example.org/cost-centre", "4711");
    assertThat(standing.labelled("t1", unread)).isTrue();
    assertThat(standing.cluster().namespaces()).anyMatch(one -> one.labels().equals(unread));
    // One that a policy's selector asks for, though no namespace had it before.
    assertThat(standing.labelled("t1", unread.with("team", "a"))).isFalse();
    assertThat(StandingScene.verdicts(standing.answers())).isNotEqualTo(before);
    // Away again: what was proved last had it.
    assertThat(standing.labelled("t1", unread)).isFalse();
    assertThat(StandingScene.verdicts(standing.answers())).isEqualTo(before);
    assertThat(standing.labelled("t1", labels)).isTrue();
    assertThat(standing.cluster().namespaces()).noneMatch(one -> one.labels().equals(unread));
  }

  /** A quota on limits refuses pods without; one that is there all the same uses what it likes. */
  @Test
  void theFirstPodOfAWorkloadThatAQuotaRefusesIsProvedAgain() throws Exception {
    Intake.Result read =
        StandingScene.read(
            folder,
            """
            apiVersion: v1
            kind: Node
            metadata: {name: node-0}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: victim, namespace: t1}
            spec: {nodeName: node-0, containers: [{name: c, image: example.org/victim}]}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: limits, namespace: t0}
            spec: {hard: {limits.memory: 8Gi, limits.cpu: 4, limits.ephemeral-storage: 8Gi}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, namespace: t0}
            spec:
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec: {containers: [{name: c, image: example.org/app}]}
            """);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Pods pods = read.cluster().pods();
    int like = pods.name(0).equals("victim") ? 1 : 0;
    boolean stood =
        standing.added(
            new NewPod(
                "t0", "app-1", pods.labels(like), pods.spec(like), pods.topmost(like), "node-0"));
    assertThat(stood).isFalse();
    assertThat(StandingScene.verdicts(standing.answers()))
        .isEqualTo(StandingScene.verdicts(StandingScene.prove(policy, standing.cluster())));
  }

  /** As a rollout makes them, one after the other, until the last of before goes. */
  @Test
  void podsOfAnotherVersionLeaveTheProofStanding() throws Exception {
    Intake.Result read = StandingScene.read(folder);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Pods pods = read.cluster().pods();
    String namespace = "t1";
    int like = 0;
    while (pods.namespace(like) != read.cluster().namespaceIndex(namespace)) {
      like++;
    }
    LabelSet labels = pods.labels(like).with("pod-template-hash", "5d8f");
    PodSpec next = ofVersion(pods.spec(like), 2);
    for (int pod = 0; pod < 3; pod++) {
      assertThat(
              standing.added(
                  new NewPod(namespace, "next-" + pod, labels, next, pods.topmost(like), null)))
          .isTrue();
      StandingScene.comparedVerdicts(policy, standing, "next " + pod);
    }
    assertThat(standing.removed(namespace, "next-1")).isTrue();
    StandingScene.comparedVerdicts(policy, standing, "without one of them");
    for (int pod = 0; pod < pods.count(); pod++) {
      if (pods.topmost(pod).equals(pods.topmost(like))
          && pods.namespace(pod) == pods.namespace(like)) {
        standing.removed(namespace, pods.name(pod));
        StandingScene.comparedVerdicts(policy, standing, "without " + pods.name(pod));
      }
    }
    // The version of some products says what they do.
    PodSpecEdit edit = new PodSpecEdit(next);
    edit.containers =
        next.containers().stream()
            .map(one -> one.withImage("registry.k8s.io/ingress-nginx/controller:v1.9.0"))
            .toList();
    assertThat(added(standing, namespace, "nginx-1", labels, edit.build())).isFalse();
    assertThat(added(standing, namespace, "nginx-2", labels, ofVersion(edit.build(), 1))).isFalse();
  }

  @Test
  void aPodMoreOfAReplicaSetLeavesTheProofStanding() throws Exception {
    Intake.Result read = StandingScene.read(folder);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
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
    // The same pod with another label is the same until something reads the label.
    LabelSet other = LabelSet.of(Map.of("app", "another"));
    assertThat(standing.added(stranger(pods, namespace, "same", other))).isTrue();
    NetworkPolicy first = read.cluster().networkPolicies().getFirst();
    LabelSelector selector = new LabelSelector(Map.of("app", "app-0"), List.of());
    NetworkPolicy reader =
        new NetworkPolicy(
            StandingScene.meta("NetworkPolicy", namespace, "reader"),
            selector,
            true,
            false,
            List.of(),
            first.egress());
    standing.changed(edit -> edit.add(reader));
    assertThat(standing.added(stranger(pods, namespace, "stranger", other))).isFalse();
    assertThat(standing.cluster().pods().count()).isEqualTo(pods.count() + 2);
  }

  private static NewPod stranger(Pods pods, String namespace, String name, LabelSet labels) {
    return new NewPod(namespace, name, labels, pods.spec(0), pods.topmost(0), null);
  }
}
