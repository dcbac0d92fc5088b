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
import java.util.BitSet;
import java.util.List;
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
  private final CompiledPolicies compiled;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;
  private final Enforcers enforcers;
  private final UpheldKinds upheldKinds;
  private final PortSets portSets;
  private final Found found;
  private final NetworkReads reads;

  /**
   * What is found when first asked for.
   *
   * @see #keepingPlan
   */
  private static final class Found {
    private @Nullable Mesh mesh;
    private @Nullable NamespaceSelectors namespaceSelectors;
    private @Nullable Plan plan;
    private final boolean keepsPlan;

    Found(@Nullable Mesh mesh, @Nullable NamespaceSelectors namespaceSelectors, boolean keepsPlan) {
      this.mesh = mesh;
      this.namespaceSelectors = namespaceSelectors;
      this.keepsPlan = keepsPlan;
    }
  }

  private static Network of(
      Cluster cluster, WrittenPolicies policies, boolean asItStands, boolean unsureKindsUpheld) {
    Enforcers enforcers = new Enforcers(cluster);
    UpheldKinds upheldKinds = new UpheldKinds(cluster, enforcers, unsureKindsUpheld);
    return new Network(
        CompiledPolicies.of(cluster, policies, asItStands, upheldKinds), enforcers, upheldKinds);
  }

  private Network(CompiledPolicies compiled, Enforcers enforcers, UpheldKinds upheldKinds) {
    this(
        compiled,
        enforcers,
        upheldKinds,
        new PortSets(),
        new Found(null, null, false),
        new NetworkReads());
  }

  private Network(
      CompiledPolicies compiled,
      Enforcers enforcers,
      UpheldKinds upheldKinds,
      PortSets portSets,
      Found found,
      NetworkReads reads) {
    this.portSets = portSets;
    this.found = found;
    this.reads = reads;
    this.cluster = compiled.cluster();
    this.compiled = compiled;
    this.endpoints = compiled.endpoints();
    this.peers = compiled.peers();
    this.ingress = compiled.ingress();
    this.egress = compiled.egress();
    this.enforcers = enforcers;
    this.upheldKinds = upheldKinds;
  }

  /**
   * What would hold with one policy changed. Both networks may be used afterwards, but not by two
   * threads.
   *
   * @param before the policy that goes, as it was read, or null
   * @param after the policy that comes, of the same namespace, or null
   */
  public Network with(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
    return new Network(compiled.with(before, after), enforcers, upheldKinds);
  }

  /**
   * The same with some policies of tiers gone and others come; one object may be several.
   *
   * @param gone as they were read
   */
  public Network with(List<TieredPolicy> gone, List<TieredPolicy> come) {
    return new Network(compiled.with(gone, come), enforcers, upheldKinds);
  }

  /**
   * What would hold with other labels on a namespace.
   *
   * @param labels with {@code kubernetes.io/metadata.name}
   */
  public Network relabelled(int namespace, LabelSet labels) {
    return new Network(compiled.relabelled(namespace, labels), enforcers, upheldKinds);
  }

  /**
   * The same network in a cluster with other NetworkPolicies, or with other labels of namespaces
   * that only policies read. Ends, peers, grants and port sets keep their numbers, so what is named
   * by them keeps its name. To be used by one thread, like the one before.
   *
   * @param changed which differs in nothing else that is read here
   * @return null where all has to be compiled anew
   */
  public @Nullable Network following(Cluster changed) {
    FollowedPolicies now = FollowedPolicies.of(compiled, cluster, changed);
    return now == null
        ? null
        : new Network(
            now.compiled(),
            enforcers,
            upheldKinds,
            portSets,
            new Found(mesh(), now.selectors(namespaceSelectors()), found.keepsPlan),
            new NetworkReads());
  }

  /** Which ends send or receive otherwise than in the network that this one follows. */
  public NetworkChange since(Network before) {
    return NetworkChange.of(before, this);
  }

  /** The same as somebody sees it; what is asked is noted. */
  public Network noting(NetworkReads noted) {
    return new Network(compiled, enforcers, upheldKinds, portSets, found, noted);
  }

  /** The same, which makes its {@link #plan} once: for one thread. */
  public Network keepingPlan() {
    return kept(true);
  }

  /** The same, which makes each {@link #plan} anew, so that several threads may have one each. */
  public Network sharingNothing() {
    return kept(false);
  }

  private Network kept(boolean keepsPlan) {
    return found.keepsPlan == keepsPlan
        ? this
        : new Network(
            compiled,
            enforcers,
            upheldKinds,
            portSets,
            new Found(found.mesh, found.namespaceSelectors, keepsPlan),
            reads);
  }

  int endpointCount() {
    return endpoints.count();
  }

  int podEndpointCount() {
    return endpoints.podCount();
  }

  /** The number of what is granted to an endpoint; networks that follow others number alike. */
  int egressGroup(int endpoint) {
    return egress.groupOf(endpoint);
  }

  int ingressGroup(int endpoint) {
    return ingress.groupOf(endpoint);
  }

  /** Whether a namespace has other labels than in the network that this one follows. */
  boolean isLabelledOtherwise(Network before) {
    return cluster.namespacesBeside(before.cluster).length > 0;
  }

  /** The same of namespaces with pods on the host's network. */
  boolean isHostLabelledOtherwise(Network before) {
    return Arrays.stream(cluster.namespacesBeside(before.cluster))
        .anyMatch(endpoints::someOnHostNetwork);
  }

  /** The ends that are in or out of a peer otherwise than in the network that this one follows. */
  BitSet endsAmongOthers(Network before) {
    BitSet ends = new BitSet();
    peers.changedSince(before.peers).stream()
        .forEach(peer -> ends.or(peers.get(peer).endsOtherwiseIn(before.peers.get(peer))));
    return ends;
  }

  /** Whether there are policies of a kind of which it is not known whether it is upheld. */
  public static boolean leavesKindsOpen(Cluster cluster) {
    return UpheldKinds.leavesOpen(cluster);
  }

  /**
   * Whether it is known from where pods get their addresses, and no pod is elsewhere. It does not
   * rest on policies.
   */
  public static boolean knowsAddressesOfPods(Cluster cluster) {
    return Addresses.of(cluster, false).podRanges() != null;
  }

  /**
   * Whether the addresses that pods have now say anything to policies: where {@linkplain
   * #knowsAddressesOfPods it is not known} from where pods get theirs, policies on addresses are
   * held against those that were seen.
   */
  public static boolean readsAddressesOfPods(Cluster cluster) {
    return !cluster.tieredPolicies().isEmpty()
        || cluster.nodes().stream().anyMatch(node -> !node.podCidrs().isEmpty())
        || cluster.networkPolicies().stream().anyMatch(Network::namesAddresses);
  }

  private static boolean namesAddresses(NetworkPolicy policy) {
    return policy.ingress().stream().anyMatch(Network::namesAddresses)
        || policy.egress().stream().anyMatch(Network::namesAddresses);
  }

  private static boolean namesAddresses(NetworkPolicy.Rule rule) {
    return rule.peers().stream().anyMatch(peer -> peer.ipBlock() != null);
  }

  /** The same from nothing, with these policies and no others. */
  static Network of(Cluster cluster, WrittenPolicies policies, boolean asItStands) {
    return of(cluster, policies, asItStands, false);
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
    return of(cluster, WrittenPolicies.of(cluster), false, unsureKindsUpheld);
  }

  /** Pods keep the addresses that they have. */
  public static Network asItStands(Cluster cluster, boolean unsureKindsUpheld) {
    return of(cluster, WrittenPolicies.of(cluster), true, unsureKindsUpheld);
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
    reads.notePolicies();
    return isolation(direction).isolates(endpoint);
  }

  /**
   * What policies make of the way to nodes themselves; no NetworkPolicy does, so that nothing is
   * noted.
   */
  public NodeGuards nodeGuards() {
    return new NodeGuards(cluster, endpoints, enforcers, ingress, egress);
  }

  /**
   * The ports on which policies let one endpoint connect to another, enforced or not.
   *
   * @param granted what doubts are settled in favour of the connection, see {@link Doubt}
   */
  public PortSet allowed(int source, int destination, int granted) {
    reads.notePolicies();
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

  private static PortSet granted(
      Isolation isolation, int subject, int other, int destination, int granted) {
    return isolation.isolates(subject)
        ? isolation.granted(subject, other, destination, granted)
        : PortSet.ALL;
  }

  /**
   * What a service mesh's proxies let through behind the connection; found when first asked for.
   */
  public Mesh mesh() {
    Mesh known = found.mesh;
    if (known == null) {
      known = Mesh.of(cluster, this::servicePorts);
      found.mesh = known;
    }
    return known;
  }

  /** Whether objects of service accounts say anything: only proxies of a mesh know accounts. */
  public boolean readsAccounts() {
    return !cluster.meshAuthorizations().isEmpty() || !cluster.peerAuthentications().isEmpty();
  }

  /** By which labels policies tell namespaces apart; found when first asked for. */
  public NamespaceSelectors namespaceSelectors() {
    reads.noteSelectors();
    NamespaceSelectors known = found.namespaceSelectors;
    if (known == null) {
      known = new NamespaceSelectors(cluster);
      found.namespaceSelectors = known;
    }
    return known;
  }

  /** The ports of pods of the class on which a Service of their namespace reaches them. */
  public PortSet servicePorts(Service service, PodClass podClass) {
    return ServicePorts.of(cluster, service, podClass);
  }

  /** The rules behind what {@link #allowed} answers. */
  public Reasons reasons() {
    reads.notePolicies();
    return new Reasons(peers, ingress, egress);
  }

  /** What egress policies allow towards addresses that are no pod's. */
  public Outward towardsAddresses() {
    return new Outward(cluster, endpoints, peers, egress, reads);
  }

  /** Whether there is any policy that could close something; the same in what follows. */
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
    remarks.addAll(upheldKinds.remarks(cluster));
    return remarks;
  }

  /** Every doubt that some peer of some policy rests on, as a mask of {@link Doubt}. */
  public int doubts() {
    reads.notePolicies();
    return peers.doubts();
  }

  /** All pairs of classes, row by row. */
  public Matrix matrix(int granted) {
    reads.notePolicies();
    return new Matrix(plan(), endpoints, peers, egress, portSets, granted);
  }

  /**
   * The addresses there are, cut where they do not behave alike.
   *
   * @param senders pods whose egress policies hold somewhere
   * @param receivers pods whose ingress policies do
   * @param granted what doubts are settled in favour of the connection, see {@link Doubt}
   */
  public OutsideRanges outside(BitSet senders, BitSet receivers, int granted) {
    reads.notePolicies();
    return new OutsideRanges(endpoints, peers, ingress, egress, senders, receivers, granted);
  }

  /** The groups and peers, for rows that join them without naming every pair. */
  public Plan plan() {
    reads.notePolicies();
    Plan known = found.plan;
    if (known == null) {
      known =
          new Plan(
              endpoints,
              peers,
              ingress,
              egress,
              compiled.sources(),
              compiled.destinations(),
              doubts());
      found.plan = found.keepsPlan ? known : null;
    }
    return known;
  }

  private Isolation isolation(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }
}
