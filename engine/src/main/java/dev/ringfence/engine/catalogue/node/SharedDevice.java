package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Devices;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * E19. A pod with a device of its node → what others have in such devices: at once where the device
 * is time-sliced, its driver gives it to many claims, or the claim has administrative access, and
 * on the assumption that nobody clears it between pods where each has it alone.
 *
 * <p>Source: KEP-5018 (adminAccess); KEP-5075 (allowMultipleAllocations); NVIDIA's GPU operator
 * documentation, "Time-Slicing GPUs": no memory isolation between replicas.
 */
final class SharedDevice implements Row {

  static final Assumption NOT_CLEARED =
      new Assumption(
          "devices-not-cleared",
          "Devices that pods have one after another may keep what the last one left there.",
          "kept");

  @Override
  public String id() {
    return "E19";
  }

  @Override
  public String title() {
    return "reads what others have in a device";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Devices devices = Devices.of(landscape.cluster());
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          Set<String> own = devices.of(podClass);
          if (own.isEmpty()) {
            return;
          }
          boolean all = devices.hasAdministrativeAccess(podClass);
          Set<Integer> open = new TreeSet<>();
          Set<Integer> kept = new TreeSet<>();
          for (int id : landscape.placement().podClassesOn(nodeClass)) {
            PodClass other = landscape.cluster().podClasses().get(id);
            for (String device : devices.of(other)) {
              if (all
                  || (own.contains(device) && isShared(landscape, devices, nodeClass, device))) {
                open.add(other.namespace());
              } else if (own.contains(device)) {
                kept.add(other.namespace());
              }
            }
          }
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          for (int namespace : open) {
            steps.to(facts.fact(FactKind.CONTENT, namespace)).from(codeOn).add();
          }
          for (int namespace : kept) {
            if (!open.contains(namespace)) {
              steps
                  .to(facts.fact(FactKind.CONTENT, namespace))
                  .from(codeOn)
                  .assuming(NOT_CLEARED)
                  .add();
            }
          }
        });
    crafted(landscape, steps, devices);
  }

  /** A pod of one's own making asks for whatever devices there are. */
  private static void crafted(Landscape landscape, StepSink steps, Devices devices) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      Set<Integer> open = new TreeSet<>();
      Set<Integer> kept = new TreeSet<>();
      for (int id : landscape.placement().podClassesOn(nodeClass)) {
        PodClass other = landscape.cluster().podClasses().get(id);
        for (String device : devices.of(other)) {
          (isShared(landscape, devices, nodeClass, device) ? open : kept).add(other.namespace());
        }
      }
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      for (int namespace : kept) {
        if (!open.contains(namespace)) {
          administrators(landscape, steps, placed, namespace);
        }
      }
      for (int namespace : open) {
        steps.to(facts.fact(FactKind.CONTENT, namespace)).from(placed).add();
      }
      for (int namespace : kept) {
        if (!open.contains(namespace)) {
          steps
              .to(facts.fact(FactKind.CONTENT, namespace))
              .from(placed)
              .assuming(NOT_CLEARED)
              .add();
        }
      }
    }
  }

  /** Where the namespace lets claims have administrative access, a made-up pod may bring one. */
  private static void administrators(Landscape landscape, StepSink steps, int placed, int victim) {
    var facts = landscape.facts();
    List<Namespace> namespaces = landscape.cluster().namespaces();
    for (int namespace = 0; namespace < namespaces.size(); namespace++) {
      if (namespace != victim && Devices.mayBeAdministrative(namespaces.get(namespace))) {
        steps
            .to(facts.fact(FactKind.CONTENT, victim))
            .from(placed)
            .from(facts.codeAnywhere(facts.crafted(namespace)))
            .add();
      }
    }
  }

  private static boolean isShared(
      Landscape landscape, Devices devices, int nodeClass, String device) {
    if (devices.isSeverallyAllocated(device)) {
      return true;
    }
    for (int node : landscape.placement().nodeClasses().get(nodeClass).members()) {
      LabelSet labels = landscape.cluster().nodes().get(node).labels();
      if (Devices.isShared(device, labels)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int premise = step.premise(0);
    int nodeClass = facts.kind(premise) == FactKind.CODE_ON ? facts.b(premise) : facts.a(premise);
    if (facts.kind(premise) == FactKind.CODE_ON) {
      show(landscape, facts.a(premise), evidence);
    }
    if (step.premiseCount() == 2) {
      int crafter = facts.namespaceOfCrafted(facts.a(step.premise(1)));
      evidence.add(
          landscape.cluster().namespaces().get(crafter).meta(),
          "metadata.labels[resource.kubernetes.io/admin-access]",
          "true");
    }
    Devices devices = Devices.of(landscape.cluster());
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass other = landscape.cluster().podClasses().get(id);
      if (other.namespace() == facts.a(step.conclusion()) && !devices.of(other).isEmpty()) {
        show(landscape, id, evidence);
        PodEvidence.addPlace(landscape, id, nodeClass, evidence);
        return;
      }
    }
  }

  private static void show(Landscape landscape, int podClass, EvidenceSink evidence) {
    PodClass one = landscape.cluster().podClasses().get(podClass);
    if (!one.spec().resourceClaims().isEmpty()) {
      String names =
          one.spec().resourceClaims().stream()
              .map(PodSpec.DeviceClaimReference::object)
              .collect(Collectors.joining(", "));
      PodEvidence.add(landscape, podClass, "resourceClaims", names, evidence);
    }
    for (Container container : one.spec().containers()) {
      for (String resource : container.limits().keySet()) {
        if (Devices.isDevice(resource)) {
          PodEvidence.add(
              landscape,
              podClass,
              PodEvidence.containerPath(container) + ".resources.limits",
              resource,
              evidence);
        }
      }
    }
  }
}
