package dev.ringfence.engine.reach;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.network.NetworkAssumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.OutsideRanges;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.Ruling;
import dev.ringfence.engine.network.mesh.Guard;
import dev.ringfence.engine.network.mesh.Mesh;
import dev.ringfence.engine.placement.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who can connect to whom as configured. An entry means that some pod of the source may connect to
 * some pod of the destination, whatever else is true; the way between a pod and its own node, which
 * no NetworkPolicy closes, is left out. What is not known counts as open unless somebody stated
 * otherwise.
 *
 * <p>Ends are numbered: workloads by namespace, kind and name from 0, then the parts of the
 * addresses that there are. Not thread-safe.
 */
public final class Reach {

  /** Takes entries, by source and then destination. */
  public interface Each {
    void entry(int source, int destination, PortSet ports);
  }

  private final Cluster cluster;
  private final Network network;
  private final Matrix matrix;
  private final OutsideRanges outside;
  private final List<Workload> workloads;
  private final List<Assumption> assumed = new ArrayList<>();
  private final int[] held;
  private final int[] open;
  private final PortSet[] row;

  private Reach(Cluster cluster, Assumptions assumptions) {
    this.cluster = cluster;
    boolean vouchedFor =
        Network.leavesKindsOpen(cluster)
            && assumptions.ask(NetworkAssumptions.KIND_UPHELD) == Assumptions.REFUTED;
    this.network = Network.asItStands(cluster, vouchedFor);
    int granted = 0;
    int doubts = network.doubts();
    granted |= granted(assumptions, doubts, Doubt.ADDRESSES, NetworkAssumptions.POD_ADDRESSES);
    granted |=
        granted(
            assumptions,
            doubts,
            Doubt.HOST_NETWORK_MATCHES,
            NetworkAssumptions.HOST_NETWORK_MATCHES);
    granted |= granted(assumptions, doubts, Doubt.ORDER, NetworkAssumptions.EQUAL_PRIORITIES);
    granted |= granted(assumptions, doubts, Doubt.KIND, NetworkAssumptions.KIND_UPHELD);
    granted |=
        granted(assumptions, doubts, Doubt.NOT_UNDERSTOOD, NetworkAssumptions.PARTS_NOT_UNDERSTOOD);
    granted |= granted(assumptions, doubts, Doubt.TIER, NetworkAssumptions.UNDECLARED_TIERS);
    granted |= granted(assumptions, doubts, Doubt.INTERFACE, NetworkAssumptions.HOST_INTERFACES);
    granted |= granted(assumptions, doubts, Doubt.FORWARDED, NetworkAssumptions.FORWARDED_TRAFFIC);
    boolean unknownHolds =
        holds(assumptions, Enforcement.State.UNKNOWN, NetworkAssumptions.POLICIES_ENFORCED);
    boolean startingHolds =
        holds(
            assumptions, Enforcement.State.ENFORCED_ONCE_STARTED, NetworkAssumptions.STARTED_PODS);
    this.matrix = network.matrix(granted);
    this.workloads =
        new Workloads(
                cluster,
                network,
                Placement.of(cluster),
                matrix,
                Workloads.upheld(network, unknownHolds, startingHolds))
            .sorted();
    BitSet senders = new BitSet();
    BitSet receivers = new BitSet();
    for (Workload workload : workloads) {
      held(workload.sending()).forEach(each -> senders.set(matrix.sourceExample(each)));
      held(workload.receiving()).forEach(each -> receivers.set(matrix.destinationExample(each)));
    }
    this.outside = network.outside(senders, receivers, granted);
    this.held = new int[matrix.destinationClassCount()];
    this.open = new int[held.length];
    this.row = new PortSet[count()];
  }

  public static Reach of(Cluster cluster, Assumptions assumptions) {
    return new Reach(cluster, assumptions);
  }

  /** The classes whose policies hold. */
  private static IntStream held(int[] forms) {
    return Arrays.stream(forms).filter(form -> (form & 1) != 0).map(form -> form >> 1);
  }

