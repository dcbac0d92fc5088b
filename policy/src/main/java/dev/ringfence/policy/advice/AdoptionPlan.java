package dev.ringfence.policy.advice;

import java.util.ArrayList;
import java.util.List;

/**
 * How a cluster that has tenants already is fenced without cutting off unawares what runs: watch
 * first, then what only new pods feel, then what running pods feel, tenant by tenant, those with
 * nothing in the way first.
 */
public record AdoptionPlan(List<Stage> stages) {

  /**
   * One stage.
   *
   * @param actions what is done, in order
   * @param watch what to look at before the next stage
   */
  public record Stage(String name, List<String> actions, List<String> watch) {
    public Stage {
      actions = List.copyOf(actions);
      watch = List.copyOf(watch);
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
    stages.add(observe(staying));
    if (staying.stream().anyMatch(each -> !each.missing().isEmpty())) {
      stages.add(prepare(staying));
    }
    stages.add(enforce("fence those whose pods all fit", staying, true));
    stages.add(enforce("mend and fence the others", staying, false));
    stages.add(leave(advice));
    stages.removeIf(stage -> stage.actions().isEmpty());
    return new AdoptionPlan(stages);
  }

  private static Stage observe(List<Advice> staying) {
    List<String> watch = new ArrayList<>();
    for (Advice each : staying) {
      for (Advice.Unsuitable unsuitable : each.unsuitable()) {
        watch.add(
            each.profile().name()
                + ", "
                + unsuitable.workload()
                + " would be refused: "
                + String.join("; ", unsuitable.obstacles()));
      }
    }
    watch.add(
        "warnings of kubectl, and audit annotations validation.policy.admission.k8s.io and"
            + " pod-security.kubernetes.io/audit-violations: these name what would be refused");
    return new Stage(
        "observe",
        List.of(
            "ringfence render SOURCE --out fences",
            "kubectl apply --server-side -k fences/overlays/observe"
                + " (policies warn and audit, Pod Security warns, nothing is closed)"),
        watch);
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
    return new Stage(
        "prepare the cluster",
        actions,
        List.of("ringfence advise SOURCE says nothing is missing any more"));
  }

  private static Stage enforce(String name, List<Advice> staying, boolean fit) {
    List<String> actions = new ArrayList<>();
    for (Advice each : staying) {
      if (each.unsuitable().isEmpty() == fit) {
        String tenant = each.profile().name();
        if (!fit) {
          actions.add(tenant + ": change what would be refused, or give it another class");
        }
        actions.add("ringfence apply --context NAME --tenant " + tenant + " --dry-run");
        actions.add("ringfence apply --context NAME --tenant " + tenant);
        if (Promise.hasOwnNodes(each.pattern()) || Promise.isSandboxed(each.pattern())) {
          actions.add(
              "restart the workloads of "
                  + tenant
                  + ": only new pods get the pattern's nodes and runtime");
        }
      }
    }
    return new Stage(
        name,
        actions,
        List.of(
            "ringfence prove --context NAME after each tenant: depths only rise",
            "connections that now time out: what was not published to anybody is closed"));
  }

  private static Stage leave(List<Advice> advice) {
    List<String> actions = new ArrayList<>();
    for (Advice each : advice) {
      if (Promise.isCluster(each.pattern())) {
        actions.add(
            "move "
                + each.profile().name()
                + " to the cluster of fences/clusters/"
                + each.profile().name()
                + ", then delete its namespaces here");
      }
    }
    return new Stage(
        "move out who needs a cluster of its own",
        actions,
        List.of("until then its depths here are those of the day before"));
  }
}
