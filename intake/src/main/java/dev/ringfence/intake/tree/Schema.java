package dev.ringfence.intake.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Says which fields of an object are wanted: a trie of field names. Lists are transparent, so the
 * schema of a list is that of its items.
 *
 * <p>Written as text: {@code name} for a field kept whole, {@code name?} for one of which only the
 * presence matters, {@code prefix*} for all that start so, {@code name { … }} for one of which only
 * some fields are wanted, {@code -name} for one to leave out where the rest ({@code *}) is kept,
 * {@code *{ … }} for the same below any field name, and {@code @name} for a part declared
 * elsewhere.
 */
public final class Schema {

  /** Keeps a value whole. */
  public static final Schema EVERYTHING = new Schema();

  /** Keeps only that a value is there. */
  public static final Schema PRESENCE = new Schema();

  /** Leaves a value out. */
  public static final Schema NOTHING = new Schema();

  private final Map<String, Schema> children = new HashMap<>();
  private final List<String> prefixes = new ArrayList<>();
  private Schema others = NOTHING;

  private Schema() {}

  /** Parses the notation; {@code parts} are the schemas that {@code @name} refers to. */
  public static Schema of(String notation, Map<String, Schema> parts) {
    StringTokenizer words = new StringTokenizer(notation, " \t\n\r{}", true);
    Schema schema = new Schema();
    schema.parse(words, parts);
    return schema;
  }

  /** Parses the notation without references. */
  public static Schema of(String notation) {
    return of(notation, Map.of());
  }

  private void parse(StringTokenizer words, Map<String, Schema> parts) {
    String pending = null;
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.isBlank()) {
        continue;
      }
      if (word.equals("{")) {
        Schema child = new Schema();
        child.parse(words, parts);
        put(pending, child);
        pending = null;
        continue;
      }
      add(pending, parts);
      pending = null;
      if (word.equals("}")) {
        return;
      }
      pending = word;
    }
    add(pending, parts);
  }

  private void add(@Nullable String word, Map<String, Schema> parts) {
    if (word == null) {
      return;
    }
    if (word.startsWith("@")) {
      Schema part = parts.get(word.substring(1));
      if (part == null) {
        throw new IllegalArgumentException("no part " + word);
      }
      children.putAll(part.children);
      if (part.others != NOTHING) {
        others = part.others;
      }
    } else if (word.startsWith("-")) {
      children.put(word.substring(1), NOTHING);
    } else if (word.endsWith("*") && word.length() > 1) {
      prefixes.add(word.substring(0, word.length() - 1));
    } else if (word.endsWith("?")) {
      put(word.substring(0, word.length() - 1), PRESENCE);
    } else {
      put(word, EVERYTHING);
    }
  }

  private void put(@Nullable String word, Schema child) {
    if (word == null) {
      throw new IllegalArgumentException("a brace without a field before it");
    }
    if (word.equals("*")) {
      others = child;
    } else {
      children.put(word, child);
    }
  }

  /** This schema with one more field. */
  public Schema with(String name, Schema child) {
    Schema copy = new Schema();
    copy.children.putAll(children);
    copy.prefixes.addAll(prefixes);
    copy.others = others;
    copy.children.put(name, child);
    return copy;
  }

  /** The schema of a field's value. */
  public Schema field(String name) {
    if (this == EVERYTHING || this == NOTHING) {
      return this;
    }
    Schema child = children.get(name);
    if (child != null) {
      return child;
    }
    for (int i = 0; i < prefixes.size(); i++) {
      if (name.startsWith(prefixes.get(i))) {
        return EVERYTHING;
      }
    }
    return others;
  }

  /** The fields that are named. */
  public Collection<String> names() {
    return children.keySet();
  }
}
