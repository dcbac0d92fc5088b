package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform's agents: pods of its DaemonSets. On the attacker's own nodes they are that node, so
 * they are no stake by themselves; what their credentials open is. An attacker's own nodes are
 * those on which a pod of its could ever be placed.
 */
final class OwnNodes {

  private final boolean[] agent;
  private final long[][] strangersOfNodeClass;
  private final Map<Integer, long[]> strangersOfIdentity = new HashMap<>();

  private OwnNodes(int podClasses, int nodeClasses) {
    this.agent = new boolean[podClasses];
    this.strangersOfNodeClass = new long[nodeClasses][];
  }

  static OwnNodes of(Landscape landscape) {
    int tenants = landscape.tenancy().tenants().size();
    int nodeClasses = landscape.placement().nodeClasses().size();
    OwnNodes own = new OwnNodes(landscape.cluster().podClasses().size(), nodeClasses);
    for (int nodeClass = 0; nodeClass < nodeClasses; nodeClass++) {
      own.strangersOfNodeClass[nodeClass] = AttackerBits.everybody(tenants);
    }
    Pods pods = landscape.cluster().pods();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int tenant = landscape.tenantOf(podClass.id());
      for (int nodeClass : landscape.placement().ever(podClass)) {
        AttackerBits.remove(own.strangersOfNodeClass[nodeClass], tenant);
      }
      own.agent[podClass.id()] =
          tenant == landscape.tenancy().platform()
              && pods.topmost(podClass.example()).kind().equals("DaemonSet");
    }
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (own.agent[podClass.id()]) {
        own.agentIdentity(landscape, podClass, tenants);
      }
    }
    return own;
  }

  /** Strangers to a DaemonSet's identity are who own none of the nodes where its pods could be. */
  private void agentIdentity(Landscape landscape, PodClass podClass, int tenants) {
    String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
    int identity =
        landscape.access().serviceAccount(namespace, podClass.spec().serviceAccountName());
    if (identity < 0) {
      return;
    }
    long[] strangers =
        strangersOfIdentity.computeIfAbsent(identity, ignored -> AttackerBits.everybody(tenants));
    for (int nodeClass : landscape.placement().ever(podClass)) {
      for (int word = 0; word < strangers.length; word++) {
        strangers[word] &= strangersOfNodeClass[nodeClass][word];
      }
    }
  }

  /** Whether the class is pods of a DaemonSet of the platform. */
  boolean isAgent(int podClass) {
    return podClass < agent.length && agent[podClass];
  }

  /** The attackers none of whose pods could be placed on nodes of the class. */
  long[] strangersTo(int nodeClass) {
    return strangersOfNodeClass[nodeClass];
  }

  /** For an agent's identity the attackers who own none of its nodes; null for other identities. */
  long @Nullable [] strangersToAgentIdentity(int identity) {
    return strangersOfIdentity.get(identity);
  }
}
