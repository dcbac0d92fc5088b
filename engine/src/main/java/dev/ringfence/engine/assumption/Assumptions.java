package dev.ringfence.engine.assumption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The assumptions that one run asks for, and what was stated about them. */
public final class Assumptions {

  /** What {@link #ask} answers where the step does not exist, because it was stated otherwise. */
  public static final int REFUTED = -2;

  /**
   * What {@link #ask} answers where somebody vouches for the bad value: the step rests on nothing.
   */
  public static final int CONFIRMED = -1;

  /**
   * A statement.
   *
   * @param until a date after which it no longer counts, or null; whoever reads documents drops
   *     expired ones
   */
  public record Statement(String id, String value, String vouchedBy, @Nullable String until) {}

  private final Map<String, Statement> statements = new HashMap<>();
  private final List<Assumption> asked = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  public Assumptions(List<Statement> statements) {
    for (Statement statement : statements) {
      this.statements.put(statement.id(), statement);
    }
  }

  /**
   * Asks whether steps may rest on an assumption: an index to tag them with, or {@link #CONFIRMED},
   * or {@link #REFUTED}.
   */
  public int ask(Assumption assumption) {
    Statement statement = statements.get(assumption.id());
    int index = register(assumption);
    if (statement == null) {
      return index;
    }
    return statement.value().equals(assumption.pessimistic()) ? CONFIRMED : REFUTED;
  }

  /**
   * Asks about an assumption that a statement can confirm but not refute: an index, or {@link
   * #CONFIRMED}.
   */
  public int fear(Assumption assumption) {
    int answer = ask(assumption);
    return answer == REFUTED ? register(assumption) : answer;
  }

  private int register(Assumption assumption) {
    Integer known = indexes.get(assumption.id());
    if (known != null) {
      return known;
    }
    int index = asked.size();
    indexes.put(assumption.id(), index);
    asked.add(assumption);
    return index;
  }

  /** All that were asked for, by index; statements about others are for the caller to report. */
  public List<Assumption> asked() {
    return List.copyOf(asked);
  }

  /** What was stated about an assumption, or null. */
  public @Nullable Statement statement(String id) {
    return statements.get(id);
  }

  /** Every statement that was made. */
  public List<Statement> statements() {
    return List.copyOf(statements.values());
  }
}
