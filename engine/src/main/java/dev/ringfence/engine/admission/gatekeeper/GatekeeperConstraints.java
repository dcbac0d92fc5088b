package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.engine.PolicyLabels;
import dev.ringfence.engine.admission.engine.PolicyTexts;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gatekeeper's constraints that deny. */
public final class GatekeeperConstraints implements PolicyEngine {

  private final List<AdmissionRules.EngineObject> constraints = new ArrayList<>();
  private final List<AdmissionRules.EngineObject> configurations = new ArrayList<>();
  private final Map<String, AdmissionRules.EngineObject> templates = new HashMap<>();

  private GatekeeperConstraints(Cluster cluster) {
    for (AdmissionRules.EngineObject object : cluster.engineObjects()) {
      if (object.apiVersion().startsWith("constraints.gatekeeper.sh/")) {
        constraints.add(object);
      } else if (object.kind().equals("ConstraintTemplate")) {
        templates.put(object.meta().name().toLowerCase(Locale.ROOT), object);
      } else if (object.apiVersion().startsWith("config.gatekeeper.sh/")) {
        configurations.add(object);
      }
    }
  }

  public static GatekeeperConstraints of(Cluster cluster) {
    return new GatekeeperConstraints(cluster);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return constraints.isEmpty();
  }

  @Override
  public String name() {
    return "gatekeeper";
  }

  @Override
  public boolean serves(AdmissionRules.Webhook webhook) {
    return webhook.configuration().name().startsWith("gatekeeper-");
  }

  @Override
  public Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    constraints.forEach(one -> texts.addAll(PolicyTexts.of(one.content().get("spec"))));
    configurations.forEach(one -> texts.addAll(PolicyTexts.of(one.content().get("spec"))));
    return texts;
  }

  @Override
  public Set<PolicyLabels.Named> labels() {
    Set<PolicyLabels.Named> labels = new LinkedHashSet<>();
    constraints.forEach(one -> labels.addAll(PolicyLabels.of(one.content().get("spec"))));
    return labels;
  }

  @Override
  public PolicyOutcome review(AdmissionRequest request) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    if (request.object() == null || isExempt(request)) {
      return new PolicyOutcome(refusals, undecided);
    }
    for (AdmissionRules.EngineObject constraint : constraints) {
      Map<String, Object> spec = PlainObjects.fields(constraint.content().get("spec"));
      String action = PlainObjects.text(spec, "enforcementAction");
      boolean denies = action.isEmpty() || action.equals("deny");
      if (action.equals("scoped")) {
        undecided.add(
            new PolicyOutcome.Undecided(constraint.meta(), "scoped actions are not evaluated"));
      } else if (denies && ConstraintMatch.matches(spec.get("match"), request)) {
        review(constraint, spec, request, refusals, undecided);
      }
    }
    return new PolicyOutcome(refusals, undecided);
  }

  private void review(
      AdmissionRules.EngineObject constraint,
      Map<String, Object> spec,
      AdmissionRequest request,
      List<PolicyOutcome.Refusal> refusals,
      List<PolicyOutcome.Undecided> undecided) {
    AdmissionRules.EngineObject template =
        templates.get(constraint.kind().toLowerCase(Locale.ROOT));
    LibraryTemplate known = LibraryTemplate.of(constraint.kind());
    if (template == null) {
      undecided.add(
          new PolicyOutcome.Undecided(
              constraint.meta(),
              "the ConstraintTemplate of " + constraint.kind() + " is not there"));
      return;
    }
    if (known == null || !known.isWrittenIn(template.content())) {
      undecided.add(
          new PolicyOutcome.Undecided(
              constraint.meta(),
              "the ConstraintTemplate of " + constraint.kind() + " is not one that is known"));
      return;
    }
    String refusal =
        known.refusal(
            PlainObjects.fields(spec.get("parameters")), PlainObjects.fields(request.object()));
    if (!refusal.isEmpty()) {
      refusals.add(new PolicyOutcome.Refusal(constraint.meta(), constraint.kind(), refusal));
    }
  }

  /** Namespaces that the configuration leaves out of everything or of the webhook. */
  private boolean isExempt(AdmissionRequest request) {
    for (AdmissionRules.EngineObject configuration : configurations) {
      for (Map<String, Object> one :
          PlainObjects.maps(PlainObjects.at(configuration.content(), "spec", "match"))) {
        List<String> processes = PlainObjects.texts(one.get("processes"));
        boolean webhook = processes.contains("*") || processes.contains("webhook");
        boolean named =
            PlainObjects.texts(one.get("excludedNamespaces")).stream()
                .anyMatch(name -> ConstraintMatch.fits(name, request.namespace()));
        if (webhook && named) {
          return true;
        }
      }
    }
    return false;
  }
}
