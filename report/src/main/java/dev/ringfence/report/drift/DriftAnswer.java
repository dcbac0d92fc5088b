package dev.ringfence.report.drift;

import dev.ringfence.engine.verdict.VerdictChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code diff}.
 *
 * @param together what all that differs changes, against the fences as wanted
 */
public record DriftAnswer(String source, List<Item> items, List<VerdictChange> together) {

  /**
   * One object that differs.
   *
   * @param kind {@code Missing}, {@code Differs} or {@code NoLongerNeeded}
   * @param holds what the control holds, in stakes; null for what is no longer needed
   * @param changedBy the manager that last wrote what differs, or null
   * @param since when, as the API writes times; null where it is not known
   * @param sinceReason why it is not known
   * @param changes what it changes by itself, all else mended; null where that was not proved
   */
  public record Item(
      String kind,
      String title,
      @Nullable String holds,
      @Nullable String changedBy,
      @Nullable String since,
      String sinceReason,
      List<Field> fields,
      @Nullable List<VerdictChange> changes) {
    public Item {
      fields = List.copyOf(fields);
      changes = changes == null ? null : List.copyOf(changes);
    }
  }

  /** One field; {@code found} is null where it is absent. */
  public record Field(String path, @Nullable String wanted, @Nullable String found) {}

  public DriftAnswer {
    items = List.copyOf(items);
    together = List.copyOf(together);
  }
}
