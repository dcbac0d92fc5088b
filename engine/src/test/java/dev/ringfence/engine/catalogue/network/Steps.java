package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of some rows in one cluster, and what follows from a start by plain repetition. */
final class Steps {

  record Step(
      Row row, int conclusion, List<Integer> premises, Set<String> breaks, Set<String> assumes)
      implements StepView {
    @Override
    public int premiseCount() {
      return premises.size();
    }

    @Override
    public int premise(int index) {
      return premises.get(index);
    }
  }

  final Landscape landscape;
  final List<Step> steps = new ArrayList<>();

  Steps(Cluster cluster) {
    this(cluster, NetworkRows.all(), List.of());
  }

  Steps(Cluster cluster, List<Row> rows, List<Assumptions.Statement> statements) {
    int[] tenants = new int[cluster.namespaces().size()];
    Assumptions assumptions = new Assumptions(statements);
    landscape = Landscape.survey(cluster, new Tenancy(List.of(platform()), tenants), assumptions);
    List<StepSink> self = new ArrayList<>();
    StepSink sink =
        new StepSink(
            new StepSink.Target() {
              @Override
              public void step(
                  int row,
                  int conclusion,
                  int[] premises,
                  int[] boundaries,
                  int[] feared,
                  long @Nullable [] attackers) {
                List<String> breaks =
                    Arrays.stream(boundaries)
                        .mapToObj(id -> self.getFirst().boundaries().get(id).toString())
                        .toList();
                List<Assumption> asked = assumptions.asked();
                List<String> assumes =
                    Arrays.stream(feared).mapToObj(id -> asked.get(id).id()).toList();
                steps.add(
                    new Step(
                        rows.get(row),
                        conclusion,
                        Arrays.stream(premises).boxed().toList(),
                        Set.copyOf(breaks),
                        Set.copyOf(assumes)));
              }

              @Override
              public void start(int tenant, int fact, int[] feared) {
                throw new AssertionError("no network row starts anything");
              }
            },
            assumptions);
    self.add(sink);
    for (int row = 0; row < rows.size(); row++) {
      sink.row(row);
      rows.get(row).derive(landscape, sink);
    }
  }

  private static Tenant platform() {
    return new Tenant(
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
        Tenant.PodSpecChoice.UNSTATED,
        List.of(),
        null);
  }

  /** Code in the pod of that name, on the first node class. */
  int codeIn(String pod) {
    return landscape.facts().codeOn(SmallCluster.podClass(landscape.cluster(), pod), 0);
  }

  /** What follows if exactly these boundaries fail and these fears are true. */
  BitSet from(int start, Set<String> failed, Set<String> feared) {
    return from(List.of(start), failed, feared);
  }

  /** The same from several facts that hold at once. */
  BitSet from(List<Integer> starts, Set<String> failed, Set<String> feared) {
    BitSet known = new BitSet();
    starts.forEach(known::set);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Step step : steps) {
        if (!known.get(step.conclusion())
            && failed.containsAll(step.breaks())
            && feared.containsAll(step.assumes())
            && step.premises().stream().allMatch(known::get)) {
          known.set(step.conclusion());
          grew = true;
        }
      }
    }
    return known;
  }

  /** All ports on which some known fact lets the pod be connected to. */
  PortSet ports(BitSet known, int podClass) {
    PortSet ports = PortSet.NONE;
    for (int fact = known.nextSetBit(0); fact >= 0; fact = known.nextSetBit(fact + 1)) {
      if (landscape.facts().kind(fact) == FactKind.CONNECT
          && landscape.facts().a(fact) == podClass) {
        ports = ports.or(landscape.network().portSet(landscape.facts().b(fact)));
      }
    }
    return ports;
  }

  PortSet ports(String from, String to, Set<String> failed, Set<String> feared) {
    return ports(
        from(codeIn(from), failed, feared), SmallCluster.podClass(landscape.cluster(), to));
  }

  boolean has(BitSet known, FactKind kind, int a) {
    int fact = landscape.facts().find(kind, a, 0);
    return fact >= 0 && known.get(fact);
  }

  /** The evidence of every step that concludes a fact of the kind, as lines. */
  List<String> evidence(FactKind kind) {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      if (landscape.facts().kind(step.conclusion()) == kind) {
        EvidenceSink sink = new EvidenceSink();
        step.row().explain(landscape, step, sink);
        for (Evidence item : sink.evidence()) {
          lines.add(item.object() + " " + item.field() + ": " + item.value());
        }
      }
    }
    return lines;
  }
}
