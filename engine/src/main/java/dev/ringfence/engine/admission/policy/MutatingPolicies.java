package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.Parameter;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MutatingAdmissionPolicies in force: {@code apiserver/pkg/admission/plugin/policy/mutating}. Those
 * that may be are invoked once more after all, whenever any changed something.
 *
 * <p>The API server promises no order between policies. They are taken by name, and then in every
 * order that could matter ({@link PolicyOrders}): where one gives another object, or refuses what
 * another lets through, the answer is undecided.
 */
public final class MutatingPolicies {

  /** One policy by one binding with one parameter. */
  private record Invocation(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      @Nullable Parameter parameter) {}

  private final List<PolicyInForce> inForce;
  private final List<Parameter> parameters;
  private final Set<String> unreadable;
  private final ExpressionEngine engine;
  private final boolean stored;

  private MutatingPolicies(Cluster cluster, ExpressionEngine engine) {
    Comparator<PolicyInForce> byName = Comparator.comparing(one -> one.policy().meta().name());
    this.inForce = PolicyInForce.of(cluster, true).stream().sorted(byName).toList();
    this.parameters = cluster.admissionParameters();
    this.unreadable = Set.copyOf(cluster.unreadParameterKinds());
    this.engine = engine;
    this.stored = cluster.sourceKind() != Cluster.SourceKind.MANIFESTS;
  }

  private MutatingPolicies(MutatingPolicies all, List<PolicyInForce> inForce) {
    this.inForce = List.copyOf(inForce);
    this.parameters = all.parameters;
    this.unreadable = all.unreadable;
    this.engine = all.engine;
    this.stored = all.stored;
  }

  /** Only those that may be asked about the creation of pods in a namespace of these labels. */
  public MutatingPolicies onPodsIn(LabelSet namespace) {
    return new MutatingPolicies(
        this, inForce.stream().filter(one -> one.mayMeetPods(namespace)).toList());
  }

  /** Only those that may be asked about the creation of pods there, or of what makes pods. */
  public MutatingPolicies onMakersOfPodsIn(LabelSet namespace) {
    return new MutatingPolicies(
        this, inForce.stream().filter(one -> one.mayMeetMakersOfPods(namespace)).toList());
  }

  /** The policies of a cluster that some binding puts in force. */
  public static MutatingPolicies of(Cluster cluster, ExpressionEngine engine) {
    return new MutatingPolicies(cluster, engine);
  }

  public boolean isEmpty() {
    return inForce.isEmpty();
  }

  /** The policies in force. */
  public List<AdmissionRules.Policy> inForce() {
    return inForce.stream().map(PolicyInForce::policy).toList();
  }

  /** The bindings by which they are. */
  public List<AdmissionRules.Binding> bindings() {
    return inForce.stream().flatMap(one -> one.bindings().stream()).toList();
  }

  /** The request with what all of them make of its object. */
  public MutationOutcome mutate(AdmissionRequest request, Changes changes) {
    Run run = run(request, changes, inForce);
    List<PolicyInForce> asked =
        inForce.stream().filter(one -> !one.asked(request).isEmpty()).toList();
    if (asked.size() > 1 && !run.changedBy.isEmpty()) {
      String doubt = orderMatters(run, asked, request, changes);
      if (doubt != null) {
        run.undecided.add(new PolicyOutcome.Undecided(asked.getFirst().policy().meta(), doubt));
      }
    }
    return new MutationOutcome(
        run.request, List.copyOf(run.changedBy), new PolicyOutcome(run.refusals, run.undecided));
  }

  private Run run(AdmissionRequest request, Changes changes, List<PolicyInForce> order) {
    Run run = new Run(request, changes, order);
    run.twice();
    return run;
  }

  /** Why another order of policies may come to another end, or null where none does. */
  private @Nullable String orderMatters(
      Run first, List<PolicyInForce> asked, AdmissionRequest request, Changes changes) {
    Set<String> changing = new LinkedHashSet<>(first.changedBy);
    Set<String> known = Set.of();
    while (!known.equals(changing)) {
      known = Set.copyOf(changing);
      if (known.size() > PolicyOrders.MOST) {
        return "more policies change it than their order can be tried: " + names(changing);
      }
      for (List<PolicyInForce> order : PolicyOrders.of(asked, known)) {
        Run other = run(request, changes, order);
        changing.addAll(other.changedBy);
        if (!Objects.equals(first.request.object(), other.request.object())
            || first.refusals.isEmpty() != other.refusals.isEmpty()) {
          return "what comes out depends on the order of policies, which the API server leaves"
              + " open: "
              + names(changing);
        }
      }
    }
    return null;
  }

  private static String names(Set<String> policies) {
    return String.join(", ", policies);
  }