  private int granted(Assumptions assumptions, int doubts, int doubt, Assumption assumption) {
    return (doubts & doubt) != 0 && fears(assumptions, assumption) ? doubt : 0;
  }

  /** Whether policies count where they are enforced so, if any are. */
  private boolean holds(Assumptions assumptions, Enforcement.State state, Assumption assumption) {
    boolean matters = network.hasPolicies() && Workloads.some(network, state);
    return !(matters && fears(assumptions, assumption));
  }

  private boolean fears(Assumptions assumptions, Assumption assumption) {
    assumed.add(assumption);
    return assumptions.ask(assumption) != Assumptions.REFUTED;
  }

  public Cluster cluster() {
    return cluster;
  }

  public Network network() {
    return network;
  }

  /** What was asked for on the way. */
  public List<Assumption> assumed() {
    return List.copyOf(assumed);
  }

  public List<Workload> workloads() {
    return workloads;
  }

  /** How many ends there are. */
  public int count() {
    return workloads.size() + outside.count();
  }

  public boolean isWorkload(int end) {
    return end < workloads.size();
  }

  public Workload workload(int end) {
    return workloads.get(end);
  }

  /** The addresses of an end that is no workload. */
  public AddressRanges addresses(int end) {
    return outside.addresses(end - workloads.size());
  }

  /** Every end. */
  public BitSet everything() {
    BitSet ends = new BitSet();
    ends.set(0, count());
    return ends;
  }

  /** Every open connection from one of the sources to one of the destinations. */
  public void forEach(BitSet sources, BitSet destinations, Each each) {
    for (int source = sources.nextSetBit(0); source >= 0; source = sources.nextSetBit(source + 1)) {
      PortSet[] row = row(source, destinations);
      for (int end = destinations.nextSetBit(0); end >= 0; end = destinations.nextSetBit(end + 1)) {
        if (!row[end].isEmpty()) {
          each.entry(source, end, row[end]);
        }
      }
    }
  }

  /** What one end may connect to, by the number of the other; valid until the next call. */
  PortSet[] row(int source, BitSet destinations) {
    Arrays.fill(row, PortSet.NONE);
    if (source < workloads.size()) {
      fromWorkload(source, destinations);
    } else {
      fromAddresses(source - workloads.size(), destinations);
    }
    return row;
  }

  private void fromWorkload(int source, BitSet destinations) {
    Workload from = workloads.get(source);
    for (int form : from.sending()) {
      boolean egressHolds = (form & 1) != 0;
      matrix.row(form >> 1, egressHolds, held, open);
      for (int end = destinations.nextSetBit(0); end >= 0; end = destinations.nextSetBit(end + 1)) {
        if (end >= workloads.size()) {
          if (!sharesFamily(from, end)) {
            continue;
          }
          int endpoint = matrix.sourceExample(form >> 1);
          row[end] =
              row[end].or(
                  egressHolds ? outside.sentBy(endpoint, end - workloads.size()) : PortSet.ALL);
        } else if (end != source || from.several()) {
          PortSet received = received(workloads.get(end));
          row[end] = row[end].or(throughProxies(from, workloads.get(end), received));
        }
      }
    }
  }

  /**
   * The rules that decide between two ends in one direction, each once, over all pods of both and
   * the addresses of the range; empty where no policy has a say.
   *
   * @param within the addresses that are asked about, of an end that is no workload
   */
  public List<Ruling> rulings(Direction direction, int from, int to, AddressRanges within) {
    int subject = direction == Direction.EGRESS ? from : to;
    int other = direction == Direction.EGRESS ? to : from;
    Set<Ruling> rulings = new LinkedHashSet<>();
    for (int end : isWorkload(subject) ? endpoints(subject) : new int[0]) {
      if (!isWorkload(other)) {
        rulings.addAll(network.reasons().rulings(direction, end, addresses(other).and(within)));
        continue;
      }
      for (int peer : endpoints(other)) {
        rulings.addAll(
            direction == Direction.EGRESS
                ? network.reasons().rulings(direction, end, peer)
                : network.reasons().rulings(direction, peer, end));
      }
    }
    return List.copyOf(rulings);
  }

