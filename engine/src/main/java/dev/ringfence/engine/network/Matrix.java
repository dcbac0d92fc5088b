package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All pairs of source and destination classes, a row at a time.
 *
 * <p>A row holds the number of a port set for each destination class, twice: where the
 * destination's ingress policies hold, and where nothing upholds them. It is filled by scattering:
 * what the source's egress grants stand for, and what the peers that stand for the source are
 * granted; so it costs what these name, plus a few array operations over the classes. Port sets are
 * numbers, and their unions and intersections are looked up once each. Not thread-safe.
 */
public final class Matrix {

  /** Stands where no port is open. */
  public static final int CLOSED = -1;

  private final Plan plan;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation egress;
  private final PortSets portSets;
  private final int granted;
  private final int classes;
  private final int[] base;
  private final int[][] peersOfSource;
  private final int[][] receiversOfPeer;
  private final Map<Integer, int[]> portsGrantedTo = new HashMap<>();
  private final Map<Long, Integer> unions = new HashMap<>();
  private final Map<Long, Integer> intersections = new HashMap<>();
  private final Map<Integer, int[]> outwardOfGroup = new HashMap<>();
  private final int[] in;
  private int[] withoutFamily = new int[16];

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
    this.portSets = portSets;
    this.granted = granted;
    this.classes = plan.destinationClassCount();
    this.in = new int[classes];
    this.base = new int[classes];
    for (int destination = 0; destination < classes; destination++) {
      base[destination] = plan.isolatedDestination(destination) ? CLOSED : PortSets.ALL;
    }
    this.receiversOfPeer = new int[peers.count()][];
    this.peersOfSource = new int[plan.sourceClassCount()][];
    List<List<Integer>> lists = new ArrayList<>();
    for (int source = 0; source < peersOfSource.length; source++) {
      lists.add(new ArrayList<>());
    }
    for (int peer = 0; peer < peers.count(); peer++) {
      if (plan.grantors(peer).length > 0) {
        addGrantor(peer, lists);
      }
    }
    Arrays.setAll(
        peersOfSource, source -> lists.get(source).stream().mapToInt(Integer::intValue).toArray());
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
    int[] ports =
        portsGrantedTo.computeIfAbsent(
            peer,
            ignored -> {
              int[] numbers = new int[destinations.length];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(plan.grantedByFamily(peer, destinations[i]));
              }
              return numbers;
            });
    for (int i = 0; i < destinations.length; i++) {
      row[destinations[i]] = union(row[destinations[i]], ports[i]);
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
    System.arraycopy(base, 0, in, 0, classes);
    for (int peer : peersOfSource[sourceClass]) {
      scatterGranted(peer, in);
    }
    if (!egressHolds || !plan.isolatedSource(sourceClass)) {
      Arrays.fill(open, PortSets.ALL);
      for (int destination = 0; destination < classes; destination++) {
        held[destination] = anyFamily(in[destination]);
      }
      return;
    }
    int[] out = outward(egress.groupOf(plan.sourceExample(sourceClass)));
    for (int destination = 0; destination < classes; destination++) {
      open[destination] = anyFamily(out[destination]);
      held[destination] = anyFamily(intersection(out[destination], in[destination]));
    }
  }

  /** Sources of one egress group send the same, whoever lets them in. */
  private int[] outward(int group) {
    int[] known = outwardOfGroup.get(group);
    if (known == null) {
      known = new int[classes];
      Arrays.fill(known, CLOSED);
      for (int grant : egress.grantsOfGroup(group)) {
        scatterSent(egress.grant(grant), known);
      }
      outwardOfGroup.put(group, known);
    }
    return known;
  }

  private void scatterSent(Grant grant, int[] row) {
    Peer peer = peers.get(grant.peer());
    int ports = number(grant.ports());
    int[] destinations = receivers(grant.peer());
    if (grant.names().isEmpty()) {
      for (int destination : destinations) {
        row[destination] = union(row[destination], ports);
      }
    } else {
      for (int destination : destinations) {
        Endpoint example = endpoints.get(plan.destinationExample(destination));
        row[destination] = union(row[destination], number(grant.at(example, peer)));
      }
    }
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

  private int number(PortSet ports) {
    return ports.isEmpty() ? CLOSED : portSets.id(ports);
  }

  private int union(int one, int other) {
    if (one == other || other == CLOSED || one == PortSets.ALL) {
      return one;
    }
    if (one == CLOSED || other == PortSets.ALL) {
      return other;
    }
    long key = (long) Math.min(one, other) << 32 | Math.max(one, other);
    Integer known = unions.get(key);
    if (known == null) {
      known = number(portSets.get(one).or(portSets.get(other)));
      unions.put(key, known);
    }
    return known;
  }

  private int intersection(int one, int other) {
    if (one == other || one == CLOSED || other == PortSets.ALL) {
      return one;
    }
    if (other == CLOSED || one == PortSets.ALL) {
      return other;
    }
    long key = (long) Math.min(one, other) << 32 | Math.max(one, other);
    Integer known = intersections.get(key);
    if (known == null) {
      known = number(portSets.get(one).and(portSets.get(other)));
      intersections.put(key, known);
    }
    return known;
  }

  /** Families are told apart only until the two directions are joined. */
  private int anyFamily(int ports) {
    if (ports <= PortSets.ALL) {
      return ports;
    }
    if (ports >= withoutFamily.length) {
      withoutFamily = Arrays.copyOf(withoutFamily, Math.max(ports + 1, 2 * withoutFamily.length));
    }
    if (withoutFamily[ports] == 0) {
      withoutFamily[ports] = number(portSets.get(ports).anyFamily()) + 1;
    }
    return withoutFamily[ports] - 1;
  }
}
