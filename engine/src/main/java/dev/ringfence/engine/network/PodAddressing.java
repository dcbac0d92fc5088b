package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.network.Enforcement.Sign;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How pods' addresses travel between nodes. It decides what a firewall outside the cluster can see:
 * where they are routed, pods' own addresses; behind an overlay, nodes' alone. Sources: each
 * project's configuration reference.
 *
 * @param sign what shows it; null where the product itself does, or nothing
 */
public record PodAddressing(Kind kind, @Nullable Sign sign) {

  /** Whose addresses stand on the wire. */
  public enum Kind {
    OVERLAY,
    ROUTED,
    UNKNOWN
  }

  private static final Map<String, Kind> BY_PRODUCT =
      Map.of(
          "ovn-kubernetes", Kind.OVERLAY,
          "weave", Kind.OVERLAY,
          "aws-network-policy-agent", Kind.ROUTED);

  private static final Map<String, Kind> BY_DAEMON_SET =
      Map.of("anetd", Kind.ROUTED, "kindnet", Kind.ROUTED, "aws-node", Kind.ROUTED);

  private static final Pattern FLANNEL =
      Pattern.compile("\"Backend\"\\s*:\\s*\\{[^}]*\"Type\"\\s*:\\s*\"([a-z-]+)\"");
  private static final Pattern ANTREA =
      Pattern.compile("(?m)^\\s*trafficEncapMode:\\s*\"?([A-Za-z]+)");

  static PodAddressing of(Cluster cluster, Enforcement enforcement) {
    String daemonSet =
        enforcement.signs().isEmpty() ? "" : enforcement.signs().getFirst().object().name();
    Kind known = BY_DAEMON_SET.getOrDefault(daemonSet, BY_PRODUCT.get(enforcement.product()));
    if (known != null) {
      return new PodAddressing(known, null);
    }
    for (Policies.ConfigMap map : cluster.configMaps()) {
      PodAddressing found = said(map, enforcement.product());
      if (found != null) {
        return found;
      }
    }
    return new PodAddressing(Kind.UNKNOWN, null);
  }

  private static @Nullable PodAddressing said(Policies.ConfigMap map, String product) {
    String name = map.meta().name();
    if (product.equals("cilium") && name.equals("cilium-config")) {
      return cilium(map);
    }
    if (product.equals("calico") && (name.equals("calico-config") || name.equals("canal-config"))) {
      return calico(map);
    }
    if (product.equals("antrea") && name.startsWith("antrea-config")) {
      return matched(map, "antrea-agent.conf", ANTREA, "noEncap", "encap");
    }
    // Flannel moves the packets also beside an agent that enforces.
    return name.equals("kube-flannel-cfg")
        ? matched(map, "net-conf.json", FLANNEL, "host-gw", "")
        : null;
  }

  /** The mode's default is an overlay; an older release had one key for mode and protocol. */
  private static PodAddressing cilium(Policies.ConfigMap map) {
    String mode = map.data().get("routing-mode");
    if (mode == null && map.data().containsKey("tunnel")) {
      boolean routed = "disabled".equals(map.data().get("tunnel"));
      return at(map, "tunnel", routed ? Kind.ROUTED : Kind.OVERLAY);
    }
    return at(map, "routing-mode", "native".equals(mode) ? Kind.ROUTED : Kind.OVERLAY);
  }

  /** With BGP the address pools, which are not read, may still encapsulate. */
  private static @Nullable PodAddressing calico(Policies.ConfigMap map) {
    String backend = map.data().get("calico_backend");
    return "vxlan".equals(backend) ? at(map, "calico_backend", Kind.OVERLAY) : null;
  }

  private static PodAddressing matched(
      Policies.ConfigMap map, String key, Pattern pattern, String routed, String otherwise) {
    Matcher found = pattern.matcher(map.data().getOrDefault(key, ""));
    String mode = found.find() ? found.group(1) : otherwise;
    Kind kind = mode.equals(routed) ? Kind.ROUTED : mode.isEmpty() ? Kind.UNKNOWN : Kind.OVERLAY;
    return new PodAddressing(
        kind, new Sign(map.meta(), "data." + key, mode.isEmpty() ? "says nothing of it" : mode));
  }

  private static PodAddressing at(Policies.ConfigMap map, String key, Kind kind) {
    String value = map.data().getOrDefault(key, "unset, so the default");
    return new PodAddressing(kind, new Sign(map.meta(), "data." + key, value));
  }
}
