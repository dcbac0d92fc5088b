package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ImageName;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.judgement.NewPod;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While pods of other versions, images and labels come and go where policies let in by labels and
 * images stand between tenants, the proof says what one from scratch says.
 */
final class StandingPodsTest {

  /** {@code -Dringfence.pods=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.pods", 30);

  @TempDir Path folder;

  private int names;

  @ParameterizedTest
  @EnumSource
  void podsGiveWhatAProofFromScratchGives(EditedPolicies.Enforcers enforcers) throws Exception {
    StringBuilder yaml = new StringBuilder();
    for (int tenant = 0; tenant < 5; tenant++) {
      // Let out and in wherever they are.
      yaml.append(
          """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: front, namespace: t%1$d}
      spec:
        podSelector: {matchLabels: {app: front}}
        ingress: [{}]
        egress: [{}]
        policyTypes: [Ingress, Egress]
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: back, namespace: t%1$d}
      spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: limits, namespace: t%1$d}
      spec: {hard: {limits.memory: 8Gi}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: other, namespace: t%1$d}
      spec: {selector: {app: other-%1$d}, ports: [{port: 80, targetPort: 53, protocol: UDP}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: others, namespace: t%1$d}
      spec:
        podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [other-2, app-1]}]}
        ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: other-3}}}]}]
        policyTypes: [Ingress]
      ---
      """
              .formatted(tenant));
    }
    String cluster = EditedPolicies.cluster(enforcers);
    if (enforcers == EditedPolicies.Enforcers.TWO) {
      // Nodes don't say from where pods get their addresses, so those that are seen may be read.
      cluster = cluster.replaceAll("podCIDR: [^,]*, podCIDRs: [^}]*", "unschedulable: false");
    }
    cluster = cluster.replace("status: {addr", "status: {allocatable: {cpu: 4, memory: 4Gi}, addr");
    Intake.Result read = StandingScene.read(folder, yaml + cluster);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 4));
    EditedPolicies policies = new EditedPolicies(random);
    int moved = 0;
    int stood = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      Cluster now = standing.cluster();
      Pods pods = now.pods();
      int pod = random.nextInt(pods.count());
      String namespace = now.namespaces().get(pods.namespace(pod)).name();
      boolean goes = random.nextInt(3) == 0 && pods.count() > 12;
      NewPod more = like(pods, pod, namespace, random);
      boolean stands;
      String what;
      if (random.nextInt(8) == 0) {
        what = otherPolicy(standing, policies, random);
        stands = false;
      } else {
        stands = goes ? standing.removed(namespace, pods.name(pod)) : standing.added(more);
        what = (goes ? "without " + pods.name(pod) : "with " + more) + " " + stands;
      }
      List<String> after =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      stood += stands ? 1 : 0;
      moved += after.equals(before) ? 0 : 1;
      before = after;
    }
    // Else the comparison compares nothing.
    assertThat(stood).isGreaterThan(EDITS / 16);
    assertThat(moved).isGreaterThan(EDITS / 16);
  }

  /** One more, which may tell pods apart that none did before, or one less. */
  private static String otherPolicy(
      StandingProof standing, EditedPolicies policies, Random random) {
    List<NetworkPolicy> known = standing.cluster().networkPolicies();
    if (random.nextBoolean()) {
      NetworkPolicy some = known.get(random.nextInt(known.size()));
      standing.changed(edit -> edit.networkPolicies(one -> some.equals(one) ? null : one));
      return "without " + some.meta().reference();
    }
    NetworkPolicy drawn = policies.policy(5);
    LabelSelector pods = new LabelSelector(Map.of("app", "other-" + random.nextInt(6)), List.of());
    NetworkPolicy more =
        new NetworkPolicy(
            drawn.meta(),
            random.nextBoolean() ? pods : drawn.podSelector(),
            drawn.forIngress(),
            drawn.forEgress(),
            drawn.ingress(),
            drawn.egress());
    standing.changed(edit -> edit.add(more));
    return "with " + more;
  }

