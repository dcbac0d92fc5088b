package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.HostDisk;
import dev.ringfence.engine.workload.PodPowers;

/**
 * E4, of disks. Code in a pod that has a disk of its node by a PersistentVolume of type local, raw
 * or the file system on it → the node, if the node's own file systems are there; where it is
 * read-only, what they hold: the kubelet's credential, tokens and Secrets of the pods there. What
 * else is on the disk is not in the API: an assumption. A guest gets the very disk (virtio-blk).
 *
 * <p>Source: Kubernetes documentation, "Volumes", local; "Raw Block Volume Support": the kubelet
 * gives the container the device, for reading alone where the claim is read-only.
 */
final class LocalDisk implements Row {

  static final Assumption HOLDS_THE_NODE =
      new Assumption(
          "local-disks-hold-the-node",
          "A disk of a node that is a PersistentVolume of type local may hold file systems of the"
              + " node itself.",
          "holds");

  @Override
  public String id() {
    return "E4";
  }

  @Override
  public String title() {
    return "reads or writes a disk of the node";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (powers.hostDisks().isEmpty()) {
            return;
          }
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          if (powers.hostDisks().stream().anyMatch(disk -> !disk.readOnly())) {
            steps.to(facts.node(nodeClass)).from(codeOn).assuming(HOLDS_THE_NODE).add();
          } else {
            int secrets = facts.fact(FactKind.NODE_SECRETS, nodeClass);
            steps.to(secrets).from(codeOn).assuming(HOLDS_THE_NODE).add();
            int identity = facts.nodeIdentity(nodeClass);
            steps.to(identity).from(codeOn).assuming(HOLDS_THE_NODE).add();
          }
        });
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.premise(0));
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    for (HostDisk disk : powers.hostDisks()) {
      String value = disk.disk() + (disk.readOnly() ? ", read-only" : ", writable");
      PodEvidence.add(landscape, podClass, disk.field(), value, evidence);
    }
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(step.premise(0)), evidence);
  }
}
