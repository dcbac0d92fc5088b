package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.Plan;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pods as they receive: a group for each destination class, apart for those of its pods whose
 * ingress policies hold (policed) and for those that nothing polices (open).
 */
final class Receivers {

  private final Landscape landscape;
  private final Facts facts;
  private final Routes routes;
  private final Plan plan;
  private final boolean[] policed;
  private final BitSet groups = new BitSet();
  private final Map<Integer, List<PodClass>> policedPods = new HashMap<>();

  Receivers(Landscape landscape, Routes routes) {
    this.landscape = landscape;
    this.facts = landscape.facts();
    this.routes = routes;
    this.plan = routes.plan();
    this.policed = new boolean[landscape.cluster().podClasses().size()];
    for (PodClass podClass : landscape.cluster().podClasses()) {
      policed[podClass.id()] = routes.isPoliced(podClass);
      groups.set(groupOf(podClass));
      if (policed[podClass.id()]) {
        policedPods
            .computeIfAbsent(destinationClass(podClass), ignored -> new ArrayList<>())
            .add(podClass);
      }
    }
  }

  /** A class is called after its first end, which it keeps while others come and go. */
  private int group(int destinationClass, boolean open) {
    return plan.destinationExample(destinationClass) * 2 + (open ? 0 : 1);
  }

  private int groupOf(PodClass podClass) {
    return group(destinationClass(podClass), !policed[podClass.id()]);
  }

  private int destinationClass(PodClass podClass) {
    return plan.destinationClass(landscape.network().endpointOf(podClass.id()));
  }

  boolean hasOpen(int destinationClass) {
    return groups.get(group(destinationClass, true));
  }

  boolean hasPoliced(int destinationClass) {
    return groups.get(group(destinationClass, false));
  }

  /** What upholds ingress policies before some pod whose policies hold. */
  BitSet enforcements() {
    BitSet found = new BitSet();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (policed[podClass.id()]) {
        Arrays.stream(routes.enforcementsBefore(podClass)).forEach(found::set);
      }
    }
    return found;
  }

  /** The pod classes of a destination class whose ingress policies hold. */
  List<PodClass> policedPods(int destinationClass) {
    return policedPods.getOrDefault(destinationClass, List.of());
  }

  int open(int destinationClass, PortSet ports) {
    return facts.fact(FactKind.RECEIVES, group(destinationClass, true), routes.numberOf(ports));
  }

  int policed(int destinationClass, PortSet ports) {
    return facts.fact(FactKind.RECEIVES, group(destinationClass, false), routes.numberOf(ports));
  }

  /** The end after which the destination class of a RECEIVES fact is called. */
  static int destinationExampleOf(int group) {
    return group / 2;
  }

  static boolean isOpen(int group) {
    return group % 2 == 0;
  }

  /** What can be said before it is known who sends: the enforcers before policed pods. */
  void derive(StepSink steps, Parts parts) {
    TreeSet<Integer> enforcements = new TreeSet<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (policed[podClass.id()]) {
        Arrays.stream(routes.enforcementsBefore(podClass)).forEach(enforcements::add);
      }
      if (policed[podClass.id()] && isAbout(parts, podClass)) {
        int down = Fence.NETWORK_POLICIES.named(facts, podClass.namespace());
        if (down >= 0) {
          // Towards the attacker: from wherever it is, egress of its own not looked at.
          steps.to(routes.arrival(podClass.id(), PortSet.ALL)).from(down).add();
        }
        for (int enforcement : routes.enforcementsBefore(podClass)) {
          steps
              .to(routes.arrival(podClass.id(), PortSet.ALL))
              .from(facts.fact(FactKind.PAST_ENFORCER, enforcement))
              .add();
        }
      }
    }
    for (int enforcement : enforcements) {
      routes.past(
          steps,
          facts.fact(FactKind.PAST_ENFORCER, enforcement),
          facts.fact(FactKind.SENDS_FREELY),
          enforcement);
    }
  }

  private boolean isAbout(Parts parts, PodClass podClass) {
    return parts.receiving(landscape.network().endpointOf(podClass.id()));
  }

  /** From each RECEIVES fact that some step concludes to the pods of its group. */
  void connect(StepSink steps, Parts parts) {
    Map<Integer, Set<Integer>> named = portSetsByGroup(parts.firstFact());
    Map<Integer, Set<Integer>> known = new HashMap<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      int group = groupOf(podClass);
      Set<Integer> all =
          isAbout(parts, podClass) && !parts.areAll()
              ? known.computeIfAbsent(group, this::portSetsOf)
              : named.getOrDefault(group, Set.of());
      for (int ports : all) {
        steps
            .to(routes.arrival(podClass.id(), landscape.network().portSet(ports)))
            .from(facts.fact(FactKind.RECEIVES, group, ports))
            .add();
      }
    }
  }

  private Map<Integer, Set<Integer>> portSetsByGroup(int firstFact) {
    Map<Integer, Set<Integer>> sets = new HashMap<>();
    for (int fact : facts.ofKind(FactKind.RECEIVES, firstFact)) {
      sets.computeIfAbsent(facts.a(fact), ignored -> new TreeSet<>()).add(facts.b(fact));
    }
    return sets;
  }

  private Set<Integer> portSetsOf(int group) {
    Set<Integer> sets = new TreeSet<>();
    for (int ports = 0; ports < landscape.network().portSets().count(); ports++) {
      if (facts.find(FactKind.RECEIVES, group, ports) >= 0) {
        sets.add(ports);
      }
    }
    return sets;
  }
}
