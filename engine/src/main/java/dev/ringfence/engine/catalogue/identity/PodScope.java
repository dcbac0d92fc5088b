package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import java.util.Set;

/** Steps from a right over pods to code in them: everywhere, in a namespace, in one named pod. */
final class PodScope {

  private PodScope() {}

  /** A right everywhere is every tenant's takeover; one in a namespace, that of its pods. */
  static void code(Landscape landscape, Capability capability, StepSink steps) {
    Facts facts = landscape.facts();
    steps.to(facts.everything()).from(facts.mayEverywhere(capability)).add();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      steps
          .to(facts.codeAnywhere(podClass.id()))
          .from(facts.may(capability, podClass.namespace()))
          .add();
    }
    for (NamedScope scope : NamedRights.of(landscape, capability)) {
      for (PodClass podClass : landscape.cluster().podClasses()) {
        if (podClass.namespace() == scope.namespace()
            && isNamed(landscape, podClass, scope.name())) {
          steps
              .to(facts.codeAnywhere(podClass.id()))
              .from(facts.mayNamed(capability, scope.namespace(), scope.name()))
              .add();
        }
      }
    }
  }

  /** Steps from a right over pods to a connection to any of their ports. */
  static void connections(Landscape landscape, Capability capability, StepSink steps) {
    Facts facts = landscape.facts();
    int ports = landscape.network().portSets().id(PortSet.ALL);
    int everywhere = facts.mayEverywhere(capability);
    Set<NamedScope> named = NamedRights.of(landscape, capability);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int connect = facts.fact(FactKind.CONNECT, podClass.id(), ports);
      steps.to(connect).from(everywhere).add();
      steps.to(connect).from(facts.may(capability, podClass.namespace())).add();
      for (NamedScope scope : named) {
        if (podClass.namespace() == scope.namespace()
            && isNamed(landscape, podClass, scope.name())) {
          steps.to(connect).from(facts.mayNamed(capability, scope.namespace(), scope.name())).add();
        } else if (capability == Capability.PROXY_PODS) {
          byAddress(landscape, podClass, scope, steps);
        }
      }
    }
  }

  /** A name with scheme or port, as the proxy takes it. */
  private static void byAddress(
      Landscape landscape, PodClass podClass, NamedScope scope, StepSink steps) {
    ProxyName asked = ProxyName.of(scope.name());
    if (podClass.namespace() == scope.namespace() && isNamed(landscape, podClass, asked.name())) {
      Facts facts = landscape.facts();
      int ports = landscape.network().portSets().id(asked.ports());
      steps
          .to(facts.fact(FactKind.CONNECT, podClass.id(), ports))
          .from(facts.mayNamed(Capability.PROXY_PODS, scope.namespace(), scope.name()))
          .add();
    }
  }

  /** A pod that a workload would have may get any name that begins with the workload's. */
  static boolean isNamed(Landscape landscape, PodClass podClass, String name) {
    for (int pod : podClass.members()) {
      String own = landscape.cluster().pods().name(pod);
      boolean generated = landscape.cluster().pods().isWouldBe(pod);
      if (generated ? name.startsWith(own.substring(0, own.length() - 1)) : own.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
