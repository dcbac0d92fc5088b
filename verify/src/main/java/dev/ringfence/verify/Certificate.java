package dev.ringfence.verify;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proof claims, in numbers and names: docs/certificates.md describes it field by field.
 *
 * <p>Facts, boundaries, assumptions, rules and tenants are indexes into the lists of their names.
 * Attackers are tenants; a set of attackers is a bit vector of {@code (tenants + 63) / 64} words.
 *
 * @param source how the proof's author named the source; told, never checked
 * @param objects what was read, by name, with a hash of what was read of it; it is there to name
 *     what changed, and no conclusion rests on it
 */
public record Certificate(
    String source,
    String kubernetesVersion,
    int maximumDepth,
    List<String> tenants,
    List<String> boundaries,
    List<String> assumptions,
    List<String> rules,
    List<String> facts,
    Map<String, Long> objects,
    List<Start> starts,
    List<Step> steps,
    Map<Scope, List<List<Label>>> tables,
    List<Claim> claims,
    List<Witness> witnesses) {

  /** What the attacker has at the beginning, if all the assumptions are as bad as feared. */
  public record Start(int attacker, int fact, List<Integer> assumptions) {}

  /**
   * The conclusion follows for an attacker from all premises if all boundaries fail and all
   * assumptions are as bad as feared.
   *
   * @param attackers who can take the step; null: everybody
   * @param published to whom the step's port is published; null: to nobody
   */
  public record Step(
      int rule,
      int conclusion,
      List<Integer> premises,
      List<Integer> boundaries,
      List<Integer> assumptions,
      @Nullable List<Long> attackers,
      @Nullable Published published) {}

  /** A port that the victim offers to these attackers on purpose. */
  public record Published(int victim, List<Long> to) {}

  /** Which steps a table is about. */
  public enum Scope {
    /** Every assumption is as bad as feared. */
    FEARED(true, false),
    /** No assumption is. */
    REFUTED(false, false),
    /** As feared, without the published ways for those to whom they are published. */
    FEARED_UNPUBLISHED(true, true),
    /** No assumption is, and without the published ways. */
    REFUTED_UNPUBLISHED(false, true);

    final boolean feared;
    final boolean unpublished;

    Scope(boolean feared, boolean unpublished) {
      this.feared = feared;
      this.unpublished = unpublished;
    }
  }

  /** A set of boundaries that is minimal for these attackers. */
  public record Label(List<Integer> boundaries, List<Long> attackers) {}

  /** The three verdicts. */
  public enum Outcome {
    HOLDS,
    FALLS_SHORT,
    UNDECIDED
  }

  /**
   * One verdict.
   *
   * @param goal the fact that is the victim's stake
   * @param feared the depth with every assumption as bad as feared, -1 for none
   * @param refuted the depth with no assumption, -1 for none
   */
  public record Claim(
      int from,
      int to,
      String stake,
      int goal,
      int required,
      int feared,
      int refuted,
      Outcome outcome) {}

  /** One way to a goal: each step's premises are start facts or conclusions of earlier ones. */
  public record Witness(
      int attacker, int goal, List<Integer> boundaries, boolean feared, List<Evidenced> steps) {}

  /** A step, by its index, and the objects that make it possible. */
  public record Evidenced(int step, List<Item> evidence) {}

  /** An object, a field's path and its value. */
  public record Item(String object, String field, String value) {}

  /** Words of a bit vector of attackers. */
  public int words() {
    return (tenants.size() + 63) / 64;
  }
}
