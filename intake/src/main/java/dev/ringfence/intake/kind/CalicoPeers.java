package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the selectors and nets of Calico's policies mean. */
final class CalicoPeers {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String NAME = "projectcalico.org/name";
  private static final String NAMESPACE = "projectcalico.org/namespace";
  private static final String ORCHESTRATOR = "projectcalico.org/orchestrator";

  /** The last is a label of host endpoints, which no pod has. */
  private static final Set<String> POD_LABELS =
      Set.of(NAMESPACE, ORCHESTRATOR, "projectcalico.org/created-by");

  private static final String NOT_UNDERSTOOD =
      "is not understood; the rule may match whatever is asked";

  private CalicoPeers() {}

  /** Which pods two selectors mean, of which the second speaks of namespaces; null if unclear. */
  static @Nullable List<Peer.Pods> of(
      String selector, @Nullable String namespaceSelector, @Nullable String ownNamespace) {
    List<LabelSelector> pods = CalicoSelector.parse(selector);
    List<LabelSelector> namespaces =
        namespaceSelector == null ? null : CalicoSelector.parse(namespaceSelector);
    if (pods == null || (namespaceSelector != null && namespaces == null)) {
      return null;
    }
    if (namespaces == null) {
      namespaces =
          List.of(
              ownNamespace == null
                  ? LabelSelector.EVERYTHING
                  : new LabelSelector(Map.of(NAME_LABEL, ownNamespace), List.of()));
    }
    List<Peer.Pods> all = new ArrayList<>();
    for (LabelSelector namespace : namespaces) {
      for (LabelSelector pod : pods) {
        if (!isUnderstood(namespace, true) || !isUnderstood(pod, false)) {
          return null;
        }
        if (isOrchestrated(pod)) {
          all.add(split(namespace, pod));
        }
      }
    }
    return all;
  }

  /**
   * Calico gives pods and namespaces labels of its own; those of accounts and others nothing here
   * knows.
   */
  private static boolean isUnderstood(LabelSelector selector, boolean ofNamespaces) {
    for (Requirement each : selector.matchExpressions()) {
      String key = each.key();
      boolean known =
          ofNamespaces ? key.equals(NAME) : POD_LABELS.contains(key) || key.equals("pcns." + NAME);
      if (!known && (key.contains("projectcalico.org/") || key.startsWith("pcsa."))) {
        return false;
      }
    }
    return true;
  }

  /** Whether what the selector asks of the orchestrator is so: every pod's is Kubernetes. */
  private static boolean isOrchestrated(LabelSelector pod) {
    LabelSet own = LabelSet.of(Map.of(ORCHESTRATOR, "k8s"));
    return pod.matchExpressions().stream()
        .allMatch(each -> !each.key().equals(ORCHESTRATOR) || each.matches(own));
  }

  /** Labels of the namespace stand among a pod's as {@code pcns.…}, its name too. */
  private static Peer.Pods split(LabelSelector namespace, LabelSelector pod) {
    List<Requirement> ofNamespace = new ArrayList<>();
    namespace.matchExpressions().forEach(each -> ofNamespace.add(keyed(each, each.key())));
    List<Requirement> ofPod = new ArrayList<>();
    for (Requirement each : pod.matchExpressions()) {
      if (each.key().equals(NAMESPACE)) {
        ofNamespace.add(keyed(each, NAME));
      } else if (each.key().startsWith("pcns.")) {
        ofNamespace.add(keyed(each, each.key().substring("pcns.".length())));
      } else if (!each.key().equals(ORCHESTRATOR)) {
        ofPod.add(each);
      }
    }
    return new Peer.Pods(
        new LabelSelector(new HashMap<>(namespace.matchLabels()), ofNamespace),
        new LabelSelector(Map.of(), ofPod));
  }

  private static Requirement keyed(Requirement written, String key) {
    return new Requirement(
        key.equals(NAME) ? NAME_LABEL : key, written.operator(), written.values());
  }

  /** False where what is added stands for more than what is meant. */
  static boolean add(Fields entity, @Nullable String own, List<Peer> peers) {
    boolean selects = entity.has("selector") || entity.has("namespaceSelector");
    List<String> nets = entity.texts("nets");
    List<String> notNets = entity.texts("notNets");
    nets.forEach(range -> Cidr.check(entity, "nets", range));
    notNets.forEach(range -> Cidr.check(entity, "notNets", range));
    if (selects) {
      boolean understood = addSelected(entity, own, peers);
      return understood && nets.isEmpty() && notNets.isEmpty();
    }
    if (nets.isEmpty() && notNets.isEmpty()) {
      peers.add(new Peer.Anything());
    } else {
      List<String> all = List.of("0.0.0.0/0", "::/0");
      peers.add(new Peer.Networks(nets.isEmpty() ? all : nets, notNets, true));
    }
    return true;
  }

  /**
   * What a selector of a rule finds: pods and network sets of the namespaces; in a policy without a
   * namespace, and with {@code global()}, host endpoints and global network sets.
   */
  private static boolean addSelected(Fields entity, @Nullable String own, List<Peer> peers) {
    String namespaces = entity.textOrNull("namespaceSelector");
    boolean globalOnly = namespaces != null && namespaces.strip().equals("global()");
    List<LabelSelector> labels = CalicoSelector.parse(entity.text("selector"));
    List<Peer.Pods> pods = globalOnly ? List.of() : of(entity.text("selector"), namespaces, own);
    if (labels == null || pods == null) {
      peers.add(new Peer.Anything());
      return false;
    }
    for (Peer.Pods each : pods) {
      peers.add(each);
      peers.add(new Peer.NetworkSets(each.namespaces(), each.pods()));
    }
    if (globalOnly || (namespaces == null && own == null)) {
      for (LabelSelector each : labels) {
        peers.add(new Peer.Hosts(each));
        peers.add(new Peer.NetworkSets(null, each));
      }
    }
    // Sets of addresses have no such label, so a rule that asks for it may mean fewer of them.
    return !entity.text("selector").contains(ORCHESTRATOR);
  }

  /** What nothing here can read may mean everybody: said where it stands. */
  static void warn(Fields rule, String field, @Nullable String own, ReadObject object, Sink sink) {
    for (String side : List.of("source", "destination")) {
      Fields entity = rule.fields(side);
      String namespaces = entity.text("namespaceSelector");
      boolean alone = namespaces.strip().equals("global()");
      if (of(entity.text("selector"), null, own) == null) {
        sink.warn(object, field + "." + side + ".selector", NOT_UNDERSTOOD);
      }
      if (!alone && of("", namespaces, own) == null) {
        sink.warn(object, field + "." + side + ".namespaceSelector", NOT_UNDERSTOOD);
      }
      for (String other : List.of("notSelector", "serviceAccounts", "services", "notPorts")) {
        if (entity.has(other)) {
          sink.warn(object, field + "." + side + "." + other, NOT_UNDERSTOOD);
        }
      }
    }
    for (String other : List.of("notProtocol", "ipVersion")) {
      if (rule.has(other)) {
        sink.warn(object, field + "." + other, NOT_UNDERSTOOD);
      }
    }
  }
}
