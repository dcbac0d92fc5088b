package dev.ringfence.report.table;

import dev.ringfence.engine.access.Decision;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** The answers of {@code can} and {@code who-can} for people: yes or no, and by what. */
public final class AccessText {

  private AccessText() {}

  /** Yes or no, and everything that allows it. */
  public static void write(Writer out, Decision decision) throws IOException {
    out.write(decision.allowed() ? "yes\n" : "no\n");
    for (Grant grant : decision.by()) {
      out.write("  by " + VisibleText.of(grant.toString()) + "\n");
    }
    if (decision.allowed() && decision.by().isEmpty()) {
      out.write("  by the Node authorizer\n");
    }
  }

  /** A line for each review: yes or no, what was asked, and why. */
  public static void writeAll(Writer out, List<String> asked, List<Decision> decisions)
      throws IOException {
    for (int at = 0; at < asked.size(); at++) {
      Decision decision = decisions.get(at);
      out.write(decision.allowed() ? "yes  " : "no   ");
      out.write(VisibleText.of(asked.get(at)));
      if (!decision.by().isEmpty()) {
        out.write("  (" + VisibleText.of(decision.by().getFirst().toString()) + ")");
      }
      out.write('\n');
    }
  }

  /** A line for each subject, with its bindings below. */
  public static void writeWhoCan(Writer out, Map<Rbac.Subject, List<Grant>> subjects)
      throws IOException {
    if (subjects.isEmpty()) {
      out.write("nobody by any binding\n");
    }
    for (Map.Entry<Rbac.Subject, List<Grant>> entry : subjects.entrySet()) {
      out.write(VisibleText.of(words(entry.getKey())) + "\n");
      for (Grant grant : entry.getValue()) {
        out.write("  by " + VisibleText.of(grant.toString()) + "\n");
      }
    }
  }

  private static String words(Rbac.Subject subject) {
    return switch (subject.kind()) {
      case USER -> "User " + subject.name();
      case GROUP -> "Group " + subject.name();
      case SERVICE_ACCOUNT -> "ServiceAccount " + subject.namespace() + "/" + subject.name();
    };
  }
}
