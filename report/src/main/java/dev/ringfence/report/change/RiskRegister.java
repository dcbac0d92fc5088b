package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepted risks against the findings of one proof. A finding is one failure set of a pair and
 * stake: whoever accepts one does not accept another that stands beside it, so a verdict is
 * accepted where all are for which it does not hold.
 */
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

  public static final RiskRegister EMPTY = new RiskRegister(List.of(), Set.of(), Set.of());

  private final List<Entry> entries;
  private final Set<String> accepted;
  private final Set<String> lapsed;

  private RiskRegister(List<Entry> entries, Set<String> accepted, Set<String> lapsed) {
    this.entries = List.copyOf(entries);
    this.accepted = Set.copyOf(accepted);
    this.lapsed = Set.copyOf(lapsed);
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
          Map<String, List<Boundary>> findings = findings(answers, verdict);
          findings.keySet().retainAll(wanted);
          findings.forEach((id, set) -> pathOfFinding.put(id, path(answers, verdict, set)));
        });
    List<Entry> entries = new ArrayList<>();
    Set<String> accepted = new HashSet<>();
    Set<String> lapsed = new HashSet<>();
    for (Risk risk : risks) {
      String now = pathOfFinding.get(risk.finding());
      State state;
      if (now == null) {
        state = State.NOT_FOUND;
      } else if (risk.expired()) {
        state = State.EXPIRED;
        lapsed.add(risk.finding());
      } else if (!now.equals(risk.path())) {
        state = State.PATH_CHANGED;
        lapsed.add(risk.finding());
      } else {
        state = State.ACCEPTED;
        accepted.add(risk.finding());
      }
      entries.add(new Entry(risk, state, now));
    }
    lapsed.removeAll(accepted);
    return new RiskRegister(entries, accepted, lapsed);
  }

  public List<Entry> entries() {
    return entries;
  }

  /** Whether somebody answers for this verdict. */
  public boolean accepts(ProofAnswers answers, Verdict verdict) {
    return !accepted.isEmpty()
        && verdict.outcome() != Verdict.Outcome.HOLDS
        && accepted.containsAll(findings(answers, verdict).keySet());
  }

  /** Whether somebody answered for one of its findings and does so no more: it counts again. */
  public boolean countsAgain(ProofAnswers answers, Verdict verdict) {
    return !lapsed.isEmpty()
        && findings(answers, verdict).keySet().stream().anyMatch(lapsed::contains);
  }

  /** Whether somebody answers for a finding. */
  public boolean accepts(String finding) {
    return accepted.contains(finding);
  }

  /** The findings of a verdict by their ids, the smallest set's first; none where it holds. */
  public static Map<String, List<Boundary>> findings(ProofAnswers answers, Verdict verdict) {
    Map<String, List<Boundary>> findings = new LinkedHashMap<>();
    String id = id(answers, verdict);
    if (id != null) {
      List<Boundary> smallest = verdict.smallest();
      findings.put(id, smallest == null ? List.of() : smallest);
      for (List<Boundary> set : answers.setsThatFallShort(verdict)) {
        findings.put(answers.findingId(verdict.from(), verdict.to(), verdict.stake(), set), set);
      }
    }
    return findings;
  }

  /**
   * The id of a verdict's first finding; null where the verdict holds. One that is undecided
   * because the search went no deeper has no set, and is known by how deep it went.
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

  private static String path(ProofAnswers answers, Verdict verdict, List<Boundary> set) {
    Explanation.Path path =
        answers.explain(verdict.from(), verdict.to(), verdict.stake()).path(set);
    return path == null ? "" : PathFingerprint.of(path);
  }
}
