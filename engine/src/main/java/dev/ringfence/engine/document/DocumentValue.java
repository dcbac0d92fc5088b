package dev.ringfence.engine.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a YAML or JSON document, with nothing left out. Scalars are typed as kubectl types
 * them, so a bare {@code yes} is a boolean.
 */
public sealed interface DocumentValue {

  /** Where the value starts. */
  DocumentPosition position();

  /** What a person calls such a value: {@code a mapping}, {@code a list}, {@code a text}, … */
  String typeName();

  /** A mapping; keys are unique and stay in the author's order. */
  record Mapping(Map<String, DocumentValue> entries, DocumentPosition position)
      implements DocumentValue {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value of a field, or null where there is no such field. */
    public @Nullable DocumentValue get(String field) {
      return entries.get(field);
    }

    @Override
    public String typeName() {
      return "a mapping";
    }
  }

  /** A list. */
  record Sequence(List<DocumentValue> items, DocumentPosition position) implements DocumentValue {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String typeName() {
      return "a list";
    }
  }

  /** A text. */
  record Text(String value, DocumentPosition position) implements DocumentValue {
    @Override
    public String typeName() {
      return "a text";
    }
  }

  /** A number as written, for example {@code 3} or {@code 1e3}. */
  record Numeral(String digits, DocumentPosition position) implements DocumentValue {
    @Override
    public String typeName() {
      return "a number";
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(boolean value, DocumentPosition position) implements DocumentValue {
    @Override
    public String typeName() {
      return "a boolean";
    }
  }

  /** {@code null}, or a field with nothing behind it; the API treats it as a field left out. */
  record Null(DocumentPosition position) implements DocumentValue {
    @Override
    public String typeName() {
      return "null";
    }
  }
}
