package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.network.mesh.Mesh;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final List<NetworkPolicy> policies;
  private final boolean asItStands;
  private final boolean unsureKindsUpheld;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;
  private final Partition sources;
  private final Partition destinations;
  private final Enforcers enforcers;
  private final Map<TieredPolicy.Api, PolicySupport> support;
  private final PortSets portSets = new PortSets();
  private @Nullable Mesh mesh;

  private Network(
      Cluster cluster,
      List<NetworkPolicy> policies,
      boolean asItStands,
      boolean unsureKindsUpheld) {
    this.cluster = cluster;
    this.policies = policies;
    this.asItStands = asItStands;
    this.unsureKindsUpheld = unsureKindsUpheld;
    Addresses addresses = Addresses.of(cluster, asItStands);
    this.endpoints = new Endpoints(cluster, addresses, policies);
    this.peers = new Peers(cluster, endpoints, addresses);
    this.enforcers = new Enforcers(cluster);
    this.support = support(enforcers, unsureKindsUpheld);
    this.ingress = new Isolation(Direction.INGRESS, cluster, endpoints, peers, policies, support);
    this.egress = new Isolation(Direction.EGRESS, cluster, endpoints, peers, policies, support);
    this.sources = Classes.sources(endpoints, peers, ingress, egress);
    this.destinations = Classes.destinations(endpoints, peers, ingress, egress);
  }

  private Network(
      Network before,
      List<NetworkPolicy> policies,
      Peers peers,
      Isolation ingress,
      Isolation egress) {
    this.cluster = before.cluster;
    this.policies = policies;
    this.asItStands = before.asItStands;
    this.unsureKindsUpheld = before.unsureKindsUpheld;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.enforcers = before.enforcers;
    this.support = before.support;
    this.ingress = ingress;
    this.egress = egress;
    this.sources = Classes.sources(endpoints, peers, ingress, egress);
    this.destinations = Classes.destinations(endpoints, peers, ingress, egress);
  }

  /**
   * What would hold with one policy changed: only the endpoints of its namespace are looked at
   * again, unless the policy tells pods apart that none did before, or there are tiers; then all.
   * Both networks may be used afterwards, but not by two threads.
   *
   * @param before the policy that goes, as it was read, or null
   * @param after the policy that comes, of the same namespace, or null
   */
  public Network with(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
    int index = before == null ? policies.size() : policies.indexOf(before);
    if (index < 0) {
      throw new IllegalArgumentException("no such policy: " + before);
    }
    List<NetworkPolicy> changed = new ArrayList<>(policies);
    NetworkPolicy next = after == null ? withoutEffect(before) : after;
    if (index == policies.size()) {
      changed.add(next);
    } else {
      changed.set(index, next);
    }
    int namespace = cluster.namespaceIndex(next.meta().namespace());
    if (!cluster.tieredPolicies().isEmpty()
        || policies.isEmpty()
        || namespace < 0
        || !endpoints.suffice(next)) {
      return new Network(cluster, changed, asItStands, unsureKindsUpheld);
    }
    return new Network(
        this,
        changed,
        peers,
        ingress.with(changed, index, namespace),
        egress.with(changed, index, namespace));
  }

  /** In the place of a policy that goes, so that the others keep their numbers. */
  private static NetworkPolicy withoutEffect(@Nullable NetworkPolicy policy) {
    if (policy == null) {
      throw new IllegalArgumentException("neither a policy before nor one after");
    }
    return new NetworkPolicy(
        policy.meta(), policy.podSelector(), false, false, List.of(), List.of());
  }

  /**
   * What would hold with other labels on a namespace; not for clusters with tiers.
   *
   * @param labels with {@code kubernetes.io/metadata.name}
   */
  public Network relabelled(int namespace, LabelSet labels) {
    if (!cluster.tieredPolicies().isEmpty()) {
      throw new IllegalStateException("policies of tiers select namespaces too");
    }
    Peers relabelled = peers.relabelled(namespace, labels);
    return new Network(
        this, policies, relabelled, ingress.with(relabelled), egress.with(relabelled));
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

  /** The same from nothing, with these policies and no others. */
  static Network of(Cluster cluster, List<NetworkPolicy> policies, boolean asItStands) {
    return new Network(cluster, List.copyOf(policies), asItStands, false);
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
    return new Network(cluster, cluster.networkPolicies(), false, unsureKindsUpheld);
  }

  /** Pods keep the addresses that they have. */
  public static Network asItStands(Cluster cluster, boolean unsureKindsUpheld) {
    return new Network(cluster, cluster.networkPolicies(), true, unsureKindsUpheld);
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

  /** How the addresses of pods travel where that enforcement stands. */
  public PodAddressing addressing(int enforcement) {
    return PodAddressing.of(cluster, enforcement(enforcement));
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

  /**
   * Whether policies stand before the node's own processes, upheld or not known not to be: Calico's
   * of host endpoints, Cilium's host firewall.
   */
  public boolean guardsNode(int node) {
    return ingress.isolates(endpointOfNode(node))
        && enforcement(enforcementOfNode(node)).state() != Enforcement.State.NOT_ENFORCED;
  }

  /** The same of all of them. */
  public boolean guardsNodes(int[] nodes) {
    return Arrays.stream(nodes).allMatch(this::guardsNode);
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

  /**
   * What a service mesh's proxies let through behind the connection; found when first asked for.
   */
  public Mesh mesh() {
    Mesh known = mesh;
    if (known == null) {
      known = Mesh.of(cluster, this::servicePorts);
      mesh = known;
    }
    return known;
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

  /**
   * What should be said of policies before anything else: those that nothing enforces, and those
   * that are not counted on.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(mesh().remarks());
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
