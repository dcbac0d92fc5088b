package dev.ringfence.engine.judgement;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import java.util.ArrayList;
import java.util.List;

/** Every assumption that was asked for while steps were derived, and the steps it adds. */
final class AskedAssumptions {

  private AskedAssumptions() {}

  /** In order of their ids. */
  static List<AssumptionAnswer> of(Derivation derivation) {
    Assumptions assumptions = derivation.landscape().assumptions();
    int[][] added = derivation.stepsByAssumption();
    List<Assumption> asked = assumptions.asked();
    List<AssumptionAnswer> answers = new ArrayList<>();
    for (int index = 0; index < asked.size(); index++) {
      Assumption assumption = asked.get(index);
      Assumptions.Statement statement = assumptions.statement(assumption.id());
      List<AssumptionAnswer.Added> adds = new ArrayList<>();
      for (int row = 0; index < added.length && row < derivation.rows().size(); row++) {
        if (added[index][row] > 0) {
          adds.add(new AssumptionAnswer.Added(derivation.rows().get(row).id(), added[index][row]));
        }
      }
      answers.add(
          new AssumptionAnswer(
              assumption.id(),
              assumption.question(),
              statement == null ? assumption.pessimistic() : statement.value(),
              statement == null ? null : statement.vouchedBy(),
              statement == null ? null : statement.until(),
              adds));
    }
    answers.sort((one, other) -> one.id().compareTo(other.id()));
    return answers;
  }
}
