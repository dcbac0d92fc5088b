package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.fact.Fence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A4, by labels of the namespace: a policy or webhook that is asked about namespaces with certain
 * labels is not asked about one that has others.
 *
 * <p>Premise: {@code update} or {@code patch} of a Namespace, its status or its finalize
 * subresource, that such a selector selects by another label than its name, and no policy in force
 * that refuses the change to whoever asks. Who may change every Namespace is taken to pass. The
 * engine is then taken to be down altogether, towards the attacker. No boundary.
 */
final class EscapeBySelector extends GrantRow {

  private static final String NAME = "kubernetes.io/metadata.name";

  EscapeBySelector() {
    super(Permission.CHANGE_NAMESPACES);
  }

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
    Map<Integer, List<LabelSelector>> selectors = selectors(landscape);
    landscape
        .access()
        .forEachRight(
            Permission.CHANGE_NAMESPACES,
            (identity, scope, name) ->
                selectors.forEach(
                    (fence, ofFence) -> {
                      boolean escapes = escapes(landscape, identity, scope, ofFence, false);
                      if (escapes || escapes(landscape, identity, scope, ofFence, true)) {
                        StepSink.Draft draft =
                            steps
                                .to(Fence.ADMISSION_ENGINE.down(landscape.facts(), fence))
                                .from(landscape.facts().holds(identity))
                                .from(landscape.facts().apiPlace());
                        (escapes ? draft : draft.assuming(RelabelNamespace.MORE_UPDATES)).add();
                      }
                    }));
  }

  /** The selectors of namespaces by which each engine is asked. */
  private static Map<Integer, List<LabelSelector>> selectors(Landscape landscape) {
    Map<Integer, List<LabelSelector>> selectors = new LinkedHashMap<>();
    int own = Fence.POLICIES_OF_THE_SERVER;
    for (AdmissionRules.Policy policy : landscape.cluster().admissionPolicies()) {
      AdmissionRules.MatchResources matches = policy.matchConstraints();
      if (matches != null && matches.namesPods()) {
        add(selectors, own, matches.namespaceSelector());
        for (AdmissionRules.Binding binding : landscape.cluster().admissionBindings()) {
          AdmissionRules.MatchResources narrower = binding.matchResources();
          if (narrower != null
              && binding.mutating() == policy.mutating()
              && binding.policyName().equals(policy.meta().name())) {
            add(selectors, own, narrower.namespaceSelector());
          }
        }
      }
    }
    List<String> engines = landscape.admission().otherEngines();
    for (AdmissionRules.Webhook webhook : landscape.cluster().webhooks()) {
      int engine = engines.indexOf(webhook.configuration().name());
      if (engine >= 0) {
        add(selectors, engine, webhook.matches().namespaceSelector());
      }
    }
    return selectors;
  }

  private static void add(
      Map<Integer, List<LabelSelector>> selectors, int fence, LabelSelector selector) {
    boolean byLabel =
        selector.matchLabels().keySet().stream().anyMatch(key -> !key.equals(NAME))
            || selector.matchExpressions().stream().anyMatch(one -> !one.key().equals(NAME));
    List<LabelSelector> all = selectors.computeIfAbsent(fence, ignored -> new ArrayList<>());
    if (byLabel && !all.contains(selector)) {
      all.add(selector);
    }
  }

  /**
   * @param inMoreUpdates whether by more updates than are tried, where those might do it
   */
  private static boolean escapes(
      Landscape landscape,
      int identity,
      int scope,
      List<LabelSelector> selectors,
      boolean inMoreUpdates) {
    if (scope == Access.EVERYWHERE) {
      return !selectors.isEmpty();
    }
    Namespace namespace = landscape.cluster().namespaces().get(scope);
    for (LabelSelector selector : selectors) {
      if (selector.matches(namespace.labels().readBy(LabelReads.Reader.ADMISSION))
          && ((inMoreUpdates && landscape.admission().namespaceLabelling().isBounded())
              || !RelabelNamespace.mayBePinned(landscape, identity)
              || RelabelNamespace.passes(
                  landscape, identity, namespace, withoutName(selector), false))) {
        return true;
      }
    }
    return false;
  }

  /** The API server sets the name's label itself. */
  private static LabelSelector withoutName(LabelSelector selector) {
    Map<String, String> labels = new LinkedHashMap<>(selector.matchLabels());
    labels.remove(NAME);
    return new LabelSelector(
        labels,
        selector.matchExpressions().stream().filter(one -> !one.key().equals(NAME)).toList());
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    selectors(landscape)
        .keySet()
        .forEach(fence -> to.fact(Fence.ADMISSION_ENGINE.down(landscape.facts(), fence)));
  }
}
