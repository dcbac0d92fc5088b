package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSets;
import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.verdict.Boundary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What facts and boundaries are called from one proof to the next, whatever numbers they have in
 * each.
 *
 * <p>Only how few steps seem to differ rests on good names: a fact under another name is a fact
 * that went and one that came. But no two facts of one proof may have one name, so each is checked.
 */
final class FactNames {

  private static final int NONE = -1;

  /** Crafted pods are numbered behind the classes, of which there may be one more each time. */
  private static final int CRAFTED = 1 << 27;

  /** All that is the same of a pod class while others come and go. */
  private record ClassKey(int namespace, ObjectReference topmost, LabelSet labels) {}

  private record IdentityKey(Identity.Kind kind, String namespace, String name) {}

  private final Facts names = new Facts(0);
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final Map<Boundary, Integer> boundaries = new HashMap<>();
  private int[] used = new int[1 << 12];
  private int turn;

  /** How many groups were called after nothing since all facts were named. */
  private int unnamed;

  /** Of the landscape that was named last; those that follow it add to the same. */
  private @Nullable PortSets ports;

  private int[] classes = {};
  private int[] identities = {};

  /** By fact of the graph: its name, one for each. */
  int[] of(Landscape landscape, StepGraph graph) {
    turn++;
    unnamed = 0;
    ports = landscape.network().portSets();
    classes = classes(landscape.cluster());
    identities =
        landscape.access().identities().stream()
            .mapToInt(one -> number(new IdentityKey(one.kind(), one.namespace(), one.name())))
            .toArray();
    Facts facts = landscape.facts();
    int[] named = new int[graph.factCount()];
    for (int fact = 0; fact < named.length; fact++) {
      named[fact] = isGroup(facts.kind(fact)) ? NONE : name(facts, fact);
    }
    groups(facts, graph, named);
    return named;
  }

  /**
   * The same for facts that came since, of the same landscape but for its bindings: what is new has
   * a name by what it is about, or is told from nothing before.
   */
  int[] more(Facts facts, int[] known) {
    int[] named = Arrays.copyOf(known, facts.count());
    for (int fact = known.length; fact < named.length; fact++) {
      FactKind kind = facts.kind(fact);
      named[fact] = isGroup(kind) ? own(kind, NONE, unnamed++) : name(facts, fact);
    }
    return named;
  }

  /** By boundary of a run. */
  int[] of(List<Boundary> ofRun) {
    int[] named = new int[ofRun.size()];
    for (int boundary = 0; boundary < named.length; boundary++) {
      named[boundary] = boundaries.computeIfAbsent(ofRun.get(boundary), one -> boundaries.size());
    }
    return named;
  }

  private int[] classes(Cluster cluster) {
    int[] numbered = new int[cluster.podClasses().size()];
    for (PodClass one : cluster.podClasses()) {
      ObjectReference topmost = cluster.pods().topmost(one.example());
      numbered[one.id()] = number(new ClassKey(one.namespace(), topmost, one.labels()));
    }
    return numbered;
  }

  private int number(Object key) {
    return numbers.computeIfAbsent(key, one -> numbers.size());
  }

  private int name(Facts facts, int fact) {
    FactKind kind = facts.kind(fact);
    int a = facts.a(fact);
    int b = facts.b(fact);
    return switch (kind) {
      case CODE, CODE_ANYWHERE, CODE_ON -> own(kind, podClass(facts, a), b);
      // Sets of ports are numbered as policies come, which is another order each time.
      case CONNECT, ARRIVES -> own(kind, podClass(facts, a), number(portSet(b)));
      case HOLDS -> own(kind, a < identities.length ? identities[a] : a, b);
      case SECRET -> own(kind, a, b == 0 ? 0 : 1 + number(facts.nameOf(b)));
      case STORAGE_BACKEND -> own(kind, number(facts.nameOf(a)), b);
      case MAY ->
          own(
              kind,
              a,
              b < Facts.NAMED_SCOPES
                  ? b
                  : Facts.NAMED_SCOPES + number(facts.nameOf(b - Facts.NAMED_SCOPES)));
      case API_PLACE,
          OUTSIDE,
          NODE,
          KUBELET,
          NODE_IDENTITY,
          ON_NODE,
          SOME_NODE,
          NODE_CONTENT,
          NODE_SECRETS,
          CRAFTS,
          SHAPE,
          CRAFTS_UNBOUNDED,
          CRAFTED_ON,
          BOUND_ANYWHERE,
          SPEAKS_AS,
          NODE_NETWORK,
          KUBELET_PORT,
          METADATA,
          SENDS_AS,
          SENDS_FREELY,
          SENDS_FREELY_AS,
          SENDS_TO,
          RECEIVES,
          OWN_NODE,
          EMITS,
          NODE_PORTS,
          HOST_NETWORK,
          PAST_ENFORCER,
          CONTENT,
          TRAFFIC,
          NAMES,
          ALL_NAMES,
          DISTURB,
          STARVE,
          STARVE_NODE,
          OUTRANKS,
          API_LEVEL,
          FENCE_DOWN,
          EVERYTHING,
          GOAL,
          AUXILIARY ->
          own(kind, a, b);
    };
  }

