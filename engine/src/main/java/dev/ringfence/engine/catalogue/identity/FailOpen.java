package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A4: a webhook that fails open does not refuse while its backend is down; one that looks at labels
 * of the object does not refuse what has others.
 *
 * <p>Premises: {@code failurePolicy: Ignore} and the power to disturb the backend's namespace, or
 * to starve the nodes of its pods; without a backend in the source, that it may not answer is an
 * assumption. Or an {@code objectSelector}, or a match condition that looks at the object or at
 * service accounts, and pods of one's own making, which have whatever labels and, by a workload,
 * another maker. No boundary.
 */
final class FailOpen implements Row {

  /** What whoever creates a pod, or has a workload's controller create it, has a say in. */
  private static final Pattern OF_THE_MAKER =
      Pattern.compile("\\b(?:object|username|system:serviceaccounts?)\\b");

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
      if (!webhook.failClosed()) {
        if (namespace >= 0) {
          steps.to(down).from(facts.fact(FactKind.DISTURB, namespace)).add();
          for (Resource resource : Resource.values()) {
            if (resource.ofNode()) {
              steps.to(down).from(facts.fact(FactKind.STARVE, namespace, resource.ordinal())).add();
            }
          }
        }
        if (backend == null || AdmissionBackends.behind(landscape, backend).isEmpty()) {
          steps.to(down).from(facts.apiPlace()).assuming(silent(engines.get(engine))).add();
        }
      }
      if (looksAtObjects(webhook)) {
        for (int at = 0; at < landscape.cluster().namespaces().size(); at++) {
          steps.to(down).from(facts.codeAnywhere(facts.crafted(at))).add();
        }
      }
    }
  }

  private static Assumption silent(String configuration) {
    return new Assumption(
        "webhook-backend-silent/" + configuration,
        "What the webhooks of "
            + configuration
            + " call, which fail open, is not in the source: it may not answer.",
        "true");
  }

  /** By labels that a pod's maker chooses, or by whatever a match condition may look at. */
  private static boolean looksAtObjects(AdmissionRules.Webhook webhook) {
    return !webhook.matches().objectSelector().isEmpty()
        || webhook.matchConditions().stream()
            .anyMatch(condition -> OF_THE_MAKER.matcher(condition.expression()).find());
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
        for (AdmissionRules.Named condition : webhook.matchConditions()) {
          evidence.add(
              webhook.configuration(),
              "webhooks[].matchConditions[" + condition.name() + "]",
              condition.expression());
        }
      }
    }
  }
}
