package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.PodPowers;
import java.util.List;

/** Rows of these rooms that stand as assumptions until they are built. */
final class UnexaminedRows {

  private UnexaminedRows() {}

  static List<Row> all() {
    return List.of(
        new Unexamined("E19", "reads a shared device's memory", UnexaminedRows::devices),
        new Unexamined(
            "S1", "has a hostPath PersistentVolume made or bound", UnexaminedRows::volumesOfNodes),
        new Unexamined("S2", "reads a shared or recycled volume", UnexaminedRows::sharedVolumes),
        new Unexamined(
            "S3", "passes parameters to a storage driver", UnexaminedRows::volumesOfNodes),
        new Unexamined("S4", "exploits a plug-in of its node", UnexaminedRows::plugIns),
        new Unexamined("F2", "preempts pods by priority", UnexaminedRows::preemption),
        new Unexamined("F3", "starves a shared priority level", UnexaminedRows::apiRequests),
        new Unexamined("F5", "uses up a shared service", UnexaminedRows::sharedServices));
  }

  /** E19: a pod with a claim or an extended resource → what its neighbours leave in devices. */
  private static void devices(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    boolean[] withDevices = new boolean[landscape.placement().nodeClasses().size()];
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (hasDevice(podClass.spec())) {
            withDevices[nodeClass] = true;
            steps
                .to(facts.fact(FactKind.NODE_CONTENT, nodeClass))
                .from(facts.codeOn(podClass.id(), nodeClass))
                .assuming(assumption)
                .add();
          }
        });
    for (int nodeClass = 0; nodeClass < withDevices.length; nodeClass++) {
      if (withDevices[nodeClass]) {
        steps
            .to(facts.fact(FactKind.NODE_CONTENT, nodeClass))
            .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
            .assuming(assumption)
            .add();
      }
    }
  }

  private static boolean hasDevice(PodSpec spec) {
    boolean found = !spec.resourceClaims().isEmpty();
    for (Container container : spec.containers()) {
      for (String resource : container.limits().keySet()) {
        found |= resource.indexOf('/') >= 0;
      }
    }
    return found;
  }

  /** S1, S3: who makes up pods and reaches the API may hold grants on volumes and their classes. */
  private static void volumesOfNodes(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      steps
          .to(facts.node(nodeClass))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .from(facts.apiPlace())
          .assuming(assumption)
          .add();
    }
  }

  /** S2: a pod with a claim → {@code storage}, or nothing, → contents of all others with one. */
  private static void sharedVolumes(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    int backend = facts.fact(FactKind.STORAGE_BACKEND);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      boolean claims = false;
      for (Volume volume : podClass.spec().volumes()) {
        claims |= volume instanceof Volume.Claim;
      }
      if (claims) {
        int code = facts.code(podClass.id());
        steps.to(backend).from(code).breaking(Boundaries.storage("any")).add();
        steps.to(backend).from(code).assuming(assumption).add();
        steps.to(facts.fact(FactKind.CONTENT, podClass.namespace())).from(backend).add();
      }
    }
  }

  /** S4: code on a node → {@code deputy} → the node, where a privileged plug-in could be there. */
  private static void plugIns(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (givesNode(powers)) {
            String image = podClass.spec().containers().getFirst().imageRepository();
            steps
                .to(facts.node(nodeClass))
                .from(facts.fact(FactKind.ON_NODE, nodeClass))
                .breaking(Boundaries.deputy(image))
                .assuming(assumption)
                .add();
          }
        });
  }

  private static boolean givesNode(PodPowers powers) {
    return powers.hasPrivileges()
        || powers.hostProcess()
        || powers.hostMounts().stream().anyMatch(mount -> !mount.readOnly());
  }

  /** F2: pods of one's own making on a node may outrank everybody there. */
  private static void preemption(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      TenantsOnNode.forEach(
          landscape,
          nodeClass,
          namespace ->
              steps
                  .to(facts.fact(FactKind.DISTURB, namespace))
                  .from(placed)
                  .assuming(assumption)
                  .add());
    }
  }

  /** F3: whoever reaches the API may share a priority level with anybody. */
  private static void apiRequests(Landscape landscape, StepSink steps, Assumption assumption) {
    starveAll(landscape, steps, assumption, landscape.facts().apiPlace(), Resource.API_REQUESTS);
  }

  /** F5: whoever runs code anywhere shares DNS, ingress, egress and registries with anybody. */
  private static void sharedServices(Landscape landscape, StepSink steps, Assumption assumption) {
    var facts = landscape.facts();
    int shared = facts.fact(FactKind.STARVE_NODE, -1, Resource.SHARED_SERVICES.ordinal());
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      steps.to(shared).from(facts.fact(FactKind.ON_NODE, nodeClass)).add();
    }
    starveAll(landscape, steps, assumption, shared, Resource.SHARED_SERVICES);
  }

  private static void starveAll(
      Landscape landscape, StepSink steps, Assumption assumption, int premise, Resource resource) {
    var facts = landscape.facts();
    TenantsOnNode.forEach(
        landscape,
        namespace ->
            steps
                .to(facts.fact(FactKind.STARVE, namespace, resource.ordinal()))
                .from(premise)
                .assuming(assumption)
                .add());
  }
}
