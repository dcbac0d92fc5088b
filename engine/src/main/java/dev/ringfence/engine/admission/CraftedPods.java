package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.Changes;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.admission.policy.MutationOutcome;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What policies in force make of made-up pods: whether any pod that has a shape gets through and
 * still has it, whatever else it has ({@link PodVariants}), created by somebody or by a controller
 * of kube-system on somebody's behalf.
 */
final class CraftedPods {

  private static final String MIRROR = "kubernetes.io/config.mirror";

  private static final Origin ANYWHERE = new Origin(Origin.Source.IMPLIED, "", 0);

  private static final List<AdmissionRequest.User> CREATORS =
      List.of(
          new AdmissionRequest.User("somebody", List.of("system:authenticated")),
          new AdmissionRequest.User(
              "system:serviceaccount:kube-system:replicaset-controller",
              List.of(
                  "system:serviceaccounts",
                  "system:serviceaccounts:kube-system",
                  "system:authenticated")));

  private final ExpressionEngine expressions;
  private final List<List<?>> parameters;
  private final ValidatingPolicies policies;
  private final MutatingPolicies mutations;
  private final List<PolicyEngine> engines;
  private final PodVariants variants;
  private final SteadyRefusals steady;
  private final @Nullable NamespaceView view;

  /** Whoever creates pods, as far as policies tell creators apart. */
  private final List<AdmissionRequest.User> creators;

  /** The same with only the policies that are asked in a namespace, by its labels. */
  private final Map<LabelSet, CraftedPods> inNamespaces = new HashMap<>();

  /** Who refuses plain pods: the same for every shape and node that is asked about. */
  private final Map<List<Object>, List<PolicyOutcome.Refusal>> plainRefusals = new HashMap<>();

  CraftedPods(Cluster cluster, ExpressionEngine engine) {
    this(
        ValidatingPolicies.of(cluster, engine),
        MutatingPolicies.of(cluster, engine),
        PolicyEngines.of(cluster),
        List.of(cluster.admissionParameters(), cluster.unreadParameterKinds()),
        engine);
  }

  private CraftedPods(
      ValidatingPolicies policies,
      MutatingPolicies mutations,
      List<PolicyEngine> engines,
      List<List<?>> parameters,
      ExpressionEngine expressions) {
    this.policies = policies;
    this.mutations = mutations;
    this.engines = engines;
    this.parameters = parameters;
    this.expressions = expressions;
    Set<String> engineTexts = new LinkedHashSet<>();
    engines.forEach(one -> engineTexts.addAll(one.texts()));
    List<AdmissionRules.Policy> inForce = new ArrayList<>(policies.inForce());
    inForce.addAll(mutations.inForce());
    List<AdmissionRules.Binding> bindings = new ArrayList<>(policies.bindings());
    bindings.addAll(mutations.bindings());
    List<AdmissionRules.Policy> ofPods = inForce.stream().filter(CraftedPods::meetsPods).toList();
    this.variants = new PodVariants(ofPods, bindings, engineTexts);
    this.creators =
        engines.isEmpty() && ofPods.stream().noneMatch(CraftedPods::tellsUsersApart)
            ? CREATORS.subList(0, 1)
            : CREATORS;
    this.steady = new SteadyRefusals(policies.inForce(), mutations.inForce(), bindings);
    this.view = isEmpty() ? null : new NamespaceView(inForce, bindings, engineTexts);
  }

  /** Whether a policy may be asked about the creation of pods at all. */
  private static boolean meetsPods(AdmissionRules.Policy policy) {
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    return matches != null
        && matches.resourceRules().stream()
            .anyMatch(
                rule ->
                    rule.resources().stream()
                        .anyMatch(
                            resource ->
                                resource.equals("pods")
                                    || resource.equals("*")
                                    || resource.equals("*/*")));
  }

  /** Whether the verdict may depend on who asks; told by words, towards yes. */
  private static boolean tellsUsersApart(AdmissionRules.Policy policy) {
    String words =
        policy.matchConditions().toString()
            + policy.variables()
            + policy.validations()
            + policy.mutations();
    return words.contains("userInfo") || words.contains("authorizer");
  }

