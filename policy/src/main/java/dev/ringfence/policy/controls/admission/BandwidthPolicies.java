package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pod may send, and get, in a second: the annotations that the bandwidth plug-in of CNI and
 * Cilium's bandwidth manager read. Whether a node has either is not seen in the API, so that the
 * proof counts on nothing of it.
 */
final class BandwidthPolicies {

  private static final String CONTROL = "quota/bandwidth";

  private static final String KEYS =
      "['kubernetes.io/ingress-bandwidth', 'kubernetes.io/egress-bandwidth']";

  private BandwidthPolicies() {}

  static List<ControlObject> of(ClusterTraits traits) {
    List<ControlObject> objects = new ArrayList<>();
    if (traits.minorVersion() >= 34) {
      objects.addAll(
          PolicyText.ofMutation("ringfence-bandwidth-defaults", traits)
              .matching("CREATE", "", "v1", "pods")
              .inNamespaces(GuardPolicies.FENCED)
              .let("bandwidth", PatternPolicies.annotation(Words.BANDWIDTH))
              .mutating(CONTROL + "-defaults", List.of(defaults())));
    }
    objects.addAll(
        new PolicyText("ringfence-bandwidth", "v1")
            .matching("CREATE, UPDATE", "", "v1", "pods")
            .inNamespaces(GuardPolicies.FENCED)
            .let("bandwidth", PatternPolicies.annotation(Words.BANDWIDTH))
            .let("new", "object.metadata.?annotations.orValue({})")
            .let("old", "oldObject == null ? {} : oldObject.metadata.?annotations.orValue({})")
            .validating(
                CONTROL,
                List.of(
                    new PolicyRule(
                        "within-bounds",
                        """
                        variables.bandwidth == '' || %s.all(k, request.operation == 'CREATE'
                          ? !(k in variables.new) || (isQuantity(variables.new[k])
                            && quantity(variables.new[k]).compareTo(
                              quantity(variables.bandwidth)) <= 0)
                          : variables.new[?k].orValue('') == variables.old[?k].orValue(''))"""
                            .formatted(KEYS),
                        "more bandwidth than this namespace's pods have"))));
    return objects;
  }

  private static String defaults() {
    return """
        variables.bandwidth == "" ? [] :
        (has(object.metadata.annotations) ? []
          : [JSONPatch{op: "add", path: "/metadata/annotations", value: {}}])
        + %s.filter(k, !(k in object.metadata.?annotations.orValue({}))).map(k,
          JSONPatch{op: "add", path: "/metadata/annotations/" + jsonpatch.escapeKey(k),
            value: variables.bandwidth})"""
        .formatted(KEYS);
  }
}
