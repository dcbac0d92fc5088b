package dev.ringfence.fuzz;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.assembly.ClusterAssembly;
import dev.ringfence.intake.document.DocumentStream;
import dev.ringfence.intake.document.ListKindComesLater;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.YamlTokenReader;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.document.DocumentException;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/**
 * The readers alone, in memory: text of any bytes is taken apart, its objects are mapped and
 * defaulted, and Ringfence's own documents are checked; or it is refused with a reason. Nothing is
 * proved and no file is made, so that a minute makes many more runs than {@link SourceFuzz}, which
 * goes the whole way. The first byte chooses the syntax.
 */
public final class ReaderFuzz {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private ReaderFuzz() {}

  /** Jazzer calls this; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    ByteArrayInputStream text = new ByteArrayInputStream(data, 1, data.length - 1);
    ClusterAssembly assembly =
        new ClusterAssembly(IntakeOptions.DEFAULT.strict(), IntakeOptions.DEFAULT.contents());
    try (TokenReader tokens =
        data[0] % 2 == 0 ? new YamlTokenReader(text) : new JsonTokenReader(text)) {
      new DocumentStream(tokens, Origin.Source.FILE, "fuzz", assembly, List.of(), 0).readAll();
      PolicySet.of(assembly.documents(), PolicyOptions.on(TODAY));
    } catch (MalformedException
        | InputException
        | DocumentException
        | CharConversionException refused) {
      if (String.valueOf(refused.getMessage()).isBlank()) {
        throw new IllegalStateException("refused without a reason", refused);
      }
    } catch (ListKindComesLater readAgain) {
      // What reads files reads such a list twice; its first reading is all that is asked here.
    }
  }
}
