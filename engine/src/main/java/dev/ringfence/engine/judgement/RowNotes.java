package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.AccessReads;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.LandscapeReads;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import java.util.ArrayList;
import java.util.List;

/**
 * What each row asked for while it named its steps, by the number of the row: which permissions,
 * which analyses, and of which kinds of facts what others had named. Noted is what it really asked,
 * so that no row can forget to say so.
 */
final class RowNotes {

  private final List<AccessReads> access = new ArrayList<>();
  private final List<LandscapeReads> reads = new ArrayList<>();
  private final List<Long> lookedFor = new ArrayList<>();

  /** Runs the next row. */
  void derive(Row row, Landscape landscape, StepSink steps) {
    access.add(new AccessReads());
    reads.add(new LandscapeReads());
    lookedFor.add(0L);
    again(access.size() - 1, row, landscape, steps);
  }

  /** Runs a row again; what it asked for before stays noted. */
  void again(int number, Row row, Landscape landscape, StepSink steps) {
    landscape.facts().takeLookedFor();
    row.derive(
        landscape.seenThrough(landscape.access().noting(access.get(number)), reads.get(number)),
        steps);
    lookedFor.set(number, lookedFor.get(number) | landscape.facts().takeLookedFor());
  }

  LandscapeReads reads(int row) {
    return reads.get(row);
  }

  AccessReads access(int row) {
    return access.get(row);
  }

  /** A bit for each kind of fact of which one of the first rows looked which there are. */
  long lookedFor(int rows) {
    long all = 0;
    for (int row = 0; row < rows; row++) {
      all |= lookedFor.get(row);
    }
    return all;
  }
}
