package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;

/**
 * I9: who creates pods in a namespace runs code there as any of its service accounts.
 *
 * <p>Premise: {@code create} on pods or on any kind with a pod template; no right over service
 * accounts is needed. By resourceNames it works too, where the same identity may {@code patch} that
 * name, because server-side apply then creates it. No boundary; what admission refuses concerns the
 * pod's other fields.
 */
final class CreateWorkload extends CapabilityRow {

  @Override
  public String id() {
    return "I9";
  }

  @Override
  public String title() {
    return "creates a pod with any service account of the namespace";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    steps.to(facts.everything()).from(facts.mayEverywhere(Capability.CREATE_WORKLOADS)).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int crafted = facts.crafted(namespace);
      steps
          .to(facts.codeAnywhere(crafted))
          .from(facts.may(Capability.CREATE_WORKLOADS, namespace))
          .add();
      // A pod of one's own making can be made to fit some node; which ones, I11 says.
      steps.to(facts.code(crafted)).from(facts.codeAnywhere(crafted)).add();
      for (int account : landscape.access().serviceAccountsOf(namespace)) {
        steps.to(facts.holds(account)).from(facts.code(crafted)).add();
      }
    }
  }
}
