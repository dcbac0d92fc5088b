package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Storage;
import java.util.Set;
import java.util.TreeSet;

/**
 * S3. The right to create StorageClasses → every volume of the drivers there, by parameters that
 * name other Secrets and backends; a pod of one's own making with an inline CSI volume → its node,
 * if a driver does as root whatever the pod's attributes say. Which drivers offer inline volumes
 * stands in CSIDriver objects, of which only the names are read: an assumption each.
 *
 * <p>Source: Kubernetes documentation, "Ephemeral Volumes", CSI driver restrictions; CSI's
 * provisioner on StorageClass Secrets.
 */
final class DriverParameters implements Row {

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
    for (ObjectMeta other : landscape.cluster().others()) {
      if (other.reference().kind().equals("CSIDriver")) {
        Assumption obeys = obeys(other.name());
        for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
          steps
              .to(facts.node(node))
              .from(facts.fact(FactKind.CRAFTED_ON, node))
              .assuming(obeys)
              .add();
        }
      }
    }
  }

  private static Assumption obeys(String driver) {
    return new Assumption(
        "inline-volumes-" + driver,
        "Driver "
            + driver
            + " may offer inline volumes and do as root what a pod's attributes say.",
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
    for (ObjectMeta other : landscape.cluster().others()) {
      if (other.reference().kind().equals("CSIDriver")
          && landscape.facts().kind(step.conclusion()) == FactKind.NODE) {
        evidence.add(other, "metadata.name", other.name());
      }
    }
  }
}
