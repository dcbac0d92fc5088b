package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A workload's pods on nodes that others are kept off by a taint.
 *
 * @param key of a label that these nodes have and no others with that value
 * @param before what the pods tolerate already
 * @param keptOff the taints of these nodes that they do not
 * @param nodes how many there are
 */
record MoveToNodes(
    ObjectReference workload,
    String specPath,
    String key,
    String value,
    List<Toleration> before,
    List<Node.Taint> keptOff,
    int nodes)
    implements Repair {

  /** Each pool more is a proof more. */
  private static final int MOST_POOLS = 3;

  private static final String HOST_NAME = "kubernetes.io/hostname";

  /** The pools that a taint keeps others off, and where the pods could not be yet. */
  static List<MoveToNodes> of(
      ObjectReference workload, String specPath, PodSpec spec, Cluster cluster) {
    Set<MoveToNodes> moves = new LinkedHashSet<>();
    for (Node node : cluster.nodes()) {
      List<Node.Taint> keptOff =
          node.taints().stream()
              .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
              .filter(taint -> spec.tolerations().stream().noneMatch(one -> one.tolerates(taint)))
              .toList();
      if (keptOff.isEmpty() || keptOff.stream().anyMatch(MoveToNodes::isKubernetesOwn)) {
        continue;
      }
      for (int at = 0; at < node.labels().size() && moves.size() < MOST_POOLS; at++) {
        String key = node.labels().key(at);
        String value = node.labels().value(at);
        List<Node> pool =
            cluster.nodes().stream().filter(one -> value.equals(one.labels().get(key))).toList();
        boolean tellsApart =
            !key.equals(HOST_NAME)
                && !spec.nodeSelector().containsKey(key)
                && pool.stream().allMatch(one -> one.taints().containsAll(keptOff));
        if (tellsApart) {
          moves.add(
              new MoveToNodes(
                  workload, specPath, key, value, spec.tolerations(), keptOff, pool.size()));
          break; // another label of the same pool moves the pods to the same nodes
        }
      }
    }
    return List.copyOf(moves);
  }

  /** Taints of the control plane, and of nodes that are not ready. */
  private static boolean isKubernetesOwn(Node.Taint taint) {
    return taint.key().startsWith("node.kubernetes.io/")
        || taint.key().startsWith("node-role.kubernetes.io/");
  }

  @Override
  public String title() {
    return "move " + workload + " to nodes with label " + key + "=" + value;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "room on the "
        + nodes
        + (nodes == 1 ? " node" : " nodes")
        + " of that pool, and volumes that cannot follow; its pods are made anew";
  }

  @Override
  public int cost() {
    return 7;
  }

  @Override
  public void apply(ClusterEdit edit) {
    List<Toleration> more = new ArrayList<>();
    for (Node.Taint taint : keptOff) {
      more.add(new Toleration(taint.key(), false, taint.value(), taint.effect()));
    }
    edit.podSpecs(workload, spec -> SpecChange.placed(spec, key, value, more));
  }

  /**
   * Where the pods tolerate something already, the list is added to, because a merge would replace
   * it; what admission adds to every pod ({@code node.kubernetes.io/…}) stands in no template.
   */
  @Override
  public String patch() {
    String selector = "{\"%s\":\"%s\"}".formatted(key, value);
    if (before.stream().allMatch(one -> one.key().startsWith("node.kubernetes.io/"))) {
      String all = keptOff.stream().map(MoveToNodes::toleration).collect(joining(","));
      return MergePatch.of(
          workload,
          specPath,
          "{\"nodeSelector\":%s,\"tolerations\":[%s]}".formatted(selector, all));
    }
    String path = "/" + specPath.replace('.', '/') + "/tolerations/-";
    String added =
        keptOff.stream()
            .map(
                taint ->
                    "{\"op\":\"add\",\"path\":\"%s\",\"value\":%s}"
                        .formatted(path, toleration(taint)))
            .collect(joining(","));
    return "kubectl patch %s --type=json -p '[%s]'%n".formatted(Manifest.resource(workload), added)
        + MergePatch.of(workload, specPath, "{\"nodeSelector\":" + selector + "}");
  }

  private static String toleration(Node.Taint taint) {
    return "{\"key\":\"%s\",\"operator\":\"Equal\",\"value\":\"%s\",\"effect\":\"%s\"}"
        .formatted(taint.key(), taint.value(), taint.effect());
  }
}
