package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether ValidatingAdmissionPolicies in force keep somebody from giving a namespace the labels
 * that a selector asks for. Every way that is found is tried, with whatever else policies look at
 * changed too; where one passes, or not every way can be tried, nothing is pinned.
 */
public final class NamespaceLabelling {

  private final NamespaceTrials trials;
  private final boolean concerned;
  private final boolean tellsUsersApart;
  private final boolean tellsNamesApart;
  private final boolean tellsGroupsApart;
  private final boolean bounded;

  private NamespaceLabelling(Cluster cluster, ExpressionEngine engine) {
    ValidatingPolicies policies = ValidatingPolicies.of(cluster, engine).about("namespaces");
    List<AdmissionRules.Policy> inForce = policies.inForce();
    this.concerned = !inForce.isEmpty();
    Set<LabelSelector.Requirement> selected = new LinkedHashSet<>();
    boolean looksBack = false;
    List<AdmissionRules.@Nullable MatchResources> matches = new ArrayList<>();
    for (AdmissionRules.Policy policy : inForce) {
      matches.add(policy.matchConstraints());
    }
    policies.bindings().forEach(binding -> matches.add(binding.matchResources()));
    for (AdmissionRules.@Nullable MatchResources one : matches) {
      if (one != null) {
        // By labels that selectors read a namespace may get out of their sight; those before an
        // update are as good for a selector of objects as those after it.
        selected.addAll(LabelWays.requirements(one.namespaceSelector()));
        selected.addAll(LabelWays.requirements(one.objectSelector()));
        looksBack |= !one.objectSelector().isEmpty();
      }
    }
    boolean before =
        looksBack || inForce.stream().anyMatch(one -> ExpressionTexts.mentions(one, "oldObject"));
    PodVariants.Given given =
        policy -> GivenTexts.parametersOf(policy, cluster.admissionParameters());
    // What these policies said of a namespace they say of it again, in another proof too.
    this.trials =
        engine.remembered(
            List.of(
                NamespaceTrials.class,
                inForce.stream().map(PolicyContent::of).toList(),
                policies.bindings().stream().map(PolicyContent::of).toList(),
                cluster.admissionParameters(),
                cluster.unreadParameterKinds(),
                cluster.sourceKind()),
            () ->
                new NamespaceTrials(
                    policies,
                    selected,
                    given,
                    before,
                    new AlikeNames(
                        "" + inForce + policies.bindings() + cluster.admissionParameters()),
                    engine));
    this.bounded =
        inForce.stream()
            .anyMatch(policy -> LookingBack.atSeveral(policy, bindingsOf(policy, policies)));
    boolean authorizes = inForce.stream().anyMatch(ExpressionTexts::asksAuthorizer);
    this.tellsNamesApart = inForce.stream().anyMatch(ExpressionTexts::looksAtRequester);
    this.tellsUsersApart = tellsNamesApart || authorizes;
    this.tellsGroupsApart =
        authorizes || inForce.stream().anyMatch(one -> ExpressionTexts.mentions(one, "groups"));
  }

  private static List<AdmissionRules.Binding> bindingsOf(
      AdmissionRules.Policy policy, ValidatingPolicies policies) {
    return policies.bindings().stream()
        .filter(binding -> binding.policyName().equals(policy.meta().name()))
        .toList();
  }

  static NamespaceLabelling of(Cluster cluster, ExpressionEngine engine) {
    return new NamespaceLabelling(cluster, engine);
  }

  /** Whether any policy in force may be asked about namespaces at all. */
  public boolean isConcerned() {
    return concerned;
  }

  /** Whether verdicts may depend on who asks. */
  public boolean tellsUsersApart() {
    return tellsUsersApart;
  }

  /** Whether they may depend on the groups of who asks. */
  public boolean tellsGroupsApart() {
    return tellsGroupsApart;
  }

  /**
   * Whether more updates, one after the other, might do what {@link #refuses} has not found: some
   * validation looks back at several things together, of which each may be opened in turn.
   */
  public boolean isBounded() {
    return bounded;
  }

  /**
   * Whether policies surely refuse every update after which the namespace's labels are as wanted.
   *
   * @param matching whether the selector is to match; else not to match
   * @param subresources by which the user may update: empty for the namespace itself, status,
   *     finalize
   */
  public boolean refuses(
      Namespace namespace,
      LabelSelector selector,
      boolean matching,
      AdmissionRequest.User user,
      AdmissionRequest.Authorizer authorizer,
      List<String> subresources) {
    if (!concerned || !trials.areAll()) {
      return false;
    }
    AdmissionRequest.User named = tellsNamesApart ? user : SameAnswers.NOBODY;
    Namespace read = namespace.labelled(namespace.labels().readBy(LabelReads.Reader.ADMISSION));
    for (String subresource : subresources) {
      NamespaceUpdate asked = new NamespaceUpdate(read, subresource, named, user, authorizer);
      if (!trials.refuse(asked, selector, matching)) {
        return false;
      }
    }
    return true;
  }
}
