package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;
import java.util.HashSet;
import java.util.Set;

/**
 * E3. Code in a pod that shares namespaces of its node → what each gives: hostPID the environment
 * and open files of neighbours, tokens among them, and signals to them; hostIPC the shared memory
 * of neighbours that share it too; hostNetwork the node's own addresses and, with NET_RAW, what
 * passes there. Neighbours are pods that could be there at the same time; those in a sandbox show
 * nothing.
 *
 * <p>None of them is the node itself, but for hostPID and root where the node has a process of
 * root's with no more capabilities than the container: the kernel lets root look at that, and its
 * {@code /proc/PID/root} is the node's file system. Which processes a node runs, and whether a
 * security module keeps containers from them, no object tells, so it is an assumption.
 *
 * <p>Source: proc(5), namespaces(7), ptrace(2) on access mode checking; Pod Security Standards on
 * host namespaces.
 */
final class HostNamespaces implements Row {

  /** gVisor's flag --network, sandbox by default, is in the handler's configuration. */
  static final Assumption GVISOR_NETWORK =
      new Assumption(
          "gvisor-host-network",
          "gVisor may give pods with hostNetwork the node's own network (runsc --network=host).",
          "host");

  /** Seen on a node once in a while: some processes of services have few capabilities. */
  static final Assumption BARE_ROOT =
      new Assumption(
          "node-process-of-bare-root",
          "A process of the node may run as root with no more capabilities than containers have,"
              + " where no security module (AppArmor, SELinux) keeps containers from it: then a"
              + " container of root's with hostPID has the node's files by /proc/PID/root.",
          "present");

  @Override
  public String id() {
    return "E3";
  }

  @Override
  public String title() {
    return "looks at its neighbours through the node's namespaces";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          boolean processes =
              powers.hostPid() && !powers.runtime().stands(Runtime.Move.HOST_PROCESSES);
          boolean memory =
              powers.hostIpc() && !powers.runtime().stands(Runtime.Move.HOST_PROCESSES);
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          for (int fact : neighbours(landscape, podClass, nodeClass, processes, memory)) {
            steps.to(fact).from(codeOn).add();
          }
          if (processes && powers.hostPidAsRoot()) {
            steps.to(facts.node(nodeClass)).from(codeOn).assuming(BARE_ROOT).add();
          }
          if (powers.hostNetwork()) {
            network(landscape, steps, powers, codeOn, nodeClass);
          }
        });
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      crafted(facts, steps, DangerousShape.HOST_PID, FactKind.NODE_SECRETS, nodeClass).add();
      crafted(facts, steps, DangerousShape.HOST_PID, FactKind.NODE, nodeClass)
          .assuming(BARE_ROOT)
          .add();
      crafted(facts, steps, DangerousShape.HOST_IPC, FactKind.NODE_CONTENT, nodeClass).add();
      crafted(facts, steps, DangerousShape.HOST_NETWORK, FactKind.NODE_NETWORK, nodeClass).add();
      crafted(facts, steps, DangerousShape.HOST_NETWORK, FactKind.NODE_CONTENT, nodeClass).add();
    }
  }

  private static void network(
      Landscape landscape, StepSink steps, PodPowers powers, int codeOn, int nodeClass) {
    boolean stands = powers.runtime().stands(Runtime.Move.HOST_NETWORK);
    if (stands && powers.runtime().kind() != Runtime.Kind.SENTRY) {
      return;
    }
    var facts = landscape.facts();
    FactKind[] given =
        powers.readsNetwork()
            ? new FactKind[] {FactKind.NODE_NETWORK, FactKind.NODE_CONTENT}
            : new FactKind[] {FactKind.NODE_NETWORK};
    for (FactKind kind : given) {
      StepSink.Draft step = steps.to(facts.fact(kind, nodeClass)).from(codeOn);
      (stands ? step.assuming(GVISOR_NETWORK) : step).add();
    }
  }

  private static StepSink.Draft crafted(
      Facts facts, StepSink steps, DangerousShape shape, FactKind kind, int nodeClass) {
    return steps
        .to(facts.fact(kind, nodeClass))
        .from(facts.fact(FactKind.SHAPE, shape.ordinal()))
        .from(facts.fact(FactKind.CRAFTED_ON, nodeClass));
  }

  private static Set<Integer> neighbours(
      Landscape landscape, PodClass podClass, int nodeClass, boolean processes, boolean memory) {
    Set<Integer> found = new HashSet<>();
    if (!processes && !memory) {
      return found;
    }
    var facts = landscape.facts();
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass neighbour = landscape.cluster().podClasses().get(id);
      PodPowers powers = landscape.workloads().powers(neighbour);
      boolean visible =
          (processes && !powers.runtime().stands(Runtime.Move.HOST_PROCESSES))
              || (memory && powers.hostIpc());
      if (visible && landscape.placement().together(podClass, neighbour, nodeClass)) {
        found.add(facts.fact(FactKind.CONTENT, neighbour.namespace()));
        if (processes) {
          found.add(facts.fact(FactKind.DISTURB, neighbour.namespace()));
          int account = TokenInPod.identity(landscape, neighbour);
          if (account >= 0) {
            found.add(facts.holds(account));
          }
        }
      }
    }
    return found;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    if (landscape.facts().kind(premise) == FactKind.CODE_ON) {
      int podClass = landscape.facts().a(premise);
      PodPowers powers =
          landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
      boolean network = landscape.facts().kind(step.conclusion()) == FactKind.NODE_NETWORK;
      String field =
          powers.hostPid() && !network
              ? "hostPID"
              : powers.hostNetwork() ? "hostNetwork" : "hostIPC";
      PodEvidence.add(landscape, podClass, field, "true", evidence);
      PodEvidence.addPlace(landscape, podClass, landscape.facts().b(premise), evidence);
    }
  }
}
