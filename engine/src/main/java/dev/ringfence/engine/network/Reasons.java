package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Names the rules that let a connection through, and those that stop one. */
public final class Reasons {

  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;

  Reasons(Peers peers, Isolation ingress, Isolation egress) {
    this.peers = peers;
    this.ingress = ingress;
    this.egress = egress;
  }

  /** Every policy that has a say on the endpoint in a direction. */
  public List<RuleReference> isolating(Direction direction, int endpoint) {
    return of(direction).deciding(endpoint);
  }

  /**
   * The rules that let a connection through in one direction, stop it or hand it on, as the
   * policies are written, upheld or not; empty where no policy has a say.
   */
  public List<Ruling> rulings(Direction direction, int source, int destination) {
    return switch (direction) {
      case INGRESS -> ingress.rulings().between(destination, source);
      case EGRESS -> egress.rulings().between(source, destination);
    };
  }

  /**
   * The same between an end and addresses outside: what it sends there (egress) or receives from
   * there (ingress). Told of each piece of the range that its rules tell apart.
   */
  public List<Ruling> rulings(Direction direction, int end, AddressRanges range) {
    Rulings rulings = of(direction).rulings();
    List<Ruling> all = new ArrayList<>();
    for (AddressRanges piece : rulings.cut(end, range)) {
      for (Ruling ruling : rulings.with(end, piece)) {
        if (!all.contains(ruling)) {
          all.add(ruling);
        }
      }
    }
    return all;
  }

  private Isolation of(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }

  /**
   * The rules of the source's egress policies that let it connect to the destination on some of the
   * ports; none where no policy isolates it, or none of their rules stands for the destination.
   */
  public List<RuleReference> outward(int source, int destination, PortSet ports) {
    return letting(egress.rulings().between(source, destination), ports);
  }

  /** The same for the destination's ingress policies. */
  public List<RuleReference> inward(int source, int destination, PortSet ports) {
    return letting(ingress.rulings().between(destination, source), ports);
  }

  /** Those that stop the source on its way out to the destination. */
  public List<RuleReference> stoppingOutward(int source, int destination) {
    return stopping(egress.rulings().between(source, destination));
  }

  /** Those that stop it before the destination. */
  public List<RuleReference> stoppingInward(int source, int destination) {
    return stopping(ingress.rulings().between(destination, source));
  }

  /** Those that stop some address before the destination, at its node too. */
  public List<RuleReference> stoppingFromOutside(int destination) {
    AddressRanges everywhere =
        AddressRanges.union(List.of(AddressRanges.ALL_IPV4, AddressRanges.ALL_IPV6));
    return stopping(rulings(Direction.INGRESS, destination, everywhere));
  }

  /** Those rules of the destination's ingress policies that let the peer through. */
  public List<RuleReference> inwardFromPeer(int destination, int peer, PortSet ports) {
    List<RuleReference> references = new ArrayList<>();
    for (int id : ingress.grantsOfGroup(ingress.groupOf(destination))) {
      if (ingress.grant(id).peer() == peer) {
        references.addAll(ingress.rulesGranting(destination, id));
      }
    }
    return ingress.hasTiers() && references.isEmpty()
        ? ofExample(ingress, destination, peers.get(peer), ports)
        : references;
  }

  /** The rules of the source's egress policies that are this grant. */
  public List<RuleReference> outwardByGrant(int source, int grant) {
    return byGrant(egress, peers, source, grant);
  }

  static List<RuleReference> byGrant(Isolation isolation, Peers peers, int subject, int grant) {
    Grant granted = isolation.grant(grant);
    List<RuleReference> written = isolation.rulesGranting(subject, grant);
    return isolation.hasTiers() && written.isEmpty()
        ? ofExample(isolation, subject, peers.get(granted.peer()), granted.ports())
        : written;
  }

  /** What tiers have been compiled to has peers of which all fare alike, so one tells of all. */
  private static List<RuleReference> ofExample(
      Isolation isolation, int subject, Peer peer, PortSet ports) {
    int[] members =
        Arrays.stream(peer.doubts())
            .filter(doubtful -> peer.members().length == 0 && doubtful.length > 0)
            .findFirst()
            .orElse(peer.members());
    if (members.length > 0) {
      return letting(isolation.rulings().between(subject, members[0]), ports);
    }
    return peer.block().isEmpty()
        ? List.of()
        : letting(isolation.rulings().with(subject, Rulings.exampleOf(peer.block())), ports);
  }

  /** Those that certainly let some of the ports through; others where these do not cover them. */
  private static List<RuleReference> letting(List<Ruling> rulings, PortSet ports) {
    List<RuleReference> references = new ArrayList<>();
    PortSet wanted = ports.anyFamily();
    PortSet covered = PortSet.NONE;
    for (boolean certain : new boolean[] {true, false}) {
      for (Ruling ruling : rulings) {
        PortSet told = ruling.ports().anyFamily().and(wanted);
        if (ruling.certain() == certain
            && ruling.effect() != Ruling.Effect.STOPS
            && !told.isEmpty()
            && (certain || !covered.containsAll(told))) {
          references.add(ruling.rule());
          covered =
              certain && ruling.effect() == Ruling.Effect.LETS_THROUGH ? covered.or(told) : covered;
        }
      }
    }
    return references;
  }

  private static List<RuleReference> stopping(List<Ruling> rulings) {
    return rulings.stream()
        .filter(ruling -> ruling.effect() == Ruling.Effect.STOPS)
        .map(Ruling::rule)
        .distinct()
        .toList();
  }
}
