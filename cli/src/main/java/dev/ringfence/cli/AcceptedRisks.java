package dev.ringfence.cli;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.document.AcceptedRiskDocument;
import dev.ringfence.report.change.RiskRegister;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Holds the documents against today and the findings. */
final class AcceptedRisks {

  private AcceptedRisks() {}

  static RiskRegister of(List<AcceptedRiskDocument> documents, ProofAnswers answers) {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    List<RiskRegister.Risk> risks =
        documents.stream()
            .map(
                document ->
                    new RiskRegister.Risk(
                        document.name(),
                        document.finding(),
                        document.path(),
                        document.owner(),
                        document.reason(),
                        document.until().toString(),
                        document.until().isBefore(today)))
            .toList();
    return RiskRegister.of(risks, answers);
  }
}
