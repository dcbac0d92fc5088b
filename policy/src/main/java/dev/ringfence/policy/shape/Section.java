package dev.ringfence.policy.shape;

import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a document that has passed its check, read by name. A field that is missing or null
 * reads as its default. A value of another type means that the check was left out.
 */
public final class Section {

  private static final DocumentValue.Mapping EMPTY =
      new DocumentValue.Mapping(Map.of(), DocumentPosition.UNKNOWN);

  private final DocumentValue.Mapping mapping;

  public Section(DocumentValue.Mapping mapping) {
    this.mapping = mapping;
  }

  public DocumentPosition position() {
    return mapping.position();
  }

  /** Where a field's value starts; the section's own position where the field is missing. */
  public DocumentPosition position(String field) {
    DocumentValue value = mapping.get(field);
    return value == null ? mapping.position() : value.position();
  }

  public boolean has(String field) {
    return value(field) != null;
  }

  private @Nullable DocumentValue value(String field) {
    DocumentValue value = mapping.get(field);
    return value instanceof DocumentValue.Null ? null : value;
  }

  /** The mapping in a field; an empty one where there is none. */
  public Section section(String field) {
    return new Section(value(field) instanceof DocumentValue.Mapping inner ? inner : EMPTY);
  }

  public @Nullable String text(String field) {
    return value(field) instanceof DocumentValue.Text text ? text.value() : null;
  }

  public String text(String field, String otherwise) {
    String text = text(field);
    return text == null ? otherwise : text;
  }

  /** The constant that a field's word stands for. */
  public <E extends Enum<E>> E constant(String field, Class<E> constants, E otherwise) {
    String word = text(field);
    return word == null ? otherwise : Spelling.constant(constants, word);
  }

  /** The constants that a list's words stand for. */
  public <E extends Enum<E>> List<E> constants(String field, Class<E> constants) {
    return texts(field).stream().map(word -> Spelling.constant(constants, word)).toList();
  }

  public boolean flag(String field, boolean otherwise) {
    return value(field) instanceof DocumentValue.Flag flag ? flag.value() : otherwise;
  }

  public @Nullable Integer count(String field) {
    return value(field) instanceof DocumentValue.Numeral numeral
        ? new BigDecimal(numeral.digits()).intValueExact()
        : null;
  }

  /** The texts of a list. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    if (value(field) instanceof DocumentValue.Sequence sequence) {
      for (DocumentValue item : sequence.items()) {
        if (item instanceof DocumentValue.Text text) {
          texts.add(text.value());
        }
      }
    }
    return List.copyOf(texts);
  }

  /** The mappings of a list, each read by the function. */
  public <T> List<T> sections(String field, Function<Section, T> reader) {
    List<T> list = new ArrayList<>();
    if (value(field) instanceof DocumentValue.Sequence sequence) {
      for (DocumentValue item : sequence.items()) {
        if (item instanceof DocumentValue.Mapping inner) {
          list.add(reader.apply(new Section(inner)));
        }
      }
    }
    return List.copyOf(list);
  }

  /** A mapping of texts, such as labels, in the author's order. */
  public Map<String, String> table(String field) {
    Map<String, String> table = new LinkedHashMap<>();
    if (value(field) instanceof DocumentValue.Mapping inner) {
      inner
          .entries()
          .forEach(
              (key, entry) -> {
                if (entry instanceof DocumentValue.Text text) {
                  table.put(key, text.value());
                }
              });
    }
    return table;
  }
}
