package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import java.util.EnumSet;
import java.util.Set;

/**
 * E5. Code in a pod that has a path of its node, read-only or not → what lies beneath it: the
 * kubelet's credential, tokens and Secrets of the pods there, etcd's data and the control plane's
 * keys where the node has them, logs, processes, and keys that people leave in home directories.
 *
 * <p>Source: the table is {@code HostPaths}.
 */
final class ReadableHostPath implements Row {

  @Override
  public String id() {
    return "E5";
  }

  @Override
  public String title() {
    return "reads what the node keeps in files";
  }

  static final Assumption HOME_CREDENTIALS =
      new Assumption(
          "credentials-in-home-directories",
          "Home directories of nodes may hold keys or kubeconfigs of administrators.",
          "present");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          Set<HostPaths.Gift> gifts = EnumSet.noneOf(HostPaths.Gift.class);
          for (HostMount mount : powers.hostMounts()) {
            gifts.addAll(HostPaths.gifts(mount.path()));
          }
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          for (HostPaths.Gift gift : gifts) {
            give(landscape, steps, gift, codeOn, nodeClass);
          }
        });
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int shape = facts.fact(FactKind.SHAPE, DangerousShape.HOST_PATH_READ_ONLY.ordinal());
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      steps.to(facts.nodeIdentity(nodeClass)).from(shape).from(placed).add();
      steps.to(facts.fact(FactKind.NODE_SECRETS, nodeClass)).from(shape).from(placed).add();
      if (landscape.placement().isControlPlane(nodeClass)) {
        steps.to(facts.everything()).from(shape).from(placed).add();
      }
      steps
          .to(facts.fact(FactKind.NODE_CONTENT, nodeClass))
          .from(facts.fact(FactKind.SHAPE, DangerousShape.HOST_LOGS.ordinal()))
          .from(placed)
          .add();
    }
  }

  private static void give(
      Landscape landscape, StepSink steps, HostPaths.Gift gift, int codeOn, int nodeClass) {
    var facts = landscape.facts();
    boolean controlPlane = landscape.placement().isControlPlane(nodeClass);
    switch (gift) {
      // What obeys or starts programs is E6's, the kernel's switches are E7's.
      case RUNTIME_SOCKET, STARTS_PROGRAMS, KERNEL_SETTINGS -> {}
      case NODE_CREDENTIAL -> steps.to(facts.nodeIdentity(nodeClass)).from(codeOn).add();
      case POD_SECRETS, PROCESSES ->
          steps.to(facts.fact(FactKind.NODE_SECRETS, nodeClass)).from(codeOn).add();
      case LOGS, CONTAINER_FILES ->
          steps.to(facts.fact(FactKind.NODE_CONTENT, nodeClass)).from(codeOn).add();
      case CLUSTER_STATE -> {
        if (controlPlane) {
          steps.to(facts.fact(FactKind.SECRET, -1, 0)).from(codeOn).add();
          steps.to(facts.fact(FactKind.ALL_NAMES)).from(codeOn).add();
        } else {
          onUnknownNode(landscape, steps, codeOn, nodeClass);
        }
      }
      case CONTROL_PLANE_KEYS -> {
        if (controlPlane) {
          steps.to(facts.everything()).from(codeOn).add();
        } else {
          onUnknownNode(landscape, steps, codeOn, nodeClass);
        }
      }
      case HOME_DIRECTORIES -> {
        steps.to(facts.nodeIdentity(nodeClass)).from(codeOn).assuming(HOME_CREDENTIALS).add();
        if (controlPlane) {
          steps.to(facts.everything()).from(codeOn).assuming(HOME_CREDENTIALS).add();
        }
      }
    }
  }

  /** The stand-in for nodes that were not read may be the control plane's. */
  private static void onUnknownNode(
      Landscape landscape, StepSink steps, int codeOn, int nodeClass) {
    if (ControlPlaneNode.isUnknown(PodEvidence.node(landscape, nodeClass))) {
      steps.to(landscape.facts().everything()).from(codeOn).assuming(ControlPlaneNode.SHARED).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    if (landscape.facts().kind(premise) == FactKind.CODE_ON) {
      int podClass = landscape.facts().a(premise);
      PodPowers powers =
          landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
      for (HostMount mount : powers.hostMounts()) {
        if (!HostPaths.gifts(mount.path()).isEmpty()) {
          PodEvidence.add(landscape, podClass, mount.field(), mount.path(), evidence);
        }
      }
      PodEvidence.addPlace(landscape, podClass, landscape.facts().b(premise), evidence);
    }
  }
}
