package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which ends one rule of a tier's policy stands for. */
final class TierMatch {

  private final TieredPolicy.Rule rule;
  private final int unsure;
  private final List<TierParts.Part> parts;
  private final List<AddressRanges> blocks;
  private int[][] splitting = {};
  private @Nullable TierColumns splitColumns;

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
    this.blocks =
        parts.stream().map(TierParts.Part::block).filter(block -> !block.isEmpty()).toList();
  }

  TieredPolicy.Rule rule() {
    return rule;
  }

  /** Tells ends apart that are not in the same of the sets of this rule. */
  void splits(Partition partition) {
    sets().forEach(set -> partition.split(set.stream().toArray()));
  }

  /** The same for columns, none of which is cut through by this rule. */
  void splits(Partition partition, TierColumns columns) {
    if (splitColumns != columns) {
      splitColumns = columns;
      splitting = sets().map(set -> columns.within(set)).toArray(int[][]::new);
    }
    for (int[] set : splitting) {
      partition.split(set);
    }
  }

  private Stream<BitSet> sets() {
    return parts.stream()
        .flatMap(part -> Stream.of(part.surely(), part.byChoice(), part.perhaps()))
        .filter(set -> !set.isEmpty());
  }

  /** The ranges that addresses outside must not be in two of, to be told apart by this rule. */
  List<AddressRanges> blocks() {
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
    if (surely.isEmpty() && byChoice.isEmpty() && perhaps.isEmpty()) {
      return TierOutcome.Matched.NOTHING;
    }
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
