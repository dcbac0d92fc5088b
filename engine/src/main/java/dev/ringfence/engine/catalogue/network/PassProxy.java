package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.RuleReference;
import dev.ringfence.engine.network.mesh.Guard;
import dev.ringfence.engine.network.mesh.Mesh;
import dev.ringfence.engine.network.mesh.MeshSign;
import java.util.ArrayList;
import java.util.List;

/**
 * N1 through a service mesh: passes the proxy that stands before a pod.
 *
 * <p>Premises: a connection to the proxy (N1 and its like); the mesh's policies let it through from
 * anybody, or from a service account of which the attacker may show a certificate: it holds the
 * account's token, runs code in one of its pods in the mesh, or may make such a pod, or connects to
 * a gateway that forwards in its own name (an assumption). Breaks: none; else {@code
 * network-policy} of Istio, or {@code workload} of the proxy itself. A proxy counts only where
 * nobody outside the pod can go round it; the attacker's own never does, nor what comes in another
 * way (the pod's own node, port-forward, the API's proxies). Whoever may write the mesh's policies
 * in the pod's namespace or the mesh's own, change the namespace's labels, or runs code in its
 * control plane or knows its signing key, is past it. Source: Istio, "Security", "Authorization
 * Policy".
 */
final class PassProxy implements Row {

  private static final String ISTIO = "istio";
  private static final List<String> SIGNING_KEYS = List.of("istio-ca-secret", "cacerts");

  @Override
  public String id() {
    return "N1-mesh";
  }

  @Override
  public String title() {
    return "passes the proxy of a service mesh";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Mesh mesh = landscape.network().mesh();
    if (!mesh.guardsSomething()) {
      return;
    }
    identities(landscape, mesh, steps);
    controlPlane(landscape, mesh, steps);
    Facts facts = landscape.facts();
    for (int fact : facts.ofKind(FactKind.ARRIVES, 0)) {
      pass(landscape, mesh, steps, fact);
    }
  }

  private static int connect(Landscape landscape, int podClass, PortSet ports) {
    return landscape
        .facts()
        .fact(FactKind.CONNECT, podClass, landscape.network().portSets().id(ports));
  }

  private static void pass(Landscape landscape, Mesh mesh, StepSink steps, int arrives) {
    Facts facts = landscape.facts();
    int podClass = facts.a(arrives);
    Guard guard = mesh.guard(podClass);
    PortSet ports = landscape.network().portSet(facts.b(arrives));
    if (guard == null) {
      steps.to(connect(landscape, podClass, ports)).from(arrives).add();
      return;
    }
    PortSet open = ports.and(guard.openToNobodyInParticular());
    if (!open.isEmpty()) {
      steps.to(connect(landscape, podClass, open)).from(arrives).add();
    }
    if (open.containsAll(ports)) {
      return;
    }
    for (int identity = 0; identity < mesh.identityCount(); identity++) {
      PortSet allowed = ports.and(mesh.allowed(guard, identity));
      if (!open.containsAll(allowed)) {
        steps
            .to(connect(landscape, podClass, allowed))
            .from(arrives)
            .from(facts.fact(FactKind.SPEAKS_AS, identity))
            .add();
      }
    }
    int all = connect(landscape, podClass, ports);
    steps.to(all).from(arrives).breaking(Boundaries.networkPolicy(ISTIO)).add();
    for (int down : fencesDown(landscape, mesh, podClass)) {
      steps.to(all).from(arrives).from(down).add();
    }
    exploit(landscape, steps, arrives, guard);
  }

  /** The facts that what tells the proxy what to do is in the attacker's hands. */
  private static List<Integer> fencesDown(Landscape landscape, Mesh mesh, int podClass) {
    Facts facts = landscape.facts();
    int own = landscape.namespaceOf(podClass);
    int root = landscape.cluster().namespaceIndex(mesh.rootNamespace());
    List<Integer> down = new ArrayList<>();
    for (int fact :
        new int[] {
          Fence.MESH_POLICIES.named(facts, own),
          root < 0 || root == own ? -1 : Fence.MESH_POLICIES.named(facts, root),
          Fence.MESH_POLICIES.named(facts, -1),
          Fence.POD_SECURITY.named(facts, own)
        }) {
      if (fact >= 0) {
        down.add(fact);
      }
    }
    return down;
  }

