package dev.ringfence.report.reach;

import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RuleReference;
import dev.ringfence.engine.network.Ruling;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * For each pair, open or closed, the policy and rule that lets it through, or those that stop it.
 */
public final class ReachReasons {

  private ReachReasons() {}

  /** What decides one direction of a pair; empty where no policy has a say. */
  public static List<Ruling> rulings(
      ReachQuestion question, Direction direction, ReachQuestion.Name from, ReachQuestion.Name to) {
    String cidr = from.cidr() == null ? to.cidr() : from.cidr();
    AddressRanges within =
        Objects.requireNonNull(AddressRanges.cidr(cidr == null ? "0.0.0.0/0" : cidr));
    return question.reach().rulings(direction, from.end(), to.end(), within);
  }

  /**
   * Writes pairs and what decides them.
   *
   * @param rows how many pairs at most; how many more there are is said
   */
  public static void write(ReachQuestion question, Appendable out, Terminal terminal, int rows)
      throws IOException {
    Ink ink = Ink.of(terminal);
    ReachTable.writeHead(question, out, ink);
    int columns = Math.max(60, terminal.columns());
    long[] count = {0};
    try {
      question.forEachPair(
          (from, to, ports) -> {
            if (count[0]++ < rows) {
              writePair(question, from, to, ports, out, ink, columns);
            }
          });
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    if (count[0] > rows) {
      out.append(
          ink.quiet(
              "… and "
                  + (count[0] - rows)
                  + " more pairs: --rows N shows more, -o json all, --from and --to some."));
      out.append('\n');
    }
  }

  private static void writePair(
      ReachQuestion question,
      ReachQuestion.Name from,
      ReachQuestion.Name to,
      PortSet ports,
      Appendable out,
      Ink ink,
      int columns) {
    try {
      String pair = question.label(from) + " " + ink.arrow() + " " + question.label(to);
      out.append(ink.strong(VisibleText.of(pair)))
          .append(": ")
          .append(ports.toString())
          .append('\n');
      if (ports.isEmpty() && !question.reach().shareFamily(from.end(), to.end())) {
        out.append("  no rule stops it: they have no addresses of one family (IPv4, IPv6)\n");
        return;
      }
      for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
        ReachQuestion.Name subject = direction == Direction.EGRESS ? from : to;
        if (subject.cidr() == null) {
          writeDirection(question, direction, from, to, subject, out, columns);
        }
      }
      if (question.reach().isProxied(to.end())) {
        out.append("  a proxy of the service mesh stands before it too: explain names its rules\n");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void writeDirection(
      ReachQuestion question,
      Direction direction,
      ReachQuestion.Name from,
      ReachQuestion.Name to,
      ReachQuestion.Name subject,
      Appendable out,
      int columns)
      throws IOException {
    List<Ruling> rulings = rulings(question, direction, from, to);
    if (rulings.isEmpty()) {
      line("  " + direction.field() + ": no policy has a say", out, columns);
      return;
    }
    boolean holds = question.reach().policiesHold(direction, subject.end());
    if (!holds) {
      line(
          "  " + direction.field() + ": not upheld wherever these pods may be placed:",
          out,
          columns);
    }
    for (Ruling ruling : rulings) {
      RuleReference rule = ruling.rule();
      line(
          "  "
              + direction.field()
              + ": "
              + (ruling.certain() ? "" : "perhaps ")
              + words(ruling.effect())
              + " "
              + ruling.ports()
              + ": "
              + rule.policy().reference()
              + " "
              + rule.field()
              + ": "
              + rule.value(),
          out,
          columns);
    }
  }

  private static String words(Ruling.Effect effect) {
    return switch (effect) {
      case LETS_THROUGH -> "lets through";
      case STOPS -> "stops";
      case HANDS_ON -> "hands on to the next tier";
    };
  }

  private static void line(String text, Appendable out, int columns) throws IOException {
    out.append(Wrapped.text(VisibleText.of(text), columns, 4)).append('\n');
  }
}