  private Object portSet(int id) {
    PortSets known = ports;
    return known == null ? id : known.get(id);
  }

  private int podClass(Facts facts, int a) {
    return facts.isCrafted(a) ? CRAFTED + facts.namespaceOfCrafted(a) : classes[a];
  }

  /** Groups of places and of receivers are numbered anew by each analysis of the network. */
  private static boolean isGroup(FactKind kind) {
    return kind == FactKind.SENDS_AS
        || kind == FactKind.SENDS_FREELY_AS
        || kind == FactKind.SENDS_TO
        || kind == FactKind.RECEIVES;
  }

  /** Groups are called after what leads to them, and after what they lead to. */
  private void groups(Facts facts, StepGraph graph, int[] named) {
    IntStream.Builder some = IntStream.builder();
    for (int step = 0; step < graph.stepCount(); step++) {
      boolean group = named[graph.conclusion(step)] == NONE;
      for (int p = 0; p < graph.premiseCount(step); p++) {
        group |= named[graph.premise(step, p)] == NONE;
      }
      if (group) {
        some.add(step);
      }
    }
    int[] steps = some.build().toArray();
    // Receivers by the pods behind them; sources by the pods in them, or by the sources.
    name(facts, graph, steps, named, FactKind.RECEIVES);
    name(facts, graph, steps, named, FactKind.SENDS_AS);
    name(facts, graph, steps, named, FactKind.SENDS_AS);
    name(facts, graph, steps, named, FactKind.SENDS_FREELY_AS);
    name(facts, graph, steps, named, FactKind.SENDS_TO);
    for (int fact = 0; fact < named.length; fact++) {
      if (named[fact] == NONE) {
        named[fact] = own(facts.kind(fact), NONE, NONE);
      }
    }
  }

  /** Names the facts of a kind that have a neighbour with a name. */
  private void name(Facts facts, StepGraph graph, int[] steps, int[] named, FactKind kind) {
    int[] before = new int[named.length];
    int[] after = new int[named.length];
    Arrays.fill(before, Integer.MAX_VALUE);
    Arrays.fill(after, Integer.MAX_VALUE);
    for (int step : steps) {
      int to = graph.conclusion(step);
      for (int p = 0; p < graph.premiseCount(step); p++) {
        int from = graph.premise(step, p);
        if (named[from] != NONE) {
          before[to] = Math.min(before[to], named[from]);
        }
        if (named[to] != NONE && kind != FactKind.SENDS_AS) {
          after[from] = Math.min(after[from], named[to]);
        }
      }
    }
    for (int fact = 0; fact < named.length; fact++) {
      boolean known = before[fact] < Integer.MAX_VALUE || after[fact] < Integer.MAX_VALUE;
      if (named[fact] == NONE && known && facts.kind(fact) == kind) {
        named[fact] = own(kind, orNone(before[fact]), orNone(after[fact]));
      }
    }
  }

  private static int orNone(int name) {
    return name == Integer.MAX_VALUE ? NONE : name;
  }

  /** A name that no other fact of this proof has. */
  private int own(FactKind kind, int a, int b) {
    int first = names.fact(kind, a, b);
    int name = first;
    for (int other = 0; isUsed(name); other++) {
      name = names.fact(FactKind.AUXILIARY, first, other);
    }
    used[name] = turn;
    return name;
  }

  private boolean isUsed(int name) {
    if (name >= used.length) {
      used = Arrays.copyOf(used, 2 * Math.max(name, used.length));
    }
    return used[name] == turn;
  }
}
