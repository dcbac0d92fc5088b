package dev.ringfence.policy.advice;

import dev.ringfence.engine.verdict.VerdictChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster that has tenants already is fenced without cutting off unawares what runs: watch
 * first, then what running pods feel at once, then what only pods that are made anew feel, those
 * tenants first that have nothing in the way.
 */
public record AdoptionPlan(List<Stage> stages) {

  /** What a stage does. */
  public enum Step {
    /** Policies warn and audit. */
    OBSERVE,
    /** Nodes, runtimes and the network's enforcer are provided. */
    PREPARE,
    /** Fences close: the network at once, admission for whatever is created. */
    FENCE,
    /** Pods are made anew, so that they get their pattern's nodes and runtime. */
    RESTART,
    /** Whoever needs a cluster of its own goes there. */
    LEAVE
  }

  /**
   * One stage.
   *
   * @param tenants whose turn it is
   * @param actions what is done, in order
   * @param watch what to look at before the next stage
   * @param cutsOff what runs or connects today and would not after it; empty where that was not
   *     looked at
   * @param proof the verdicts after it; null where it was not proved
   * @param notProved why not; null where it was, or where nothing was to be proved
   */
  public record Stage(
      Step step,
      String name,
      List<String> tenants,
      List<String> actions,
      List<String> watch,
      List<String> cutsOff,
      @Nullable StageProof proof,
      @Nullable String notProved) {
    public Stage {
      tenants = List.copyOf(tenants);
      actions = List.copyOf(actions);
      watch = List.copyOf(watch);
      cutsOff = List.copyOf(cutsOff);
    }

    /** The same, looked at. */
    public Stage with(List<String> cut, StageProof proved) {
      return new Stage(step, name, tenants, actions, watch, cut, proved, null);
    }

    /** The same, looked at but not proved. */
    public Stage without(List<String> cut, String why) {
      return new Stage(step, name, tenants, actions, watch, cut, null, why);
    }
  }

  /**
   * The verdicts after a stage.
   *
   * @param changes those that differ from what was before it
   */
  public record StageProof(
      long holds, long fallsShort, long undecided, List<VerdictChange> changes) {
    public StageProof {
      changes = List.copyOf(changes);
    }
  }

  public AdoptionPlan {
    stages = List.copyOf(stages);
  }

  /** The stages for tenants that stay in this cluster, and for those that leave it. */
  public static AdoptionPlan of(List<Advice> advice) {
    List<Advice> staying =
        advice.stream().filter(each -> !Promise.isCluster(each.pattern())).toList();
    List<Stage> stages = new ArrayList<>();
    if (!staying.isEmpty()) {
      stages.add(observe(staying));
    }
    if (staying.stream().anyMatch(each -> !each.missing().isEmpty())) {
      stages.add(prepare(staying));
    }
    for (boolean fit : new boolean[] {true, false}) {
      List<Advice> turn =
          staying.stream().filter(each -> each.unsuitable().isEmpty() == fit).toList();
      if (!turn.isEmpty()) {
        stages.add(fence(turn, fit));
        stages.add(restart(turn));
      }
    }
    List<Advice> leaving =
        advice.stream().filter(each -> Promise.isCluster(each.pattern())).toList();
    if (!leaving.isEmpty()) {
      stages.add(leave(leaving));
    }
    return new AdoptionPlan(stages);
  }

  private static Stage stage(
      Step step, String name, List<Advice> turn, List<String> actions, List<String> watch) {
    List<String> tenants = turn.stream().map(each -> each.profile().name()).toList();
    return new Stage(step, name, tenants, actions, watch, List.of(), null, null);
  }

  private static Stage observe(List<Advice> staying) {
    return stage(
        Step.OBSERVE,
        "observe",
        staying,
        List.of(
            "ringfence apply --context NAME --observe"
                + " (policies warn and audit, Pod Security warns, nothing is closed)"),
        List.of(
            "warnings of kubectl, and audit annotations validation.policy.admission.k8s.io and"
                + " pod-security.kubernetes.io/audit-violations: these name what would be"
                + " refused"));
  }

  private static Stage prepare(List<Advice> staying) {
    List<String> actions = new ArrayList<>();
    for (Advice each : staying) {
      for (String missing : each.missing()) {
        String action = "provide: " + missing;
        if (!actions.contains(action)) {
          actions.add(action);
        }
      }
    }
    return stage(
        Step.PREPARE,
        "prepare the cluster",
        staying,
        actions,
        List.of("ringfence advise SOURCE says nothing is missing any more"));
  }

  private static Stage fence(List<Advice> turn, boolean fit) {
    List<String> actions = new ArrayList<>();
    for (Advice each : turn) {
      String tenant = each.profile().name();
      if (!fit) {
        actions.add(tenant + ": change what would be refused, or give it another class");
      }
      actions.add("ringfence apply --context NAME --tenant " + tenant + " --dry-run");
      actions.add("ringfence apply --context NAME --tenant " + tenant);
    }
    return stage(
        Step.FENCE,
        fit ? "fence those whose pods all fit" : "mend and fence the others",
        turn,
        actions,
        List.of(
            "ringfence prove --context NAME after each tenant: depths only rise",
            "connections that now time out"));
  }

  private static Stage restart(List<Advice> turn) {
    List<String> actions = new ArrayList<>();
    for (Advice each : turn) {
      actions.add("restart the workloads of " + each.profile().name());
    }
    return stage(
        Step.RESTART,
        "restart them: only new pods get the pattern's nodes, runtime and limits",
        turn,
        actions,
        List.of("pods that stay pending, and events that name what was refused"));
  }

  private static Stage leave(List<Advice> leaving) {
    List<String> actions = new ArrayList<>();
    for (Advice each : leaving) {
      String tenant = each.profile().name();
      actions.add(
          "move "
              + tenant
              + " to the cluster of fences/clusters/"
              + tenant
              + ", then delete its namespaces here");
    }
    return stage(
        Step.LEAVE,
        "move out who needs a cluster of its own",
        leaving,
        actions,
        List.of("until then its depths here are those of the stage before"));
  }
}
