package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.MeshPolicy.Mode;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RuleReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a proxy before pods lets through. Ports that it does not cover are open; on the others a
 * peer must be able to connect in the mode that is asked for, no DENY rule may certainly match, and
 * where there are ALLOW policies, some rule of theirs must match, or may. CUSTOM policies can only
 * deny, by what is not known, so they are not counted.
 */
public final class Guard {

  private final boolean sidecar;
  private final PortSet covered;
  private final Map<PortSet, Set<Mode>> modes;
  private final List<RuleReference> authentications;
  private final List<MeshPolicy.Authorization> policies;
  private final Matching matching;
  private final Map<Peer, PortSet> known = new HashMap<>();

  /**
   * @param modes disjoint ports that together are all covered ones, with the modes of which any may
   *     hold there
   * @param policies those that hold for the pods
   */
  Guard(
      boolean sidecar,
      PortSet covered,
      Map<PortSet, Set<Mode>> modes,
      List<RuleReference> authentications,
      List<MeshPolicy.Authorization> policies,
      Matching matching) {
    this.sidecar = sidecar;
    this.covered = covered;
    this.modes = Map.copyOf(modes);
    this.authentications = List.copyOf(authentications);
    this.policies = List.copyOf(policies);
    this.matching = matching;
  }

  /** Whether the proxy is in the pod; else it is the node's. */
  public boolean isSidecar() {
    return sidecar;
  }

  /** Whether it keeps anybody from anything. */
  boolean closesSomething() {
    return !allowed(Peer.NOBODY).isAll();
  }

  /** The ports on which what comes in meets it. */
  public PortSet covered() {
    return covered;
  }

  /** The ports that who shows no certificate may connect to, those not covered included. */
  public PortSet openToNobodyInParticular() {
    return allowed(Peer.NOBODY);
  }

  /** The ports that a peer may connect to, those not covered included. */
  PortSet allowed(Peer peer) {
    return known.computeIfAbsent(peer, this::judge);
  }

  private PortSet judge(Peer peer) {
    PortSet reachable = PortSet.ALL.minus(covered);
    for (Map.Entry<PortSet, Set<Mode>> part : modes.entrySet()) {
      for (Mode mode : part.getValue()) {
        reachable = reachable.or(part.getKey().and(inMode(mode, peer)));
      }
    }
    return reachable;
  }

  /** Who has a certificate may leave it, except where one is asked for. */
  private PortSet inMode(Mode mode, Peer peer) {
    return switch (mode) {
      case STRICT -> peer.isNobody() ? PortSet.NONE : authorized(peer);
      case PERMISSIVE -> authorized(peer).or(authorized(Peer.NOBODY));
      case DISABLE -> authorized(Peer.NOBODY);
    };
  }

  private PortSet authorized(Peer peer) {
    PortSet denied = PortSet.NONE;
    PortSet allowed = PortSet.NONE;
    boolean somethingAllows = false;
    for (MeshPolicy.Authorization policy : policies) {
      Matching.Ports ports = Matching.Ports.NONE;
      for (MeshPolicy.Rule rule : policy.rules()) {
        ports = ports.or(matching.at(rule, policy.meta().namespace(), peer));
      }
      switch (policy.action()) {
        case DENY -> denied = denied.or(ports.surely());
        case ALLOW -> {
          somethingAllows = true;
          allowed = allowed.or(ports.perhaps());
        }
        case AUDIT, CUSTOM -> {}
      }
    }
    return (somethingAllows ? allowed : PortSet.ALL).minus(denied);
  }

  /** The objects that say who may connect, whatever they say of whom. */
  public List<RuleReference> policies() {
    List<RuleReference> references = new ArrayList<>(authentications);
    for (MeshPolicy.Authorization policy : policies) {
      references.add(
          new RuleReference(
              policy.meta(),
              "spec.action",
              policy.action() + ", " + policy.rules().size() + " rules"));
    }
    return references;
  }

  /** The rules of ALLOW policies that let a peer through, or may. */
  List<RuleReference> letting(Peer peer) {
    List<RuleReference> references = new ArrayList<>();
    for (MeshPolicy.Authorization policy : policies) {
      for (MeshPolicy.Rule rule : policy.rules()) {
        if (policy.action() == MeshPolicy.Action.ALLOW
            && !matching.at(rule, policy.meta().namespace(), peer).perhaps().isEmpty()) {
          references.add(new RuleReference(policy.meta(), rule.field(), "ALLOW"));
        }
      }
    }
    return references;
  }
}
