package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Storage;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * S3. The right to create StorageClasses, or contents of snapshots → every volume of the drivers
 * there, by parameters that name other Secrets and backends or by another's handle, and the node
 * where a driver makes folders of it at paths that its classes name; the right to create
 * PersistentVolumes, with a pod of one's own making, the same by another's handle; a pod of one's
 * own making with an inline CSI volume → its node, if a driver that offers them does as root
 * whatever the pod's attributes say: an assumption each.
 *
 * <p>Source: Kubernetes documentation, "Ephemeral Volumes", CSI driver restrictions; CSI's
 * provisioner on StorageClass Secrets; the documents of the local provisioners on their parameters.
 */
final class DriverParameters implements Row {

  /**
   * Provisioners whose classes say at which path of the node they make folders: {@code pathPattern}
   * and {@code nodePath}, {@code pvDir}, {@code BasePath}.
   */
  private static final Set<String> OF_NODE_PATHS =
      Set.of("rancher.io/local-path", "microk8s.io/hostpath", "openebs.io/local");

  @Override
  public String id() {
    return "S3";
  }

  @Override
  public String title() {
    return "passes parameters to a storage driver";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (String driver : drivers(landscape)) {
      steps
          .to(facts.fact(FactKind.STORAGE_BACKEND, facts.nameId(driver)))
          .from(facts.mayEverywhere(Capability.CREATE_STORAGE_CLASSES))
          .from(facts.apiPlace())
          .add();
    }
    for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
      int placed = facts.fact(FactKind.CRAFTED_ON, node);
      for (String driver : drivers(landscape)) {
        steps
            .to(facts.fact(FactKind.STORAGE_BACKEND, facts.nameId(driver)))
            .from(facts.mayEverywhere(Capability.CREATE_VOLUMES))
            .from(placed)
            .from(facts.apiPlace())
            .add();
      }
      if (nodePathClass(landscape) != null) {
        steps
            .to(facts.node(node))
            .from(facts.mayEverywhere(Capability.CREATE_STORAGE_CLASSES))
            .from(placed)
            .from(facts.apiPlace())
            .add();
      }
      for (Policies.CsiDriver driver : landscape.cluster().csiDrivers()) {
        if (driver.inline()) {
          steps.to(facts.node(node)).from(placed).assuming(obeys(driver.meta().name())).add();
        }
      }
    }
  }

  /** A class of a provisioner that makes folders of the node, or null. */
  private static Policies.@Nullable StorageClass nodePathClass(Landscape landscape) {
    for (Policies.StorageClass one : landscape.cluster().storageClasses()) {
      if (OF_NODE_PATHS.contains(one.provisioner())) {
        return one;
      }
    }
    return null;
  }

  private static Assumption obeys(String driver) {
    return new Assumption(
        "inline-volumes-" + driver,
        "Driver " + driver + " may do as root what the attributes of a pod's inline volume say.",
        "obeys");
  }

  private static Set<String> drivers(Landscape landscape) {
    Storage storage = Storage.of(landscape.cluster());
    Set<String> drivers = new TreeSet<>(storage.provisioners());
    landscape.cluster().persistentVolumes().forEach(volume -> drivers.add(Storage.driver(volume)));
    drivers.remove("");
    return drivers;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    boolean byClass = step.premiseCount() == 3;
    if (landscape.facts().kind(step.conclusion()) != FactKind.NODE) {
      if (byClass) {
        evidence.add(
            new ObjectReference("PersistentVolume", null, "(made up)"),
            null,
            "spec.csi.volumeHandle",
            "another's");
      }
      return;
    }
    Policies.StorageClass nodePaths = byClass ? nodePathClass(landscape) : null;
    if (nodePaths != null) {
      evidence.add(nodePaths.meta(), "provisioner", nodePaths.provisioner());
      return;
    }
    for (Policies.CsiDriver driver : landscape.cluster().csiDrivers()) {
      if (driver.inline()) {
        evidence.add(driver.meta(), "spec.volumeLifecycleModes", "Ephemeral");
      }
    }
  }
}
