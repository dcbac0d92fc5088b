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
import java.util.Optional;
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

  /** More answers than this are not kept by shapes alone. */
  private static final int MOST_KNOWN = 1 << 16;

  /** Where none is asked about. */
  private static final Node NO_NODE = named("");

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
  private final AlikeNames names;
  private final AlikeShapes shapes;
  private final Map<AskedShapes, Optional<PolicyVerdict>> knownShapes = new HashMap<>();

  /** The policies that are asked in a namespace, by its labels. */
  private final Map<LabelSet, Own> inNamespaces = new HashMap<>();

  /**
   * Only the policies that are asked in some namespace.
   *
   * @param content equal to that of others for whom the same policies say the same, wherever they
   *     were read
   */
  private record Own(PodTrials trials, ShapeForms forms, Object content) {}

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
        // What other policies look at is nothing to engines: each verdict is asked for by itself.
        new EngineTrials(engines, variants(List.of(), List.of(), PodVariants.Given.NOTHING));
    this.formsForEngines = new ShapeForms(ofPods(inForce), engineTexts());
    this.known = new KnownCreators(ofPods(inForce), engineTexts());
    this.view = isEmpty() ? null : new NamespaceView(inForce, bindings, engineTexts());
    this.names = new AlikeNames("" + inForce + bindings + parameters + engineTexts());
    this.shapes = new AlikeShapes(names);
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
   * @param policies stands for those that are asked in the namespace, and their bindings
   * @param engines told apart by identity: what they refuse is their own
   * @param question what is asked of them
   */
  private record Asked(
      Object policies, ObjectMeta namespace, List<PolicyEngine> engines, List<?> question) {}

  /** The same with made-up names, whose answer may be nobody's but theirs. */
  private record AskedAlike(Asked asked) {}

  /** What is asked of two that differ from others in names only. */
  private record AskedShapes(AlikeShapes.Pair pair, Object question) {}

  /** Stands for all that policies say. */
  private record Content(List<List<?>> policies) {}

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
        // One object for equal ones, so that texts are compared once only.
        expressions.remembered(
            new Content(
                List.of(
                    validating.inForce().stream().map(PolicyContent::of).toList(),
                    validating.bindings().stream().map(PolicyContent::of).toList(),
                    mutating.inForce().stream().map(PolicyContent::of).toList(),
                    mutating.bindings().stream().map(PolicyContent::of).toList(),
                    parameters,
                    unreadParameters)),
            Object::new));
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

  /** Answers about a namespace, and a node where one is asked about. */
  private interface Answers {
    PolicyVerdict of(Own own, Namespace namespace, Node node);
  }

  /** An answer for all whom it is the same for, where policies cannot tell their names apart. */
  private PolicyVerdict alike(Namespace namespace, Node node, Object question, Answers answers) {
    if (isEmpty()) {
      return PolicyVerdict.PASSES;
    }
    AlikeShapes.Pair pair = shapes.pair(shapes.of(namespace), shapes.of(node));
    AskedShapes asked = pair == null ? null : new AskedShapes(pair, question);
    Optional<PolicyVerdict> known = asked == null ? null : knownShapes.get(asked);
    if (known == null) {
      known = renamed(namespace, node, question, answers);
      if (asked != null && knownShapes.size() < MOST_KNOWN) {
        knownShapes.put(asked, known);
      }
    }
    return known.orElseGet(
        () ->
            remembered(
                namespace, question(question, node), own -> answers.of(own, namespace, node)));
  }

  /** The answer by made-up names; empty where it is nobody's but theirs. */
  private Optional<PolicyVerdict> renamed(
      Namespace namespace, Node node, Object question, Answers answers) {
    AlikeNames.Renaming renaming = names.renaming(namespace, node);
    Namespace renamed = renaming.of(namespace);
    Node to = renaming.of(node);
    if (renaming.madeUp().isEmpty()) {
      return Optional.empty();
    }
    Own own = inNamespaces.computeIfAbsent(renamed.labels(), labels -> own(renamed));
    Asked asked = new Asked(own.content(), renamed.meta(), engines, question(question, to));
    return expressions.remembered(
        new AskedAlike(asked),
        () -> own.trials().alike(renaming, () -> answers.of(own, renamed, to), expressions));
  }

  private static List<?> question(Object question, Node node) {
    return List.of(question, node.name(), node.labels(), node.taints());
  }

  /** The verdict on pods of a shape, in a namespace: on the form that gets furthest. */
  PolicyVerdict shape(Namespace namespace, DangerousShape shape) {
    return alike(
        namespace,
        NO_NODE,
        shape,
        (own, in, ignored) -> own.forms().furthest(shape, form -> own.trials().shape(in, form)));
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
    return alike(
        namespace, named(node), "mirror", (own, in, by) -> own.trials().mirror(in, by.name()));
  }

  /** A node of which nothing but the name is asked. */
  private static Node named(String name) {
    return Node.bare(name, LabelSet.EMPTY, List.of(), PolicyContent.ANYWHERE, false);
  }

  /** The verdict on pods that ask to be placed on the node, in each way that would do. */
  PolicyVerdict placed(Namespace namespace, Node node) {
    return alike(namespace, node, "placed", (own, in, on) -> own.trials().placed(in, on));
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
