package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many verdicts rest on each assumption: the ones that matter most come first. */
public final class AssumptionUse {

  private static final String NOT_EXAMINED_PREFIX = "step-";
  private static final String NOT_EXAMINED_SUFFIX = "-not-examined";

  private final Map<String, Integer> verdicts = new HashMap<>();

  public void add(Verdict verdict) {
    List<String> ids = verdict.assumptions();
    for (int at = 0; at < ids.size(); at++) {
      verdicts.merge(ids.get(at), 1, Integer::sum);
    }
  }

  public int of(String id) {
    return verdicts.getOrDefault(id, 0);
  }

  /** Most used first, then by id. */
  public List<AssumptionAnswer> ordered(List<AssumptionAnswer> assumptions) {
    List<AssumptionAnswer> ordered = new ArrayList<>(assumptions);
    ordered.sort(
        (one, other) -> {
          int order = Integer.compare(of(other.id()), of(one.id()));
          return order == 0 ? one.id().compareTo(other.id()) : order;
        });
    return ordered;
  }

  /** The catalogue's row that no code examines yet and that this assumption stands for, or "". */
  public static String rowNotExamined(AssumptionAnswer assumption) {
    String id = assumption.id();
    boolean named = id.startsWith(NOT_EXAMINED_PREFIX) && id.endsWith(NOT_EXAMINED_SUFFIX);
    return named && id.length() > NOT_EXAMINED_PREFIX.length() + NOT_EXAMINED_SUFFIX.length()
        ? id.substring(NOT_EXAMINED_PREFIX.length(), id.length() - NOT_EXAMINED_SUFFIX.length())
        : "";
  }
}
