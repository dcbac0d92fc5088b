package dev.ringfence.policy.advice;

import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant needs.
 *
 * @param declaredClass the isolation class that its document names, or null
 * @param declared the pattern of that class, or null
 * @param missing what the cluster lacks for the pattern: it is not advised as it stands
 * @param lowered conditions that are not met or not known, each with the stakes it lowers
 * @param unsuitable workloads that would not run there, each with what stands in the way
 * @param groups patterns by group of workloads, where not all need the same
 */
public record Advice(
    Profile profile,
    PatternRow.Choice choice,
    @Nullable String declaredClass,
    @Nullable Pattern declared,
    List<String> missing,
    List<String> lowered,
    List<Unsuitable> unsuitable,
    List<Group> groups,
    Cost cost,
    NextPattern up,
    NextPattern down) {

  /** A workload that the pattern does not suit. */
  public record Unsuitable(String workload, List<String> obstacles) {
    public Unsuitable {
      obstacles = List.copyOf(obstacles);
    }
  }

  /** Workloads of one tenant that one pattern suits. */
  public record Group(Pattern pattern, String reason, List<String> workloads) {
    public Group {
      workloads = List.copyOf(workloads);
    }
  }

  public Advice {
    missing = List.copyOf(missing);
    lowered = List.copyOf(lowered);
    unsuitable = List.copyOf(unsuitable);
    groups = List.copyOf(groups);
  }

  /** Whether the cluster can hold the pattern up. */
  public boolean isPossible() {
    return missing.isEmpty();
  }

  /** The pattern in force: the declared class's, or the advised one. */
  public Pattern pattern() {
    return declared == null ? choice.pattern() : declared;
  }
}
