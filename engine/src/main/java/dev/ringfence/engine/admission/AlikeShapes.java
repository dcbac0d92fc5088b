package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is left of namespaces, nodes and selectors without the names that {@link AlikeNames} stand
 * for. A question about two of them is told by their shapes and by which names both have, so that a
 * million questions that come to a handful are put together a handful of times.
 */
final class AlikeShapes {

  /** Of more names than this it is not told which are the same. */
  private static final int MOST_NAMES = 12;

  private static final int BITS_OF_A_NAME = 4;

  private final AlikeNames alike;
  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  /** By shape: all texts that stay as they are. */
  private final List<String> kept = new ArrayList<>();

  private final Map<String, Known<Namespace>> namespaces = new HashMap<>();
  private final Map<String, Known<Node>> nodes = new HashMap<>();
  private final Map<LabelSelector, Side> selectors = new HashMap<>();

  AlikeShapes(AlikeNames alike) {
    this.alike = alike;
  }

  /** One of the two that a question is about. */
  static final class Side {
    private final int shape;

    /** Each once, in the order in which they come up. */
    private final List<String> names;

    /** By shape: whether it was looked for a name in the texts of it, and whether there is one. */
    private final BitSet asked = new BitSet();

    private final BitSet told = new BitSet();

    private Side(int shape, List<String> names) {
      this.shape = shape;
      this.names = names;
    }
  }

  private record Known<T>(T what, Side side) {}

  /**
   * Equal where the questions are the same but for names.
   *
   * @param same for each name of the other one its number among the names of the first, from 1
   */
  record Pair(int shape, int other, long same) {}

  /** Null where a name of one could be told by a text of the other. */
  @Nullable Pair pair(@Nullable Side one, @Nullable Side other) {
    if (one == null || other == null || isToldBy(one, other) || isToldBy(other, one)) {
      return null;
    }
    if (one.names.size() > MOST_NAMES || other.names.size() > MOST_NAMES) {
      return null;
    }
    long same = 0;
    for (String name : other.names) {
      same = (same << BITS_OF_A_NAME) | (one.names.indexOf(name) + 1);
    }
    return new Pair(one.shape, other.shape, same);
  }

  private boolean isToldBy(Side named, Side other) {
    if (!named.asked.get(other.shape)) {
      named.asked.set(other.shape);
      String texts = kept.get(other.shape);
      named.told.set(other.shape, named.names.stream().anyMatch(texts::contains));
    }
    return named.told.get(other.shape);
  }

  /** All that policies may ask of a namespace. */
  Side of(Namespace namespace) {
    Known<Namespace> known = namespaces.get(namespace.name());
    boolean same =
        known != null
            // Asked first, because a set that notes what is read is to note that all of it is.
            && namespace.labels().size() == known.what().labels().size()
            && namespace.labels().equals(known.what().labels())
            && namespace.meta().annotations().equals(known.what().meta().annotations());
    if (known != null && same) {
      return known.side();
    }
    Gathered texts = new Gathered();
    texts.name(namespace.name());
    texts.stays(new TreeMap<>(namespace.meta().annotations()).toString());
    texts.labels(namespace.labels());
    Side side = texts.side();
    namespaces.put(namespace.name(), new Known<>(namespace, side));
    return side;
  }

  /** All that a pod may ask of a node. */
  Side of(Node node) {
    Known<Node> known = nodes.get(node.name());
    boolean same =
        known != null
            && node.labels().size() == known.what().labels().size()
            && node.labels().equals(known.what().labels())
            && node.taints().equals(known.what().taints());
    if (known != null && same) {
      return known.side();
    }
    Gathered texts = new Gathered();
    texts.name(node.name());
    texts.labels(node.labels());
    for (Node.Taint taint : node.taints()) {
      texts.stays(taint.key());
      texts.stays(taint.effect());
      texts.name(taint.value());
    }
    Side side = texts.side();
    nodes.put(node.name(), new Known<>(node, side));
    return side;
  }

  /** Null for one that looks into values. */
  @Nullable Side of(LabelSelector selector) {
    Side known = selectors.get(selector);
    if (known != null || looksIntoValues(selector)) {
      return known;
    }
    Gathered texts = new Gathered();
    new TreeMap<>(selector.matchLabels())
        .forEach(
            (key, value) -> {
              texts.stays(key);
              texts.name(value);
            });
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      texts.stays(requirement.key());
      texts.stays(requirement.operator() + " " + requirement.values().size());
      requirement.values().forEach(texts::name);
    }
    Side side = texts.side();
    selectors.put(selector, side);
    return side;
  }

  private static boolean looksIntoValues(LabelSelector selector) {
    return selector.matchExpressions().stream()
        .map(LabelSelector.Requirement::operator)
        .anyMatch(
            operator ->
                operator == LabelSelector.Operator.LIKE
                    || operator == LabelSelector.Operator.NOT_LIKE);
  }

  /** The texts of one side, in their order. */
  private final class Gathered {
    private record Text(String text, boolean mayBeName) {}

    private final List<Text> texts = new ArrayList<>();

    void stays(String text) {
      texts.add(new Text(text, false));
    }

    void name(String text) {
      texts.add(new Text(text, true));
    }

    void labels(LabelSet labels) {
      for (int i = 0; i < labels.size(); i++) {
        stays(labels.key(i));
        name(labels.value(i));
      }
    }

    Side side() {
      StringBuilder all = new StringBuilder();
      Set<String> names = new LinkedHashSet<>();
      Set<String> others = new LinkedHashSet<>();
      for (Text each : texts) {
        (each.mayBeName() && alike.isFree(each.text()) ? names : others).add(each.text());
      }
      others.forEach(text -> AlikeNames.keep(text, all));
      AlikeNames.leaveOutTold(names, all);
      List<String> inOrder = List.copyOf(names);
      List<Object> shape = new ArrayList<>();
      for (Text each : texts) {
        int number = inOrder.indexOf(each.text());
        shape.add(each.mayBeName() && number >= 0 ? (Object) number : each.text());
      }
      Integer number = numbers.putIfAbsent(shape, numbers.size());
      if (number == null) {
        kept.add(all.toString());
      }
      return new Side(Objects.requireNonNullElse(number, kept.size() - 1), inOrder);
    }
  }
}
