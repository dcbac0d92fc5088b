package dev.ringfence.engine.judgement;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Catalogue;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.UnreadKinds;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.proof.StepGraphBuilder;
import dev.ringfence.engine.verdict.Boundary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All steps of a landscape as one graph.
 *
 * @param rows by the number that the graph gives as a step's rule; {@link Stakes} comes last
 * @param boundaries by id
 * @param kept what is needed to run single rows again
 */
record Derivation(
    Landscape landscape, StepGraph graph, List<Row> rows, List<Boundary> boundaries, Kept kept) {

  /**
   * The rows' sink, whose steps can be sent elsewhere, and what each row asked for.
   *
   * @param target where steps go
   */
  record Kept(StepSink steps, Redirected target, RowNotes notes) {}

  /** Hands steps on to whoever wants them now. */
  static final class Redirected implements StepSink.Target {
    private StepSink.Target target;

    private Redirected(StepSink.Target target) {
      this.target = target;
    }

    void to(StepSink.Target other) {
      target = other;
    }

    @Override
    public void step(
        int row,
        int conclusion,
        int[] premises,
        int[] boundaries,
        int[] assumptions,
        long @Nullable [] attackers) {
      target.step(row, conclusion, premises, boundaries, assumptions, attackers);
    }

    @Override
    public void start(int tenant, int fact, int[] assumptions) {
      target.start(tenant, fact, assumptions);
    }
  }

  /** Lets every row name its steps, then says which facts are a stake of whom. */
  static Derivation of(Landscape landscape, Published published) {
    StepGraphBuilder builder = new StepGraphBuilder(landscape.tenancy().tenants().size());
    Redirected target = new Redirected(new IntoGraph(builder));
    StepSink steps = new StepSink(target, landscape.assumptions());
    List<Row> rows = new ArrayList<>(Catalogue.rows());
    new AttackerStart(landscape, steps).begin();
    rows.add(new Stakes(published));
    RowNotes notes = new RowNotes();
    for (int row = 0; row < rows.size(); row++) {
      steps.row(row, UnreadKinds.under(landscape.cluster(), rows.get(row).id()));
      notes.derive(rows.get(row), landscape, steps);
    }
    Facts facts = landscape.facts();
    StepGraph graph = builder.build(facts.count(), steps.boundaries().size());
    return new Derivation(
        landscape, graph, rows, steps.boundaries(), new Kept(steps, target, notes));
  }

  /** How many steps each assumption adds, by row: {@code [assumption][row]}. */
  int[][] stepsByAssumption() {
    Assumptions assumptions = landscape.assumptions();
    int[][] counts = new int[assumptions.asked().size()][rows.size()];
    for (int step = 0; step < graph.stepCount(); step++) {
      for (int i = 0; i < graph.assumptionCount(step); i++) {
        counts[graph.assumption(step, i)][graph.rule(step)]++;
      }
    }
    return counts;
  }

  /** Hands steps on to the graph's builder. */
  private record IntoGraph(StepGraphBuilder builder) implements StepSink.Target {
    @Override
    public void step(
        int row,
        int conclusion,
        int[] premises,
        int[] boundaries,
        int[] assumptions,
        long @Nullable [] attackers) {
      builder.addStep(row, conclusion, premises, boundaries, assumptions, attackers);
    }

    @Override
    public void start(int tenant, int fact, int[] assumptions) {
      builder.start(tenant, fact, assumptions);
    }
  }
}
