package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.contention.Eviction;
import dev.ringfence.engine.contention.PodLimits;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * F4. Code in a pod without a limit for a resource below what its node has → that resource of
 * everybody who could be there; where it is memory, disk or processes, the eviction of pods that
 * may use more than they request. Disk and network bandwidth have no limit in the API; the limit of
 * processes is the kubelet's setting, which the API does not show: an assumption.
 *
 * <p>Source: Kubernetes documentation, "Resource Management for Pods and Containers", "Process ID
 * Limits And Reservations".
 */
final class NodeContention implements Row {

  static final Assumption PROCESSES =
      new Assumption(
          "pod-pid-limit",
          "Kubelets may not limit the processes of a pod (podPidsLimit).",
          "unlimited");

  private static final Resource[] NEVER_BOUNDED = {Resource.DISK_IO, Resource.NETWORK_BANDWIDTH};
  private static final Resource[] LIMITED = {
    Resource.CPU, Resource.MEMORY, Resource.EPHEMERAL_STORAGE
  };

  @Override
  public String id() {
    return "F4";
  }

  @Override
  public String title() {
    return "uses up what its node has";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    List<Map<String, Long>> least = leastOfNodes(landscape);
    PodLimits limits = landscape.podLimits();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          var unlimited = limits.unlimited(podClass, least.get(nodeClass));
          for (Resource resource : LIMITED) {
            if (unlimited.contains(resource)) {
              steps
                  .to(facts.fact(FactKind.STARVE_NODE, nodeClass, resource.ordinal()))
                  .from(facts.codeOn(podClass.id(), nodeClass))
                  .add();
            }
          }
        });
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int there = facts.fact(FactKind.ON_NODE, nodeClass);
      for (Resource resource : NEVER_BOUNDED) {
        int starved = facts.fact(FactKind.STARVE_NODE, nodeClass, resource.ordinal());
        steps.to(starved).from(there).add();
      }
      int processes = facts.fact(FactKind.STARVE_NODE, nodeClass, Resource.PROCESSES.ordinal());
      steps.to(processes).from(there).assuming(PROCESSES).add();
      for (Resource resource : Resource.values()) {
        if (resource.ofNode()) {
          starve(landscape, steps, nodeClass, resource);
        }
      }
    }
  }

  /** Of each node class what its smallest node has to give; nothing of what none says. */
  private static List<Map<String, Long>> leastOfNodes(Landscape landscape) {
    List<Map<String, Long>> least = new ArrayList<>();
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      Map<String, Long> amounts = new HashMap<>();
      for (int member : nodeClass.members()) {
        Map<String, String> allocatable = landscape.cluster().nodes().get(member).allocatable();
        for (Resource resource : LIMITED) {
          String quantity = allocatable.get(resource.word());
          if (quantity != null) {
            amounts.merge(resource.word(), Amount.of(resource.word(), quantity), Math::min);
          }
        }
      }
      least.add(amounts);
    }
    return least;
  }

  private static void starve(
      Landscape landscape, StepSink steps, int nodeClass, Resource resource) {
    var facts = landscape.facts();
    int starved = facts.fact(FactKind.STARVE_NODE, nodeClass, resource.ordinal());
    // A node taken over withholds everything from its pods.
    steps.to(starved).from(facts.node(nodeClass)).add();
    TenantsOnNode.forEach(
        landscape,
        nodeClass,
        namespace ->
            steps
                .to(facts.fact(FactKind.STARVE, namespace, resource.ordinal()))
                .from(starved)
                .add());
    evict(landscape, steps, nodeClass, resource, starved);
  }

  /** One pod of each tenant is enough, the first that may exceed what it requests. */
  private static void evict(
      Landscape landscape, StepSink steps, int nodeClass, Resource resource, int starved) {
    BitSet tenants = new BitSet();
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      int tenant = landscape.tenancy().ofNamespace(podClass.namespace());
      if (!tenants.get(tenant) && Eviction.mayExceed(podClass.spec(), resource)) {
        tenants.set(tenant);
        steps
            .to(landscape.facts().fact(FactKind.DISTURB, podClass.namespace()))
            .from(starved)
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int premise = step.premise(0);
    if (facts.kind(premise) == FactKind.CODE_ON) {
      String resource = Resource.values()[facts.b(step.conclusion())].word();
      int podClass = facts.a(premise);
      addLimit(landscape, podClass, resource, evidence);
      PodEvidence.addPlace(landscape, podClass, facts.b(premise), evidence);
    } else if (facts.kind(premise) == FactKind.ON_NODE) {
      explainPlaced(landscape, step, evidence);
    } else if (facts.kind(step.conclusion()) == FactKind.DISTURB) {
      explainEviction(landscape, step, evidence);
    } else if (facts.kind(step.conclusion()) == FactKind.STARVE) {
      PodEvidence.addNode(landscape, facts.a(premise), "metadata.name", "shared by both", evidence);
    }
  }

  /**
   * The limit of the pod as a whole, where it decides; else the container that lacks one; where
   * none does, those that may have the whole node.
   */
  private static void addLimit(
      Landscape landscape, int podClass, String resource, EvidenceSink evidence) {
    PodSpec spec = landscape.cluster().podClasses().get(podClass).spec();
    String ofPod = spec.podLimits().get(resource);
    if (ofPod != null && Contention.isLimit(ofPod)) {
      String words = ofPod + ", as much as the node has";
      PodEvidence.add(landscape, podClass, "resources.limits." + resource, words, evidence);
      return;
    }
    List<Container> limited = new ArrayList<>();
    for (Container container : spec.containers()) {
      if (container.type() == Container.Type.EPHEMERAL) {
        continue;
      }
      String limit = container.limits().get(resource);
      if (limit == null || !Contention.isLimit(limit)) {
        String words = limit == null ? "unset" : limit + ", as good as unset";
        addLimit(landscape, podClass, container, resource, words, evidence);
        return;
      }
      limited.add(container);
    }
    for (Container container : limited) {
      String words = container.limits().get(resource) + ", together as much as the node has";
      addLimit(landscape, podClass, container, resource, words, evidence);
    }
  }

  private static void addLimit(
      Landscape landscape,
      int podClass,
      Container container,
      String resource,
      String words,
      EvidenceSink evidence) {
    String field = PodEvidence.containerPath(container) + ".resources.limits." + resource;
    PodEvidence.add(landscape, podClass, field, words, evidence);
  }

  /** Whose pod it is shows on a path only: whatever has code there uses up what nothing bounds. */
  private static void explainPlaced(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    StepView placed = step.leadingTo(step.premise(0));
    if (placed == null || facts.kind(placed.premise(0)) != FactKind.CODE_ON) {
      return;
    }
    int podClass = facts.a(placed.premise(0));
    if (!facts.isCrafted(podClass)) {
      String resource = Resource.values()[facts.b(step.conclusion())].word();
      PodEvidence.add(landscape, podClass, "containers", "no field bounds " + resource, evidence);
    }
  }

  private static void explainEviction(Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.premise(0));
    Resource resource = Resource.values()[landscape.facts().b(step.premise(0))];
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      if (podClass.namespace() == landscape.facts().a(step.conclusion())
          && Eviction.mayExceed(podClass.spec(), resource)) {
        PodEvidence.add(
            landscape,
            id,
            "containers[*].resources",
            Eviction.qualityOfService(podClass.spec()).word()
                + ": may use more "
                + resource.word()
                + " than it requests, so it is evicted first",
            evidence);
        PodEvidence.addPlace(landscape, id, nodeClass, evidence);
        return;
      }
    }
  }
}
