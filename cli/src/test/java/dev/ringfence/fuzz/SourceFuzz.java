package dev.ringfence.fuzz;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * A source of any bytes, Ringfence's own documents among them: read, settled and proved, or refused
 * with a reason. The first byte says what the file's name says it is.
 */
public final class SourceFuzz {

  private static final List<String> ENDINGS = List.of(".yaml", ".json", ".tgz", ".zip");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private SourceFuzz() {}

  /** Jazzer calls this; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    Path file =
        Files.createTempFile("ringfence-fuzz", ENDINGS.get(Math.floorMod(data[0], ENDINGS.size())));
    try {
      Files.write(file, Arrays.copyOfRange(data, 1, data.length));
      prove(file);
    } catch (InputException | DocumentException refused) {
      if (String.valueOf(refused.getMessage()).isBlank()) {
        throw new IllegalStateException("refused without a reason", refused);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void prove(Path file) {
    Intake.Result read =
        Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT);
    Resolution resolution =
        PolicySet.of(read.documents(), PolicyOptions.on(TODAY)).resolve(read.cluster());
    ProofRun.of(
            resolution.cluster(),
            resolution.tenancy(),
            resolution.requirements(),
            new Assumptions(resolution.statements()),
            1,
            resolution.remarks(),
            stage -> {})
        .outcomes();
  }
}
