package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import java.util.List;

/**
 * I4 and I5, not examined yet: who forwards a port or goes through the proxy subresource connects
 * to pods past every NetworkPolicy. Taken, if it is as bad as feared, as code in those pods.
 */
final class UnexaminedConnection extends CapabilityRow {

  private final String id;
  private final String title;
  private final List<Capability> capabilities;

  UnexaminedConnection(String id, String title, Capability... capabilities) {
    this.id = id;
    this.title = title;
    this.capabilities = List.of(capabilities);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    Assumption assumption = Assumption.notExamined(id, title);
    for (Capability capability : capabilities) {
      int everywhere = facts.mayEverywhere(capability);
      steps.to(facts.everything()).from(everywhere).assuming(assumption).add();
      for (PodClass podClass : landscape.cluster().podClasses()) {
        steps
            .to(facts.codeAnywhere(podClass.id()))
            .from(facts.may(capability, podClass.namespace()))
            .assuming(assumption)
            .add();
      }
      for (NamedScope scope : NamedRights.of(landscape, capability)) {
        int may = facts.mayNamed(capability, scope.namespace(), scope.name());
        for (PodClass podClass : landscape.cluster().podClasses()) {
          if (podClass.namespace() == scope.namespace()) {
            steps.to(facts.codeAnywhere(podClass.id())).from(may).assuming(assumption).add();
          }
        }
      }
    }
  }
}
