package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.List;
import java.util.Map;

/**
 * PolicyExceptions. They count wherever they are: which namespaces Kyverno takes them from is a
 * flag.
 */
record PolicyExceptions(List<AdmissionRules.EngineObject> objects) {

  PolicyExceptions {
    objects = List.copyOf(objects);
  }

  /** Whether one of them takes this policy's rule off this request. */
  boolean cover(
      AdmissionRules.EngineObject policy, Map<String, Object> rule, AdmissionRequest request) {
    String name =
        policy.kind().equals("Policy")
            ? policy.meta().namespace() + "/" + policy.meta().name()
            : policy.meta().name();
    for (AdmissionRules.EngineObject exception : objects) {
      Map<String, Object> spec = PlainObjects.fields(exception.content().get("spec"));
      for (Map<String, Object> one : PlainObjects.maps(spec.get("exceptions"))) {
        boolean named =
            PlainObjects.text(one, "policyName").equals(name)
                && PlainObjects.texts(one.get("ruleNames")).stream()
                    .anyMatch(each -> covers(each, PlainObjects.text(rule, "name")));
        if (named && RuleMatch.matches(spec.get("match"), request)) {
          boolean holds =
              !spec.containsKey("conditions")
                  || Conditions.hold(
                      spec.get("conditions"),
                      Variables.of(request, PlainObjects.fields(request.object())));
          if (holds) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean covers(String pattern, String rule) {
    return Wildcard.matches(pattern, rule) || Wildcard.matches(pattern, "autogen-" + rule);
  }
}
