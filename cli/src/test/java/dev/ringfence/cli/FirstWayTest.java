package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first way alone is the one that an explanation tells first. */
class FirstWayTest {

  @Test
  void theFirstWayIsThatOfTheExplanation() {
    String source = Program.root().resolve("examples/content-management").toString();
    Intake.Result read = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT);
    Resolution resolution =
        PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)))
            .resolve(read.cluster());
    int open = 0;
    for (int maximum : new int[] {0, 2}) {
      ProofRun run =
          ProofRun.of(
              resolution.cluster(),
              resolution.tenancy(),
              resolution.requirements(),
              new Assumptions(resolution.statements()),
              maximum,
              resolution.remarks(),
              stage -> {},
              new KubernetesExpressions());
      List<Verdict> verdicts = new ArrayList<>();
      run.forEachVerdict(verdicts::add);
      for (Verdict verdict : verdicts) {
        List<Explanation.Path> ways =
            run.explain(verdict.from(), verdict.to(), verdict.stake()).failureSets();
        List<Boundary> first = run.firstWay(verdict.from(), verdict.to(), verdict.stake());
        if (ways.isEmpty()) {
          assertThat(first).as("%s", verdict).isNull();
        } else {
          open++;
          assertThat(first).as("%s", verdict).isEqualTo(ways.getFirst().boundaries());
        }
      }
    }
    assertThat(open).isPositive();
  }
}
