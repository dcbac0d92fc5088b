package dev.ringfence.report.terminal;

import dev.ringfence.engine.verdict.Verdict;

/**
 * Colours and symbols, as far as the terminal has them. A symbol always stands beside a colour, so
 * that nobody has to tell red from green.
 */
public record Ink(boolean colours, boolean unicode) {

  private static final String RESET = "\u001b[0m";

  public static Ink of(Terminal terminal) {
    return new Ink(terminal.colours(), terminal.unicode());
  }

  public String strong(String text) {
    return wrap("\u001b[1m", text);
  }

  public String quiet(String text) {
    return wrap("\u001b[2m", text);
  }

  /** The text in the colour of an outcome. */
  public String of(Verdict.Outcome outcome, String text) {
    return switch (outcome) {
      case FALLS_SHORT -> wrap("\u001b[31m", text);
      case UNDECIDED -> wrap("\u001b[33m", text);
      case HOLDS -> wrap("\u001b[32m", text);
    };
  }

  /** One column. */
  public String symbol(Verdict.Outcome outcome) {
    return switch (outcome) {
      case FALLS_SHORT -> unicode ? "✗" : "X";
      case UNDECIDED -> "?";
      case HOLDS -> unicode ? "✓" : "+";
    };
  }

  /** One column: shown, though nothing is required. */
  public String noRequirement() {
    return unicode ? "·" : ".";
  }

  public String arrow() {
    return unicode ? "→" : "->";
  }

  public String separator() {
    return unicode ? " · " : " - ";
  }

  private String wrap(String start, String text) {
    return colours ? start + text + RESET : text;
  }
}
