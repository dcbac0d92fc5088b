package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;

/**
 * I8: changing a pod replaces its image; changing a template replaces the whole pod.
 *
 * <p>Premises: {@code update} or {@code patch} on pods (only the image can be changed, so that the
 * pod's own account and volumes follow), or on a kind with a pod template: as good as creating
 * pods. Custom kinds that own a pod template are among the deputies (A9). No boundary.
 */
final class ChangeWorkload extends CapabilityRow {

  @Override
  public String id() {
    return "I8";
  }

  @Override
  public String title() {
    return "replaces the image or the template of pods";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    PodScope.code(landscape, Capability.CHANGE_WORKLOADS, steps);
    Facts facts = landscape.facts();
    steps.to(facts.everything()).from(facts.mayEverywhere(Capability.CHANGE_TEMPLATES)).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      steps
          .to(facts.codeAnywhere(facts.crafted(namespace)))
          .from(facts.may(Capability.CHANGE_TEMPLATES, namespace))
          .add();
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.CHANGE_TEMPLATES)) {
      steps
          .to(facts.codeAnywhere(facts.crafted(scope.namespace())))
          .from(facts.mayNamed(Capability.CHANGE_TEMPLATES, scope.namespace(), scope.name()))
          .add();
    }
  }
}
