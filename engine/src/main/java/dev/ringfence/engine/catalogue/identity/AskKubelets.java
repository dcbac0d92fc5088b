package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;
import java.util.BitSet;

/**
 * E18, by a grant: a kubelet asks the API server whether whoever connects to it may, so that no
 * connection to the API itself is needed.
 *
 * <p>Premises: the identity, a connection to the kubelet, and {@code get} or {@code create} on
 * {@code nodes/proxy}, which commands it; {@code get} on {@code nodes/pods}, which shows its pods'
 * specs; on {@code nodes/log}, their logs; on {@code nodes/metrics} or {@code nodes/stats}, their
 * names. No boundary.
 *
 * <p>Source: Kubernetes documentation, "Kubelet authentication/authorization".
 */
final class AskKubelets implements Row {

  @Override
  public String id() {
    return "E18";
  }

  @Override
  public String title() {
    return "commands a kubelet";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Access access = landscape.access();
    access.forEachRight(
        Permission.PROXY_NODES,
        (identity, scope, name) -> {
          int node = landscape.cluster().nodeIndex(ProxyName.of(name).name());
          for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
            boolean asked =
                name.isEmpty()
                    || (node >= 0 && landscape.placement().classOfNode(node) == nodeClass.id());
            if (asked) {
              ask(landscape, identity, nodeClass, steps)
                  .to(landscape.facts().kubelet(nodeClass.id()));
            }
          }
        });
    access.forEachRight(
        Permission.ASK_KUBELETS,
        (identity, scope, name) -> {
          for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
            told(landscape, identity, name, nodeClass, steps);
          }
        });
  }

  private static void told(
      Landscape landscape, int identity, String name, NodeClass nodeClass, StepSink steps) {
    Facts facts = landscape.facts();
    Asking asking = ask(landscape, identity, nodeClass, steps);
    if (mayGet(landscape, identity, "log", name)) {
      asking.to(facts.fact(FactKind.NODE_CONTENT, nodeClass.id()));
      asking.to(facts.mayEverywhere(Capability.READ_POD_LOGS));
    }
    if (mayGet(landscape, identity, "pods", name)) {
      asking.to(facts.fact(FactKind.NODE_CONTENT, nodeClass.id()));
    }
    // Whatever a kubelet tells names its pods.
    BitSet namespaces = new BitSet();
    for (int podClass : landscape.placement().podClassesOn(nodeClass.id())) {
      namespaces.set(landscape.cluster().podClasses().get(podClass).namespace());
    }
    namespaces.stream().forEach(namespace -> asking.to(facts.fact(FactKind.NAMES, namespace)));
  }

  private static boolean mayGet(
      Landscape landscape, int identity, String subresource, String name) {
    return landscape
        .access()
        .allowed(identity, Request.resource("get", "", "nodes", subresource, "", name));
  }

  /** Adds steps that begin with a connection to a kubelet and an identity. */
  private interface Asking {
    void to(int conclusion);
  }

  private static Asking ask(
      Landscape landscape, int identity, NodeClass nodeClass, StepSink steps) {
    Facts facts = landscape.facts();
    boolean guarded = landscape.network().nodeGuards().guardsNodes(nodeClass.members());
    int network =
        facts.fact(guarded ? FactKind.KUBELET_PORT : FactKind.NODE_NETWORK, nodeClass.id());
    return conclusion -> steps.to(conclusion).from(facts.holds(identity)).from(network).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    Permission permission =
        landscape.facts().kind(step.conclusion()) == FactKind.KUBELET
            ? Permission.PROXY_NODES
            : Permission.ASK_KUBELETS;
    GrantEvidence.addFirst(landscape, holder, permission, (scope, name) -> true, evidence);
  }
}
