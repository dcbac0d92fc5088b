package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.engine.PodStandards;
import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.engine.PolicyLabels;
import dev.ringfence.engine.admission.engine.PolicyTexts;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Kyverno's ClusterPolicies and Policies, their validate rules that are enforced. */
public final class KyvernoPolicies implements PolicyEngine {

  /** Namespaces that Kyverno's own default configuration leaves alone. */
  private static final Set<String> LEFT_ALONE =
      Set.of("kube-system", "kube-public", "kube-node-lease", "kyverno");

  /** Kinds that are pods or make them, by a wildcard too. */
  private static final Pattern MAKERS =
      Pattern.compile(
          "[*?]|Pod|Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|ReplicationController");

  private final List<AdmissionRules.EngineObject> policies = new ArrayList<>();
  private final PolicyExceptions exceptions;
  private final ExcludedGroups excludedGroups;

  private KyvernoPolicies(Cluster cluster) {
    this.excludedGroups = ExcludedGroups.of(cluster);
    List<AdmissionRules.EngineObject> found = new ArrayList<>();
    for (AdmissionRules.EngineObject object : cluster.engineObjects()) {
      boolean own =
          object.apiVersion().startsWith("kyverno.io/")
              || object.apiVersion().startsWith("policies.kyverno.io/");
      if (own && object.kind().equals("PolicyException")) {
        found.add(object);
      } else if (own) {
        policies.add(object);
      }
    }
    this.exceptions = new PolicyExceptions(found);
  }

  static boolean isKyvernos(AdmissionRules.Webhook webhook) {
    return webhook.configuration().name().startsWith("kyverno-");
  }

  public static KyvernoPolicies of(Cluster cluster) {
    return new KyvernoPolicies(cluster);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return policies.isEmpty();
  }

  @Override
  public String name() {
    return "kyverno";
  }

  @Override
  public boolean serves(AdmissionRules.Webhook webhook) {
    return isKyvernos(webhook);
  }

