package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pairs of source and destination classes, a row at a time.
 *
 * <p>A row holds the number of a port set for each destination class, twice: where the
 * destination's ingress policies hold, and where nothing upholds them. It is filled by scattering:
 * what the source's egress grants stand for, and what the peers that stand for the source are
 * granted; so it costs what these name, plus copying arrays over the classes. Port sets are
 * numbers, and their unions and intersections are looked up once each. Not thread-safe.
 */
public final class Matrix {

  /** Stands where no port is open. */
  public static final int CLOSED = -1;

  private final Plan plan;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation egress;
  private final PortNumbers numbers;
  private final int granted;
  private final int classes;
  private final int[] base;
  private final int[] heldByBase;
  private final int[][] peersOfSource;
  private final int[][] receiversOfPeer;
  private final int[][] portsGrantedTo;
  private final @Nullable Outward[] outwardOfGroup;

  /** What destinations are granted to a source; between rows the same as the base. */
  private final int[] in;

  /** What a group sends to destinations, while it is worked out; else closed. */
  private final int[] out;

  private final int[] sentTo;

  /**
   * What a group's egress grants stand for.
   *
   * @param ports for each destination, and {@code anyFamily} the same without families
   */
  @SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
  private record Outward(int[] destinations, int[] ports, int[] anyFamily) {}

  @SuppressWarnings("NullAway") // arrays of what is made when first asked for
  Matrix(
      Plan plan,
      Endpoints endpoints,
      Peers peers,
      Isolation egress,
      PortSets portSets,
      int granted) {
    this.plan = plan;
    this.endpoints = endpoints;
    this.peers = peers;
    this.egress = egress;
    this.numbers = new PortNumbers(portSets);
    this.granted = granted;
    this.classes = plan.destinationClassCount();
    this.sentTo = new int[classes];
    this.out = new int[classes];
    Arrays.fill(out, CLOSED);
    this.base = new int[classes];
    for (int destination = 0; destination < classes; destination++) {
      base[destination] = plan.isolatedDestination(destination) ? CLOSED : PortSets.ALL;
    }
    this.receiversOfPeer = new int[peers.count()][];
    this.portsGrantedTo = new int[peers.count()][];
    this.outwardOfGroup = new Outward[egress.groupCount()];
    this.peersOfSource = new int[plan.sourceClassCount()][];
    List<List<Integer>> lists = new ArrayList<>();
    for (int source = 0; source < peersOfSource.length; source++) {
      lists.add(new ArrayList<>());
    }
    for (int peer = 0; peer < plan.peerCount(); peer++) {
      if (plan.grantors(peer).length > 0) {
        addGrantor(peer, lists);
      }
    }
    Arrays.setAll(
        peersOfSource, source -> lists.get(source).stream().mapToInt(Integer::intValue).toArray());
    this.in = base.clone();
    this.heldByBase = Arrays.stream(base).map(numbers::anyFamily).toArray();
  }

  /** What everyone is granted goes into the row that all others start from. */
  private void addGrantor(int peer, List<List<Integer>> lists) {
    if (peers.get(peer).everyone()) {
      scatterGranted(peer, base);
      return;
    }
    for (int doubt : Doubt.SINGLE) {
      if (doubt == 0 || (granted & doubt) != 0) {
        for (int source : plan.sourcesIn(peer, doubt)) {
          lists.get(source).add(peer);
        }
      }
    }
  }

  private void scatterGranted(int peer, int[] row) {
    int[] destinations = plan.grantors(peer);
    int[] ports = portsGrantedTo[peer];
    if (ports == null) {
      ports = new int[destinations.length];
      for (int i = 0; i < ports.length; i++) {
        ports[i] = numbers.number(plan.grantedByFamily(peer, destinations[i]));
      }
      portsGrantedTo[peer] = ports;
    }
    for (int i = 0; i < destinations.length; i++) {
      row[destinations[i]] = numbers.union(row[destinations[i]], ports[i]);
    }
  }

  public int sourceClassCount() {
    return plan.sourceClassCount();
  }

  public int destinationClassCount() {
    return classes;
  }

  public int sourceClass(int endpoint) {
    return plan.sourceClass(endpoint);
  }

