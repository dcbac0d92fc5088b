package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.PlacedEnforcers;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The numbers that the network rows' facts use, so that each row names the same facts. */
final class Routes {

  private final Landscape landscape;
  private final PlacedEnforcers enforcers;
  private final int senders;
  private @Nullable Plan plan;

  Routes(Landscape landscape) {
    this.landscape = landscape;
    this.enforcers = landscape.enforcers();
    this.senders = landscape.network().enforcements().size() + 1;
  }

  /** Made when first asked for: whoever only names facts asks for no policy. */
  Plan plan() {
    Plan known = plan;
    if (known == null) {
      known = landscape.network().plan();
      plan = known;
    }
    return known;
  }

  /** What holds on some node of the class: usually one. */
  int[] enforcementsOn(int nodeClass) {
    return enforcers.on(nodeClass);
  }

  boolean isEnforced(int enforcement) {
    return enforcers.isEnforced(enforcement);
  }

  /** The fact of sending as a source class that no egress policy holds back. */
  int sendsFreely(int sourceClass) {
    return sendsAs(sourceClass, 0);
  }

  /** The fact of sending as a source class whose egress policies this enforcement upholds. */
  int sendsPoliced(int sourceClass, int enforcement) {
    return sendsAs(sourceClass, enforcement + 1);
  }

  /** A class is called after its first end, which it keeps while others come and go. */
  private int sendsAs(int sourceClass, int how) {
    return landscape
        .facts()
        .fact(FactKind.SENDS_AS, plan().sourceExample(sourceClass) * senders + how);
  }

  /**
   * The fact of sending as a class that is called after the end, policed; -1 if nobody named it.
   */
  int named(int sourceExample, int enforcement) {
    return landscape.facts().find(FactKind.SENDS_AS, sourceExample * senders + enforcement + 1, 0);
  }

  /** The end after which the source class of a SENDS_AS fact is called. */
  int sourceExampleOf(int fact) {
    return landscape.facts().a(fact) / senders;
  }

  /** The source class of a SENDS_AS fact. */
  int sourceClassOf(int fact) {
    return plan().sourceClass(sourceExampleOf(fact));
  }

  /** The enforcement of a SENDS_AS fact, or -1 where it sends freely. */
  int enforcementOf(int fact) {
    return landscape.facts().a(fact) % senders - 1;
  }

  /** How a source class sends from a node where this is what enforces. */
  int sends(int sourceClass, int enforcement) {
    return plan().isolatedSource(sourceClass) && isEnforced(enforcement)
        ? sendsPoliced(sourceClass, enforcement)
        : sendsFreely(sourceClass);
  }

  /**
   * The source classes of a node class's own addresses. Members with different addresses may be let
   * in by different ipBlocks.
   */
  int[] sourceClassesOfNodes(int nodeClass) {
    return Arrays.stream(landscape.placement().nodeClasses().get(nodeClass).members())
        .map(node -> plan().sourceClass(landscape.network().endpointOfNode(node)))
        .distinct()
        .toArray();
  }

  /** The enforcements that a pod of the class can be behind; the weakest of them counts. */
  int[] enforcementsBefore(PodClass podClass) {
    return enforcers.before(podClass);
  }

  /** Whether ingress policies hold for pods of the class, wherever they are placed. */
  boolean isPoliced(PodClass podClass) {
    int destination = plan().destinationClass(landscape.network().endpointOf(podClass.id()));
    return plan().isolatedDestination(destination) && enforcers.alwaysBefore(podClass);
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
