package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.engine.cluster.TieredPolicy.Peer.Condition;
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
  private static final String ACCOUNT = "projectcalico.org/serviceaccount";
  private static final List<String> EVERY_ADDRESS = List.of("0.0.0.0/0", "::/0");
  private static final String ORCHESTRATOR = "projectcalico.org/orchestrator";

  /** The last is a label of host endpoints, which no pod has. */
  private static final Set<String> POD_LABELS =
      Set.of(NAMESPACE, ORCHESTRATOR, ACCOUNT, "projectcalico.org/created-by");

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
      } else if (each.key().equals(ACCOUNT)) {
        ofPod.add(new Requirement(LabelSelector.SERVICE_ACCOUNT, each.operator(), each.values()));
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

  /**
   * Adds whom one side of a rule means; false where what is added stands for more.
   *
   * @param family the family of addresses that the rule asks for, or empty
   */
  static boolean add(Fields entity, @Nullable String own, String family, List<Peer> peers) {
    List<Condition> conditions = new ArrayList<>();
    boolean understood = true;
    if (selects(entity)) {
      List<Peer> selected = new ArrayList<>();
      understood = addSelected(entity, own, selected);
      conditions.add(new Condition(false, selected));
    }
    List<String> nets = entity.texts("nets");
    List<String> notNets = entity.texts("notNets");
    nets.forEach(range -> Cidr.check(entity, "nets", range));
    notNets.forEach(range -> Cidr.check(entity, "notNets", range));
    if (!nets.isEmpty() || !notNets.isEmpty()) {
      conditions.add(ranges(nets.isEmpty() ? EVERY_ADDRESS : nets, notNets));
    }
    if (!family.isEmpty()) {
      conditions.add(ranges(List.of(family), List.of()));
    }
    if (entity.has("notSelector")) {
      List<Peer> denied = new ArrayList<>();
      boolean exactly = isDeniedExactly(entity, own) && addDenied(entity, denied);
      if (exactly) {
        conditions.add(new Condition(true, denied));
      }
      understood &= exactly;
    }
    if (conditions.isEmpty()) {
      peers.add(new Peer.Anything());
    } else if (conditions.size() == 1 && !conditions.getFirst().negated()) {
      peers.addAll(conditions.getFirst().anyOf());
    } else {
      peers.add(new Peer.Every(conditions));
    }
    return understood;
  }

  private static boolean selects(Fields entity) {
    return entity.has("selector")
        || entity.has("namespaceSelector")
        || entity.has("serviceAccounts");
  }

  private static Condition ranges(List<String> nets, List<String> notNets) {
    return new Condition(false, List.of(new Peer.Networks(nets, notNets, true)));
  }

  /**
   * Calico's reference limits notSelector of a namespaced policy to its namespace, its code does
   * not; where something else limits the rule to a namespace, both are the same.
   */
  private static boolean isDeniedExactly(Fields entity, @Nullable String own) {
    return own == null || selects(entity);
  }

  /** It denies the packet, not the label: addresses that nobody has the label of are meant. */
  private static boolean addDenied(Fields entity, List<Peer> denied) {
    String selector = entity.text("notSelector");
    return !selector.contains(ORCHESTRATOR)
        && addSelected(CalicoSelector.parse(selector), of(selector, null, null), true, denied);
  }

  /**
   * What a selector of a rule finds: pods and network sets of the namespaces; in a policy without a
   * namespace, and with {@code global()}, host endpoints and global network sets.
   */
  private static boolean addSelected(Fields entity, @Nullable String own, List<Peer> peers) {
    String namespaces = entity.textOrNull("namespaceSelector");
    boolean globalOnly = namespaces != null && namespaces.strip().equals("global()");
    String selector = withAccounts(entity);
    List<Peer.Pods> pods = globalOnly ? List.of() : of(selector, namespaces, own);
    boolean global = globalOnly || (namespaces == null && own == null);
    boolean found = addSelected(CalicoSelector.parse(selector), pods, global, peers);
    if (!found) {
      peers.add(new Peer.Anything());
    }
    // Sets of addresses have no such label, so a rule that asks for it may mean fewer of them.
    return found
        && !selector.contains(ORCHESTRATOR)
        && !entity.fields("serviceAccounts").has("selector");
  }

  private static boolean addSelected(
      @Nullable List<LabelSelector> labels,
      @Nullable List<Peer.Pods> pods,
      boolean global,
      List<Peer> peers) {
    if (labels == null || pods == null) {
      return false;
    }
    for (Peer.Pods each : pods) {
      peers.add(each);
      peers.add(new Peer.NetworkSets(each.namespaces(), each.pods()));
    }
    if (global) {
      for (LabelSelector each : labels) {
        peers.add(new Peer.Hosts(each));
        peers.add(new Peer.NetworkSets(null, each));
      }
    }
    return true;
  }

  /** The selector of one side, and that the pod's account is one of some. */
  private static String withAccounts(Fields entity) {
    String selector = entity.text("selector");
    List<String> names = entity.fields("serviceAccounts").texts("names");
    if (names.isEmpty()) {
      return entity.has("serviceAccounts") && selector.isBlank()
          ? "has(" + ACCOUNT + ")"
          : selector;
    }
    String accounts = ACCOUNT + " in {'" + String.join("', '", names) + "'}";
    return selector.isBlank() ? accounts : "(" + selector + ") && " + accounts;
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
      if (entity.has("notSelector")
          && !(isDeniedExactly(entity, own) && addDenied(entity, new ArrayList<>()))) {
        sink.warn(object, field + "." + side + ".notSelector", NOT_UNDERSTOOD);
      }
      if (entity.fields("serviceAccounts").has("selector")) {
        sink.warn(object, field + "." + side + ".serviceAccounts.selector", NOT_UNDERSTOOD);
      }
      if (entity.has("services")) {
        sink.warn(object, field + "." + side + ".services", NOT_UNDERSTOOD);
      }
      if (entity.has("notPorts") && (side.equals("source") || !CalicoPorts.isDeniedExactly(rule))) {
        sink.warn(object, field + "." + side + ".notPorts", NOT_UNDERSTOOD);
      }
    }
  }
}