  public int destinationClass(int endpoint) {
    return plan.destinationClass(endpoint);
  }

  /** An endpoint of the source class. */
  public int sourceExample(int sourceClass) {
    return plan.sourceExample(sourceClass);
  }

  /** An endpoint of the destination class. */
  public int destinationExample(int destinationClass) {
    return plan.destinationExample(destinationClass);
  }

  public boolean isolatedDestination(int destinationClass) {
    return plan.isolatedDestination(destinationClass);
  }

  public boolean isolatedSource(int sourceClass) {
    return plan.isolatedSource(sourceClass);
  }

  /**
   * Fills one row.
   *
   * @param egressHolds whether the source's egress policies hold
   * @param held for each destination class the number of the ports where its ingress policies hold,
   *     or {@link #CLOSED}
   * @param open the same where they do not
   */
  public void row(int sourceClass, boolean egressHolds, int[] held, int[] open) {
    int[] letIn = peersOfSource[sourceClass];
    for (int peer : letIn) {
      scatterGranted(peer, in);
    }
    if (egressHolds && plan.isolatedSource(sourceClass)) {
      Arrays.fill(held, CLOSED);
      Arrays.fill(open, CLOSED);
      Outward sent = outward(egress.groupOf(plan.sourceExample(sourceClass)));
      for (int i = 0; i < sent.destinations().length; i++) {
        int destination = sent.destinations()[i];
        open[destination] = sent.anyFamily()[i];
        held[destination] =
            numbers.anyFamily(numbers.intersection(sent.ports()[i], in[destination]));
      }
    } else {
      Arrays.fill(open, PortSets.ALL);
      System.arraycopy(heldByBase, 0, held, 0, classes);
      for (int peer : letIn) {
        for (int destination : plan.grantors(peer)) {
          held[destination] = numbers.anyFamily(in[destination]);
        }
      }
    }
    for (int peer : letIn) {
      for (int destination : plan.grantors(peer)) {
        in[destination] = base[destination];
      }
    }
  }

  /** Sources of one egress group send the same, whoever lets them in. */
  private Outward outward(int group) {
    Outward known = outwardOfGroup[group];
    if (known == null) {
      int count = 0;
      for (int grant : egress.grantsOfGroup(group)) {
        count = scatterSent(egress.grant(grant), count);
      }
      int[] destinations = Arrays.copyOf(sentTo, count);
      int[] ports = new int[count];
      int[] anyFamily = new int[count];
      for (int i = 0; i < count; i++) {
        ports[i] = out[destinations[i]];
        anyFamily[i] = numbers.anyFamily(ports[i]);
        out[destinations[i]] = CLOSED;
      }
      known = new Outward(destinations, ports, anyFamily);
      outwardOfGroup[group] = known;
    }
    return known;
  }

  /** Notes each destination once, as the first port is added; returns how many there are. */
  private int scatterSent(Grant grant, int countBefore) {
    Peer peer = peers.get(grant.peer());
    int fixed = grant.names().isEmpty() ? numbers.number(grant.ports()) : CLOSED;
    int count = countBefore;
    for (int destination : receivers(grant.peer())) {
      int ports =
          grant.names().isEmpty()
              ? fixed
              : numbers.number(grant.at(endpoints.get(plan.destinationExample(destination)), peer));
      if (ports != CLOSED) {
        if (out[destination] == CLOSED) {
          sentTo[count++] = destination;
        }
        out[destination] = numbers.union(out[destination], ports);
      }
    }
    return count;
  }

  private int[] receivers(int peer) {
    int[] known = receiversOfPeer[peer];
    if (known == null) {
      int[] all = plan.destinationsIn(peer, 0);
      for (int doubt : Doubt.SINGLE) {
        if (doubt != 0 && (granted & doubt) != 0) {
          int[] more = plan.destinationsIn(peer, doubt);
          if (more.length > 0) {
            int[] both = Arrays.copyOf(all, all.length + more.length);
            System.arraycopy(more, 0, both, all.length, more.length);
            all = Arrays.stream(both).distinct().toArray();
          }
        }
      }
      known = all;
      receiversOfPeer[peer] = known;
    }
    return known;
  }
}
