package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.AccessReads;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.LandscapeReads;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.RowByAdmission;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What each row asked for while it named its steps, by the number of the row: which permissions,
 * which analyses, and of which kinds of facts what others had named. Noted is what it really asked,
 * so that no row can forget to say so.
 */
final class RowNotes {

  private final List<AccessReads> access = new ArrayList<>();
  private final List<LandscapeReads> reads = new ArrayList<>();
  private final List<Long> lookedFor = new ArrayList<>();
  private final List<Integer> seen = new ArrayList<>();

  /** Runs the next row. */
  void derive(Row row, Landscape landscape, StepSink steps) {
    access.add(new AccessReads());
    reads.add(new LandscapeReads());
    lookedFor.add(0L);
    seen.add(0);
    again(access.size() - 1, row, landscape, steps);
  }

  /** Runs a row again; what it asked for before stays noted. */
  void again(int number, Row row, Landscape landscape, StepSink steps) {
    noting(number, landscape, noted -> row.derive(noted, steps));
    seen(number, landscape.facts());
  }

  /** Runs parts of a row again. */
  void again(int number, RowOfParts row, Landscape landscape, StepSink steps, Parts parts) {
    noting(number, landscape, noted -> row.derive(noted, steps, parts));
  }

  /** Runs what a row says of admission again. */
  void admittedAgain(int number, RowByAdmission row, Landscape landscape, StepSink steps) {
    noting(number, landscape, noted -> row.deriveAdmitted(noted, steps));
  }

  private void noting(int number, Landscape landscape, Consumer<Landscape> run) {
    landscape.facts().takeLookedFor();
    run.accept(
        landscape.seenThrough(landscape.access().noting(access.get(number)), reads.get(number)));
    lookedFor.set(number, lookedFor.get(number) | landscape.facts().takeLookedFor());
  }

  /** The row has looked at all facts that there are. */
  void seen(int number, Facts facts) {
    seen.set(number, facts.count(FactKind.AUXILIARY));
  }

  /** Facts from this one on were named since the row looked. */
  int seenUpTo(int row) {
    return seen.get(row);
  }

  /** A bit for each kind of fact that the row looked for. */
  long lookedForBy(int row) {
    return lookedFor.get(row);
  }

  LandscapeReads reads(int row) {
    return reads.get(row);
  }

  AccessReads access(int row) {
    return access.get(row);
  }
}
