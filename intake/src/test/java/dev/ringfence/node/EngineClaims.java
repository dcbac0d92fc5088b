package dev.ringfence.node;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.catalogue.node.NodeRows;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the engine says of code in a pod on its node: what it gives, and past which boundaries. */
final class EngineClaims {

  private final Landscape landscape;
  private final StepSink[] sink = new StepSink[1];

  /** A step from code in one pod on one node alone. */
  private record Step(String row, int podClass, FactKind gives, int about, Set<String> breaking) {}

  private final List<Step> steps = new ArrayList<>();

  /** By class of pods: what it has with nothing failing where an assumption is as bad as feared. */
  private final Map<Integer, Set<FactKind>> feared = new HashMap<>();

  /**
   * @param stated the id of an assumption that is true of the node; empty for none
   */
  EngineClaims(Cluster cluster, String stated) {
    Assumptions assumptions =
        new Assumptions(
            stated.isEmpty()
                ? List.of()
                : List.of(new Assumptions.Statement(stated, "mounted", "the suite", null)));
    this.landscape = Landscape.survey(cluster, tenancy(cluster), assumptions);
    for (Row row : NodeRows.all()) {
      StepSink target = new StepSink(collector(row.id()), assumptions);
      sink[0] = target;
      row.derive(landscape, target);
    }
  }

  private static Tenancy tenancy(Cluster cluster) {
    int count = cluster.namespaces().size();
    List<Tenant> tenants = new ArrayList<>();
    for (int id = 0; id <= count; id++) {
      tenants.add(
          new Tenant(
              id,
              id < count ? cluster.namespaces().get(id).name() : "platform",
              id < count ? Tenant.Kind.PROPOSED : Tenant.Kind.PLATFORM,
              Tenant.Trust.UNTRUSTED,
              Tenant.Code.ARBITRARY,
              Tenant.Data.ORDINARY,
              "",
              id < count ? Set.of(id) : Set.of(),
              List.of(),
              false,
              Tenant.PodSpecChoice.UNSTATED,
              List.of(),
              null));
    }
    return new Tenancy(tenants, IntStream.range(0, count).toArray());
  }

  private StepSink.Target collector(String row) {
    return new StepSink.Target() {
      @Override
      public void step(
          int rowIndex,
          int conclusion,
          int[] premises,
          int[] boundaries,
          int[] assumed,
          long @Nullable [] attackers) {
        var facts = landscape.facts();
        boolean ofCode = premises.length == 1 && facts.kind(premises[0]) == FactKind.CODE_ON;
        if (ofCode && assumed.length > 0 && boundaries.length == 0) {
          feared
              .computeIfAbsent(facts.a(premises[0]), none -> EnumSet.noneOf(FactKind.class))
              .add(facts.kind(conclusion));
        } else if (ofCode && assumed.length == 0) {
          List<Boundary> named = sink[0].boundaries();
          steps.add(
              new Step(
                  row,
                  facts.a(premises[0]),
                  facts.kind(conclusion),
                  facts.a(conclusion),
                  Arrays.stream(boundaries)
                      .mapToObj(named::get)
                      .map(Boundary::toString)
                      .collect(Collectors.toCollection(TreeSet::new))));
        }
      }

      @Override
      public void start(int tenant, int fact, int[] assumptions) {}
    };
  }

  /** What code in the pod has without any boundary failing, with the rows that say so. */
  Map<FactKind, Set<String>> open(int podClass) {
    Map<FactKind, Set<String>> open = new EnumMap<>(FactKind.class);
    int own = landscape.namespaceOf(podClass);
    for (Step step : steps) {
      boolean ofOthers = step.gives() != FactKind.CONTENT || step.about() != own;
      if (step.podClass() == podClass && step.breaking().isEmpty() && ofOthers) {
        open.computeIfAbsent(step.gives(), ignored -> new TreeSet<>()).add(step.row());
      }
    }
    // A node's contents are those of its pods; its Secrets are contents too (P1).
    if (open.containsKey(FactKind.NODE_CONTENT) || open.containsKey(FactKind.NODE_SECRETS)) {
      Set<String> rows = open.computeIfAbsent(FactKind.CONTENT, ignored -> new TreeSet<>());
      rows.addAll(open.getOrDefault(FactKind.NODE_CONTENT, Set.of()));
      rows.addAll(open.getOrDefault(FactKind.NODE_SECRETS, Set.of()));
    }
    return open;
  }

  /** What code in the pod may have besides, by an assumption alone. */
  Set<FactKind> feared(int podClass) {
    return feared.getOrDefault(podClass, Set.of());
  }

  /** Whether a token of its service account is in the pod (I1). */
  boolean hasToken(int podClass) {
    return TokenInPod.identity(landscape, landscape.cluster().podClasses().get(podClass)) >= 0;
  }

  /** The smallest set of boundaries between code in the pod and its node. */
  Set<String> toNode(int podClass) {
    return steps.stream()
        .filter(step -> step.podClass() == podClass && step.gives() == FactKind.NODE)
        .map(Step::breaking)
        .min((one, other) -> Integer.compare(one.size(), other.size()))
        .orElse(Set.of("no step"));
  }
}
