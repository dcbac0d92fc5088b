package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ImageName;
import dev.ringfence.engine.cluster.LabelSet;
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
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
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
      """
              .formatted(tenant));
    }
    Intake.Result read = StandingScene.read(folder, yaml + EditedPolicies.cluster(enforcers));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 4));
    int moved = 0;
    int stood = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      Cluster cluster = standing.cluster();
      Pods pods = cluster.pods();
      int pod = random.nextInt(pods.count());
      String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
      boolean goes = random.nextInt(3) == 0 && pods.count() > 12;
      NewPod more = like(pods, pod, namespace, random);
      boolean stands = goes ? standing.removed(namespace, pods.name(pod)) : standing.added(more);
      String what = (goes ? "without " + pods.name(pod) : "with " + more) + " " + stands;
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      stood += stands ? 1 : 0;
      moved += now.equals(before) ? 0 : 1;
      before = now;
    }
    // Else the comparison compares nothing.
    assertThat(stood).isGreaterThan(EDITS / 8);
    assertThat(moved).isGreaterThan(EDITS / 16);
  }

  /** Nothing reads the hash, nobody the version; the label and the repository count. */
  private NewPod like(Pods pods, int pod, String namespace, Random random) {
    LabelSet labels = pods.labels(pod);
    labels =
        switch (random.nextInt(4)) {
          case 0 -> labels.with("pod-template-hash", "h" + names);
          case 1 -> labels.with("app", "front");
          default -> labels;
        };
    UnaryOperator<String> image =
        switch (random.nextInt(4)) {
          case 0 -> one -> "example.org/other-" + names;
          case 1, 2 -> one -> ImageName.repository(one) + ":v" + names;
          default -> one -> one;
        };
    PodSpecEdit edit = new PodSpecEdit(pods.spec(pod));
    edit.containers =
        edit.containers.stream().map(one -> one.withImage(image.apply(one.image()))).toList();
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
