package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.terminal.VisibleText;
import java.util.List;

/** A verdict in words. */
public final class Sentence {

  private static final int NAMED = 2;

  private Sentence() {}

  /** The outcome as people say it. */
  public static String outcome(Verdict.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "holds";
      case FALLS_SHORT -> "falls short";
      case UNDECIDED -> "undecided";
    };
  }

  /** Why the depth is what it is: the smallest set, and how many more there are. */
  public static String why(Verdict verdict, int maximumDepth) {
    List<Boundary> smallest = verdict.smallest();
    if (smallest == null) {
      String none = "no way in found with up to " + maximumDepth + failures(maximumDepth);
      return verdict.undecidedByBound() ? none + ", and more were not tried" : none;
    }
    StringBuilder why = new StringBuilder(set(smallest));
    if (verdict.count() > 1) {
      why.append(" (").append(verdict.count() - 1).append(" more ");
      why.append(verdict.count() == 2 ? "set)" : "sets)");
    }
    return why.toString();
  }

  /** One failure set. */
  public static String set(List<Boundary> boundaries) {
    if (boundaries.isEmpty()) {
      return "open as configured";
    }
    if (boundaries.size() == 1) {
      return name(boundaries.getFirst()) + " alone is enough";
    }
    StringBuilder together = new StringBuilder();
    for (int at = 0; at < boundaries.size(); at++) {
      if (at > 0) {
        together.append(at == boundaries.size() - 1 ? " and " : ", ");
      }
      together.append(name(boundaries.get(at)));
    }
    return together.append(" together").toString();
  }

  /** A boundary by kind and implementation, visible. */
  public static String name(Boundary boundary) {
    return VisibleText.of(boundary.toString());
  }

  /** What a verdict rests on, or the empty string. */
  public static String restsOn(Verdict verdict) {
    List<String> ids = verdict.assumptions();
    if (ids.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("if ");
    int named = Math.min(NAMED, ids.size());
    for (int at = 0; at < named; at++) {
      text.append(at == 0 ? "" : at == ids.size() - 1 ? " and " : ", ");
      text.append(VisibleText.of(ids.get(at)));
    }
    if (ids.size() > named) {
      text.append(" and ").append(ids.size() - named).append(" more");
    }
    return text.append(ids.size() == 1 ? " is" : " are").append(" as bad as feared").toString();
  }

  /** Which shared resources make a disruption, or the empty string. */
  public static String resources(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    for (Verdict.ResourceDepth resource : verdict.resources()) {
      Integer depth = resource.depth();
      if (depth != null && depth < Math.max(1, verdict.required())) {
        text.append(text.isEmpty() ? "" : ", ").append(VisibleText.of(resource.resource()));
      }
    }
    return text.toString();
  }

  private static String failures(int count) {
    return count == 1 ? " failure" : " failures";
  }
}
