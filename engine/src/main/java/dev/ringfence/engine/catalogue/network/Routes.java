package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The numbers that the network rows' facts use, so that each row names the same facts. */
final class Routes {

  private final Landscape landscape;
  private final Plan plan;
  private final int[][] enforcementsOfNodeClass;

  Routes(Landscape landscape) {
    this.landscape = landscape;
    this.plan = landscape.network().plan();
    this.enforcementsOfNodeClass = new int[landscape.placement().nodeClasses().size()][];
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      enforcementsOfNodeClass[nodeClass.id()] =
          Arrays.stream(nodeClass.members())
              .map(landscape.network()::enforcementOfNode)
              .distinct()
              .sorted()
              .toArray();
    }
  }

  Plan plan() {
    return plan;
  }

  /** What holds on some node of the class: usually one. */
  int[] enforcementsOn(int nodeClass) {
    return enforcementsOfNodeClass[nodeClass];
  }

  boolean isEnforced(int enforcement) {
    return landscape.network().enforcement(enforcement).state() != Enforcement.State.NOT_ENFORCED;
  }

  /** The fact of sending as a source class that no egress policy holds back. */
  int sendsFreely(int sourceClass) {
    return landscape.facts().fact(FactKind.SENDS_AS, sourceClass);
  }

  /** The fact of sending as a source class whose egress policies this enforcement upholds. */
  int sendsPoliced(int sourceClass, int enforcement) {
    return landscape
        .facts()
        .fact(FactKind.SENDS_AS, sourceClass + (enforcement + 1) * plan.sourceClassCount());
  }

  /** The source class of a SENDS_AS fact. */
  int sourceClassOf(int fact) {
    return landscape.facts().a(fact) % plan.sourceClassCount();
  }

  /** The enforcement of a SENDS_AS fact, or -1 where it sends freely. */
  int enforcementOf(int fact) {
    return landscape.facts().a(fact) / plan.sourceClassCount() - 1;
  }

  /** How a source class sends from a node where this is what enforces. */
  int sends(int sourceClass, int enforcement) {
    return plan.isolatedSource(sourceClass) && isEnforced(enforcement)
        ? sendsPoliced(sourceClass, enforcement)
        : sendsFreely(sourceClass);
  }

  /**
   * The source classes of a node class's own addresses. Members with different addresses may be let
   * in by different ipBlocks.
   */
  int[] sourceClassesOfNodes(int nodeClass) {
    return Arrays.stream(landscape.placement().nodeClasses().get(nodeClass).members())
        .map(node -> plan.sourceClass(landscape.network().endpointOfNode(node)))
        .distinct()
        .toArray();
  }

  /** The enforcements that a pod of the class can be behind; the weakest of them counts. */
  int[] enforcementsBefore(PodClass podClass) {
    TreeSet<Integer> found = new TreeSet<>();
    for (int nodeClass : landscape.placement().ever(podClass)) {
      for (int enforcement : enforcementsOn(nodeClass)) {
        found.add(enforcement);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether ingress policies hold for pods of the class, wherever they are placed. */
  boolean isPoliced(PodClass podClass) {
    int destination = plan.destinationClass(landscape.network().endpointOf(podClass.id()));
    if (!plan.isolatedDestination(destination)) {
      return false;
    }
    for (int enforcement : enforcementsBefore(podClass)) {
      if (!isEnforced(enforcement)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The fact that a connection gets to pods of the class; where a proxy of a service mesh stands
   * before them, that it gets to the proxy, and {@link PassProxy} says what follows.
   */
  int arrival(int podClass, PortSet ports) {
    boolean guarded = landscape.network().mesh().guard(podClass) != null;
    return landscape
        .facts()
        .fact(guarded ? FactKind.ARRIVES : FactKind.CONNECT, podClass, numberOf(ports));
  }

  int numberOf(PortSet ports) {
    return landscape.network().portSets().id(ports);
  }

  /** Rests the step on whatever must be granted. */
  static StepSink.Draft granting(StepSink.Draft draft, int doubts) {
    StepSink.Draft rested = draft;
    if ((doubts & Doubt.ADDRESSES) != 0) {
      rested = rested.assuming(NetworkAssumptions.POD_ADDRESSES);
    }
    if ((doubts & Doubt.HOST_NETWORK_MATCHES) != 0) {
      rested = rested.assuming(NetworkAssumptions.HOST_NETWORK_MATCHES);
    }
    if ((doubts & Doubt.ORDER) != 0) {
      rested = rested.assuming(NetworkAssumptions.EQUAL_PRIORITIES);
    }
    if ((doubts & Doubt.KIND) != 0) {
      rested = rested.assuming(NetworkAssumptions.KIND_UPHELD);
    }
    if ((doubts & Doubt.NOT_UNDERSTOOD) != 0) {
      rested = rested.assuming(NetworkAssumptions.PARTS_NOT_UNDERSTOOD);
    }
    if ((doubts & Doubt.TIER) != 0) {
      rested = rested.assuming(NetworkAssumptions.UNDECLARED_TIERS);
    }
    if ((doubts & Doubt.INTERFACE) != 0) {
      rested = rested.assuming(NetworkAssumptions.HOST_INTERFACES);
    }
    if ((doubts & Doubt.FORWARDED) != 0) {
      rested = rested.assuming(NetworkAssumptions.FORWARDED_TRAFFIC);
    }
    return rested;
  }

  /**
   * The two ways past an enforcement: it fails; or, where nothing shows that policies are enforced,
   * they are not.
   */
  void past(StepSink steps, int conclusion, int premise, int enforcement) {
    Enforcement passed = landscape.network().enforcement(enforcement);
    steps.to(conclusion).from(premise).breaking(Boundaries.networkPolicy(passed.product())).add();
    Assumption feared = feared(passed);
    if (feared != null) {
      steps.to(conclusion).from(premise).assuming(feared).add();
    }
  }

  /** By what policies may not hold where that stands, though nothing fails; null where they do. */
  static @Nullable Assumption feared(Enforcement enforcement) {
    return switch (enforcement.state()) {
      case UNKNOWN -> NetworkAssumptions.POLICIES_ENFORCED;
      case ENFORCED_ONCE_STARTED -> NetworkAssumptions.STARTED_PODS;
      case ENFORCED, NOT_ENFORCED -> null;
    };
  }
}
