package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is derived and worded once for many paths is what each would be told by itself. */
final class PathsInAnyOrderTest {

  @TempDir Path folder;

  @Test
  void aPathDoesNotDependOnWhatWasAskedBefore() throws Exception {
    samePaths(StandingScene.read(folder));
  }

  @Test
  void thePathsOfAnExampleDoNotEither() throws Exception {
    samePaths(
        Intake.read(
            List.of(SourceSpec.of(Program.root().resolve("examples/saas").toString())),
            IntakeOptions.DEFAULT));
  }

  private static void samePaths(Intake.Result read) {
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 21)));
    Cluster cluster = read.cluster();
    ProofRun inOrder = StandingScene.prove(policy, cluster);
    ProofRun atRandom = StandingScene.prove(policy, cluster);
    List<Verdict> verdicts = new ArrayList<>();
    inOrder.forEachVerdict(verdicts::add);
    List<Verdict> shuffled = new ArrayList<>(verdicts);
    Collections.shuffle(shuffled, new Random(11));
    long several = 0;
    for (Verdict verdict : shuffled) {
      atRandom.explain(verdict.from(), verdict.to(), verdict.stake());
    }
    for (Verdict verdict : verdicts) {
      List<Explanation.Path> all =
          inOrder.explain(verdict.from(), verdict.to(), verdict.stake()).failureSets();
      assertThat(atRandom.explain(verdict.from(), verdict.to(), verdict.stake()).failureSets())
          .isEqualTo(all);
      List<Explanation.Path> fewer =
          all.stream()
              .filter(path -> path.boundaries().size() < verdict.required())
              .filter(path -> path.assumptions().isEmpty())
              .toList();
      several += fewer.size() < all.size() ? 1 : 0;
      assertThat(
              atRandom.certainPathsOfFewerThan(
                  verdict.required(), verdict.from(), verdict.to(), verdict.stake()))
          .isEqualTo(fewer);
    }
    assertThat(several).isGreaterThan(0);
  }
}
