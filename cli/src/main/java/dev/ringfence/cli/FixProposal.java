package dev.ringfence.cli;

import dev.ringfence.enforce.rehearsal.FenceRehearsal;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.advice.Adviser;
import dev.ringfence.policy.fix.FixSearch;
import dev.ringfence.policy.fix.Limit;
import dev.ringfence.policy.fix.Shortfall;
import dev.ringfence.policy.fix.Target;
import dev.ringfence.policy.traits.ClusterTraits;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From a question to the changes that make its requirements hold.
 *
 * @param maximumProofs when to end the search
 * @param fences whether to prove fences too, where changes are not enough
 */
record FixProposal(Inquiry.Question question, int maximumProofs, boolean fences) {

  /** What to change so that the wanted requirements, of those that fall short, hold together. */
  FixAnswer of(ProofAnswers now, Predicate<Target> wanted) {
    return of(now, wanted, changes -> {});
  }

  /**
   * The same.
   *
   * @param early told of the changes before fences are proved, which may take longer than they did
   */
  FixAnswer of(ProofAnswers now, Predicate<Target> wanted, Consumer<FixAnswer> early) {
    List<Target> targets = targets(now, wanted);
    FixAnswer answer = changes(now, targets);
    early.accept(answer);
    return fences && !answer.open().isEmpty() ? answer.with(fenced(targets)) : answer;
  }

  private FixAnswer changes(ProofAnswers now, List<Target> targets) {
    FixSearch.Result result;
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      result =
          new FixSearch(
                  question.read().cluster(),
                  question.policy(),
                  question::ask,
                  targets,
                  maximumProofs,
                  made -> progress.step("proving changes,", made, maximumProofs))
              .run(now);
    } finally {
      progress.close();
    }
    boolean bounded = result.how() == FixSearch.How.GREEDY;
    String how = result.open().isEmpty() ? (bounded ? "Greedy" : "Fewest") : "NotEnough";
    return new FixAnswer(
        question.arguments().name(),
        how,
        bounded,
        targets.stream().map(FixProposal::words).toList(),
        result.open().stream().map(FixProposal::open).toList(),
        undecided(targets, result.proved()),
        result.repairs().stream()
            .map(
                repair ->
                    new FixAnswer.Repair(
                        repair.title(), repair.breaks(question.read().cluster()), repair.patch()))
            .toList(),
        Changes.between(EarlierProof.of(now, "the cluster as it is"), result.proved())
            .ofWhatChanged(),
        result.proofs(),
        null);
  }

  private FixAnswer.Fences fenced(List<Target> targets) {
    FenceRehearsal.Found found = rehearsed();
    ProofAnswers proved = found.proved();
    return new FixAnswer.Fences(
        proved == null
            ? List.of()
            : targets.stream()
                .filter(target -> fallsShort(target.in(proved)))
                .map(FixProposal::words)
                .toList(),
        proved == null ? 0 : undecided(targets, proved),
        found.provided(),
        found.problems());
  }

  private FenceRehearsal.Found rehearsed() {
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      progress.stage("proving fences");
      Resolution resolution = question.policy().resolve(question.read().cluster());
      return new FenceRehearsal(
              question.read().cluster(),
              question.policy(),
              Adviser.advise(question.policy(), resolution, ClusterTraits.of(resolution.cluster())))
          .run(question::ask);
    } finally {
      progress.close();
    }
  }

  private static boolean fallsShort(@Nullable Verdict verdict) {
    return verdict != null && verdict.outcome() == Verdict.Outcome.FALLS_SHORT;
  }

  private static int undecided(List<Target> targets, ProofAnswers proved) {
    int undecided = 0;
    for (Target target : targets) {
      Verdict verdict = target.in(proved);
      undecided += verdict != null && verdict.outcome() == Verdict.Outcome.UNDECIDED ? 1 : 0;
    }
    return undecided;
  }

  private static List<Target> targets(ProofAnswers now, Predicate<Target> wanted) {
    List<Target> targets = new ArrayList<>();
    now.forEachVerdict(
        verdict -> {
          Target target =
              new Target(
                  now.tenancy().tenant(verdict.from()).name(),
                  now.tenancy().tenant(verdict.to()).name(),
                  verdict.stake());
          if (fallsShort(verdict) && wanted.test(target)) {
            targets.add(target);
          }
        });
    return targets;
  }

  private static FixAnswer.Open open(Shortfall open) {
    Limit limit = open.limit();
    return new FixAnswer.Open(
        words(open.target()), open.required(), open.depth(), limit == null ? null : limit.step());
  }

  private static String words(Target target) {
    return target.from() + " → " + target.to() + " " + target.stake().word();
  }
}
