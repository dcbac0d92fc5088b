package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refusals that no other label, annotation, name, class or image of the pod could change, because
 * neither the validation, nor any variable, condition or selector that it stands on, nor a mutation
 * before it reads one of those. They end the search among {@link PodVariants} at once, which else
 * multiplies with every text of every policy.
 *
 * <p>It is told by the words of expressions, and errs towards searching: a text that compares or
 * walks through whole objects reads everything.
 */
final class SteadyRefusals {

  /** What {@link PodVariants} changes. */
  private static final Set<String> CHANGED =
      Set.of(
          // Labels, annotations and names are read by way of it.
          "metadata",
          "runtimeClassName",
          "priorityClassName",
          "schedulerName",
          "hostname",
          "serviceAccountName",
          "serviceAccount",
          "image");

  /** The namespace's own labels and annotations are nobody's to change here. */
  private static final Pattern NAMESPACE =
      Pattern.compile("namespaceObject\\.metadata\\.\\??(labels|annotations|name)\\b");

  /** Every container has an image, whichever; volumes may be of that name. */
  private static final Pattern HAS_IMAGE = Pattern.compile("\\bhas\\(\\s*[\\w.]+\\.image\\s*\\)");

  private static final Pattern CREATION =
      Pattern.compile("\\s*request\\.operation == 'CREATE' \\|\\|[^&]*", Pattern.DOTALL);

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PATH = Pattern.compile("[\"'](/[^\"']*)[\"']");

  /** An object, spec or template as a whole: compared, indexed by a computed key, or walked. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\b(object|spec|template)\\s*(==|!=|\\[\\?|\\[|\\.(all|exists|exists_one|map|filter)\\()"
              + "|(==|!=|\\bin)\\s*(object|variables\\.spec)\\s*($|[^.\\w])");

  private final List<AdmissionRules.Policy> validating;
  private final List<AdmissionRules.Policy> mutating;
  private final Set<String> changed = new HashSet<>(CHANGED);
  private final IdentityHashMap<AdmissionRules.Policy, Map<String, Boolean>> known =
      new IdentityHashMap<>();
  private boolean everything;

  SteadyRefusals(
      List<AdmissionRules.Policy> validating,
      List<AdmissionRules.Policy> mutating,
      List<AdmissionRules.Binding> bindings) {
    this.validating = List.copyOf(validating);
    this.mutating = List.copyOf(mutating);
    for (AdmissionRules.Binding binding : bindings) {
      AdmissionRules.MatchResources matches = binding.matchResources();
      everything |= matches != null && selects(matches.objectSelector());
    }
    int before;
    do {
      before = changed.size();
      mutating.forEach(this::follow);
      known.clear(); // it was known by fewer changes
    } while (changed.size() > before);
  }

  private static boolean selects(LabelSelector selector) {
    return !selector.matchExpressions().isEmpty();
  }

  /** Whatever a mutation that reads what is changed writes is changed too. */
  private void follow(AdmissionRules.Policy policy) {
    boolean conditional =
        policy.matchConditions().stream()
            .anyMatch(condition -> reads(policy, condition.expression()));
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    conditional |= matches != null && selects(matches.objectSelector());
    for (AdmissionRules.Mutation mutation : policy.mutations()) {
      if (conditional || reads(policy, mutation.expression())) {
        everything |= !mutation.jsonPatch();
        changed.addAll(written(policy, mutation));
      }
    }
  }

  /** The names of fields that a JSON patch may write, as far as its paths are written out. */
  private static Set<String> written(
      AdmissionRules.Policy policy, AdmissionRules.Mutation mutation) {
    Set<String> segments = new HashSet<>();
    Matcher path = PATH.matcher(ExpressionTexts.closure(policy, mutation.expression()));
    while (path.find()) {
      segments.addAll(List.of(path.group(1).split("/", -1)));
    }
    segments.removeAll(Set.of("", "spec"));
    return segments;
  }

  /** Whether one of the refusals stands whatever else the pod has. */
  boolean hold(PolicyOutcome outcome) {
    return !everything
        && outcome.undecided().isEmpty()
        && outcome.refusals().stream().anyMatch(this::holds);
  }

  /**
   * Whether one of them is by a policy that does not ask who creates the pod, nor any before it.
   */
  boolean holdForAnybody(PolicyOutcome outcome) {
    return !everything
        && outcome.undecided().isEmpty()
        // What the authorizer says is the same for every made-up request.
        && mutating.stream().noneMatch(ExpressionTexts::looksAtRequester)
        && outcome.refusals().stream()
            .filter(refusal -> isBlind(refusal.policy()))
            .anyMatch(this::holds);
  }

  /** Whether a policy that refuses does not look at who asks; of two by one name neither may. */
  private boolean isBlind(ObjectMeta refusing) {
    return Stream.concat(validating.stream(), mutating.stream())
        .filter(policy -> policy.meta().equals(refusing))
        .noneMatch(ExpressionTexts::looksAtRequester);
  }

  private boolean holds(PolicyOutcome.Refusal refusal) {
    return mutating.stream()
            .filter(policy -> policy.meta().equals(refusal.policy()))
            .anyMatch(this::changesAlways)
        || refusesAlways(refusal);
  }

  /** What it takes out of a pod it takes out of every pod; what is changed here nobody wanted. */
  private boolean changesAlways(AdmissionRules.Policy policy) {
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    return (matches == null || !selects(matches.objectSelector()))
        && policy.matchConditions().stream()
            .noneMatch(condition -> reads(policy, condition.expression()))
        && policy.mutations().stream()
            .allMatch(
                mutation ->
                    !reads(policy, mutation.expression())
                        || (mutation.jsonPatch()
                            && CHANGED.containsAll(written(policy, mutation))));
  }

  private boolean refusesAlways(PolicyOutcome.Refusal refusal) {
    for (AdmissionRules.Policy policy : validating) {
      AdmissionRules.MatchResources matches = policy.matchConstraints();
      if (!policy.meta().equals(refusal.policy())
          || (matches != null && selects(matches.objectSelector()))) {
        continue;
      }
      boolean conditional =
          policy.matchConditions().stream()
              .map(AdmissionRules.Named::expression)
              .anyMatch(
                  condition -> !CREATION.matcher(condition).matches() && reads(policy, condition));
      List<AdmissionRules.Validation> those =
          policy.validations().stream()
              .filter(one -> ExpressionTexts.said(one).equals(refusal.message()))
              .toList();
      if (!conditional
          && !those.isEmpty()
          && those.stream().noneMatch(one -> reads(policy, one.expression()))) {
        return true;
      }
    }
    return false;
  }

  private boolean reads(AdmissionRules.Policy policy, String expression) {
    return known
        .computeIfAbsent(policy, same -> new HashMap<>())
        .computeIfAbsent(expression, text -> readsAnew(policy, text));
  }

  private boolean readsAnew(AdmissionRules.Policy policy, String expression) {
    String closure = ExpressionTexts.closure(policy, expression);
    String all =
        HAS_IMAGE.matcher(NAMESPACE.matcher(closure).replaceAll("given")).replaceAll("given");
    if (WHOLE.matcher(all).find()) {
      return true;
    }
    // A text reads a field only where it is the field's whole name, as an index.
    String fields = ExpressionTexts.replaceTexts(all, text -> changed.contains(text) ? text : "");
    Matcher words = WORD.matcher(fields);
    while (words.find()) {
      if (changed.contains(words.group())) {
        return true;
      }
    }
    return false;
  }
}
