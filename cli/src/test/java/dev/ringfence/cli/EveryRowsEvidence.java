package dev.ringfence.cli;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.judgement.ProofListing;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every step that holds in a cluster gives as evidence, whether or not some way needs it.
 *
 * @param byRow by the row's id, each piece once
 */
record EveryRowsEvidence(Cluster cluster, Map<String, Set<Evidence>> byRow) {

  static EveryRowsEvidence of(List<Path> files) {
    Intake.Result read =
        Intake.read(
            files.stream().<SourceSpec>map(SourceSpec.Files::new).toList(), IntakeOptions.DEFAULT);
    Resolution resolution =
        PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)))
            .resolve(read.cluster());
    ProofListing listing =
        ProofRun.of(
                resolution.cluster(),
                resolution.tenancy(),
                resolution.requirements(),
                new Assumptions(resolution.statements()),
                0,
                resolution.remarks(),
                stage -> {},
                new KubernetesExpressions())
            .listing();
    Map<String, Set<Evidence>> byRow = new TreeMap<>();
    for (int step = 0; step < listing.graph().stepCount(); step++) {
      String row = listing.rules().get(listing.graph().rule(step)).split(" ", 2)[0];
      byRow.computeIfAbsent(row, _ -> new LinkedHashSet<>()).addAll(listing.evidence(step));
    }
    return new EveryRowsEvidence(resolution.cluster(), byRow);
  }
}
