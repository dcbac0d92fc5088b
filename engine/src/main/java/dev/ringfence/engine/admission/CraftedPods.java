package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.engine.PolicyLabels;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What policies in force make of made-up pods: whether any pod that has a shape gets through and
 * still has it, whatever else it has ({@link PodVariants}), created by somebody or by a controller
 * of kube-system on somebody's behalf. Each question is answered by the policies that are asked in
 * the namespace, and once.
 */
final class CraftedPods {

  private final ExpressionEngine expressions;
  private final List<AdmissionRules.Parameter> parameters;
  private final List<String> unreadParameters;
  private final ValidatingPolicies policies;
  private final MutatingPolicies mutations;
  private final List<PolicyEngine> engines;
  private final EngineTrials byEngine;
  private final ShapeForms formsForEngines;
  private final KnownCreators known;
  private final @Nullable NamespaceView view;

  /** The policies that are asked in a namespace, by its labels. */
  private final Map<LabelSet, Own> inNamespaces = new HashMap<>();

  /**
   * Only the policies that are asked in some namespace.
   *
   * @param content what they say, wherever they were read
   */
  private record Own(PodTrials trials, ShapeForms forms, List<List<?>> content) {}

  CraftedPods(Cluster cluster, ExpressionEngine engine) {
    this.policies = ValidatingPolicies.of(cluster, engine);
    this.mutations = MutatingPolicies.of(cluster, engine);
    this.engines = PolicyEngines.of(cluster);
    this.parameters = cluster.admissionParameters();
    this.unreadParameters = cluster.unreadParameterKinds();
    this.expressions = engine;
    List<AdmissionRules.Policy> inForce = inForce(policies, mutations);
    List<AdmissionRules.Binding> bindings = bindings(policies, mutations);
    this.byEngine =
        new EngineTrials(engines, variants(inForce, bindings, PodVariants.Given.NOTHING));
    this.formsForEngines = new ShapeForms(ofPods(inForce), engineTexts());
    this.known = new KnownCreators(ofPods(inForce), engineTexts());
    this.view = isEmpty() ? null : new NamespaceView(inForce, bindings, engineTexts());
  }

  private static List<AdmissionRules.Policy> inForce(
      ValidatingPolicies policies, MutatingPolicies mutations) {
    List<AdmissionRules.Policy> inForce = new ArrayList<>(policies.inForce());
    inForce.addAll(mutations.inForce());
    return inForce;
  }

  private static List<AdmissionRules.Binding> bindings(
      ValidatingPolicies policies, MutatingPolicies mutations) {
    List<AdmissionRules.Binding> bindings = new ArrayList<>(policies.bindings());
    bindings.addAll(mutations.bindings());
    return bindings;
  }

  private Set<String> engineTexts() {
    Set<String> texts = new LinkedHashSet<>();
    engines.forEach(one -> texts.addAll(one.texts()));
    return texts;
  }

  private PodVariants variants(
      List<AdmissionRules.Policy> inForce,
      List<AdmissionRules.Binding> bindings,
      PodVariants.Given given) {
    Set<PolicyLabels.Named> labels = new LinkedHashSet<>();
    engines.forEach(one -> labels.addAll(one.labels()));
    return new PodVariants(ofPods(inForce), bindings, engineTexts(), labels, given);
  }

  private static List<AdmissionRules.Policy> ofPods(List<AdmissionRules.Policy> inForce) {
    return inForce.stream().filter(CraftedPods::meetsPods).toList();
  }

  /** Whether a policy may be asked about the creation of pods at all. */
  private static boolean meetsPods(AdmissionRules.Policy policy) {
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    return matches != null && matches.namesPods();
  }

  /** Whether the verdict may depend on who asks; told by words, towards yes. */
  private static boolean tellsUsersApart(AdmissionRules.Policy policy) {
    return ExpressionTexts.looksAtRequester(policy) || ExpressionTexts.asksAuthorizer(policy);
  }

  private boolean isEmpty() {
    return policies.isEmpty() && mutations.isEmpty() && engines.isEmpty();
  }

  /** What policies can tell a namespace by; namespaces of which it is equal are treated alike. */
  Object view(Namespace namespace) {
    return view == null ? "" : view.of(namespace);
  }

  /**
   * All that a verdict depends on.
   *
   * @param policies those that are asked in the namespace, and their bindings
   * @param engines told apart by identity: what they refuse is their own
   * @param question what is asked of them
   */
  private record Asked(
      List<List<?>> policies, ObjectMeta namespace, List<PolicyEngine> engines, List<?> question) {}

