package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.BitSet;
import java.util.List;

/**
 * O1: who reads logs or ConfigMaps knows what stands in them.
 *
 * <p>Premise: {@code get} on {@code pods/log}, or on configmaps any verb whose answer is the object
 * ({@code get}, {@code list}, {@code watch}, {@code patch}, and deletions as a dry run), in the
 * namespace or everywhere; one by name is content of its namespace too. What kubelets tell is
 * {@link AskKubelets}'. No boundary.
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
    BitSet everywhere = new BitSet();
    everywhere.set(0, landscape.cluster().namespaces().size());
    for (Capability capability : CAPABILITIES) {
      derive(landscape, steps, capability, everywhere);
    }
  }

  /** Who has the capability reads the content of these namespaces, by whatever name. */
  static void derive(
      Landscape landscape, StepSink steps, Capability capability, BitSet namespaces) {
    Facts facts = landscape.facts();
    for (int namespace : namespaces.stream().toArray()) {
      int content = facts.fact(FactKind.CONTENT, namespace);
      steps.to(content).from(facts.may(capability, namespace)).add();
      steps.to(content).from(facts.mayEverywhere(capability)).add();
    }
    for (NamedScope scope : NamedRights.of(landscape, capability)) {
      if (scope.namespace() >= 0 && namespaces.get(scope.namespace())) {
        steps
            .to(facts.fact(FactKind.CONTENT, scope.namespace()))
            .from(facts.mayNamed(capability, scope.namespace(), scope.name()))
            .add();
      }
    }
  }
}
