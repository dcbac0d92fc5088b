package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy whose rules are tried in order and may accept, deny or pass, of whatever API; intake
 * translates each API into this one form.
 *
 * <p>Policies are tried by {@code tier}, then {@code order}, lower first. NetworkPolicies stand in
 * the tier {@link #DEFAULT_TIER} at {@link #NETWORK_POLICY_ORDER}, all together: what their rules
 * allow is accepted.
 *
 * @param tier where its tier stands among all
 * @param order where it stands within its tier
 * @param subject the pods that it applies to: any of these selections
 * @param ingress null where it says nothing of the direction
 * @param egress the same
 * @param hosts the nodes themselves that it applies to; null for none
 */
public record TieredPolicy(
    ObjectMeta meta,
    Api api,
    double tier,
    double order,
    List<Peer.Pods> subject,
    @Nullable Section ingress,
    @Nullable Section egress,
    @Nullable Hosts hosts) {

  /** Before every tenant's policies. */
  public static final double ADMIN_TIER = 1_000;

  /** Where NetworkPolicies stand. */
  public static final double DEFAULT_TIER = 1_000_000;

  /** Behind every tenant's policies. */
  public static final double BASELINE_TIER = 10_000_000;

  /** Behind everything: what a host endpoint's profiles make of the rest. */
  public static final double PROFILE_TIER = Double.POSITIVE_INFINITY;

  /** What is to stand before every tier that has a place stands behind this. */
  private static final double BEFORE_TIERS = -1e16;

  /** Tiers of which nobody knows where they stand, each at a place of its own up to this one. */
  private static final double LAST_UNPLACED = -1e17;

  /** Keeps places apart that are as far from zero as those. */
  private static final double STEP = 64;

  /** Where NetworkPolicies stand within their tier. */
  public static final double NETWORK_POLICY_ORDER = 1_000;

  /** Whose policy it is; enforcers differ in which they know. */
  public enum Api {
    /** policy.networking.k8s.io/v1alpha2. */
    CLUSTER_NETWORK_POLICY,
    /** policy.networking.k8s.io/v1alpha1, Baseline included. */
    ADMIN_NETWORK_POLICY,
    CALICO,
    CILIUM;

    /** Whether the outcome is left open where two policies stand at one place. */
    boolean leavesTiesOpen() {
      return this == CLUSTER_NETWORK_POLICY || this == ADMIN_NETWORK_POLICY;
    }
  }

  /**
   * Nodes that a policy applies to: what comes to their own processes and goes out from them.
   *
   * @param selectors any of which selects
   * @param ofNodes whether selectors read the labels of nodes; else those of host endpoints
   * @param forwarded whether it holds for what nodes forward too, to and from pods
   */
  public record Hosts(
      List<LabelSelector> selectors, boolean ofNodes, Stage stage, boolean forwarded) {
    public Hosts {
      selectors = List.copyOf(selectors);
    }

    /** Whether it applies to what has these labels. */
    public boolean selects(LabelSet labels) {
      return selectors.stream().anyMatch(selector -> selector.matches(labels));
    }
  }

  /** What a rule does with what it matches. */
  public enum Action {
    ACCEPT,
    DENY,
    /** Goes on with the next tier. */
    PASS
  }

  /**
   * One direction.
   *
   * @param deniesRest whether what no policy of the tier matches is denied, since this one selects
   *     the pod
   */
  public record Section(List<Rule> rules, boolean deniesRest) {
    public Section {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One rule.
   *
   * @param field its path, for example {@code spec.egress[0]}
   * @param ports null for every port of every protocol
   * @param understood false where it has conditions that nothing here can judge, so that it may or
   *     may not match
   */
  public record Rule(
      String field,
      Action action,
      List<Peer> peers,
      @Nullable List<Port> ports,
      boolean understood) {
    public Rule {
      peers = List.copyOf(peers);
      ports = ports == null ? null : List.copyOf(ports);
    }

    /** Its peers, and those of which peers with several conditions are made. */
    public Stream<Peer> simplePeers() {
      return peers.stream().flatMap(Rule::simple);
    }

    private static Stream<Peer> simple(Peer peer) {
      return peer instanceof Peer.Every every
          ? every.conditions().stream()
              .flatMap(condition -> condition.anyOf().stream())
              .flatMap(Rule::simple)
          : Stream.of(peer);
    }
  }

  /** When a policy of nodes looks at a packet; what an earlier one decides no later one sees. */
  public enum Stage {
    /** Before connections are tracked; for single interfaces only. */
    UNTRACKED,
    /** As packets arrive, so at node ports too. */
    BEFORE_TRANSLATION,
    NORMAL;

    /**
     * Where a tier stands among all stages.
     *
     * @param order its place among the normal ones
     * @param rank how many tiers stand before it
     */
    double tier(double order, int rank) {
      return switch (this) {
        case UNTRACKED -> BEFORE_TIERS + rank * STEP;
        case BEFORE_TRANSLATION -> BEFORE_TIERS / 2 + rank * STEP;
        case NORMAL -> Math.max(order, BEFORE_TIERS / 4);
      };
    }
  }

  /** The place of a tier that has none, by a number of its own. */
  static double unplaced(int number, Stage stage) {
    return LAST_UNPLACED - (number * Stage.values().length + stage.ordinal()) * STEP;
  }

  /**
   * Whether it is in a tier that nobody declares, or of which it is not known where it stands: it
   * may be tried before all others or not at all.
   */
  public boolean isUnplaced() {
    return tier <= LAST_UNPLACED && tier != Double.NEGATIVE_INFINITY;
  }

  /**
   * Whether of this one and another at the same place either may be tried first. Versions of Calico
   * compare names alone, or names followed by namespace and kind, or preceded by them.
   */
  public boolean isOpenWhichComesFirst(TieredPolicy other) {
    if (api == Api.CALICO && other.api == Api.CALICO) {
      ObjectReference one = meta.reference();
      ObjectReference another = other.meta.reference();
      return !one.kind().equals(another.kind())
          || !one.namespaceOrEmpty().equals(another.namespaceOrEmpty())
          || one.name().startsWith(another.name())
          || another.name().startsWith(one.name());
    }
    return api.leavesTiesOpen() && other.api.leavesTiesOpen();
  }

  /** The same of this one and all NetworkPolicies, which Calico tells apart by name too. */
  public boolean isOpenWhetherNetworkPoliciesComeFirst() {
    return api == Api.CALICO && tier == DEFAULT_TIER && order == NETWORK_POLICY_ORDER;
  }

  /** Whether it decides before node ports are translated, so about them too. */
  public boolean isBeforeTranslation() {
    return tier == Double.NEGATIVE_INFINITY || (hosts != null && hosts.stage() != Stage.NORMAL);
  }

  /** Who is at the other end. */
  public sealed interface Peer {

    /** Pods of namespaces; pods on the host network are never meant. */
    record Pods(LabelSelector namespaces, LabelSelector pods) implements Peer {}

    /**
     * Addresses.
     *
     * @param pods whether pods and nodes are meant too where they have such an address
     */
    record Networks(List<String> cidrs, List<String> except, boolean pods) implements Peer {
      public Networks {
        cidrs = List.copyOf(cidrs);
        except = List.copyOf(except);
      }
    }

    /** The addresses of nodes. */
    record Nodes(LabelSelector selector) implements Peer {}

    /** Host endpoints, by their own labels. */
    record Hosts(LabelSelector selector) implements Peer {}

    /**
     * Named sets of addresses, by their labels.
     *
     * @param namespaces where they stand; null for those that stand in none
     */
    record NetworkSets(@Nullable LabelSelector namespaces, LabelSelector sets) implements Peer {}

    /** Whatever addresses some names resolve to. */
    record Names(List<String> domainNames) implements Peer {
      public Names {
        domainNames = List.copyOf(domainNames);
      }
    }

    /** Whatever is no pod and no node. */
    record Outside() implements Peer {}

    /** Everything there is, outside included. */
    record Anything() implements Peer {}

    /** Whoever fulfils every one of some conditions. */
    record Every(List<Condition> conditions) implements Peer {
      public Every {
        conditions = List.copyOf(conditions);
      }
    }

    /** That an end is one of some peers, or none of them. */
    record Condition(boolean negated, List<Peer> anyOf) {
      public Condition {
        anyOf = List.copyOf(anyOf);
      }
    }
  }

  /**
   * Ports of the destination.
   *
   * @param protocol empty for any
   * @param name of a container's port, or null
   * @param first and {@code last}: 1 to 65535 for every port
   */
  public record Port(String protocol, @Nullable String name, int first, int last) {}

  public TieredPolicy {
    subject = List.copyOf(subject);
  }

  /** A policy that applies to pods alone. */
  public TieredPolicy(
      ObjectMeta meta,
      Api api,
      double tier,
      double order,
      List<Peer.Pods> subject,
      @Nullable Section ingress,
      @Nullable Section egress) {
    this(meta, api, tier, order, subject, ingress, egress, null);
  }
}
