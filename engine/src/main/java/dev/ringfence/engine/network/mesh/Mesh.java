package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RuleReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of a service mesh that stand before pods, and who may connect through them.
 *
 * <p>Service accounts that no guard tells apart are one <em>identity class</em>; who shows no
 * certificate is in none. Pods with the same policies, modes and covered ports share a guard.
 */
public final class Mesh {

  private record GuardKey(
      Proxies.Kind kind,
      PortSet covered,
      Map<PortSet, Set<MeshPolicy.Mode>> modes,
      List<MeshPolicy.Authorization> policies) {}

  private final Cluster cluster;
  private final MeshConfiguration configuration;
  private final Proxies proxies;
  private final List<Guard> guards = new ArrayList<>();
  private final int[] guardOf;
  private final List<Peer> accounts;
  private final Map<Peer, Integer> accountIds = new HashMap<>();
  private final int[] classOf;
  private final List<Peer> examples = new ArrayList<>();

  private Mesh(Cluster cluster, BiFunction<Service, PodClass, PortSet> servicePorts) {
    this.cluster = cluster;
    this.configuration = MeshConfiguration.of(cluster);
    this.proxies = new Proxies(cluster, configuration);
    this.guardOf = new int[cluster.podClasses().size()];
    Arrays.fill(guardOf, -1);
    if (isUsed(cluster) && configuration.isSeen()) {
      findGuards(new Modes(cluster, configuration, servicePorts));
    }
    this.accounts = guards.isEmpty() ? List.of() : accounts();
    for (Peer account : accounts) {
      accountIds.put(account, accountIds.size());
    }
    this.classOf = identityClasses();
  }

  /**
   * The mesh of a cluster.
   *
   * @param servicePorts the ports of pods of a class on which a Service reaches them
   */
  public static Mesh of(Cluster cluster, BiFunction<Service, PodClass, PortSet> servicePorts) {
    return new Mesh(cluster, servicePorts);
  }

  /** Whether there are policies of a mesh at all. */
  public static boolean isUsed(Cluster cluster) {
    return !cluster.meshAuthorizations().isEmpty() || !cluster.peerAuthentications().isEmpty();
  }

  private void findGuards(Modes modes) {
    Matching matching = new Matching(configuration.trustDomain());
    Map<GuardKey, Integer> known = new HashMap<>();
    for (PodClass podClass : cluster.podClasses()) {
      Proxies.Kind kind = proxies.before(podClass);
      if (kind != Proxies.Kind.NONE) {
        PortSet covered = Proxies.covered(podClass, kind);
        GuardKey key = new GuardKey(kind, covered, modes.of(podClass, covered), policies(podClass));
        Integer id = known.get(key);
        if (id == null) {
          Guard guard =
              new Guard(
                  kind == Proxies.Kind.SIDECAR,
                  covered,
                  key.modes(),
                  modes.references(podClass),
                  key.policies(),
                  matching);
          id = guard.closesSomething() ? guards.size() : -1;
          known.put(key, id);
          if (id >= 0) {
            guards.add(guard);
          }
        }
        guardOf[podClass.id()] = id;
      }
    }
  }

  /** Policies for gateways and waypoints are not for what stands behind them. */
  private List<MeshPolicy.Authorization> policies(PodClass podClass) {
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    LabelSet labels = podClass.labels();
    return cluster.meshAuthorizations().stream()
        .filter(each -> !each.targeted() && !each.dryRun())
        .filter(
            each ->
                each.meta().namespace().equals(namespace)
                    || each.meta().namespace().equals(configuration.rootNamespace()))
        .filter(each -> each.selector().matches(labels))
        .toList();
  }