  boolean isEmpty() {
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

  /** A policy but for where it was read, which changes no verdict. */
  private static AdmissionRules.Policy content(AdmissionRules.Policy policy) {
    return new AdmissionRules.Policy(
        anywhere(policy.meta()),
        policy.mutating(),
        policy.parameterKind(),
        policy.matchConstraints(),
        policy.matchConditions(),
        policy.variables(),
        policy.validations(),
        policy.mutations(),
        policy.auditAnnotations(),
        policy.failClosed(),
        policy.reinvoked());
  }

  private static AdmissionRules.Binding content(AdmissionRules.Binding binding) {
    return new AdmissionRules.Binding(
        anywhere(binding.meta()),
        binding.mutating(),
        binding.policyName(),
        binding.parameters(),
        binding.matchResources(),
        binding.validationActions());
  }

  private static ObjectMeta anywhere(ObjectMeta meta) {
    return new ObjectMeta(meta.reference(), LabelSet.EMPTY, Map.of(), null, ANYWHERE);
  }

  /** An answer by the policies of the namespace alone, given once. */
  private PolicyVerdict remembered(
      Namespace namespace, List<?> question, Function<CraftedPods, PolicyVerdict> answer) {
    if (isEmpty()) {
      return PolicyVerdict.PASSES;
    }
    CraftedPods own =
        inNamespaces.computeIfAbsent(
            namespace.labels(),
            labels ->
                new CraftedPods(
                    policies.onPodsIn(labels),
                    mutations.onPodsIn(labels),
                    engines,
                    parameters,
                    expressions));
    List<List<?>> asked =
        List.of(
            own.policies.inForce().stream().map(CraftedPods::content).toList(),
            own.policies.bindings().stream().map(CraftedPods::content).toList(),
            own.mutations.inForce().stream().map(CraftedPods::content).toList(),
            own.mutations.bindings().stream().map(CraftedPods::content).toList(),
            parameters);
    return expressions.remembered(
        new Asked(asked, namespace.meta(), engines, question), () -> answer.apply(own));
  }

  /** The verdict on the least pod of a shape, in a namespace. */
  PolicyVerdict shape(Namespace namespace, DangerousShape shape) {
    return remembered(namespace, List.of("shape", shape), own -> own.ownShape(namespace, shape));
  }

  private PolicyVerdict ownShape(Namespace namespace, DangerousShape shape) {
    Map<String, Object> wanted =
        KeptFields.beyond(PodObject.of(ShapeSpecs.plain()), PodObject.of(ShapeSpecs.of(shape)));
    return review(
        namespace,
        creators,
        List.of(pod -> {}),
        () -> PodObject.of(ShapeSpecs.of(shape)),
        (before, after) -> KeptFields.in(wanted, after));
  }

  /** What the policies of each engine that is read make of the least pod of a shape. */
  Map<PolicyEngine, PolicyVerdict> shapeByEngine(Namespace namespace, DangerousShape shape) {
    Map<PolicyEngine, PolicyVerdict> verdicts = new LinkedHashMap<>();
    for (PolicyEngine engine : engines) {
      verdicts.put(
          engine, byEngine(engine, namespace, pod -> {}, () -> PodObject.of(ShapeSpecs.of(shape))));
    }
    return verdicts;
  }

  /** The same of a plain pod that asks for the node by its name. */
  Map<PolicyEngine, PolicyVerdict> placedByEngine(Namespace namespace, Node node) {
    Map<PolicyEngine, PolicyVerdict> verdicts = new LinkedHashMap<>();
    for (PolicyEngine engine : engines) {
      verdicts.put(
          engine,
          byEngine(
              engine,
              namespace,
              spec -> spec.put("nodeName", node.name()),
              () -> PodObject.of(ShapeSpecs.plain())));
    }
    return verdicts;
  }

  /**
   * A policy that refuses every plain pod as well asks for something that made-up pods do not have,
   * and says nothing of what is dangerous: then the verdict is undecided.
   */
  @SuppressWarnings("unchecked") // PodObject's spec is a map of texts
  private PolicyVerdict byEngine(
      PolicyEngine engine, Namespace namespace, Consumer<Map<String, Object>> way, Base base) {
    List<PolicyOutcome.Refusal> first = List.of();
    boolean undecided = false;
    for (PodVariants.Change change : variants.changes()) {
      for (AdmissionRequest.User creator : CREATORS) {
        Map<String, Object> pod = base.pod();
        way.accept((Map<String, Object>) pod.get("spec"));
        change.to(pod);
        PolicyOutcome outcome = engine.review(request(namespace, pod, creator));
        if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
          return PolicyVerdict.PASSES;
        }
        undecided =
            undecided
                || outcome.refusals().isEmpty()
                || isAllOf(plain(namespace, change, creator, engine::review), outcome.refusals());
        if (first.isEmpty()) {
          first = outcome.refusals();
        }
      }
    }
    return new PolicyVerdict(true, undecided || !variants.areAll(), first);
  }

