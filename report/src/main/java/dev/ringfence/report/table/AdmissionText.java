package dev.ringfence.report.table;

import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The answer of {@code admit} for people: a line an object, and below it by what it is refused. */
public final class AdmissionText {

  private AdmissionText() {}

  /** Writes the verdicts in order. */
  public static void write(Writer out, List<ObjectVerdict> verdicts) throws IOException {
    for (ObjectVerdict verdict : verdicts) {
      String namespace = verdict.object().request().namespace();
      String name =
          verdict.object().request().kind()
              + " "
              + (namespace.isEmpty() ? "" : namespace + "/")
              + verdict.object().name();
      out.write((verdict.allowed() ? "allowed  " : "refused  ") + VisibleText.of(name));
      out.write("  (" + VisibleText.of(verdict.object().origin().file()) + ")\n");
      if (!verdict.changedBy().isEmpty()) {
        out.write("  changed by " + VisibleText.of(String.join(", ", verdict.changedBy())) + "\n");
      }
      for (Violation violation : verdict.violations()) {
        out.write("  " + line(violation) + "\n");
      }
      for (Violation violation : verdict.podViolations()) {
        out.write("  its pods would be refused: " + line(violation) + "\n");
      }
      for (ObjectVerdict.Undecided undecided : verdict.undecided()) {
        out.write(
            "  undecided: " + VisibleText.of(undecided.engine() + ": " + undecided.why()) + "\n");
      }
    }
  }

  private static String line(Violation violation) {
    return VisibleText.of(violation.check() + ": " + violation);
  }
}