  private Own own(Namespace namespace) {
    ValidatingPolicies validating = policies.onPodsIn(namespace.labels());
    MutatingPolicies mutating = mutations.onPodsIn(namespace.labels());
    List<AdmissionRules.Policy> inForce = inForce(validating, mutating);
    List<AdmissionRules.Binding> bindings = bindings(validating, mutating);
    List<AdmissionRequest.User> creators =
        engines.isEmpty() && ofPods(inForce).stream().noneMatch(CraftedPods::tellsUsersApart)
            ? MadeUpRequests.CREATORS.subList(0, 1)
            : MadeUpRequests.CREATORS;
    SteadyRefusals steady = new SteadyRefusals(validating.inForce(), mutating.inForce(), bindings);
    return new Own(
        new PodTrials(
            validating,
            mutating,
            variants(inForce, bindings, new GivenTexts(parameters, namespace)),
            steady,
            creators),
        new ShapeForms(ofPods(inForce), engineTexts()),
        List.of(
            validating.inForce().stream().map(PolicyContent::of).toList(),
            validating.bindings().stream().map(PolicyContent::of).toList(),
            mutating.inForce().stream().map(PolicyContent::of).toList(),
            mutating.bindings().stream().map(PolicyContent::of).toList(),
            parameters,
            unreadParameters));
  }

  /** An answer by the policies of the namespace alone, given once. */
  private PolicyVerdict remembered(
      Namespace namespace, List<?> question, Function<Own, PolicyVerdict> answer) {
    if (isEmpty()) {
      return PolicyVerdict.PASSES;
    }
    Own own = inNamespaces.computeIfAbsent(namespace.labels(), labels -> own(namespace));
    return expressions.remembered(
        new Asked(own.content(), namespace.meta(), engines, question), () -> answer.apply(own));
  }

  /** The verdict on pods of a shape, in a namespace: on the form that gets furthest. */
  PolicyVerdict shape(Namespace namespace, DangerousShape shape) {
    return remembered(
        namespace,
        List.of("shape", shape),
        own -> own.forms().furthest(shape, form -> own.trials().shape(namespace, form)));
  }

  /** The same of pods that this one creates. */
  PolicyVerdict shape(Namespace namespace, DangerousShape shape, AdmissionRequest.User creator) {
    return remembered(
        namespace,
        List.of("shape", shape, creator),
        own ->
            own.forms()
                .furthest(shape, form -> own.trials().shape(namespace, form, List.of(creator))));
  }

  /** Whether what policies say may be another thing for this creator than for somebody else. */
  boolean knows(AdmissionRequest.User creator) {
    return known.test(creator);
  }

  /** The verdict on mirror pods that the node's identity makes of itself. */
  PolicyVerdict mirror(Namespace namespace, String node) {
    return remembered(
        namespace, List.of("mirror", node), own -> own.trials().mirror(namespace, node));
  }

  /** The verdict on pods that ask to be placed on the node, in each way that would do. */
  PolicyVerdict placed(Namespace namespace, Node node) {
    return remembered(
        namespace,
        List.of("placed", node.name(), node.labels(), node.taints()),
        own -> own.trials().placed(namespace, node));
  }

  /** The same of pods that this one creates. */
  PolicyVerdict placed(Namespace namespace, Node node, AdmissionRequest.User creator) {
    return remembered(
        namespace,
        List.of("placed", node.name(), node.labels(), node.taints(), creator),
        own -> own.trials().placed(namespace, node, List.of(creator)));
  }

  /** What the policies of each engine that is read make of the least pod of a shape. */
  Map<PolicyEngine, PolicyVerdict> shapeByEngine(
      Namespace namespace, DangerousShape shape, List<AdmissionRequest.User> creators) {
    return byEngine.shape(namespace, shape, formsForEngines, creators);
  }

  /** The same of a plain pod that asks for the node by its name. */
  Map<PolicyEngine, PolicyVerdict> placedByEngine(
      Namespace namespace, Node node, List<AdmissionRequest.User> creators) {
    return byEngine.placed(namespace, node, creators);
  }

  /** The same of a mirror pod that the node's identity makes. */
  Map<PolicyEngine, PolicyVerdict> mirrorByEngine(Namespace namespace, String node) {
    return byEngine.mirror(namespace, node);
  }
}
