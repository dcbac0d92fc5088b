package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import java.util.List;

/**
 * A5: whoever runs code in the pods behind a webhook, an APIService or a conversion decides what it
 * answers.
 *
 * <p>Premise: code in a pod that the Service selects, or that its hand-written endpoints name. A
 * mutating webhook rewrites what it is asked about, taken as everything; a validating one sees and
 * stops it, and no longer refuses pods; an extension API server or a conversion answers for others'
 * objects, taken as everything. Which objects a webhook is asked about is looked at only as far as
 * pods go, towards the attacker. No boundary.
 */
final class AdmissionBackends implements Row {

  @Override
  public String id() {
    return "A5";
  }

  @Override
  public String title() {
    return "owns what stands behind a webhook or an API group";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    List<String> engines = landscape.admission().otherEngines();
    for (AdmissionRules.Webhook webhook : landscape.cluster().webhooks()) {
      AdmissionRules.Backend backend = webhook.service();
      if (backend == null) {
        continue; // a URL leads out of what can be seen here; who stands there is not known
      }
      for (PodClass podClass : behind(landscape, backend)) {
        int code = facts.code(podClass.id());
        if (webhook.mutating()) {
          steps.to(facts.everything()).from(code).add();
          continue;
        }
        steps.to(facts.fact(FactKind.SECRET, -1)).from(code).add();
        steps.to(facts.fact(FactKind.ALL_NAMES)).from(code).add();
        steps.to(facts.mayEverywhere(Capability.DISTURB)).from(code).add();
        int engine = engines.indexOf(webhook.configuration().name());
        if (engine >= 0) {
          steps.to(Fence.ADMISSION_ENGINE.down(facts, engine)).from(code).add();
        }
      }
    }
    for (AdmissionRules.Extension extension : landscape.cluster().apiExtensions()) {
      for (PodClass podClass : behind(landscape, extension.service())) {
        steps.to(facts.everything()).from(facts.code(podClass.id())).add();
      }
    }
  }

  static List<PodClass> behind(Landscape landscape, AdmissionRules.Backend backend) {
    int namespace = landscape.cluster().namespaceIndex(backend.namespace());
    List<Service> services =
        landscape.cluster().services().stream()
            .filter(service -> service.meta().namespace().equals(backend.namespace()))
            .filter(service -> service.meta().name().equals(backend.name()))
            .toList();
    return landscape.cluster().podClasses().stream()
        .filter(podClass -> podClass.namespace() == namespace)
        .filter(
            podClass ->
                services.stream()
                    .anyMatch(
                        service ->
                            selects(service, podClass)
                                || !landscape.network().servicePorts(service, podClass).isEmpty()))
        .toList();
  }

  private static boolean selects(Service service, PodClass podClass) {
    return !service.selector().isEmpty()
        && service.selector().entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(podClass.labels().get(entry.getKey())));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodClass podClass = landscape.cluster().podClasses().get(landscape.facts().a(step.premise(0)));
    CapabilityRow.pod(landscape, podClass, evidence);
    for (AdmissionRules.Webhook webhook : landscape.cluster().webhooks()) {
      AdmissionRules.Backend backend = webhook.service();
      if (backend != null && behind(landscape, backend).contains(podClass)) {
        add(webhook.configuration(), "webhooks[].clientConfig.service", backend, evidence);
      }
    }
    for (AdmissionRules.Extension extension : landscape.cluster().apiExtensions()) {
      if (behind(landscape, extension.service()).contains(podClass)) {
        add(extension.meta(), "spec", extension.service(), evidence);
      }
    }
  }

  private static void add(
      ObjectMeta meta, String field, AdmissionRules.Backend backend, EvidenceSink evidence) {
    evidence.add(meta, field, "Service " + backend.namespace() + "/" + backend.name());
  }
}
