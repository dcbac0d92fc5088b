package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepted risks against the findings of one proof. */
public final class RiskRegister {

  /** What somebody accepts. */
  public record Risk(
      String name,
      String finding,
      String path,
      String owner,
      String reason,
      String until,
      boolean expired) {}

  /** What became of a risk. */
  public enum State {
    /** The finding is there, by the path that was accepted. */
    ACCEPTED("Accepted"),
    /** Its day is over: the finding counts again. */
    EXPIRED("Expired"),
    /** The finding is there by another path: it counts again. */
    PATH_CHANGED("PathChanged"),
    /** There is no such finding any more: the document can go. */
    NOT_FOUND("NotFound");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** A risk with what became of it; the finding's path now where it is another one. */
  public record Entry(Risk risk, State state, @Nullable String pathNow) {}

  public static final RiskRegister EMPTY = new RiskRegister(List.of(), Set.of());

  private final List<Entry> entries;
  private final Set<String> accepted;

  private RiskRegister(List<Entry> entries, Set<String> accepted) {
    this.entries = List.copyOf(entries);
    this.accepted = Set.copyOf(accepted);
  }

  /** Looks for each risk's finding; witnesses are worked out for those only. */
  public static RiskRegister of(List<Risk> risks, ProofAnswers answers) {
    if (risks.isEmpty()) {
      return EMPTY;
    }
    Map<String, String> pathOfFinding = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    risks.forEach(risk -> wanted.add(risk.finding()));
    answers.forEachVerdict(
        verdict -> {
          String id = id(answers, verdict);
          if (id != null && wanted.contains(id)) {
            pathOfFinding.put(id, path(answers, verdict));
          }
        });
    List<Entry> entries = new ArrayList<>();
    Set<String> accepted = new HashSet<>();
    for (Risk risk : risks) {
      String now = pathOfFinding.get(risk.finding());
      State state;
      if (now == null) {
        state = State.NOT_FOUND;
      } else if (risk.expired()) {
        state = State.EXPIRED;
      } else if (!now.equals(risk.path())) {
        state = State.PATH_CHANGED;
      } else {
        state = State.ACCEPTED;
        accepted.add(risk.finding());
      }
      entries.add(new Entry(risk, state, now));
    }
    return new RiskRegister(entries, accepted);
  }

  public List<Entry> entries() {
    return entries;
  }

  /** Whether somebody answers for this verdict. */
  public boolean accepts(ProofAnswers answers, Verdict verdict) {
    String id = accepted.isEmpty() ? null : id(answers, verdict);
    return id != null && accepted.contains(id);
  }

  /**
   * The id of a finding; null where the verdict holds. One that is undecided because the search
   * went no deeper has no set, and is known by how deep it went.
   */
  public static @Nullable String id(ProofAnswers answers, Verdict verdict) {
    List<Boundary> smallest = verdict.smallest();
    if (verdict.outcome() == Verdict.Outcome.HOLDS) {
      return null;
    }
    if (smallest == null) {
      smallest = List.of(new Boundary("more-than", Integer.toString(answers.maximumDepth())));
    }
    return answers.findingId(verdict.from(), verdict.to(), verdict.stake(), smallest);
  }

  private static String path(ProofAnswers answers, Verdict verdict) {
    for (Explanation.Path path :
        answers.explain(verdict.from(), verdict.to(), verdict.stake()).failureSets()) {
      if (path.boundaries().equals(verdict.smallest())) {
        return PathFingerprint.of(path);
      }
    }
    return "";
  }
}
