package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.List;

/**
 * O1: who reads logs or ConfigMaps knows what stands in them.
 *
 * <p>Premise: {@code get} on {@code pods/log}, or on configmaps any verb whose answer is the object
 * ({@code get}, {@code list}, {@code watch}, {@code patch}, and deletions as a dry run), in the
 * namespace or everywhere; one by name is content of its namespace too. {@code get} on {@code
 * nodes/log} reads the logs of a node's pods, whose they are. No boundary.
 */
final class ReadContent extends CapabilityRow {

  private static final List<Capability> CAPABILITIES =
      List.of(Capability.READ_POD_LOGS, Capability.READ_CONFIG_MAPS);

  @Override
  public String id() {
    return "O1";
  }

  @Override
  public String title() {
    return "reads logs or ConfigMaps";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    landscape
        .access()
        .forEachRight(
            Permission.READ_NODE_LOGS,
            (identity, scope, name) ->
                steps
                    .to(facts.mayEverywhere(Capability.READ_POD_LOGS))
                    .from(facts.holds(identity))
                    .from(facts.apiPlace())
                    .add());
    for (Capability capability : CAPABILITIES) {
      for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
        int content = facts.fact(FactKind.CONTENT, namespace);
        steps.to(content).from(facts.may(capability, namespace)).add();
        steps.to(content).from(facts.mayEverywhere(capability)).add();
      }
      for (NamedScope scope : NamedRights.of(landscape, capability)) {
        steps
            .to(facts.fact(FactKind.CONTENT, scope.namespace()))
            .from(facts.mayNamed(capability, scope.namespace(), scope.name()))
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    if (holder < 0) {
      super.explain(landscape, step, evidence);
      return;
    }
    landscape
        .access()
        .forEachRight(
            holder,
            Permission.READ_NODE_LOGS,
            (identity, scope, name) ->
                GrantEvidence.add(
                    landscape, identity, Permission.READ_NODE_LOGS, scope, name, evidence));
  }
}
