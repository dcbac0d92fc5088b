package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom the selectors and nets of Calico's policies mean. */
final class CalicoPeers {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

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
        all.add(split(namespace, pod));
      }
    }
    return all;
  }

  /** Labels of the namespace stand among a pod's as {@code pcns.…}, its name too. */
  private static Peer.Pods split(LabelSelector namespace, LabelSelector pod) {
    List<Requirement> ofNamespace = new ArrayList<>();
    namespace
        .matchExpressions()
        .forEach(
            each ->
                ofNamespace.add(
                    each.key().equals("projectcalico.org/name")
                        ? new Requirement(NAME_LABEL, each.operator(), each.values())
                        : each));
    List<Requirement> ofPod = new ArrayList<>();
    for (Requirement each : pod.matchExpressions()) {
      if (each.key().equals("projectcalico.org/namespace")) {
        ofNamespace.add(new Requirement(NAME_LABEL, each.operator(), each.values()));
      } else if (each.key().startsWith("pcns.")) {
        ofNamespace.add(
            new Requirement(
                each.key().substring("pcns.".length()), each.operator(), each.values()));
      } else {
        ofPod.add(each);
      }
    }
    return new Peer.Pods(
        new LabelSelector(new HashMap<>(namespace.matchLabels()), ofNamespace),
        new LabelSelector(Map.of(), ofPod));
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
    return true;
  }

  /** A selector that nothing here can read may mean everybody: said where it stands. */
  static void warn(Fields rule, String field, ReadObject object, Sink sink) {
    for (String side : List.of("source", "destination")) {
      for (String selector : List.of("selector", "namespaceSelector")) {
        Fields entity = rule.fields(side);
        if (entity.has(selector)
            && !entity.text(selector).strip().equals("global()")
            && CalicoSelector.parse(entity.text(selector)) == null) {
          sink.warn(
              object,
              field + "." + side + "." + selector,
              "is not understood; the rule may match whatever is asked");
        }
      }
    }
  }
}
