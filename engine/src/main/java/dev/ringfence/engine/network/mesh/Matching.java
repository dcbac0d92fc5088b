package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.MeshPolicy.Match;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule matches a connection from a peer, and on which ports. What it asks of requests
 * themselves, and of addresses, may or may not be so.
 *
 * <p>Source: Istio, "Authorization Policy" (exact, prefix, suffix and presence match; fields of a
 * source are ANDed, sources ORed; who shows no certificate has no principal and no namespace),
 * "Authorization Policy Conditions".
 */
final class Matching {

  /** From worst to best, so that AND is the lower and OR the higher. */
  enum Answer {
    NO,
    MAYBE,
    YES;

    Answer and(Answer other) {
      return ordinal() < other.ordinal() ? this : other;
    }

    Answer or(Answer other) {
      return ordinal() > other.ordinal() ? this : other;
    }

    Answer not() {
      return values()[2 - ordinal()];
    }
  }

  /**
   * The ports of a rule.
   *
   * @param surely it matches there whatever is asked
   * @param perhaps it matches there, or may
   */
  record Ports(PortSet surely, PortSet perhaps) {
    static final Ports NONE = new Ports(PortSet.NONE, PortSet.NONE);

    Ports or(Ports other) {
      return new Ports(surely.or(other.surely), perhaps.or(other.perhaps));
    }
  }

  private interface Test {
    Answer of(String pattern);
  }

  private static final String LOCAL = "cluster.local";

  private final @Nullable String trustDomain;

  Matching(@Nullable String trustDomain) {
    this.trustDomain = trustDomain;
  }

  /** Where a rule of a policy in the namespace matches what comes from the peer. */
  Ports at(MeshPolicy.Rule rule, String policyNamespace, Peer peer) {
    Answer from = rule.from().isEmpty() ? Answer.YES : Answer.NO;
    for (MeshPolicy.Source source : rule.from()) {
      from = from.or(source(source, policyNamespace, peer));
    }
    Ports to = rule.to().isEmpty() ? new Ports(PortSet.ALL, PortSet.ALL) : Ports.NONE;
    for (MeshPolicy.Operation operation : rule.to()) {
      PortSet ports = ports(operation.ports());
      to = to.or(new Ports(operation.whole() ? ports : PortSet.NONE, ports));
    }
    for (MeshPolicy.Condition condition : rule.when()) {
      if (condition.key().equals("destination.port")) {
        PortSet ports = ports(condition.match());
        to = new Ports(to.surely().and(ports), to.perhaps().and(ports));
      } else {
        from = from.and(condition(condition, policyNamespace, peer));
      }
    }
    return switch (from) {
      case NO -> Ports.NONE;
      case MAYBE -> new Ports(PortSet.NONE, to.perhaps());
      case YES -> to;
    };
  }

  private Answer condition(MeshPolicy.Condition condition, String policyNamespace, Peer peer) {
    Match match = condition.match();
    return switch (condition.key()) {
      case "source.principal" -> certified(match, peer, pattern -> principal(pattern, peer));
      case "source.namespace" -> certified(match, peer, pattern -> like(pattern, peer.namespace()));
      case "source.serviceAccount" ->
          certified(match, peer, pattern -> account(pattern, policyNamespace, peer));
      case "source.ip" -> addresses(match);
      default -> Answer.MAYBE;
    };
  }

  private Answer source(MeshPolicy.Source source, String policyNamespace, Peer peer) {
    return (source.whole() ? Answer.YES : Answer.MAYBE)
        .and(certified(source.principals(), peer, pattern -> principal(pattern, peer)))
        .and(certified(source.namespaces(), peer, pattern -> like(pattern, peer.namespace())))
        .and(
            certified(
                source.serviceAccounts(), peer, pattern -> account(pattern, policyNamespace, peer)))
        .and(addresses(source.addresses()));
  }

  /** Without a certificate nothing that is asked for is there, and nothing that must not be is. */
  private static Answer certified(Match match, Peer peer, Test test) {
    Answer answer = Answer.YES;
    if (!match.values().isEmpty()) {
      Answer some = Answer.NO;
      for (String pattern : match.values()) {
        some = some.or(peer.isNobody() ? Answer.NO : test.of(pattern));
      }
      answer = some;
    }
    for (String pattern : match.not()) {
      answer = answer.and((peer.isNobody() ? Answer.NO : test.of(pattern)).not());
    }
    return answer;
  }

  /** {@code cluster.local} stands for whatever the mesh's trust domain is. */
  private Answer principal(String pattern, Peer peer) {
    String suffix = "/ns/" + peer.namespace() + "/sa/" + peer.account();
    if (like(pattern, LOCAL + suffix) == Answer.YES) {
      return Answer.YES;
    }
    String domain = trustDomain;
    if (domain != null) {
      return like(pattern, domain + suffix);
    }
    int account = pattern.indexOf("/ns/");
    boolean mayMatch =
        account < 0
            ? pattern.endsWith("*")
            : like(pattern.substring(account), suffix) == Answer.YES;
    return mayMatch ? Answer.MAYBE : Answer.NO;
  }

  private static Answer account(String pattern, String policyNamespace, Peer peer) {
    String whole = peer.namespace() + "/" + peer.account();
    return like(pattern.indexOf('/') < 0 ? policyNamespace + "/" + pattern : pattern, whole);
  }

  /** Exact, or with a star at the beginning, the end, or alone. */
  private static Answer like(String pattern, @Nullable String value) {
    if (value == null) {
      return Answer.NO;
    }
    boolean matches =
        pattern.equals("*")
            ? !value.isEmpty()
            : pattern.endsWith("*")
                ? value.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.startsWith("*")
                    ? value.endsWith(pattern.substring(1))
                    : value.equals(pattern);
    return matches ? Answer.YES : Answer.NO;
  }

  /** Which address a connection comes from in the end is not followed up to here. */
  private static Answer addresses(Match match) {
    if (match.values().isEmpty() && match.not().isEmpty()) {
      return Answer.YES;
    }
    boolean every = !match.values().isEmpty() && match.not().isEmpty() && holdsAll(match.values());
    return every ? Answer.YES : Answer.MAYBE;
  }

  private static boolean holdsAll(List<String> ranges) {
    AddressRanges all =
        AddressRanges.union(
            ranges.stream().map(AddressRanges::cidr).filter(Objects::nonNull).toList());
    return all.cidrs().containsAll(List.of("0.0.0.0/0", "::/0"));
  }

  private static PortSet ports(Match match) {
    PortSet ports = match.values().isEmpty() ? PortSet.ALL : listed(match.values());
    return ports.minus(listed(match.not()));
  }

  private static PortSet listed(List<String> numbers) {
    PortSet ports = PortSet.NONE;
    for (String number : numbers) {
      if (number.matches("[0-9]{1,5}")) {
        ports = ports.or(PortSet.of(PortSet.Protocol.TCP, Integer.parseInt(number)));
      }
    }
    return ports;
  }
}
