package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * I10: who chooses a pod's spec reads every Secret and ConfigMap of its namespace.
 *
 * <p>Premise: code in a pod of his own making; volumes and envFrom ask for no right over Secrets.
 * No boundary.
 */
final class MountSecrets extends CapabilityRow {

  @Override
  public String id() {
    return "I10";
  }

  @Override
  public String title() {
    return "creates a pod that mounts any Secret or ConfigMap of the namespace";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int code = facts.code(facts.crafted(namespace));
      steps.to(facts.fact(FactKind.SECRET, namespace)).from(code).add();
      steps.to(facts.fact(FactKind.CONTENT, namespace)).from(code).add();
    }
  }
}
