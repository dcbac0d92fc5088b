package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.MatchResources;
import dev.ringfence.engine.cluster.AdmissionRules.Named;
import dev.ringfence.engine.cluster.AdmissionRules.ResourceRule;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policies, bindings and webhooks have in common: which requests they are asked about. */
final class AdmissionMatchMapper {

  private AdmissionMatchMapper() {}

  /** {@code matchConstraints} or {@code matchResources}; null where it is unset. */
  static @Nullable MatchResources matchResources(Fields parent, String field) {
    Fields match = parent.fieldsOrNull(field);
    return match == null
        ? null
        : of(
            match, rules(match.items("resourceRules")), rules(match.items("excludeResourceRules")));
  }

  /** A webhook's own fields. */
  static MatchResources ofWebhook(Fields webhook) {
    return of(webhook, rules(webhook.items("rules")), List.of());
  }

  private static MatchResources of(
      Fields fields, List<ResourceRule> rules, List<ResourceRule> excluded) {
    return new MatchResources(
        selector(fields, "namespaceSelector"),
        selector(fields, "objectSelector"),
        rules,
        excluded,
        fields.text("matchPolicy").equals("Exact"));
  }

  private static LabelSelector selector(Fields parent, String field) {
    LabelSelector selector = Selectors.labelsOrNull(parent, field);
    return selector == null ? LabelSelector.EVERYTHING : selector;
  }

  private static List<ResourceRule> rules(Items items) {
    List<ResourceRule> rules = new ArrayList<>();
    for (int at = 0; at < items.size(); at++) {
      Fields rule = items.fields(at);
      rules.add(
          new ResourceRule(
              rule.texts("operations"),
              rule.texts("apiGroups"),
              rule.texts("apiVersions"),
              rule.texts("resources"),
              rule.texts("resourceNames"),
              rule.text("scope", "*")));
    }
    return rules;
  }

  /** {@code matchConditions} or {@code variables}. */
  static List<Named> named(Items items) {
    List<Named> named = new ArrayList<>();
    for (int at = 0; at < items.size(); at++) {
      Fields one = items.fields(at);
      named.add(new Named(one.text("name"), one.text("expression")));
    }
    return named;
  }

  /** A Service that is called; null where it is none. */
  static AdmissionRules.@Nullable Backend backend(Fields service) {
    return service.isEmpty()
        ? null
        : new AdmissionRules.Backend(
            service.text("namespace"), service.text("name"), service.integer("port", 443));
  }
}
