package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which ends one rule of a tier's policy stands for. */
final class TierMatch {

  private final TieredPolicy.Rule rule;
  private final int unsure;
  private final List<TierParts.Part> parts;
  private int @Nullable [][] splitting;

  /**
   * @param unsure the doubts that lie over the whole rule, see {@link Doubt}
   */
  TierMatch(
      Cluster cluster,
      GuardedHosts hosts,
      Endpoints endpoints,
      Peers peers,
      TieredPolicy.Rule rule,
      int unsure) {
    this.rule = rule;
    this.unsure = unsure | (rule.understood() ? 0 : Doubt.NOT_UNDERSTOOD);
    this.parts = new TierParts(cluster, hosts, endpoints, peers).of(rule);
  }

  TieredPolicy.Rule rule() {
    return rule;
  }

  /** The sets that ends must not be in two of, to be told apart by this rule. */
  void splits(Partition partition) {
    int[][] known = splitting;
    if (known == null) {
      known =
          parts.stream()
              .flatMap(part -> Stream.of(part.surely(), part.byChoice(), part.perhaps()))
              .filter(set -> !set.isEmpty())
              .map(set -> set.stream().toArray())
              .toArray(int[][]::new);
      splitting = known;
    }
    for (int[] set : known) {
      partition.split(set);
    }
  }

  List<AddressRanges> blocks() {
    List<AddressRanges> blocks = new ArrayList<>();
    for (TierParts.Part part : parts) {
      if (!part.block().isEmpty()) {
        blocks.add(part.block());
      }
    }
    return blocks;
  }

  /** Whether it looks at names of ports, which differ from one destination to the other. */
  boolean namesPorts() {
    List<TieredPolicy.Port> ports = rule.ports();
    return ports != null && ports.stream().anyMatch(port -> port.name() != null);
  }

  /** What it matches with one end; doubts that play a part are added to {@code doubts[0]}. */
  TierOutcome.Matched at(int end, Endpoint destination, int[] doubts) {
    PortSet surely = PortSet.NONE;
    PortSet byChoice = PortSet.NONE;
    PortSet perhaps = PortSet.NONE;
    for (TierParts.Part part : parts) {
      if (part.surely().get(end)) {
        surely = surely.or(part.families());
      } else if (part.byChoice().get(end)) {
        byChoice = byChoice.or(part.families());
      } else if (part.perhaps().get(end)) {
        perhaps = perhaps.or(part.families());
        doubts[0] |= part.doubt();
      }
    }
    return clipped(ports(destination), surely, byChoice, perhaps, doubts);
  }

  /** What it matches with addresses outside that no block of the rule cuts through. */
  TierOutcome.Matched at(AddressRanges piece, int[] doubts) {
    PortSet surely = PortSet.NONE;
    PortSet perhaps = PortSet.NONE;
    for (TierParts.Part part : parts) {
      if (part.everyAddress() || (!part.block().isEmpty() && part.block().containsAll(piece))) {
        surely = surely.or(part.families());
      } else if (part.anyAddress()) {
        perhaps = PortSet.ALL;
        doubts[0] |= part.doubt();
      }
    }
    return clipped(ports(null), surely, PortSet.NONE, perhaps, doubts);
  }

  private TierOutcome.Matched clipped(
      PortSet ports, PortSet surely, PortSet byChoice, PortSet perhaps, int[] doubts) {
    PortSet sure = ports.and(surely);
    PortSet chosen = ports.and(byChoice).minus(sure);
    PortSet doubtful = ports.and(perhaps).minus(sure).minus(chosen);
    if (unsure == 0) {
      return new TierOutcome.Matched(sure, chosen, doubtful);
    }
    PortSet all = sure.or(chosen).or(doubtful);
    doubts[0] |= all.isEmpty() ? 0 : unsure;
    return new TierOutcome.Matched(PortSet.NONE, PortSet.NONE, all);
  }

  private PortSet ports(@Nullable Endpoint destination) {
    List<TieredPolicy.Port> written = rule.ports();
    if (written == null) {
      return PortSet.ALL;
    }
    PortSet ports = PortSet.NONE;
    for (TieredPolicy.Port port : written) {
      for (PortSet.Protocol protocol : PortSet.Protocol.values()) {
        if (port.protocol().isEmpty() || protocol.name().equals(port.protocol())) {
          String name = port.name();
          ports =
              ports.or(
                  name == null
                      ? PortSet.of(protocol, port.first(), port.last())
                      : destination == null ? PortSet.NONE : destination.named(name, protocol));
        }
      }
    }
    return ports;
  }
}