  private List<Peer> accounts() {
    Set<Peer> found = new LinkedHashSet<>();
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      found.add(new Peer(account.meta().namespace(), account.meta().name()));
    }
    for (PodClass podClass : cluster.podClasses()) {
      found.add(accountOf(podClass));
    }
    return List.copyOf(found);
  }

  private Peer accountOf(PodClass podClass) {
    return new Peer(
        cluster.namespaces().get(podClass.namespace()).name(),
        podClass.spec().serviceAccountName());
  }

  /** Splits the accounts by what each guard lets them do. */
  private int[] identityClasses() {
    int[] classes = new int[accounts.size()];
    for (Guard guard : guards) {
      Map<Integer, Map<PortSet, Integer>> split = new LinkedHashMap<>();
      int next = 0;
      int[] refined = new int[classes.length];
      for (int account = 0; account < classes.length; account++) {
        Map<PortSet, Integer> parts =
            split.computeIfAbsent(classes[account], ignored -> new HashMap<>());
        PortSet allowed = guard.allowed(accounts.get(account));
        Integer part = parts.get(allowed);
        if (part == null) {
          part = next++;
          parts.put(allowed, part);
        }
        refined[account] = part;
      }
      classes = refined;
    }
    Map<Integer, Peer> first = new HashMap<>();
    int count = 0;
    for (int account = 0; account < classes.length; account++) {
      first.putIfAbsent(classes[account], accounts.get(account));
      count = Math.max(count, classes[account] + 1);
    }
    for (int each = 0; each < count; each++) {
      examples.add(first.getOrDefault(each, Peer.NOBODY));
    }
    return classes;
  }

  /** Whether some pods stand behind a proxy that closes something. */
  public boolean guardsSomething() {
    return !guards.isEmpty();
  }

  /** What stands before pods of a class, or null where nothing does that closes anything. */
  public @Nullable Guard guard(int podClass) {
    return podClass < guardOf.length && guardOf[podClass] >= 0
        ? guards.get(guardOf[podClass])
        : null;
  }

  /** The annotations by which ports of the class come in without meeting its sidecar. */
  public static Map<String, String> leavingOut(PodClass podClass) {
    return Proxies.leavingOut(podClass);
  }

  /** Whether some policy of a mesh that is there is about pods of the class. */
  public boolean isMeant(PodClass podClass) {
    String own = cluster.namespaces().get(podClass.namespace()).name();
    return isUsed(cluster)
        && configuration.isSeen()
        && (!policies(podClass).isEmpty()
            || cluster.peerAuthentications().stream()
                .map(each -> each.meta().namespace())
                .anyMatch(each -> each.equals(own) || each.equals(configuration.rootNamespace())));
  }

  /** Whether a proxy stands before pods of the class, whatever it lets through. */
  public boolean isProxied(PodClass podClass) {
    return proxies.before(podClass) != Proxies.Kind.NONE;
  }

  /** What shows which proxy stands before pods of the class, or that none does. */
  public MeshSign sign(PodClass podClass) {
    return proxies.sign(podClass);
  }

  /** What shows that pods of the class may have an identity of the mesh; else null. */
  public @Nullable MeshSign identitySign(PodClass podClass) {
    return proxies.identitySign(podClass);
  }

  /** How many identity classes there are. */
  public int identityCount() {
    return examples.size();
  }

  /** The identity class of a service account, or -1 where it is not among the objects. */
  public int identityOf(String namespace, String account) {
    Integer known = accountIds.get(new Peer(namespace, account));
    return known == null ? -1 : classOf[known];
  }

  /** The identity class of the service account of pods of a class. */
  public int identityOf(PodClass podClass) {
    Peer account = accountOf(podClass);
    return identityOf(
        Objects.requireNonNull(account.namespace()), Objects.requireNonNull(account.account()));
  }

  /** The ports that an identity class may connect to through a guard. */
  public PortSet allowed(Guard guard, int identity) {
    return guard.allowed(examples.get(identity));
  }

  /** The rules that let an identity class through a guard, or may. */
  public List<RuleReference> letting(Guard guard, int identity) {
    return guard.letting(examples.get(identity));
  }

  /** Whether pods of the class may speak as their service account without holding a token of it. */
  public boolean mayHaveIdentity(PodClass podClass) {
    return proxies.mayHaveIdentity(podClass);
  }

  /** Whether pods of the class forward what they are sent, in their own name. */
  public boolean isGateway(PodClass podClass) {
    return Proxies.isGateway(podClass);
  }

  /** Whether pods of the class tell all proxies what to do. */
  public boolean isControlPlane(PodClass podClass) {
    return MeshConfiguration.isControlPlane(podClass);
  }

  /** The namespace whose policies hold everywhere, where a mesh is seen. */
  public String rootNamespace() {
    return configuration.rootNamespace();
  }

  /** What should be said before anything else: how many policies do not count here, and why. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!isUsed(cluster)) {
      return remarks;
    }
    int all = cluster.meshAuthorizations().size() + cluster.peerAuthentications().size();
    if (!configuration.isSeen()) {
      remarks.add(
          "No control plane of Istio is seen, so AuthorizationPolicies and PeerAuthentications ("
              + all
              + " here) change nothing");
      return remarks;
    }
    long unguarded = Arrays.stream(guardOf).filter(guard -> guard < 0).count();
    remarks.add(
        "AuthorizationPolicy and PeerAuthentication ("
            + all
            + " here) count where a sidecar or ztunnel stands before a pod that nobody outside it"
            + " can go round: "
            + (guardOf.length - unguarded)
            + " of "
            + guardOf.length
            + " kinds of pods. What they ask of requests, and of addresses, is taken as met");
    long custom =
        cluster.meshAuthorizations().stream()
            .filter(each -> each.action() == MeshPolicy.Action.CUSTOM || each.targeted())
            .count();
    if (custom > 0) {
      remarks.add(
          "AuthorizationPolicies that ask another authorizer (CUSTOM), or hold at gateways and"
              + " waypoints, are taken as permitting ("
              + custom
              + " here)");
    }
    return remarks;
  }
}
