package dev.ringfence.report.fix;

import dev.ringfence.report.change.Changes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code fix}.
 *
 * @param how {@code Fewest}, {@code Greedy} or {@code NotEnough}
 * @param targets the requirements that were to hold, in words
 * @param open those that still fall short
 * @param inTheWay the step that no known change stops, or null
 * @param changes what the repairs close and open, against the cluster as it is
 * @param proofs how many clusters were proved to find them
 */
public record FixAnswer(
    String source,
    String how,
    List<String> targets,
    List<String> open,
    @Nullable String inTheWay,
    List<Repair> repairs,
    Changes changes,
    int proofs) {

  /** One change: what, what it may break, and the command that makes it. */
  public record Repair(String title, String breaks, String patch) {}

  public FixAnswer {
    targets = List.copyOf(targets);
    open = List.copyOf(open);
    repairs = List.copyOf(repairs);
  }
}
