package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Operator;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Small clusters in which everything that NetworkPolicy speaks of meets everything else: two
 * addresses in each family, a handful of labels, ports around every bound that is written.
 */
public final class RandomClusters {

  public static final List<String> IPV4 = List.of("10.0.0.0", "10.0.0.1");
  public static final List<String> IPV6 = List.of("fd00::", "fd00::1");
  public static final List<Integer> PORTS = List.of(79, 80, 81, 443, 8080, 8081, 9000, 65535);

  /** Policies of tiers have priorities below it. */
  static final int PRIORITIES = 3;

  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "10.0.0.0/8",
          "10.0.0.0/31",
          "10.0.0.1/32",
          "192.168.0.0/16",
          "::/0",
          "fd00::/127",
          "fd00::1/128");
  private static final List<String> KEYS = List.of("app", "tier");
  private static final List<String> VALUES = List.of("x", "y");
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
  private static final List<String> PORT_NAMES = List.of("web", "admin");

  private final Random random;
  private final Map<String, Map<String, String>> relabelled;
  private boolean tiers;

  public RandomClusters(long seed) {
    this(seed, Map.of());
  }

  /**
   * The same clusters but for some labels.
   *
   * @param relabelled namespaces by name, with other labels than those that are drawn
   */
  RandomClusters(long seed, Map<String, Map<String, String>> relabelled) {
    this.random = new Random(seed);
    this.relabelled = relabelled;
  }

  /** Pods have no address yet. */
  public Cluster next() {
    return next(false);
  }

  /** Each pod has an address in each family of the cluster. */
  public Cluster nextWithAddresses() {
    return next(true);
  }

  /** Also policies of the Admin and Baseline tiers, some of equal priority. */
  public Cluster nextWithTiers() {
    tiers = true;
    return next(true);
  }

  private Cluster next(boolean addressed) {
    SmallCluster cluster = new SmallCluster();
    List<String> cidrs =
        switch (random.nextInt(3)) {
          case 0 -> List.of("10.0.0.0/31");
          case 1 -> List.of("fd00::/127");
          default -> List.of("10.0.0.0/31", "fd00::/127");
        };
    cluster.node("node", List.of("192.168.0.1"), cidrs);
    cluster.daemonSet(
        "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"));
    int namespaces = 1 + random.nextInt(3);
    for (int i = 0; i < namespaces; i++) {
      Map<String, String> drawn = labels();
      cluster.namespace("n" + i, relabelled.getOrDefault("n" + i, drawn));
    }
    int pods = 2 + random.nextInt(3);
    for (int i = 0; i < pods; i++) {
      cluster.pod(
          "n" + random.nextInt(namespaces),
          "p" + i,
          labels(),
          SmallCluster.spec(SmallCluster.container("registry.test/p" + i, ports())),
          addressed ? addresses(cidrs) : new String[0]);
    }
    int policies = random.nextInt(5);
    for (int i = 0; i < policies; i++) {
      cluster.policy(policy("n" + random.nextInt(namespaces), "policy" + i));
    }
    for (int i = tiers ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      cluster.policy(tiered("tiered" + i));
    }
    return cluster.build();
  }

  private TieredPolicy tiered(String name) {
    List<TieredPolicy.Peer.Pods> subject =
        List.of(new TieredPolicy.Peer.Pods(namespaceSelector(), selector()));
    boolean both = random.nextInt(3) == 0;
    boolean ingress = both || random.nextBoolean();
    return new TieredPolicy(
        SmallCluster.meta("ClusterNetworkPolicy", null, name, Map.of()),
        TieredPolicy.Api.CLUSTER_NETWORK_POLICY,
        random.nextInt(3) > 0 ? TieredPolicy.ADMIN_TIER : TieredPolicy.BASELINE_TIER,
        random.nextInt(PRIORITIES),
        subject,
        ingress ? new TieredPolicy.Section(tieredRules("ingress"), false) : null,
        both || !ingress ? new TieredPolicy.Section(tieredRules("egress"), false) : null);
  }

  private List<TieredPolicy.Rule> tieredRules(String direction) {
    List<TieredPolicy.Rule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<TieredPolicy.Peer> peers = new ArrayList<>();
      boolean addresses = false;
      for (int j = 1 + random.nextInt(2); j > 0; j--) {
        int kind = direction.equals("ingress") ? 2 : random.nextInt(4);
        addresses |= kind < 2;
        peers.add(
            switch (kind) {
              case 0 -> new TieredPolicy.Peer.Networks(List.of(pick(BLOCKS)), List.of(), true);
              case 1 -> new TieredPolicy.Peer.Nodes(LabelSelector.EVERYTHING);
              default -> new TieredPolicy.Peer.Pods(namespaceSelector(), selector());
            });
      }
      List<TieredPolicy.Port> ports = null;
      if (random.nextInt(3) > 0) {
        ports = new ArrayList<>();
        for (int j = 1 + random.nextInt(2); j > 0; j--) {
          ports.add(tieredPort(addresses));
        }
      }
      rules.add(
          new TieredPolicy.Rule(
              "spec." + direction + "[" + i + "]",
              TieredPolicy.Action.values()[random.nextInt(3)],
              peers,
              ports,
              true));
    }
    return rules;
  }

  private TieredPolicy.Port tieredPort(boolean addresses) {
    return switch (random.nextInt(addresses ? 2 : 3)) {
      case 0 -> new TieredPolicy.Port(pick(PROTOCOLS), null, 80, 81 + random.nextInt(400));
      case 1 -> {
        int number = pick(PORTS);
        yield new TieredPolicy.Port(pick(PROTOCOLS), null, number, number);
      }
      default -> new TieredPolicy.Port("", pick(PORT_NAMES), 0, 0);
    };
  }

  private String[] addresses(List<String> cidrs) {
    return cidrs.stream()
        .map(cidr -> pick(cidr.contains(":") ? IPV6 : IPV4))
        .toArray(String[]::new);
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        labels.put(key, pick(VALUES));
      }
    }
    return labels;
  }

  private Container.Port[] ports() {
    Container.Port[] ports = new Container.Port[random.nextInt(3)];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = SmallCluster.port(pick(PORT_NAMES), pick(PORTS), pick(PROTOCOLS));
    }
    return ports;
  }

  private NetworkPolicy policy(String namespace, String name) {
    boolean ingress = random.nextBoolean();
    boolean egress = !ingress || random.nextInt(3) == 0;
    return new NetworkPolicy(
        SmallCluster.meta("NetworkPolicy", namespace, name, Map.of()),
        selector(),
        ingress,
        egress,
        rules(),
        rules());
  }

  private List<NetworkPolicy.Rule> rules() {
    List<NetworkPolicy.Rule> rules = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<NetworkPolicy.Peer> peers = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        peers.add(peer());
      }
      List<NetworkPolicy.Port> ports = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        ports.add(port());
      }
      rules.add(new NetworkPolicy.Rule(peers, ports));
    }
    return rules;
  }

  private NetworkPolicy.Peer peer() {
    return switch (random.nextInt(4)) {
      case 0 -> {
        List<String> except = new ArrayList<>();
        for (int i = random.nextInt(2); i > 0; i--) {
          except.add(pick(BLOCKS));
        }
        yield new NetworkPolicy.Peer(null, null, new NetworkPolicy.IpBlock(pick(BLOCKS), except));
      }
      case 1 -> new NetworkPolicy.Peer(selector(), null, null);
      case 2 -> new NetworkPolicy.Peer(null, namespaceSelector(), null);
      default -> new NetworkPolicy.Peer(selector(), namespaceSelector(), null);
    };
  }

  private LabelSelector namespaceSelector() {
    if (random.nextInt(4) == 0) {
      return new LabelSelector(
          Map.of("kubernetes.io/metadata.name", "n" + random.nextInt(3)), List.of());
    }
    return selector();
  }

  private LabelSelector selector() {
    if (random.nextInt(3) == 0) {
      return LabelSelector.EVERYTHING;
    }
    Map<String, String> matchLabels = new HashMap<>();
    List<LabelSelector.Requirement> expressions = new ArrayList<>();
    if (random.nextBoolean()) {
      matchLabels.put(pick(KEYS), pick(VALUES));
    } else {
      Operator operator = Operator.values()[random.nextInt(4)];
      boolean valued = operator == Operator.IN || operator == Operator.NOT_IN;
      expressions.add(
          new LabelSelector.Requirement(
              pick(KEYS), operator, valued ? List.of(pick(VALUES)) : List.of()));
    }
    return new LabelSelector(matchLabels, expressions);
  }

  private NetworkPolicy.Port port() {
    String protocol = pick(PROTOCOLS);
    return switch (random.nextInt(4)) {
      case 0 -> port(protocol, pick(PORT_NAMES), 0, 0);
      case 1 -> port(protocol, null, 0, 0);
      case 2 -> port(protocol, null, 80, 80 + random.nextInt(400));
      default -> {
        int number = pick(PORTS);
        yield port(protocol, null, number, number);
      }
    };
  }

  private static NetworkPolicy.Port port(
      String protocol, @Nullable String name, int port, int endPort) {
    return new NetworkPolicy.Port(protocol, name, port, endPort);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
