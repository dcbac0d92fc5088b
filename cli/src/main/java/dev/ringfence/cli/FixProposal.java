package dev.ringfence.cli;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.policy.fix.FixSearch;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.fix.FixAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * From a question to the changes that make its requirements hold.
 *
 * @param maximumProofs go on greedily after so many
 */
record FixProposal(Inquiry.Question question, int maximumProofs) {

  /** What to change so that the wanted requirements, of those that fall short, hold together. */
  FixAnswer of(ProofAnswers now, Predicate<FixSearch.Target> wanted) {
    List<FixSearch.Target> targets = targets(now, wanted);
    FixSearch.Result result =
        new FixSearch(question.read().cluster(), question::ask, targets, maximumProofs).run();
    return new FixAnswer(
        question.arguments().name(),
        switch (result.how()) {
          case FEWEST -> "Fewest";
          case GREEDY -> "Greedy";
          case NOT_ENOUGH -> "NotEnough";
        },
        targets.stream().map(FixProposal::words).toList(),
        result.open().stream().map(FixProposal::words).toList(),
        result.inTheWay(),
        result.repairs().stream()
            .map(
                repair ->
                    new FixAnswer.Repair(
                        repair.title(), repair.breaks(question.read().cluster()), repair.patch()))
            .toList(),
        Changes.between(EarlierProof.of(now, "the cluster as it is"), result.proved()),
        result.proofs());
  }

  private static List<FixSearch.Target> targets(
      ProofAnswers now, Predicate<FixSearch.Target> wanted) {
    List<FixSearch.Target> targets = new ArrayList<>();
    now.forEachVerdict(
        verdict -> {
          FixSearch.Target target =
              new FixSearch.Target(
                  now.tenancy().tenant(verdict.from()).name(),
                  now.tenancy().tenant(verdict.to()).name(),
                  verdict.stake());
          if (verdict.outcome() == Verdict.Outcome.FALLS_SHORT && wanted.test(target)) {
            targets.add(target);
          }
        });
    return targets;
  }

  private static String words(FixSearch.Target target) {
    return target.from() + " → " + target.to() + " " + target.stake().word();
  }
}
