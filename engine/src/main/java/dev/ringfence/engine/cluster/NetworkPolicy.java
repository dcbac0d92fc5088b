package dev.ringfence.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code networking.k8s.io/v1 NetworkPolicy}, with policyTypes defaulted.
 *
 * @param ingress rules; only in force where {@code forIngress}
 * @param egress rules; only in force where {@code forEgress}
 */
public record NetworkPolicy(
    ObjectMeta meta,
    LabelSelector podSelector,
    boolean forIngress,
    boolean forEgress,
    List<Rule> ingress,
    List<Rule> egress) {

  /** No peers means any address, no ports means every port of every protocol. */
  public record Rule(List<Peer> peers, List<Port> ports) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /** Either {@code ipBlock} or selectors; a null selector is "not given", not "everything". */
  public record Peer(
      @Nullable LabelSelector podSelector,
      @Nullable LabelSelector namespaceSelector,
      @Nullable IpBlock ipBlock) {}

  /** A range with its exceptions, as written. */
  public record IpBlock(String cidr, List<String> except) {
    public IpBlock {
      except = List.copyOf(except);
    }
  }

  /**
   * One port entry.
   *
   * @param protocol TCP where the manifest has none
   * @param name a named port of the destination pod, or null
   * @param port 0 where the entry names no port: every port of the protocol
   * @param endPort equal to {@code port} where there is no range
   */
  public record Port(String protocol, @Nullable String name, int port, int endPort) {}

  public NetworkPolicy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }
}