  /** One request's way through the policies, in one order. */
  private final class Run {
    private final Changes changes;
    private final List<PolicyInForce> order;
    private final List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    private final List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    private final Set<String> changedBy = new LinkedHashSet<>();
    private final Set<Invocation> again = new LinkedHashSet<>();
    private AdmissionRequest request;
    private boolean patched;

    Run(AdmissionRequest request, Changes changes, List<PolicyInForce> order) {
      this.request = request;
      this.changes = changes;
      this.order = order;
    }

    void twice() {
      invoke(false);
      if (patched && refusals.isEmpty() && request.object() != null) {
        Map<String, Object> object = PlainObjects.copy(request.object());
        changes.admit(request, object);
        request = request.with(object);
        invoke(true);
      }
    }

    /** The conditions of all are asked again, even of those that are not to be invoked again. */
    private void invoke(boolean reinvoked) {
      for (Invocation one : invocations()) {
        if (conditionsHold(one) && (!reinvoked || again.contains(one))) {
          invoke(one);
        }
      }
    }

    /** Which they are is decided once, before any of them changes the object. */
    private List<Invocation> invocations() {
      List<Invocation> invocations = new ArrayList<>();
      for (PolicyInForce one : order) {
        for (AdmissionRules.Binding binding : one.asked(request)) {
          Optional<String> refusal = stored ? Optional.empty() : engine.refusal(one.policy());
          if (refusal.isPresent()) {
            undecided(one.policy(), ExpressionEngine.NOT_TAKEN + refusal.get());
            continue;
          }
          AdmissionRules.ParameterKind kind = one.policy().parameterKind();
          if (kind != null && binding.parameters() != null && unreadable.contains(kind.kind())) {
            undecided(one.policy(), "its parameters of kind " + kind.kind() + " were not read");
            continue;
          }
          try {
            for (@Nullable Parameter parameter :
                ParameterChoice.of(one.policy(), binding, parameters, request)) {
              invocations.add(new Invocation(one.policy(), binding, parameter));
            }
          } catch (ExpressionException missing) {
            failed(one.policy(), binding, "failed to configure binding: " + missing.getMessage());
          }
        }
      }
      return invocations;
    }

    private boolean conditionsHold(Invocation one) {
      try {
        return pass(one, CostBudget.ofMatchConditions())
            .conditionsHold(one.policy().matchConditions());
      } catch (ExpressionException problem) {
        trouble(one, problem);
        return false;
      }
    }

    private void invoke(Invocation one) {
      Map<String, Object> before = request.object();
      for (AdmissionRules.Mutation mutation : one.policy().mutations()) {
        try {
          patch(one, mutation);
        } catch (ExpressionException problem) {
          trouble(one, problem);
        }
      }
      if (!Objects.equals(before, request.object())) {
        changedBy.add(one.policy().meta().name());
      }
      if (one.policy().reinvoked()) {
        again.add(one);
      }
    }

    private PolicyPass pass(Invocation one, CostBudget budget) {
      return PolicyPass.of(one.policy(), one.parameter(), request, engine, budget);
    }

    private void patch(Invocation one, AdmissionRules.Mutation mutation) {
      Map<String, Object> object = request.object();
      if (object == null) {
        return; // a deletion has nothing to change
      }
      Object value = pass(one, CostBudget.ofPolicy()).evaluate(mutation.expression());
      Map<String, Object> changed;
      if (mutation.jsonPatch() && value instanceof List<?> operations) {
        changed = JsonPatch.apply(object, operations);
      } else if (!mutation.jsonPatch() && value instanceof Map) {
        changed =
            StructuredMerge.merge(
                request.group(), request.kind(), object, PlainObjects.fields(value));
      } else {
        throw new ExpressionException("its result is neither an Object nor a list of JSONPatch");
      }
      changed = PlainObjects.copy(changed);
      changes.fill(changed);
      patched = true;
      request = request.with(changed);
    }

    private void trouble(Invocation one, ExpressionException problem) {
      if (problem.kind() == ExpressionException.Kind.NOT_DECIDABLE) {
        undecided(one.policy(), String.valueOf(problem.getMessage()));
      } else {
        failed(one.policy(), one.binding(), String.valueOf(problem.getMessage()));
      }
    }

    private void undecided(AdmissionRules.Policy policy, String why) {
      PolicyOutcome.Undecided one = new PolicyOutcome.Undecided(policy.meta(), why);
      if (!undecided.contains(one)) {
        undecided.add(one);
      }
    }

    private void failed(AdmissionRules.Policy policy, AdmissionRules.Binding binding, String why) {
      if (policy.failClosed()) {
        refusals.add(new PolicyOutcome.Refusal(policy.meta(), binding.meta().name(), why));
      }
    }
  }
}
