package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.verdict.Boundary;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * N1b: takes over what one can connect to; what is known to ask for no credentials is N10's.
 *
 * <p>Premises: a connection to a port of the pod (N1, N2, or through the API). Breaks: {@code
 * workload}, by the image repository of a container that listens there. A port that some container
 * declares is that container's; a port that none declares may be any one's, and each image is an
 * alternative of its own. Containers of every kind count: they share the pod's addresses.
 */
final class TakeOverByConnection implements RowOfParts {

  @Override
  public String id() {
    return "N1b";
  }

  @Override
  public String title() {
    return "exploits a workload through a connection";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.CONNECT);
  }

  /**
   * Takes every connection that rows before this one have named, and one to all ports in any case,
   * so that rows after this one may conclude that.
   */
  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    int allPorts = landscape.network().portSets().id(PortSet.ALL);
    TreeMap<Integer, TreeSet<Integer>> ports = new TreeMap<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (parts.areAll()) {
        ports.computeIfAbsent(podClass.id(), ignored -> new TreeSet<>()).add(allPorts);
      }
    }
    for (int fact : facts.ofKind(FactKind.CONNECT, parts.firstFact())) {
      if (!facts.isCrafted(facts.a(fact))) {
        ports.computeIfAbsent(facts.a(fact), ignored -> new TreeSet<>()).add(facts.b(fact));
      }
    }
    ports.forEach(
        (podClass, sets) -> {
          if (ControlEndpoint.of(landscape.cluster().podClasses().get(podClass)) != null) {
            facts.fact(FactKind.CONNECT, podClass, allPorts);
            return;
          }
          for (int set : sets) {
            derive(landscape, steps, podClass, set);
          }
        });
  }

  private static void derive(Landscape landscape, StepSink steps, int podClass, int ports) {
    Facts facts = landscape.facts();
    PodClass target = landscape.cluster().podClasses().get(podClass);
    for (Boundary workload : listening(landscape, target, landscape.network().portSet(ports))) {
      steps
          .to(facts.codeAnywhere(podClass))
          .from(facts.fact(FactKind.CONNECT, podClass, ports))
          .breaking(workload)
          .add();
    }
  }

  /** The images that may listen on one of the ports. */
  static Set<Boundary> listening(Landscape landscape, PodClass podClass, PortSet ports) {
    Set<Boundary> boundaries = new LinkedHashSet<>();
    PortSet declaredBySome = PortSet.NONE;
    for (Container container : podClass.spec().containers()) {
      PortSet declared = declared(container);
      declaredBySome = declaredBySome.or(declared);
      if (!declared.and(ports).isEmpty()) {
        boundaries.add(boundary(landscape, podClass, container));
      }
    }
    if (!declaredBySome.containsAll(ports)) {
      for (Container container : podClass.spec().containers()) {
        boundaries.add(boundary(landscape, podClass, container));
      }
    }
    return boundaries;
  }

  private static PortSet declared(Container container) {
    PortSet ports = PortSet.NONE;
    for (Container.Port port : container.ports()) {
      PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
      if (protocol != null) {
        ports = ports.or(PortSet.of(protocol, port.containerPort()));
      }
    }
    return ports;
  }

  private static Boundary boundary(Landscape landscape, PodClass podClass, Container container) {
    String repository = container.imageRepository();
    return Boundaries.workload(
        repository.isEmpty()
            ? landscape.cluster().pods().topmost(podClass.example()).toString()
            : repository);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    int podClass = facts.a(step.premise(0));
    PortSet ports = landscape.network().portSet(facts.b(step.premise(0)));
    PodClass target = landscape.cluster().podClasses().get(podClass);
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int[] next = new int[Container.Type.values().length];
    for (Container container : target.spec().containers()) {
      int index = next[container.type().ordinal()]++;
      evidence.pod(
          podClass,
          container.type().field() + "[" + index + "].image",
          container.image() + ", reached on " + ports);
    }
  }
}