  @Override
  public Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>(LEFT_ALONE);
    policies.forEach(policy -> texts.addAll(PolicyTexts.of(policy.content().get("spec"))));
    exceptions.objects().forEach(one -> texts.addAll(PolicyTexts.of(one.content().get("spec"))));
    return texts;
  }

  @Override
  public Set<PolicyLabels.Named> labels() {
    Set<PolicyLabels.Named> labels = new LinkedHashSet<>();
    policies.forEach(policy -> labels.addAll(PolicyLabels.of(policy.content().get("spec"))));
    exceptions.objects().forEach(one -> labels.addAll(PolicyLabels.of(one.content().get("spec"))));
    return labels;
  }

  @Override
  public PolicyOutcome review(AdmissionRequest request) {
    return review(request, PodStandards.UNKNOWN);
  }

  @Override
  public PolicyOutcome review(AdmissionRequest request, PodStandards standards) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    for (AdmissionRules.EngineObject policy : asked(request)) {
      review(policy, request, standards, refusals, undecided);
    }
    return new PolicyOutcome(refusals, undecided);
  }

  /** The policies that look at the request at all. */
  private List<AdmissionRules.EngineObject> asked(AdmissionRequest request) {
    boolean asked =
        request.object() != null
            && !LEFT_ALONE.contains(request.namespace())
            && request.user().groups().stream().noneMatch(excludedGroups::contain);
    return policies.stream()
        .filter(policy -> asked)
        .filter(
            policy ->
                policy.kind().equals("ClusterPolicy")
                    || policy.meta().namespace().equals(request.namespace())
                    || policy.apiVersion().startsWith("policies."))
        .toList();
  }

  @Override
  public List<PolicyOutcome.Undecided> changes(AdmissionRequest request) {
    List<PolicyOutcome.Undecided> changes = new ArrayList<>();
    for (AdmissionRules.EngineObject policy : asked(request)) {
      Map<String, Object> spec = PlainObjects.fields(policy.content().get("spec"));
      for (Map<String, Object> rule : PlainObjects.maps(spec.get("rules"))) {
        Map<String, Object> mutate = PlainObjects.fields(rule.get("mutate"));
        // With targets it changes objects that are there already.
        if (!mutate.isEmpty()
            && !mutate.containsKey("targets")
            && mayMatch(policy, rule, request)) {
          changes.add(
              new PolicyOutcome.Undecided(
                  policy.meta(),
                  "rule "
                      + PlainObjects.text(rule, "name")
                      + " may change it first, which is not worked out"));
        }
      }
    }
    return changes;
  }

  @Override
  public List<ObjectMeta> changersOfPods(String namespace) {
    if (LEFT_ALONE.contains(namespace)) {
      return List.of();
    }
    return policies.stream()
        .filter(
            policy ->
                (!policy.kind().startsWith("Namespaced") && !policy.kind().equals("Policy"))
                    || policy.meta().namespace().equals(namespace))
        .filter(KyvernoPolicies::mayChangePods)
        .map(AdmissionRules.EngineObject::meta)
        .toList();
  }

  @Override
  public boolean showsChanges() {
    return true;
  }

  /** Told by the words of the rule's match, towards yes. */
  private static boolean mayChangePods(AdmissionRules.EngineObject policy) {
    if (policy.apiVersion().startsWith("policies.")) {
      return policy.kind().endsWith("MutatingPolicy");
    }
    Map<String, Object> spec = PlainObjects.fields(policy.content().get("spec"));
    return PlainObjects.maps(spec.get("rules")).stream()
        .anyMatch(
            rule -> {
              Map<String, Object> mutate = PlainObjects.fields(rule.get("mutate"));
              return !mutate.isEmpty()
                  && !mutate.containsKey("targets")
                  && MAKERS.matcher(String.valueOf(rule.get("match"))).find();
            });
  }

  private static boolean mayMatch(
      AdmissionRules.EngineObject policy, Map<String, Object> rule, AdmissionRequest request) {
    try {
      AdmissionRequest seen = RepeatedRules.seen(policy, rule, request);
      return RuleMatch.matches(rule.get("match"), seen)
          && !RuleMatch.matches(rule.get("exclude"), seen);
    } catch (ExpressionException unknown) {
      return true;
    }
  }

  private void review(
      AdmissionRules.EngineObject policy,
      AdmissionRequest request,
      PodStandards standards,
      List<PolicyOutcome.Refusal> refusals,
      List<PolicyOutcome.Undecided> undecided) {
    if (policy.apiVersion().startsWith("policies.")) {
      undecided.add(
          new PolicyOutcome.Undecided(
              policy.meta(), "policies of kind " + policy.kind() + " are not evaluated"));
      return;
    }
    Map<String, Object> spec = PlainObjects.fields(policy.content().get("spec"));
    if (Boolean.FALSE.equals(spec.get("admission"))) {
      return;
    }
    for (Map<String, Object> rule : PlainObjects.maps(spec.get("rules"))) {
      try {
        String refusal = review(policy, spec, rule, request, standards);
        if (refusal != null) {
          refusals.add(
              new PolicyOutcome.Refusal(policy.meta(), PlainObjects.text(rule, "name"), refusal));
        }
      } catch (ExpressionException problem) {
        undecided.add(
            new PolicyOutcome.Undecided(
                policy.meta(),
                "rule " + PlainObjects.text(rule, "name") + ": " + problem.getMessage()));
      }
    }
  }

  /** The message of the rule where it refuses, or null. */
  private @Nullable String review(
      AdmissionRules.EngineObject policy,
      Map<String, Object> spec,
      Map<String, Object> rule,
      AdmissionRequest request,
      PodStandards standards) {
    AdmissionRequest seen = RepeatedRules.seen(policy, rule, request);
    if (!RuleMatch.matches(rule.get("match"), seen)
        || RuleMatch.matches(rule.get("exclude"), seen)) {
      return null;
    }
    if (rule.containsKey("verifyImages")) {
      throw new ExpressionException("who signed an image is not looked up");
    }
    Map<String, Object> validate = PlainObjects.fields(rule.get("validate"));
    if (validate.isEmpty()
        || !isEnforced(spec, validate, request)
        || exceptions.cover(policy, rule, seen)) {
      return null;
    }
    if (!PlainObjects.items(rule.get("context")).isEmpty()
        || rule.containsKey("celPreconditions")) {
      throw new ExpressionException(
          "what its context loads is not known: " + String.join(", ", loads(rule)));
    }
    Map<String, Object> object = PlainObjects.fields(seen.object());
    Variables variables = Variables.of(request, object);
    if (rule.containsKey("preconditions")
        && !Conditions.hold(rule.get("preconditions"), variables)) {
      return null;
    }
    if (validate.containsKey("podSecurity")) {
      return HeldToStandards.of(
          PlainObjects.fields(validate.get("podSecurity")), object, standards);
    }
    return Validation.of(validate, object, variables);
  }

  /** What a context asks for: an image's registry, an API, a ConfigMap, a global entry. */
  private static Set<String> loads(Map<String, Object> rule) {
    Set<String> loads = new TreeSet<>();
    for (Map<String, Object> entry : PlainObjects.maps(rule.get("context"))) {
      entry.keySet().stream().filter(key -> !key.equals("name")).forEach(loads::add);
    }
    if (rule.containsKey("celPreconditions")) {
      loads.add("celPreconditions");
    }
    return loads;
  }

  private static boolean isEnforced(
      Map<String, Object> spec, Map<String, Object> validate, AdmissionRequest request) {
    String action = PlainObjects.text(validate, "failureAction");
    Object overrides = validate.get("failureActionOverrides");
    if (action.isEmpty()) {
      action = PlainObjects.text(spec, "validationFailureAction");
      overrides = overrides == null ? spec.get("validationFailureActionOverrides") : overrides;
    }
    for (Map<String, Object> override : PlainObjects.maps(overrides)) {
      List<String> namespaces = PlainObjects.texts(override.get("namespaces"));
      boolean applies =
          namespaces.stream().anyMatch(one -> Wildcard.matches(one, request.namespace()));
      if (override.containsKey("namespaceSelector")) {
        Map<String, Object> filter =
            Map.of("resources", Map.of("namespaceSelector", override.get("namespaceSelector")));
        applies |= RuleMatch.matches(filter, request);
      }
      if (applies) {
        return PlainObjects.text(override, "action").equalsIgnoreCase("enforce");
      }
    }
    return action.equalsIgnoreCase("enforce");
  }
}
