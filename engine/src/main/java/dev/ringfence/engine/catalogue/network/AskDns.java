package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import java.util.Set;

/**
 * N7: asks the cluster's DNS for the names of others, or changes what it answers.
 *
 * <p>Premises, for names: a connection to port 53 of a DNS pod of {@code kube-system}; where the
 * source shows none, code in any pod. Reverse lookups over the range of Services give every name;
 * that nothing limits what DNS answers is an assumption. For answers: may write ConfigMaps where
 * DNS runs, whose configuration is one; all traffic. Breaks: none.
 */
final class AskDns implements RowOfParts {

  private static final PortSet DNS =
      PortSet.of(PortSet.Protocol.UDP, 53).or(PortSet.of(PortSet.Protocol.TCP, 53));

  @Override
  public String id() {
    return "N7";
  }

  @Override
  public String title() {
    return "asks DNS for the names of others";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.CONNECT);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    int names = facts.fact(FactKind.ALL_NAMES);
    int traffic = Traffic.ofEveryNamespace(facts);
    int system = landscape.cluster().namespaceIndex("kube-system");
    boolean shown = false;
    boolean[] dns = new boolean[landscape.cluster().podClasses().size()];
    for (PodClass podClass : landscape.cluster().podClasses()) {
      dns[podClass.id()] = podClass.namespace() == system && answers(podClass);
      shown |= dns[podClass.id()];
    }
    if (shown) {
      // Rows of other rooms conclude connections to all ports, maybe after this one.
      int allPorts = landscape.network().portSets().id(PortSet.ALL);
      for (PodClass podClass : landscape.cluster().podClasses()) {
        if (parts.areAll() && dns[podClass.id()]) {
          facts.fact(FactKind.CONNECT, podClass.id(), allPorts);
        }
      }
      for (int fact : facts.ofKind(FactKind.CONNECT, parts.firstFact())) {
        if (dns[facts.a(fact)] && !landscape.network().portSet(facts.b(fact)).and(DNS).isEmpty()) {
          steps.to(names).from(fact).assuming(NetworkAssumptions.DNS_ANSWERS).add();
        }
      }
    } else if (parts.areAll()) {
      for (PodClass podClass : landscape.cluster().podClasses()) {
        steps
            .to(names)
            .from(facts.code(podClass.id()))
            .assuming(NetworkAssumptions.DNS_ANSWERS)
            .add();
      }
    }
    if (!parts.areAll()) {
      return;
    }
    if (system >= 0) {
      steps.to(traffic).from(facts.may(Capability.WRITE_CONFIG_MAPS, system)).add();
    }
    steps.to(traffic).from(facts.mayEverywhere(Capability.WRITE_CONFIG_MAPS)).add();
  }

  private static boolean answers(PodClass podClass) {
    return podClass.spec().containers().stream()
        .flatMap(container -> container.ports().stream())
        .anyMatch(port -> port.containerPort() == 53);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    switch (facts.kind(step.premise(0))) {
      case CONNECT ->
          evidence.pod(
              facts.a(step.premise(0)),
              "containers",
              "answers on port 53, reached on "
                  + landscape.network().portSet(facts.b(step.premise(0))));
      default -> {} // the premise's own step has shown it
    }
  }
}
