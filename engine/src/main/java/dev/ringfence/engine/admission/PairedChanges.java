package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pairs of changes that one policy may ask for at once before it lets something through. */
final class PairedChanges {

  /** More pairs than this of one policy are not tried. */
  private static final int MOST = 512;

  private final Map<ObjectMeta, AdmissionRules.Policy> policies = new HashMap<>();
  private final PodVariants.Given given;
  private final boolean pods;
  private final Map<Refused, Pairs> known = new HashMap<>();

  /** A policy that refuses by some of its validations. */
  private record Refused(ObjectMeta policy, Set<String> messages) {}

  /**
   * Two changes each.
   *
   * @param all whether a third could make no difference
   */
  record Pairs(List<PodVariants.Change> changes, boolean all) {
    /** Whether they were not too many. */
    boolean areTried() {
      return all || !changes.isEmpty();
    }
  }

  /**
   * @param pods whether what is changed has a spec
   */
  PairedChanges(List<AdmissionRules.Policy> policies, PodVariants.Given given, boolean pods) {
    policies.forEach(policy -> this.policies.put(policy.meta(), policy));
    this.given = given;
    this.pods = pods;
  }

  /** Those of whatever the policy reads. */
  Pairs of(ObjectMeta policy) {
    return of(policy, Set.of());
  }

  /** Those of what its conditions and the validations read that say so; of all where none does. */
  Pairs of(ObjectMeta policy, Set<String> messages) {
    return known.computeIfAbsent(new Refused(policy, messages), this::pairs);
  }

  private Pairs pairs(Refused refused) {
    AdmissionRules.Policy policy = policies.get(refused.policy());
    if (policy == null) {
      return new Pairs(List.of(), true);
    }
    Set<String> keys = new LinkedHashSet<>();
    Set<String> values = new LinkedHashSet<>(given.to(policy));
    Set<String> fields = new LinkedHashSet<>();
    boolean labels = false;
    boolean annotations = false;
    for (String expression : asked(policy, refused.messages())) {
      keys.addAll(ExpressionTexts.keysIn(expression));
      values.addAll(ExpressionTexts.textsIn(expression));
      labels |= expression.contains("labels");
      annotations |= expression.contains("annotations");
      PodChanges.FIELDS.stream()
          .filter(field -> pods && expression.contains(field))
          .forEach(fields::add);
    }
    int reads = keys.size() + fields.size();
    if (reads < 2) {
      return new Pairs(List.of(), true); // one change is all that it can ask for
    }
    values.removeAll(
        keys); // what stands where keys stand is rarely a value too, and pairs are many
    values.add("true");
    List<PodVariants.Change> own = new ArrayList<>();
    for (String value : values) {
      for (String key : keys) {
        if (labels && PodChanges.isKey(key) && PodChanges.isLabelValue(value)) {
          own.add(PodChanges.label(key, value));
        }
        if (annotations && PodChanges.isKey(key)) {
          own.add(PodChanges.annotation(key, value));
        }
      }
      fields.forEach(field -> own.add(PodChanges.field(field, value)));
    }
    return own.size() * (own.size() - 1) / 2 > MOST
        ? new Pairs(List.of(), false)
        : new Pairs(pairs(own), reads == 2);
  }

  private static List<PodVariants.Change> pairs(List<PodVariants.Change> own) {
    List<PodVariants.Change> pairs = new ArrayList<>();
    for (int one = 0; one < own.size(); one++) {
      for (int other = one + 1; other < own.size(); other++) {
        pairs.add(JointChanges.both(own.get(one), own.get(other)));
      }
    }
    return pairs;
  }

  /** The expressions that the refusals stand on. */
  private static List<String> asked(AdmissionRules.Policy policy, Set<String> messages) {
    List<AdmissionRules.Validation> said =
        policy.validations().stream()
            .filter(one -> messages.contains(ExpressionTexts.said(one)))
            .toList();
    List<String> asked = new ArrayList<>();
    policy.matchConditions().forEach(one -> asked.add(one.expression()));
    policy.mutations().forEach(one -> asked.add(one.expression()));
    (said.isEmpty() ? policy.validations() : said).forEach(one -> asked.add(one.expression()));
    return asked.stream().map(expression -> ExpressionTexts.closure(policy, expression)).toList();
  }
}