  /** A value that no selector names is as good as any other that none names, until one does. */
  @Test
  void aLabelThatNothingTellsApartLeavesTheProofStanding() throws Exception {
    String front =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: front, namespace: t0}
        spec: {type: LoadBalancer, selector: {app: fronted}, ports: [{port: 80, targetPort: 8080}]}
        ---
        """;
    Intake.Result read =
        StandingScene.read(folder, front + EditedPolicies.cluster(EditedPolicies.Enforcers.ONE));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Cluster cluster = read.cluster();
    Pods pods = cluster.pods();
    int like = 0;
    while (!pods.labels(like).equals(LabelSet.of(Map.of("app", "app-2")))
        || !cluster.namespaces().get(pods.namespace(like)).name().equals("t0")) {
      like++;
    }
    assertThat(standing.added(labelled(pods, like, "unheard-of"))).isTrue();
    List<String> before = StandingScene.comparedVerdicts(policy, standing, "unheard of");
    assertThat(standing.removed("t0", pods.name(like))).isTrue();
    assertThat(StandingScene.comparedVerdicts(policy, standing, "without")).isEqualTo(before);
    NetworkPolicy open =
        new NetworkPolicy(
            StandingScene.meta("NetworkPolicy", "t0", "open"),
            new LabelSelector(Map.of("app", "unheard-of"), List.of()),
            true,
            false,
            List.of(new NetworkPolicy.Rule(List.of(), List.of())),
            List.of());
    standing.changed(edit -> edit.add(open));
    assertThat(StandingScene.comparedVerdicts(policy, standing, "let in")).isNotEqualTo(before);
    // Now it is told apart, and so is what a Service selects, or another's peer.
    assertThat(standing.added(labelled(pods, like, "unknown"))).isFalse();
    StandingScene.comparedVerdicts(policy, standing, "unknown");
    assertThat(standing.added(labelled(pods, like, "fronted"))).isFalse();
    StandingScene.comparedVerdicts(policy, standing, "fronted");
  }

  private NewPod labelled(Pods pods, int like, String app) {
    return new NewPod(
        "t0",
        "labelled-" + names++,
        LabelSet.of(Map.of("app", app)),
        pods.spec(like),
        pods.topmost(like),
        pods.spec(like).nodeName());
  }

  /** Pods of a new version come, those of the old go, the last of them too; and so again. */
  @Test
  void aRolloutStandsToItsEnd() throws Exception {
    Intake.Result read = StandingScene.read(folder);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Pods pods = read.cluster().pods();
    int namespace = read.cluster().namespaceIndex("t1");
    int first = 0;
    while (pods.namespace(first) != namespace) {
      first++;
    }
    ObjectReference owner = pods.topmost(first);
    for (int version = 0; version < 3; version++) {
      List<NewPod> come = new ArrayList<>();
      List<String> go = new ArrayList<>();
      Pods now = standing.cluster().pods();
      for (int pod = 0; pod < now.count(); pod++) {
        if (now.namespace(pod) == namespace && now.topmost(pod).equals(owner)) {
          go.add(now.name(pod));
          come.add(rolled(standing.cluster(), pod, version));
        }
      }
      assertThat(go).hasSizeGreaterThan(1);
      for (int pod = 0; pod < go.size(); pod++) {
        NewPod one = come.get(pod);
        assertThat(standing.added(one)).isTrue();
        StandingScene.comparedVerdicts(policy, standing, "with " + one);
        assertThat(standing.removed(one.namespace(), go.get(pod))).isTrue();
        StandingScene.comparedVerdicts(policy, standing, "without " + go.get(pod));
      }
    }
    // Each was alone of its class, on its node: nobody stays like it, and that is seen.
    assertThat(standing.removed("t1", "rolled-" + (names - 1))).isFalse();
    StandingScene.comparedVerdicts(policy, standing, "without any");
  }

  /** Whoever writes an address leads to the pod that has it, and to any when none has it. */
  @Test
  void aPodWhoseAddressSomebodyWroteIsSeenToGo() throws Exception {
    String written =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: led, namespace: t3}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: led, namespace: t3}
        subsets: [{addresses: [{ip: 10.0.1.0}], ports: [{port: 8080}]}]
        ---
        """;
    Intake.Result read = StandingScene.read(folder, written + StandingScene.cluster());
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Pods pods = read.cluster().pods();
    for (String address : List.of("10.0.1.0", "10.1.1.1")) {
      int pod = 0;
      while (!pods.addresses(pod).equals(List.of(address))) {
        pod++;
      }
      NewPod next = rolled(read.cluster(), pod, 2);
      assertThat(standing.added(next)).isTrue();
      boolean unseen = standing.removed(next.namespace(), pods.name(pod));
      StandingScene.comparedVerdicts(policy, standing, "without " + address);
      assertThat(unseen).isEqualTo(!address.equals("10.0.1.0"));
    }
  }

  /** An address that no policy named went unseen, until one names it. */
  @Test
  void anAddressIsReadWhenAPolicyNamesOne() throws Exception {
    String cluster =
        EditedPolicies.cluster(EditedPolicies.Enforcers.ONE)
            .replaceAll("podCIDR: [^,]*, podCIDRs: [^}]*", "unschedulable: false");
    Intake.Result read = StandingScene.read(folder, cluster);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Pods pods = read.cluster().pods();
    int pod = 0;
    while (!pods.addresses(pod).equals(List.of("10.2.3.2"))) {
      pod++;
    }
    NewPod next = rolled(read.cluster(), pod, 2);
    assertThat(standing.added(next)).isTrue();
    assertThat(standing.removed(next.namespace(), pods.name(pod))).isTrue();
    List<String> before = StandingScene.comparedVerdicts(policy, standing, "without");
    NetworkPolicy.Peer peer =
        new NetworkPolicy.Peer(null, null, new NetworkPolicy.IpBlock("10.2.3.2/32", List.of()));
    NetworkPolicy open =
        new NetworkPolicy(
            StandingScene.meta("NetworkPolicy", "t1", "open"),
            LabelSelector.EVERYTHING,
            true,
            false,
            List.of(new NetworkPolicy.Rule(List.of(peer), List.of())),
            List.of());
    standing.changed(edit -> edit.add(open));
    assertThat(StandingScene.comparedVerdicts(policy, standing, "let in")).isNotEqualTo(before);
  }

  /** Where one object owns a DaemonSet and other pods, labels tell whose template places a pod. */
  @Test
  void aPodThatADaemonSetMayHaveMadeIsSeen() throws Exception {
    String owner =
        "ownerReferences: [{apiVersion: example.org/v1, kind: Product, name: p, uid: u,"
            + " controller: true}]";
    String product =
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: t1, %1$s}
        spec:
          selector: {matchLabels: {part: agent}}
          template:
            metadata: {labels: {part: agent}}
            spec:
              nodeSelector: {pool: p0}
              containers: [{name: c, image: "example.org/agent"}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: t1, labels: {part: web}, %1$s}
        spec: {nodeName: node-1, containers: [{name: c, image: "example.org/web"}]}
        ---
        """
            .formatted(owner);
    Intake.Result read = StandingScene.read(folder, product + StandingScene.cluster());
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Cluster cluster = read.cluster();
    int web = 0;
    while (!cluster.pods().name(web).equals("web")) {
      web++;
    }
    NewPod next = rolled(cluster, web, 2);
    NewPod agent =
        new NewPod(
            "t1", "agent", next.labels().with("part", "agent"), next.spec(), next.topmost(), null);
    assertThat(standing.added(agent)).isFalse();
    StandingScene.comparedVerdicts(policy, standing, "with an agent");
  }

  private NewPod rolled(Cluster cluster, int pod, int version) {
    Pods pods = cluster.pods();
    PodSpecEdit edit = new PodSpecEdit(pods.spec(pod));
    edit.containers =
        edit.containers.stream()
            .map(one -> one.withImage(ImageName.repository(one.image()) + ":v" + version))
            .toList();
    return new NewPod(
        cluster.namespaces().get(pods.namespace(pod)).name(),
        "rolled-" + names++,
        pods.labels(pod).with("pod-template-hash", "v" + version),
        edit.build(),
        pods.topmost(pod),
        pods.spec(pod).nodeName());
  }

  /** None, nothing, some, as much as a node has to give, or more; and now and then a device. */
  private static Map<String, String> amounts(Random random) {
    Map<String, String> amounts = new HashMap<>();
    List<String> some = List.of("0", "500m", "1", "3", "4", "5");
    if (random.nextInt(4) > 0) {
      amounts.put("cpu", some.get(random.nextInt(some.size())));
    }
    if (random.nextInt(3) > 0) {
      amounts.put("memory", some.get(2 + random.nextInt(4)) + "Gi");
    }
    if (random.nextInt(12) == 0) {
      amounts.put("example.org/device", "1");
    }
    return amounts;
  }

  /** Nothing reads the hash, nobody the version; the label and the repository count. */
  private NewPod like(Pods pods, int pod, String namespace, Random random) {
    LabelSet labels = pods.labels(pod);
    labels =
        switch (random.nextInt(6)) {
          case 0 -> labels.with("pod-template-hash", "h" + names);
          case 1 -> labels.with("app", "front");
          case 2, 3 -> labels.with("app", "other-" + random.nextInt(6));
          default -> labels;
        };
    UnaryOperator<String> image =
        switch (random.nextInt(6)) {
          case 0 -> one -> "example.org/other-" + names;
          case 1, 2 -> one -> ImageName.repository(one) + ":v" + names;
          default -> one -> one;
        };
    PodSpecEdit edit = new PodSpecEdit(pods.spec(pod));
    edit.containers =
        edit.containers.stream().map(one -> one.withImage(image.apply(one.image()))).toList();
    if (random.nextInt(3) == 0) {
      edit.containers =
          edit.containers.stream()
              .map(one -> one.withResources(amounts(random), amounts(random)))
              .toList();
    }
    PodSpec spec = edit.build();
    return new NewPod(
        namespace,
        "new-" + names++,
        labels,
        spec,
        pods.topmost(pod),
        random.nextBoolean() ? spec.nodeName() : null);
  }
}
