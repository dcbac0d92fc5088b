package dev.ringfence.report.html;

import dev.ringfence.report.change.Changes;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.redaction.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows beside the proof.
 *
 * @param changes against a baseline; null where there is none
 * @param fixes changes that would make it hold; null where nobody asked
 * @param pseudonyms in place of names; null for the names as they are
 */
public record PageExtras(
    @Nullable Changes changes, @Nullable FixAnswer fixes, @Nullable Pseudonyms pseudonyms) {

  public static final PageExtras NONE = new PageExtras(null, null, null);
}
