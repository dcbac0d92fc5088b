package dev.ringfence.report.fix;

import dev.ringfence.report.change.Changes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code fix}.
 *
 * @param how {@code Fewest}, {@code Greedy} or {@code NotEnough}
 * @param bounded whether the search ended before all that is known was tried
 * @param targets the requirements that were to hold, in words
 * @param open those that still fall short
 * @param undecided how many neither hold nor fall short with all changes made: they rest on
 *     assumptions
 * @param changes what the repairs close and open, against the cluster as it is
 * @param proofs how many clusters were proved to find them
 * @param fences what the fences of {@code apply} would do instead; null where nobody asked
 */
public record FixAnswer(
    String source,
    String how,
    boolean bounded,
    List<String> targets,
    List<Open> open,
    int undecided,
    List<Repair> repairs,
    Changes changes,
    int proofs,
    @Nullable Fences fences) {

  /** One change: what, what it may break, and the command that makes it. */
  public record Repair(String title, String breaks, String patch) {}

  /**
   * A requirement that falls short with all changes made.
   *
   * @param inTheWay the step that no known change stops; null where the search ended before
   */
  public record Open(String requirement, int required, int depth, @Nullable String inTheWay) {}

  /**
   * The same requirements with the fences of every tenant's pattern in force.
   *
   * @param open those that would fall short
   * @param undecided how many would rest on assumptions
   * @param provided what the cluster lacks for them and was put into the model
   * @param problems why they cannot be rendered; then nothing was proved
   */
  public record Fences(
      List<String> open, int undecided, List<String> provided, List<String> problems) {
    public Fences {
      open = List.copyOf(open);
      provided = List.copyOf(provided);
      problems = List.copyOf(problems);
    }
  }

  /** The same with what fences would do. */
  public FixAnswer with(Fences proved) {
    return new FixAnswer(
        source, how, bounded, targets, open, undecided, repairs, changes, proofs, proved);
  }

  public FixAnswer {
    targets = List.copyOf(targets);
    open = List.copyOf(open);
    repairs = List.copyOf(repairs);
  }
}
