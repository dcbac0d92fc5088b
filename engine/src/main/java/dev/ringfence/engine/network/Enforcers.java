package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.network.Enforcement.Sign;
import dev.ringfence.engine.network.Enforcement.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds, node by node, what enforces NetworkPolicy there. Only what runs on the node counts: a
 * DaemonSet whose pods the node takes, or a distribution that has the enforcer built in. That some
 * policy or custom resource exists shows nothing. For nodes that nobody has read, what the declared
 * pool says counts: there is nothing else to look at.
 */
final class Enforcers {

  /**
   * @param seenOn the nodes that its pods are on, where no DaemonSet says where they go; else null
   */
  private record Agent(Enforcement enforcement, PodSpec template, @Nullable BitSet seenOn) {
    boolean runsOn(Node node, int index) {
      return seenOn == null ? takes(template, node) : seenOn.get(index);
    }
  }

  private record Kind(String product, State state, Map<TieredPolicy.Api, PolicySupport> kinds) {}

  private final Cluster cluster;
  private final List<Agent> agents = new ArrayList<>();
  private final List<Enforcement> enforcements = new ArrayList<>();
  private final Map<Kind, Integer> ids = new HashMap<>();
  private final int[] ofNode;

  Enforcers(Cluster cluster) {
    this.cluster = cluster;
    collectAgents();
    ofNode = new int[cluster.nodes().size()];
    for (int node = 0; node < ofNode.length; node++) {
      Enforcement found = on(cluster.nodes().get(node), node);
      Integer known =
          ids.putIfAbsent(
              new Kind(found.product(), found.state(), found.kinds()), enforcements.size());
      if (known == null) {
        ofNode[node] = enforcements.size();
        enforcements.add(found);
      } else {
        ofNode[node] = known;
      }
    }
  }

  private void collectAgents() {
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        collect(workload.meta(), workload.template(), null);
      }
    }
    if (agents.isEmpty()) {
      collectFromPods();
    }
  }

  /** A source of pods alone still shows whose DaemonSets they are. */
  private void collectFromPods() {
    Map<ObjectReference, BitSet> nodes = new LinkedHashMap<>();
    Map<ObjectReference, Integer> examples = new HashMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      ObjectReference owner = cluster.pods().topmost(pod);
      if (owner.kind().equals("DaemonSet") && !cluster.pods().completed(pod)) {
        BitSet seen = nodes.computeIfAbsent(owner, ignored -> new BitSet());
        examples.putIfAbsent(owner, pod);
        if (cluster.pods().node(pod) >= 0) {
          seen.set(cluster.pods().node(pod));
        }
      }
    }
    nodes.forEach(
        (owner, seen) -> {
          int pod = examples.getOrDefault(owner, 0);
          ObjectMeta meta =
              new ObjectMeta(owner, LabelSet.EMPTY, Map.of(), null, cluster.pods().origin(pod));
          collect(meta, cluster.pods().spec(pod), seen);
        });
  }

  private void collect(ObjectMeta meta, PodSpec template, @Nullable BitSet seenOn) {
    EnforcerSignature signature = EnforcerSignature.ofDaemonSet(meta.name());
    if (signature == null) {
      return;
    }
    EnforcerSignature.Finding finding = signature.judge(cluster, template);
    List<Sign> signs = new ArrayList<>();
    String images =
        String.join(
            ", ", template.containers().stream().map(container -> container.image()).toList());
    signs.add(new Sign(meta, "spec.template.spec.containers", images));
    if (finding.sign() != null) {
      signs.add(finding.sign());
    }
    agents.add(
        new Agent(
            new Enforcement(
                signature.product(template),
                finding.state(),
                signs,
                KnownKinds.of(signature.product(template), template)),
            template,
            seenOn));
  }

  /** The best of what runs on the node: one that enforces is enough. */
  private Enforcement on(Node node, int index) {
    Enforcement best = null;
    for (Agent agent : agents) {
      if (agent.runsOn(node, index) && (best == null || rank(agent.enforcement()) < rank(best))) {
        best = agent.enforcement();
      }
    }
    String declared =
        node.assumed() ? node.meta().annotations().get(Node.ENFORCER_ANNOTATION) : null;
    if (declared != null) {
      return declared(node, declared, best);
    }
    if (best != null) {
      return best;
    }
    if (node.info().kubeletVersion().contains("+k3s")) {
      return builtIntoK3s(node);
    }
    return new Enforcement("unknown", State.UNKNOWN, List.of(), KnownKinds.of("unknown", null));
  }

  /**
   * Somebody's word for the pool; a configuration that switches that very product off, or lets it
   * come late, is better.
   */
  private static Enforcement declared(Node node, String product, @Nullable Enforcement found) {
    if (found != null
        && found.product().equals(product)
        && (found.state() == State.NOT_ENFORCED || found.state() == State.ENFORCED_ONCE_STARTED)) {
      return found;
    }
    State state = product.equals("none") ? State.NOT_ENFORCED : State.ENFORCED;
    String field = "metadata.annotations[" + Node.ENFORCER_ANNOTATION + "]";
    return new Enforcement(
        product,
        state,
        List.of(new Sign(node.meta(), field, product)),
        KnownKinds.of(product, null));
  }

  private static int rank(Enforcement enforcement) {
    return switch (enforcement.state()) {
      case ENFORCED -> 0;
      case ENFORCED_ONCE_STARTED -> 1;
      case UNKNOWN -> 2;
      case NOT_ENFORCED -> 3;
    };
  }

  private static boolean takes(PodSpec template, Node node) {
    for (Map.Entry<String, String> label : template.nodeSelector().entrySet()) {
      boolean guessed = node.assumed() && node.labels().get(label.getKey()) == null;
      if (!guessed && !label.getValue().equals(node.labels().get(label.getKey()))) {
        return false;
      }
    }
    List<PodSpec.NodeSelectorTerm> terms = template.requiredNodeAffinity();
    if (terms != null
        && !node.assumed()
        && terms.stream().noneMatch(term -> term.matches(node.labels(), node.name()))) {
      return false;
    }
    return node.taints().stream()
        .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
        .filter(taint -> !addedForDaemonSets(taint))
        .allMatch(taint -> template.tolerations().stream().anyMatch(each -> each.tolerates(taint)));
  }

  /** The DaemonSet controller tolerates the conditions of nodes for its pods. */
  private static boolean addedForDaemonSets(Node.Taint taint) {
    return taint.key().startsWith("node.kubernetes.io/");
  }

  /**
   * k3s runs kube-router's policy controller in its own process, unless it was started with {@code
   * --disable-network-policy}; the node's annotation tells its arguments.
   */
  private static Enforcement builtIntoK3s(Node node) {
    Sign version =
        new Sign(node.meta(), "status.nodeInfo.kubeletVersion", node.info().kubeletVersion());
    String arguments = node.meta().annotations().get("k3s.io/node-args");
    if (arguments == null) {
      return new Enforcement("kube-router", State.UNKNOWN, List.of(version), Map.of());
    }
    Sign started = new Sign(node.meta(), "metadata.annotations[k3s.io/node-args]", arguments);
    return new Enforcement(
        "kube-router",
        arguments.contains("--disable-network-policy") ? State.NOT_ENFORCED : State.ENFORCED,
        List.of(version, started),
        Map.of());
  }

  /** All that were found, each once. */
  List<Enforcement> all() {
    return List.copyOf(enforcements);
  }

  /** The index of what enforces on a node. */
  int ofNode(int node) {
    return ofNode[node];
  }
}