  /** The proxy listens for everybody: it is a workload like any other. */
  private static void exploit(Landscape landscape, StepSink steps, int arrives, Guard guard) {
    Facts facts = landscape.facts();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      boolean runs = guard.isSidecar() ? podClass.id() == facts.a(arrives) : isZtunnel(podClass);
      if (runs) {
        for (Container container : podClass.spec().containers()) {
          if (container.name().equals("istio-proxy") && !container.imageRepository().isEmpty()) {
            steps
                .to(facts.codeAnywhere(podClass.id()))
                .from(arrives)
                .breaking(Boundaries.workload(container.imageRepository()))
                .add();
          }
        }
      }
    }
  }

  private static boolean isZtunnel(PodClass podClass) {
    return podClass.spec().containers().stream()
        .anyMatch(each -> each.imageRepository().endsWith("/ztunnel"));
  }

  private static void identities(Landscape landscape, Mesh mesh, StepSink steps) {
    Facts facts = landscape.facts();
    for (Identity account : landscape.access().identities()) {
      int identity =
          account.kind() == Identity.Kind.SERVICE_ACCOUNT
              ? mesh.identityOf(account.namespace(), account.name())
              : -1;
      if (identity >= 0) {
        int speaks = facts.fact(FactKind.SPEAKS_AS, identity);
        int namespace = landscape.cluster().namespaceIndex(account.namespace());
        steps.to(speaks).from(facts.holds(account.id())).add();
        steps.to(speaks).from(facts.code(facts.crafted(namespace))).add();
      }
    }
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int speaks = facts.fact(FactKind.SPEAKS_AS, mesh.identityOf(podClass));
      if (mesh.mayHaveIdentity(podClass)) {
        steps.to(speaks).from(facts.code(podClass.id())).add();
      }
      if (mesh.isGateway(podClass)) {
        forward(facts, steps, podClass.id(), speaks);
      }
    }
  }

  private static void forward(Facts facts, StepSink steps, int gateway, int speaks) {
    for (int fact : facts.ofKind(FactKind.CONNECT, 0)) {
      if (facts.a(fact) == gateway) {
        steps.to(speaks).from(fact).assuming(NetworkAssumptions.MESH_GATEWAYS_FORWARD).add();
      }
    }
  }

  private static void controlPlane(Landscape landscape, Mesh mesh, StepSink steps) {
    Facts facts = landscape.facts();
    int everywhere = Fence.MESH_POLICIES.down(facts, -1);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (mesh.isControlPlane(podClass)) {
        steps.to(everywhere).from(facts.code(podClass.id())).add();
      }
    }
    int root = landscape.cluster().namespaceIndex(mesh.rootNamespace());
    if (root >= 0) {
      steps.to(everywhere).from(facts.fact(FactKind.SECRET, root)).add();
      steps.to(everywhere).from(facts.fact(FactKind.SECRET, -1)).add();
      for (String key : SIGNING_KEYS) {
        steps.to(everywhere).from(facts.fact(FactKind.SECRET, root, facts.nameId(key))).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    Mesh mesh = landscape.network().mesh();
    int premise = step.premise(0);
    if (facts.kind(premise) != FactKind.ARRIVES) {
      if (facts.kind(premise) == FactKind.CODE || facts.kind(premise) == FactKind.CONNECT) {
        speaks(landscape, facts.a(premise), new NetworkEvidence(landscape, sink));
      }
      return;
    }
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int podClass = facts.a(premise);
    Guard guard = mesh.guard(podClass);
    if (guard == null) {
      evidence.unguarded(podClass);
      return;
    }
    List<RuleReference> rules =
        step.premiseCount() > 1 && facts.kind(step.premise(1)) == FactKind.SPEAKS_AS
            ? mesh.letting(guard, facts.a(step.premise(1)))
            : guard.policies();
    evidence.rules(rules.isEmpty() ? guard.policies() : rules);
    PortSet ports = landscape.network().portSet(facts.b(step.conclusion()));
    PortSet leftOut = ports.minus(guard.covered());
    if (facts.kind(step.conclusion()) == FactKind.CONNECT
        && guard.isSidecar()
        && !leftOut.isEmpty()
        && guard.openToNobodyInParticular().containsAll(ports)) {
      Mesh.leavingOut(landscape.cluster().podClasses().get(podClass))
          .forEach((name, value) -> evidence.annotation(podClass, name, value));
      evidence.pod(podClass, "", "its sidecar leaves out " + leftOut);
      return;
    }
    evidence.mesh(podClass, mesh.sign(landscape.cluster().podClasses().get(podClass)));
    evidence.pod(
        podClass,
        "",
        guard.isSidecar()
            ? "its sidecar takes what comes in"
            : "its node's ztunnel takes what comes in");
  }

  private static void speaks(Landscape landscape, int podClass, NetworkEvidence evidence) {
    evidence.pod(podClass, "serviceAccountName", "speaks in its name");
    if (!landscape.facts().isCrafted(podClass)) {
      MeshSign sign =
          landscape.network().mesh().identitySign(landscape.cluster().podClasses().get(podClass));
      if (sign != null) {
        evidence.mesh(podClass, sign);
      }
    }
  }
}
