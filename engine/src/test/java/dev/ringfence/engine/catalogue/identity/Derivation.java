package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Evidence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives the steps of all identity rows and follows them from given facts, without breaking any
 * boundary. Code anywhere counts as code, which placement says in earnest.
 */
final class Derivation {

  /** One step, as it was derived. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Step(String row, int conclusion, int[] premises, int[] boundaries, List<String> assumes) {}

  private final Landscape landscape;
  private final List<Step> steps = new ArrayList<>();

  private Derivation(Landscape landscape) {
    this.landscape = landscape;
    List<Row> rows = IdentityRows.all();
    StepSink sink =
        new StepSink(
            new StepSink.Target() {
              @Override
              public void step(
                  int row,
                  int conclusion,
                  int[] premises,
                  int[] boundaries,
                  int[] assumptions,
                  long @Nullable [] attackers) {
                List<String> assumes = new ArrayList<>();
                for (int assumption : assumptions) {
                  assumes.add(landscape.assumptions().asked().get(assumption).id());
                }
                steps.add(new Step(rows.get(row).id(), conclusion, premises, boundaries, assumes));
              }

              @Override
              public void start(int tenant, int fact, int[] assumptions) {
                throw new AssertionError("no identity row begins anything");
              }
            },
            landscape.assumptions());
    for (int row = 0; row < rows.size(); row++) {
      sink.row(row);
      rows.get(row).derive(landscape, sink);
    }
  }

  static Derivation of(ClusterFixture fixture) {
    Cluster cluster = fixture.build();
    Tenant platform =
        new Tenant(
            0,
            "platform",
            Tenant.Kind.PLATFORM,
            Tenant.Trust.TRUSTED,
            Tenant.Code.FIRST_PARTY,
            Tenant.Data.ORDINARY,
            "",
            Set.of(),
            List.of(),
            true,
            Tenant.PodSpecChoice.PLATFORM,
            List.of(),
            null);
    int[] all = new int[cluster.namespaces().size()];
    return new Derivation(
        Landscape.survey(cluster, new Tenancy(List.of(platform), all), new Assumptions(List.of())));
  }

  Landscape landscape() {
    return landscape;
  }

  Facts facts() {
    return landscape.facts();
  }

  int holds(Rbac.Subject subject) {
    return facts().holds(landscape.access().identityOf(subject));
  }

  int namespace(String name) {
    return landscape.cluster().namespaceIndex(name);
  }

  /** Whether the fact follows from the others, and from a place to ask the API from. */
  boolean leads(int to, int... from) {
    return reached(Set.of(), from).get(to);
  }

  /** The same, with these assumptions as bad as feared. */
  boolean leadsAssuming(Assumption assumption, int to, int... from) {
    return reached(Set.of(assumption.id()), from).get(to);
  }

  private BitSet reached(Set<String> feared, int... from) {
    BitSet reached = new BitSet();
    reached.set(facts().apiPlace());
    for (int fact : from) {
      reached.set(fact);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Step step : steps) {
        if (!reached.get(step.conclusion())
            && step.boundaries().length == 0
            && feared.containsAll(step.assumes())
            && java.util.Arrays.stream(step.premises()).allMatch(reached::get)) {
          reached.set(step.conclusion());
          changed = true;
        }
      }
      changed |= run(reached);
    }
    return reached;
  }

  private boolean run(BitSet reached) {
    boolean changed = false;
    int pods = landscape.cluster().podClasses().size() + landscape.cluster().namespaces().size();
    for (int pod = 0; pod < pods; pod++) {
      if (reached.get(facts().codeAnywhere(pod)) && !reached.get(facts().code(pod))) {
        reached.set(facts().code(pod));
        changed = true;
      }
    }
    return changed;
  }

  /** The evidence of every step of a row to the fact. */
  List<Evidence> evidence(String row, int to) {
    EvidenceSink sink = new EvidenceSink();
    for (Step step : steps) {
      if (step.row().equals(row) && step.conclusion() == to) {
        for (Row one : IdentityRows.all()) {
          if (one.id().equals(row)) {
            one.explain(landscape, view(step), sink);
          }
        }
      }
    }
    return sink.evidence();
  }

  private static StepView view(Step step) {
    return new StepView() {
      @Override
      public int premiseCount() {
        return step.premises().length;
      }

      @Override
      public int premise(int index) {
        return step.premises()[index];
      }

      @Override
      public int conclusion() {
        return step.conclusion();
      }
    };
  }

  List<Step> steps() {
    return steps;
  }
}
