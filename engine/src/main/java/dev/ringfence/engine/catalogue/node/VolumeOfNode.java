package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.HostPaths;
import java.util.ArrayList;
import java.util.List;

/**
 * S1. Pods of one's own making and a PersistentVolume of a path of the node → the node, which Pod
 * Security cannot see: one that the right to create PersistentVolumes makes, one that nobody has
 * claimed, or one that a claim of the namespace has. Any pod may bring a claim, as an ephemeral
 * volume. A disk of the node gives it if the node's own file systems are there: an assumption.
 *
 * <p>Source: Kubernetes documentation, "Persistent Volumes", hostPath; "Ephemeral Volumes".
 */
final class VolumeOfNode implements Row {

  @Override
  public String id() {
    return "S1";
  }

  @Override
  public String title() {
    return "mounts the node's files as a PersistentVolume";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    List<Policies.PersistentVolume> dangerous = dangerous(landscape);
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      int node = facts.node(nodeClass);
      steps
          .to(node)
          .from(placed)
          .from(facts.mayEverywhere(Capability.CREATE_VOLUMES))
          .from(facts.apiPlace())
          .add();
      for (Policies.PersistentVolume volume : dangerous) {
        if (!fits(landscape, volume, nodeClass)) {
          continue;
        }
        ObjectReference claim = volume.claim();
        int namespace = claim == null ? -1 : namespaceOf(landscape, claim);
        if (claim == null || namespace >= 0) {
          StepSink.Draft draft = steps.to(node).from(placed);
          if (claim != null) {
            draft.from(facts.codeAnywhere(facts.crafted(namespace)));
          }
          if (volume.nodeDisk() != null) {
            draft.assuming(LocalDisk.HOLDS_THE_NODE);
          }
          draft.add();
        }
      }
    }
  }

  private static int namespaceOf(Landscape landscape, ObjectReference claim) {
    String namespace = claim.namespace();
    return namespace == null ? -1 : landscape.cluster().namespaceIndex(namespace);
  }

  private static List<Policies.PersistentVolume> dangerous(Landscape landscape) {
    List<Policies.PersistentVolume> found = new ArrayList<>();
    for (Policies.PersistentVolume volume : landscape.cluster().persistentVolumes()) {
      String path = volume.hostPath();
      boolean local = volume.sourceType().equals("local");
      if (path != null
          && (volume.nodeDisk() != null
              || HostPaths.volumeGivesNode(HostPaths.normalise(path, ""), local))) {
        found.add(volume);
      }
    }
    return found;
  }

  private static boolean fits(
      Landscape landscape, Policies.PersistentVolume volume, int nodeClass) {
    var terms = volume.requiredNodeAffinity();
    if (terms == null) {
      return true;
    }
    for (int index : landscape.placement().nodeClasses().get(nodeClass).members()) {
      var node = landscape.cluster().nodes().get(index);
      if (node.assumed()
          || terms.stream().anyMatch(term -> term.matches(node.labels(), node.name()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    if (step.premiseCount() == 3) {
      evidence.add(
          new ObjectReference("PersistentVolume", null, "(made up)"),
          null,
          "spec.hostPath.path",
          "/");
      return;
    }
    int nodeClass = facts.a(step.conclusion());
    int namespace =
        step.premiseCount() == 2 ? facts.namespaceOfCrafted(facts.a(step.premise(1))) : -1;
    for (Policies.PersistentVolume volume : dangerous(landscape)) {
      ObjectReference claim = volume.claim();
      boolean same = claim == null ? namespace < 0 : namespaceOf(landscape, claim) == namespace;
      if (same && fits(landscape, volume, nodeClass)) {
        evidence.add(
            volume.meta(),
            "spec." + volume.sourceType() + ".path",
            String.valueOf(volume.hostPath()));
        evidence.add(
            volume.meta(), "spec.claimRef", claim == null ? "unset: free" : claim.toString());
        return;
      }
    }
  }
}
