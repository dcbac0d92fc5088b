package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an admission policy and its binding, part by part. */
final class PolicyText {

  private static final String GROUP = "admissionregistration.k8s.io/";

  private final String name;
  private final String apiVersion;
  private final List<String> matches = new ArrayList<>();
  private String namespaces = "{}";
  private final Map<String, String> conditions = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  PolicyText(String name, String version) {
    this.name = name;
    this.apiVersion = GROUP + version;
  }

  /** A MutatingAdmissionPolicy, in the newest version that the cluster has. */
  static PolicyText ofMutation(String name, ClusterTraits traits) {
    return new PolicyText(name, traits.minorVersion() >= 36 ? "v1" : "v1beta1");
  }

  /** Matches resources of a group: comma-separated words, as in the API. */
  PolicyText matching(String operations, String group, String versions, String resources) {
    matches.add(
        """
        - apiGroups: ["%s"]
          apiVersions: ["%s"]
          operations: [%s]
          resources: [%s]"""
            .formatted(group, versions, operations, resources));
    return this;
  }

  /** Only in namespaces that this selector matches. */
  PolicyText inNamespaces(String selector) {
    this.namespaces = selector;
    return this;
  }

  /** Only where this is true. */
  PolicyText where(String name, String expression) {
    conditions.put(name, expression);
    return this;
  }

  PolicyText let(String name, String expression) {
    variables.put(name, expression);
    return this;
  }

  /** A ValidatingAdmissionPolicy and its binding. */
  List<ControlObject> validating(String control, List<PolicyRule> rules) {
    StringBuilder validations = new StringBuilder();
    for (PolicyRule rule : rules) {
      validations
          .append("# ")
          .append(rule.id())
          .append("\n- expression: |-\n")
          .append(YamlText.indented(rule.expression(), 4))
          .append("\n  message: ")
          .append(YamlText.quoted("ringfence: " + rule.message()))
          .append("\n  reason: Forbidden\n");
    }
    String text =
        head("ValidatingAdmissionPolicy") + "  validations:\n" + indented(validations.toString());
    List<ControlObject> objects = new ArrayList<>();
    objects.add(
        new ControlObject(control, apiVersion, "ValidatingAdmissionPolicy", null, name, text));
    String kind = "ValidatingAdmissionPolicyBinding";
    String enforce = "  validationActions: [Deny]\n";
    objects.add(binding(control, kind, name, enforce + stage("NotIn")));
    if (isInNamespaces()) {
      String watch = "  validationActions: [Warn, Audit]\n";
      objects.add(binding(control, kind, name + "-observed", watch + stage("In")));
    }
    return List.copyOf(objects);
  }

  private boolean isInNamespaces() {
    return !namespaces.equals("{}");
  }

  /**
   * Where tenants are only observed yet. Not for what is asked about namespaces themselves: there
   * the API server takes the labels of the object that is written, and whoever writes it would
   * choose.
   */
  private String stage(String operator) {
    return isInNamespaces()
        ? """
            matchResources:
              namespaceSelector:
                matchExpressions:
                - {key: %s, operator: %s, values: [observe]}
          """
            .formatted(Words.STAGE, operator)
        : "";
  }

  /** A MutatingAdmissionPolicy of JSON patches, and its binding. */
  List<ControlObject> mutating(String control, List<String> patches) {
    StringBuilder mutations = new StringBuilder();
    for (String patch : patches) {
      mutations
          .append("- patchType: JSONPatch\n  jsonPatch:\n    expression: |-\n")
          .append(YamlText.indented(patch, 6))
          .append('\n');
    }
    String text =
        head("MutatingAdmissionPolicy")
            + "  reinvocationPolicy: IfNeeded\n  mutations:\n"
            + indented(mutations.toString());
    return List.of(
        new ControlObject(control, apiVersion, "MutatingAdmissionPolicy", null, name, text),
        binding(control, "MutatingAdmissionPolicyBinding", name, stage("NotIn")));
  }

  private String head(String kind) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          labels:
            app.kubernetes.io/managed-by: ringfence
        spec:
          failurePolicy: Fail
          matchConstraints:
            matchPolicy: Equivalent
            namespaceSelector: %s
            objectSelector: {}
            resourceRules:
        """
            .formatted(apiVersion, kind, name, namespaces));
    for (String match : matches) {
      text.append(YamlText.indented(match, 4)).append('\n');
    }
    appendAll(text, "matchConditions", conditions);
    appendAll(text, "variables", variables);
    return text.toString();
  }

  private static void appendAll(StringBuilder text, String field, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      text.append("  ").append(field).append(":\n");
      entries.forEach(
          (entry, expression) ->
              text.append("  - name: ")
                  .append(entry)
                  .append("\n    expression: |-\n")
                  .append(YamlText.indented(expression, 6))
                  .append('\n'));
    }
  }

  private ControlObject binding(String control, String kind, String binding, String more) {
    return new ControlObject(
        control,
        apiVersion,
        kind,
        null,
        binding,
        """
        apiVersion: %s
        kind: %s
        metadata:
          name: %s
          labels:
            app.kubernetes.io/managed-by: ringfence
        spec:
          policyName: %s
        """
                .formatted(apiVersion, kind, binding, name)
            + more);
  }

  private static String indented(String text) {
    return YamlText.indented(text, 2) + "\n";
  }
}
