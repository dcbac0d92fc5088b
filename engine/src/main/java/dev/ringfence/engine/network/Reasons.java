package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.List;

/** Names the rules that let a connection through. */
public final class Reasons {

  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;

  Reasons(Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.ingress = ingress;
    this.egress = egress;
  }

  /**
   * The rules of the source's egress policies that let it connect to the destination; none where no
   * policy isolates it, or none of their rules stands for the destination.
   */
  public List<RuleReference> outward(int source, int destination) {
    return rules(egress, source, destination, destination);
  }

  /** The same for the destination's ingress policies. */
  public List<RuleReference> inward(int source, int destination) {
    return rules(ingress, destination, source, destination);
  }

  private List<RuleReference> rules(Isolation isolation, int subject, int other, int destination) {
    List<RuleReference> references = new ArrayList<>();
    for (int id : isolation.grantsOfGroup(isolation.groupOf(subject))) {
      Grant grant = isolation.grant(id);
      Peer peer = peers.get(grant.peer());
      if (Doubt.admits(peer, other, Doubt.EVERY)
          && !grant.at(endpoints.get(destination), peer).isEmpty()) {
        references.addAll(isolation.rulesGranting(subject, id));
      }
    }
    references.addAll(isolation.accepting(subject, other));
    return references;
  }

  /** Those rules of the destination's ingress policies whose peer is this one. */
  public List<RuleReference> inwardFromPeer(int destination, int peer) {
    List<RuleReference> references = new ArrayList<>();
    for (int id : ingress.grantsOfGroup(ingress.groupOf(destination))) {
      if (ingress.grant(id).peer() == peer) {
        references.addAll(ingress.rulesGranting(destination, id));
      }
    }
    return references;
  }

  /** The rules of the source's egress policies that are this grant. */
  public List<RuleReference> outwardByGrant(int source, int grant) {
    return egress.rulesGranting(source, grant);
  }
}