  private int[] endpoints(int end) {
    return Arrays.stream(workloads.get(end).podClasses())
        .flatMap(podClass -> Arrays.stream(cluster.podClasses().get(podClass).members()))
        .filter(pod -> cluster.pods().topmost(pod).equals(workloads.get(end).reference()))
        .map(network::endpointOfPod)
        .distinct()
        .toArray();
  }

  /** Whether policies hold in a direction wherever the pods of a workload may be placed. */
  public boolean policiesHold(Direction direction, int end) {
    Workload workload = workloads.get(end);
    int[] forms = direction == Direction.EGRESS ? workload.sending() : workload.receiving();
    return Arrays.stream(forms).allMatch(form -> (form & 1) != 0);
  }

  /** Whether a proxy of a service mesh stands before some pod of a workload. */
  public boolean isProxied(int end) {
    return isWorkload(end)
        && Arrays.stream(workloads.get(end).podClasses())
            .anyMatch(podClass -> network.mesh().guard(podClass) != null);
  }

  /** Whether two ends, one of them a workload, may have addresses of one family. */
  public boolean shareFamily(int one, int other) {
    if (!isWorkload(one)) {
      return sharesFamily(workloads.get(other), one);
    }
    Workload workload = workloads.get(one);
    return isWorkload(other)
        ? (workload.ipv4() && workloads.get(other).ipv4())
            || (workload.ipv6() && workloads.get(other).ipv6())
        : sharesFamily(workload, other);
  }

  private boolean sharesFamily(Workload workload, int addresses) {
    return addresses(addresses).hasIpv4() ? workload.ipv4() : workload.ipv6();
  }

  private PortSet received(Workload to) {
    PortSet ports = PortSet.NONE;
    for (int form : to.receiving()) {
      int number = (form & 1) != 0 ? held[form >> 1] : open[form >> 1];
      if (number != Matrix.CLOSED) {
        ports = ports.or(network.portSet(number));
      }
    }
    return ports;
  }

  private void fromAddresses(int part, BitSet destinations) {
    for (int end = destinations.nextSetBit(0);
        end >= 0 && end < workloads.size();
        end = destinations.nextSetBit(end + 1)) {
      if (!sharesFamily(workloads.get(end), part + workloads.size())) {
        continue;
      }
      for (int form : workloads.get(end).receiving()) {
        int endpoint = matrix.destinationExample(form >> 1);
        boolean holds = (form & 1) != 0;
        PortSet received = holds ? outside.receivedBy(endpoint, part) : PortSet.ALL;
        row[end] = row[end].or(throughProxies(null, workloads.get(end), received));
      }
    }
  }

  /**
   * What a service mesh's proxies before the destination leave of it.
   *
   * @param from null for who is outside, and so in no mesh
   */
  private PortSet throughProxies(@Nullable Workload from, Workload to, PortSet received) {
    Mesh mesh = network.mesh();
    if (!mesh.guardsSomething() || received.isEmpty()) {
      return received;
    }
    PortSet open = PortSet.NONE;
    for (int podClass : to.podClasses()) {
      Guard guard = mesh.guard(podClass);
      open = open.or(guard == null ? PortSet.ALL : guard.openToNobodyInParticular());
      if (guard != null && from != null) {
        for (int source : from.podClasses()) {
          PodClass sender = cluster.podClasses().get(source);
          boolean token = sender.spec().token() != PodSpec.Token.NOT_MOUNTED;
          if (token || mesh.mayHaveIdentity(sender)) {
            open = open.or(mesh.allowed(guard, mesh.identityOf(sender)));
          }
        }
      }
    }
    return received.and(open);
  }
}