  /** Who refuses a pod that has nothing dangerous, changed in the same way. */
  private static List<PolicyOutcome.Refusal> plain(
      Namespace namespace,
      PodVariants.Change change,
      AdmissionRequest.User creator,
      Function<AdmissionRequest, PolicyOutcome> review) {
    Map<String, Object> plain = PodObject.of(ShapeSpecs.plain());
    change.to(plain);
    // A mirror pod is what may be asked about: the change that makes one leaves no plain pod.
    if (plain.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations) {
      annotations.remove(MIRROR);
    }
    return review.apply(request(namespace, plain, creator)).refusals();
  }

  /** Whether the same policies and rules refuse both. */
  private static boolean isAllOf(
      List<PolicyOutcome.Refusal> plain, List<PolicyOutcome.Refusal> refusals) {
    return plain.stream()
        .map(CraftedPods::key)
        .toList()
        .containsAll(refusals.stream().map(CraftedPods::key).toList());
  }

  private static String key(PolicyOutcome.Refusal refusal) {
    return refusal.policy().reference() + " " + refusal.binding() + " " + refusal.message();
  }

  /**
   * The verdict on mirror pods that the node's identity makes of itself: NodeRestriction's terms.
   */
  PolicyVerdict mirror(Namespace namespace, String node) {
    return remembered(namespace, List.of("mirror", node), own -> own.ownMirror(namespace, node));
  }

  private PolicyVerdict ownMirror(Namespace namespace, String node) {
    AdmissionRequest.User kubelet =
        new AdmissionRequest.User(
            "system:node:" + node, List.of("system:nodes", "system:authenticated"));
    Map<String, Object> wanted =
        Map.of("metadata", Map.of("annotations", Map.of(MIRROR, "ringfence")));
    return review(
        namespace,
        List.of(kubelet),
        List.of(spec -> spec.put("nodeName", node)),
        () -> {
          Map<String, Object> pod = PodObject.of(ShapeSpecs.plain());
          Map<String, Object> metadata = new LinkedHashMap<>();
          metadata.put("name", "ringfence-made-up");
          metadata.put("annotations", new LinkedHashMap<>(Map.of(MIRROR, "ringfence")));
          pod.put("metadata", metadata);
          return pod;
        },
        (before, after) -> KeptFields.in(wanted, after));
  }

  /** The verdict on pods that ask to be placed on the node, in each way that would do. */
  PolicyVerdict placed(Namespace namespace, Node node) {
    List<Object> question = List.of("placed", node.name(), node.labels(), node.taints());
    return remembered(namespace, question, own -> own.ownPlaced(namespace, node));
  }

  private PolicyVerdict ownPlaced(Namespace namespace, Node node) {
    return review(
        namespace,
        creators,
        PlacementWays.to(node),
        () -> PodObject.of(ShapeSpecs.plain()),
        (before, after) -> KeptFields.fitsStill(node, before, after));
  }

  /** Makes a pod anew for every change that is tried on it. */
  private interface Base {
    Map<String, Object> pod();
  }

