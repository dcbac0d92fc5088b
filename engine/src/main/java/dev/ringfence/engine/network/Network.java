package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who can connect to whom.
 *
 * <p>The ends of connections are <em>endpoints</em>: pod classes that no policy tells apart, the
 * crafted pod of each namespace, and the nodes. Endpoints that are alike as senders are one
 * <em>source class</em>: the same egress grants, and in the same peers of ingress rules. Those that
 * are alike as receivers are one <em>destination class</em>. What policies say of two endpoints
 * follows from their two classes.
 *
 * <p>What policies say is one thing, what holds is another: {@link #enforcement} says which nodes
 * enforce them.
 */
public final class Network {

  private final Cluster cluster;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;
  private final Partition sources;
  private final Partition destinations;
  private final Enforcers enforcers;
  private final Map<TieredPolicy.Api, PolicySupport> support;
  private final PortSets portSets = new PortSets();

  private Network(Cluster cluster, boolean asItStands, boolean unsureKindsUpheld) {
    this.cluster = cluster;
    Addresses addresses = Addresses.of(cluster, asItStands);
    this.endpoints = new Endpoints(cluster, addresses);
    this.peers = new Peers(cluster, endpoints, addresses);
    this.enforcers = new Enforcers(cluster);
    this.support = support(enforcers, unsureKindsUpheld);
    this.ingress = new Isolation(Direction.INGRESS, cluster, endpoints, peers, support);
    this.egress = new Isolation(Direction.EGRESS, cluster, endpoints, peers, support);
    this.sources = Classes.sources(endpoints, peers, ingress, egress);
    this.destinations = Classes.destinations(endpoints, peers, ingress, egress);
  }

  /** An API counts as upheld where each node on which anything may be enforced upholds it. */
  private static Map<TieredPolicy.Api, PolicySupport> support(
      Enforcers enforcers, boolean unsureUpheld) {
    Map<TieredPolicy.Api, PolicySupport> support = new EnumMap<>(TieredPolicy.Api.class);
    for (TieredPolicy.Api api : TieredPolicy.Api.values()) {
      Set<PolicySupport> found = EnumSet.noneOf(PolicySupport.class);
      for (Enforcement enforcement : enforcers.all()) {
        if (enforcement.state() != Enforcement.State.NOT_ENFORCED) {
          found.add(enforcement.support(api));
        }
      }
      PolicySupport one =
          found.isEmpty()
              ? PolicySupport.NO
              : found.size() == 1 ? found.iterator().next() : PolicySupport.UNSURE;
      support.put(api, one == PolicySupport.UNSURE && unsureUpheld ? PolicySupport.YES : one);
    }
    return support;
  }

  /** Whether there are policies of a kind of which it is not known whether it is upheld. */
  public static boolean leavesKindsOpen(Cluster cluster) {
    if (cluster.tieredPolicies().isEmpty()) {
      return false;
    }
    Map<TieredPolicy.Api, PolicySupport> support = support(new Enforcers(cluster), false);
    return cluster.tieredPolicies().stream()
        .anyMatch(policy -> support.get(policy.api()) == PolicySupport.UNSURE);
  }

  /**
   * Whether the addresses that pods have now say anything: where nodes do not tell from which
   * ranges pods get theirs, policies on addresses are held against those that were seen.
   */
  public static boolean readsAddressesOfPods(Cluster cluster) {
    boolean policies = !(cluster.networkPolicies().isEmpty() && cluster.tieredPolicies().isEmpty());
    boolean ranges = cluster.nodes().stream().anyMatch(node -> !node.podCidrs().isEmpty());
    return Addresses.of(cluster, false).podRanges() == null && (policies || ranges);
  }

  /** Whatever address a pod may get when it is scheduled again. */
  public static Network of(Cluster cluster) {
    return of(cluster, false);
  }

  /**
   * The same.
   *
   * @param unsureKindsUpheld whether somebody vouches that policies are upheld of which nothing
   *     shows it
   */
  public static Network of(Cluster cluster, boolean unsureKindsUpheld) {
    return new Network(cluster, false, unsureKindsUpheld);
  }

  /** Pods keep the addresses that they have. */
  public static Network asItStands(Cluster cluster, boolean unsureKindsUpheld) {
    return new Network(cluster, true, unsureKindsUpheld);
  }

  /** The numbers of the port sets that facts and answers name. */
  public PortSets portSets() {
    return portSets;
  }

  /** The port set of a number. */
  public PortSet portSet(int id) {
    return portSets.get(id);
  }

  /** What enforces policies on the nodes, each found state once. */
  public List<Enforcement> enforcements() {
    return enforcers.all();
  }

  /** The index in {@link #enforcements()} of what holds on a node. */
  public int enforcementOfNode(int node) {
    return enforcers.ofNode(node);
  }

  public Enforcement enforcement(int id) {
    return enforcers.all().get(id);
  }

  /**
   * The endpoint of a pod class; that of the crafted pod of namespace n has the number of pod
   * classes plus n, as in {@code Facts}.
   */
  public int endpointOf(int podClass) {
    int classes = cluster.podClasses().size();
    return podClass < classes
        ? endpoints.ofPodClass(podClass)
        : endpoints.ofCrafted(podClass - classes);
  }

  /** The endpoint of one pod as it stands; only for {@link #asItStands}, and not completed ones. */
  public int endpointOfPod(int pod) {
    return endpoints.ofPod(pod);
  }

  /** The endpoint of a node's own addresses. */
  public int endpointOfNode(int node) {
    return endpoints.ofNode(node);
  }

  /** Whether a policy isolates the endpoint in a direction. */
  public boolean isolates(Direction direction, int endpoint) {
    return isolation(direction).isolates(endpoint);
  }

  /**
   * Whether policies close the way from a pod to the node that it is on, which no NetworkPolicy
   * does: those that stand before them and are enforced there (ClusterNetworkPolicy of the Admin
   * tier names nodes; the egress policy of a Calico or Cilium workload holds towards its own host
   * too).
   */
  public boolean closesOwnNode(int endpoint, int node) {
    return enforcement(enforcementOfNode(node)).state() == Enforcement.State.ENFORCED
        && egress.deniesFirst(endpoint, endpointOfNode(node));
  }

  /** Every policy that has a say on the endpoint in a direction. */
  public List<RuleReference> isolating(Direction direction, int endpoint) {
    return isolation(direction).deciding(endpoint);
  }

  /**
   * The ports on which policies let one endpoint connect to another, enforced or not.
   *
   * @param granted what doubts are settled in favour of the connection, see {@link Doubt}
   */
  public PortSet allowed(int source, int destination, int granted) {
    PortSet out = outward(source, destination, granted);
    return out.isEmpty() ? PortSet.NONE : out.and(inward(source, destination, granted)).anyFamily();
  }

  /** What the source's egress policies allow towards the destination, families apart. */
  PortSet outward(int source, int destination, int granted) {
    return granted(egress, source, destination, destination, granted);
  }

  /** What the destination's ingress policies allow from the source, families apart. */
  PortSet inward(int source, int destination, int granted) {
    return granted(ingress, destination, source, destination, granted);
  }

  private PortSet granted(
      Isolation isolation, int subject, int other, int destination, int granted) {
    if (!isolation.isolates(subject)) {
      return PortSet.ALL;
    }
    PortSet ports = PortSet.NONE;
    for (int id : isolation.grantsOfGroup(isolation.groupOf(subject))) {
      Grant grant = isolation.grant(id);
      Peer peer = peers.get(grant.peer());
      if (Doubt.admits(peer, other, granted)) {
        ports = ports.or(grant.at(endpoints.get(destination), peer));
      }
    }
    return ports;
  }

  /** The ports of pods of the class on which a Service of their namespace reaches them. */
  public PortSet servicePorts(Service service, PodClass podClass) {
    return ServicePorts.of(cluster, service, podClass);
  }

  /** Reasons for what {@link #allowed} answers. */
  public Reasons reasons() {
    return new Reasons(endpoints, peers, ingress, egress);
  }

  /** What egress policies allow towards addresses that are no pod's. */
  public Outward towardsAddresses() {
    return new Outward(cluster, peers, egress);
  }

  /** Whether there is any policy that could close something. */
  public boolean hasPolicies() {
    return !cluster.networkPolicies().isEmpty() || !cluster.tieredPolicies().isEmpty();
  }

  /** What should be said of policies before anything else: those that nothing enforces. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    boolean somewhere =
        enforcements().stream().anyMatch(each -> each.state() != Enforcement.State.NOT_ENFORCED);
    int policies = cluster.networkPolicies().size();
    if (policies > 0 && !somewhere) {
      remarks.add(
          "No node enforces NetworkPolicy: the " + policies + " NetworkPolicies change nothing");
    }
    for (TieredPolicy.Api api : TieredPolicy.Api.values()) {
      List<TieredPolicy> written =
          cluster.tieredPolicies().stream().filter(policy -> policy.api() == api).toList();
      if (!written.isEmpty() && support.get(api) == PolicySupport.NO) {
        remarks.add(
            "Nothing here upholds policies such as "
                + written.getFirst().meta().reference()
                + " ("
                + written.size()
                + " of that API): they change nothing");
      }
    }
    return remarks;
  }

  /** Every doubt that some peer of some policy rests on, as a mask of {@link Doubt}. */
  public int doubts() {
    int doubts = 0;
    for (int peer = 0; peer < peers.count(); peer++) {
      for (int doubt : Doubt.SINGLE) {
        doubts |= doubt != 0 && peers.get(peer).doubtful(doubt).length > 0 ? doubt : 0;
      }
    }
    return doubts;
  }

  /** All pairs of classes, row by row. */
  public Matrix matrix(int granted) {
    return new Matrix(plan(), endpoints, peers, egress, portSets, granted);
  }

  /** The addresses there are, cut where policies tell them apart. */
  public OutsideRanges outside() {
    return new OutsideRanges(endpoints, peers, ingress, egress);
  }

  /** The groups and peers, for rows that join them without naming every pair. */
  public Plan plan() {
    return new Plan(endpoints, peers, ingress, egress, sources, destinations, doubts());
  }

  private Isolation isolation(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }
}
