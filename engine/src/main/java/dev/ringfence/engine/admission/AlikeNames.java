package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names that stand for each other: of namespaces and nodes, and values of their labels and taints.
 * Where a policy has none of them in it and looks into none, what it says of one namespace it says
 * of every other that differs in such names only. So each question is asked with made-up names in
 * their place, once for all whom it is the same for: a thousand tenants are not a thousand
 * questions, nor a million with their nodes.
 *
 * <p>A name is one here only where nothing else could be that text: what policies, parameters and
 * made-up pods have in them, parts of it too, stays as it is, and where an expression puts together
 * a text that could be one, nothing stands for others. The same name gets the same made-up one, and
 * different names different ones.
 */
final class AlikeNames {

  /** As long as any name may be, so that no other costs an expression more. */
  private static final int LENGTH = 63;

  private static final String MADE_UP = "ringfence-alike-";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9]{0,61}[a-z0-9]");

  /** What requests say of themselves, beside the pods that they make. */
  private static final String REQUESTS =
      "create update pods namespaces status finalize kubernetes active true false metadata name"
          + " ringfence-made-up system:node: system:nodes";

  private final String texts;
  private final Map<String, Boolean> free = new HashMap<>();

  /**
   * @param texts everything that policies have in them, whatever it means there
   */
  AlikeNames(String texts) {
    StringBuilder all = new StringBuilder(texts);
    all.append(' ').append(REQUESTS);
    MadeUpRequests.CREATORS.forEach(all::append);
    all.append(MadeUpRequests.mirrorPod());
    for (DangerousShape shape : DangerousShape.values()) {
      all.append(PodObject.of(ShapeSpecs.of(shape)));
    }
    for (List<String> values :
        List.of(
            DangerousValues.CAPABILITIES,
            DangerousValues.SOCKETS,
            DangerousValues.SECRETS,
            DangerousValues.CONTENT)) {
      all.append(values);
    }
    this.texts = all.toString().toLowerCase(Locale.ROOT);
  }

  /** What all these names are called in one question about them. */
  Renaming renaming(Namespace namespace, Node node) {
    return new Renaming(namespace, node, Map.of());
  }

  /** The same where labels are asked for. */
  Renaming renaming(Namespace namespace, Map<String, String> wanted) {
    return new Renaming(namespace, null, wanted);
  }

  /** Whether nothing else could be that text. */
  boolean isFree(String text) {
    return free.computeIfAbsent(text, one -> NAME.matcher(one).matches() && !texts.contains(one));
  }

  /** Notes a text that stays as it is. */
  static void keep(String text, StringBuilder kept) {
    kept.append(text).append('\n');
  }

  /** A name that is a part of what stays as it is could be told by that: it stays too. */
  static void leaveOutTold(Set<String> names, StringBuilder kept) {
    Set<String> told = new LinkedHashSet<>();
    do {
      told.forEach(text -> keep(text, kept));
      names.removeAll(told);
      told.clear();
      names.stream().filter(text -> kept.indexOf(text) >= 0).forEach(told::add);
    } while (!told.isEmpty());
  }

  /** What each name of one question is called, in the order in which they come up. */
  final class Renaming {

    private final Map<String, String> names = new LinkedHashMap<>();

    private Renaming(Namespace namespace, @Nullable Node node, Map<String, String> wanted) {
      StringBuilder kept = new StringBuilder();
      Set<String> candidates = new LinkedHashSet<>(Set.of(namespace.name()));
      kept.append(namespace.meta().annotations()).append(wanted.keySet());
      note(namespace.labels(), candidates, kept);
      candidates.addAll(new TreeMap<>(wanted).values());
      if (node != null) {
        candidates.add(node.name());
        note(node.labels(), candidates, kept);
        for (Node.Taint taint : node.taints()) {
          keep(taint.key(), kept);
          candidates.add(taint.value());
        }
      }
      candidates.stream().filter(text -> !isFree(text)).forEach(text -> keep(text, kept));
      candidates.removeIf(text -> !isFree(text));
      leaveOutTold(candidates, kept);
      candidates.forEach(text -> names.put(text, madeUp(names.size())));
    }

    private static void note(LabelSet labels, Set<String> candidates, StringBuilder kept) {
      labels
          .toMap()
          .forEach(
              (key, value) -> {
                keep(key, kept);
                candidates.add(value);
              });
    }

    /** The made-up names that are in use. */
    Set<String> madeUp() {
      return Set.copyOf(names.values());
    }

    /** Whether a text may be somebody's name that a made-up one stands for. */
    boolean mayBeRenamed(String text) {
      return isFree(text);
    }

    /** Whether a made-up name is in the text. */
    boolean isIn(String text) {
      return text.contains(MADE_UP);
    }

    private String of(String text) {
      return names.getOrDefault(text, text);
    }

    private static String madeUp(int number) {
      String name = MADE_UP + number;
      return name + "x".repeat(LENGTH - name.length());
    }

    Map<String, String> of(Map<String, String> labels) {
      Map<String, String> renamed = new LinkedHashMap<>();
      labels.forEach((key, value) -> renamed.put(key, of(value)));
      return renamed;
    }

    Namespace of(Namespace namespace) {
      ObjectMeta meta = namespace.meta();
      String name = of(namespace.name());
      return new Namespace(
          new ObjectMeta(
              new ObjectReference(meta.reference().kind(), null, name),
              LabelSet.of(of(namespace.labels().toMap())),
              meta.annotations(),
              null,
              PolicyContent.ANYWHERE));
    }

    /** All that a pod may ask of a node: its name, labels and taints. */
    Node of(Node node) {
      String name = of(node.name());
      LabelSet labels = LabelSet.of(of(node.labels().toMap()));
      List<Node.Taint> taints = new ArrayList<>();
      for (Node.Taint taint : node.taints()) {
        taints.add(new Node.Taint(taint.key(), of(taint.value()), taint.effect()));
      }
      return Node.bare(name, labels, taints, PolicyContent.ANYWHERE, false);
    }
  }
}