  /** Whether a pod that policies changed is still what somebody wanted. */
  private interface Purpose {
    boolean isServed(Map<String, Object> before, Map<String, Object> after);
  }

  @SuppressWarnings("unchecked") // PodObject's spec is a map of texts
  private PolicyVerdict review(
      Namespace namespace,
      List<AdmissionRequest.User> creators,
      List<Consumer<Map<String, Object>>> ways,
      Base base,
      Purpose purpose) {
    if (isEmpty()) {
      return PolicyVerdict.PASSES;
    }
    List<PolicyOutcome.Refusal> first = List.of();
    String undecided = "";
    boolean searched = false;
    for (Consumer<Map<String, Object>> way : ways) {
      for (AdmissionRequest.User creator : creators) {
        boolean held = false;
        for (PodVariants.Change change : variants.changes()) {
          Map<String, Object> pod = base.pod();
          way.accept((Map<String, Object>) pod.get("spec"));
          change.to(pod);
          PolicyOutcome outcome = outcome(request(namespace, pod, creator), purpose);
          if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
            return PolicyVerdict.PASSES;
          }
          if (outcome.refusals().isEmpty()) {
            undecided = outcome.undecided().getFirst().why();
          } else {
            first = first.isEmpty() ? outcome.refusals() : first;
            if (undecided.isEmpty()
                && isAllOf(
                    plainRefusals.computeIfAbsent(
                        List.of(namespace.name(), change, creator),
                        ignored ->
                            plain(
                                namespace,
                                change,
                                creator,
                                one -> outcome(one, (was, is) -> true))),
                    outcome.refusals())) {
              undecided = "policies ask of every pod for what made-up pods do not have";
            }
          }
          if (steady.hold(outcome)) {
            held = true;
            break;
          }
        }
        searched |= !held;
      }
    }
    if (undecided.isEmpty() && searched && !variants.areAll()) {
      undecided = "a label, name or image may be found that a policy lets through";
    }
    return new PolicyVerdict(true, !undecided.isEmpty(), first);
  }

  private PolicyOutcome outcome(AdmissionRequest request, Purpose purpose) {
    if (mutations.isEmpty()) {
      return policies.review(request);
    }
    MutationOutcome made = mutations.mutate(request, Changes.NONE);
    if (!made.outcome().refusals().isEmpty()) {
      return made.outcome();
    }
    Map<String, Object> before = Objects.requireNonNull(request.object());
    Map<String, Object> after = Objects.requireNonNull(made.request().object());
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    if (!purpose.isServed(before, after)) {
      for (AdmissionRules.Policy policy : mutations.inForce()) {
        if (made.changedBy().contains(policy.meta().name())) {
          refusals.add(new PolicyOutcome.Refusal(policy.meta(), "", "takes that out of the pod"));
        }
      }
    }
    PolicyOutcome then = policies.review(made.request());
    refusals.addAll(then.refusals());
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>(then.undecided());
    undecided.addAll(made.outcome().undecided());
    // What a policy that cannot be told makes of the pod may be let through after all.
    return made.outcome().undecided().isEmpty()
        ? new PolicyOutcome(refusals, undecided)
        : new PolicyOutcome(List.of(), undecided);
  }

  private static AdmissionRequest request(
      Namespace namespace, Map<String, Object> pod, AdmissionRequest.User creator) {
    if (pod.get("metadata") instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // PodObject's metadata is a map of texts
      Map<String, Object> metadata = (Map<String, Object>) pod.get("metadata");
      metadata.put("namespace", namespace.name());
    }
    LabelSet labels = namespace.labels();
    return new AdmissionRequest(
        "CREATE",
        "",
        "v1",
        "Pod",
        "pods",
        "",
        "ringfence-made-up",
        namespace.name(),
        pod,
        null,
        labels,
        namespace.meta().annotations(),
        creator,
        // Who makes up pods may have been given any right, towards the attacker.
        (user, verb, group, resource, subresource, in, name, path) -> true);
  }
}
