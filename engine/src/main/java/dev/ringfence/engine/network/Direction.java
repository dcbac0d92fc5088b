package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.List;

/** Isolation is per direction: the two never speak for each other. */
public enum Direction {
  INGRESS("ingress", "from", "Ingress"),
  EGRESS("egress", "to", "Egress");

  private final String field;
  private final String peerField;
  private final String policyType;

  Direction(String field, String peerField, String policyType) {
    this.field = field;
    this.peerField = peerField;
    this.policyType = policyType;
  }

  /** The name of the list of rules in a policy's spec. */
  public String field() {
    return field;
  }

  /** The name of the list of peers in a rule. */
  public String peerField() {
    return peerField;
  }

  /** The word in policyTypes. */
  public String policyType() {
    return policyType;
  }

  boolean isolatedBy(NetworkPolicy policy) {
    return switch (this) {
      case INGRESS -> policy.forIngress();
      case EGRESS -> policy.forEgress();
    };
  }

  List<NetworkPolicy.Rule> rules(NetworkPolicy policy) {
    return switch (this) {
      case INGRESS -> policy.ingress();
      case EGRESS -> policy.egress();
    };
  }
}
