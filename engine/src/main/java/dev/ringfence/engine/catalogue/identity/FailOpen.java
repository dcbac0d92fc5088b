package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.List;

/**
 * A4: a webhook that fails open does not refuse while its backend is down; one that looks at labels
 * of the object does not refuse what has others.
 *
 * <p>Premises: {@code failurePolicy: Ignore} and the power to disturb the backend's namespace; or
 * an {@code objectSelector}, and pods of one's own making, which have whatever labels. No boundary.
 */
final class FailOpen implements Row {

  @Override
  public String id() {
    return "A4";
  }

  @Override
  public String title() {
    return "gets past a webhook that fails open or looks at labels";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    List<String> engines = landscape.admission().otherEngines();
    for (AdmissionRules.Webhook webhook : landscape.cluster().webhooks()) {
      int engine = engines.indexOf(webhook.configuration().name());
      if (engine < 0) {
        continue;
      }
      int down = Fence.ADMISSION_ENGINE.down(facts, engine);
      AdmissionRules.Backend backend = webhook.service();
      int namespace =
          backend == null ? -1 : landscape.cluster().namespaceIndex(backend.namespace());
      if (!webhook.failClosed() && namespace >= 0) {
        steps.to(down).from(facts.fact(FactKind.DISTURB, namespace)).add();
      }
      if (!webhook.matches().objectSelector().isEmpty()) {
        for (int at = 0; at < landscape.cluster().namespaces().size(); at++) {
          steps.to(down).from(facts.codeAnywhere(facts.crafted(at))).add();
        }
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    String engine =
        landscape.admission().otherEngines().get(landscape.facts().b(step.conclusion()));
    for (AdmissionRules.Webhook webhook : landscape.cluster().webhooks()) {
      if (webhook.configuration().name().equals(engine)) {
        evidence.add(
            webhook.configuration(),
            "webhooks[].failurePolicy",
            webhook.failClosed() ? "Fail" : "Ignore");
        if (!webhook.matches().objectSelector().isEmpty()) {
          evidence.add(
              webhook.configuration(),
              "webhooks[].objectSelector",
              webhook.matches().objectSelector().toString());
        }
      }
    }
  }
}
