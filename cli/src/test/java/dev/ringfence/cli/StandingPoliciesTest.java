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
import java.util.List;
import java.util.Random;
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
      List<String> now = StandingScene.verdicts(standing.answers());
      moved += now.equals(before) ? 0 : 1;
      rowByRow += standing.rowByRow() ? 1 : 0;
      before = now;
      assertThat(now)
          .as("edit %d: %s", edit, what)
          .isEqualTo(StandingScene.verdicts(StandingScene.prove(policy, standing.cluster())));
    }
    // Else the comparison compares nothing.
    assertThat(rowByRow).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 8);
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
                random.nextBoolean() ? "fences" : "edit",
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
