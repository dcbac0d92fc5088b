package dev.ringfence.intake.tree;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping. The accessors answer for an absent field what the API takes it for, and throw {@link
 * ShapeException} where a field has another type than the API gives it.
 */
public final class Fields implements Tree {

  public static final Fields EMPTY = new Fields(new String[0], new Tree[0]);

  private final String[] names;
  private final Tree[] values;

  Fields(String[] names, Tree[] values) {
    this.names = names;
    this.values = values;
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public String name(int index) {
    return names[index];
  }

  public Tree value(int index) {
    return values[index];
  }

  /** The field's value, or null where it is absent. */
  public @Nullable Tree get(String name) {
    // Objects have few fields: a scan is faster than a table and needs no memory of its own.
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** The mapping behind a field; the empty one where it is absent. */
  public Fields fields(String name) {
    Fields fields = fieldsOrNull(name);
    return fields == null ? EMPTY : fields;
  }

  /** The mapping behind a field, or null where it is absent. */
  public @Nullable Fields fieldsOrNull(String name) {
    // Here and below no switch over types: those are linked at run time, which each start pays for.
    Tree value = get(name);
    if (value == null || value instanceof Fields) {
      return (Fields) value;
    }
    throw new ShapeException(this, name, "a mapping", value);
  }

  /** The list behind a field; the empty one where it is absent. */
  public Items items(String name) {
    Tree value = get(name);
    if (value == null) {
      return Items.EMPTY;
    }
    if (value instanceof Items items) {
      return items;
    }
    throw new ShapeException(this, name, "a list", value);
  }

  /** The text behind a field, or null where it is absent. */
  public @Nullable String textOrNull(String name) {
    Tree value = get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Text text) {
      return text.value();
    }
    throw new ShapeException(this, name, "a text (put it in quotes)", value);
  }

  /** The text behind a field; {@code otherwise} where it is absent or empty. */
  public String text(String name, String otherwise) {
    String text = textOrNull(name);
    return text == null || text.isEmpty() ? otherwise : text;
  }

  /** The text behind a field, or the empty string. */
  public String text(String name) {
    return text(name, "");
  }

  /** A text or a number as written: ports, percentages and quantities; null where absent. */
  public @Nullable String scalarOrNull(String name) {
    Tree value = get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Text text) {
      return text.value();
    }
    if (value instanceof Numeral numeral) {
      return plain(numeral.digits());
    }
    throw new ShapeException(this, name, "a text or a number", value);
  }

  /** A number as kubectl spells it when it has read it: {@code 3e9} is {@code 3000000000}. */
  private static String plain(String digits) {
    boolean whole = digits.indexOf('e') < 0 && digits.indexOf('E') < 0 && digits.indexOf('.') < 0;
    if (whole || digits.length() > 40) {
      return digits;
    }
    BigDecimal number = BigDecimal.valueOf(Double.parseDouble(digits));
    double magnitude = Math.abs(number.doubleValue());
    return number.signum() == 0
        ? "0"
        : magnitude >= 1e-6 && magnitude < 1e21
            ? number.stripTrailingZeros().toPlainString()
            : digits;
  }

  /** The boolean behind a field, or null where it is absent. */
  public @Nullable Boolean flagOrNull(String name) {
    Tree value = get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Flag flag) {
      return flag == Flag.TRUE;
    }
    throw new ShapeException(this, name, "true or false", value);
  }

  /** The boolean behind a field; false where it is absent. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(flagOrNull(name));
  }

  /** The whole number behind a field, or null where it is absent. */
  public @Nullable Long integerOrNull(String name) {
    Tree value = get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Numeral numeral && numeral.digits().length() <= 40) {
      try {
        return numeral.digits().length() < 18 && numeral.digits().indexOf('e') < 0
            ? Long.parseLong(numeral.digits())
            : new BigDecimal(numeral.digits()).longValueExact();
      } catch (NumberFormatException | ArithmeticException notWhole) {
        throw new ShapeException(this, name, "a whole number", value, notWhole);
      }
    }
    throw new ShapeException(this, name, "a whole number", value);
  }

  /** The whole number of 32 bits behind a field; {@code otherwise} where it is absent. */
  public int integer(String name, int otherwise) {
    Long value = integerOrNull(name);
    if (value == null) {
      return otherwise;
    }
    if (value.intValue() != value) {
      throw new ShapeException(this, name, "a whole number of 32 bits", new Numeral("" + value));
    }
    return value.intValue();
  }

  /** The texts of a list; empty where it is absent. */
  public List<String> texts(String name) {
    Items items = items(name);
    if (items.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      texts.add(items.text(i));
    }
    return texts;
  }

  /** The {@code name} of each mapping in a list. */
  public List<String> namesIn(String name) {
    Items items = items(name);
    List<String> texts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      texts.add(items.fields(i).text("name"));
    }
    return texts;
  }

  /** A mapping of texts, such as a node selector. */
  public Map<String, String> textMap(String name) {
    Fields fields = fields(name);
    if (fields.isEmpty()) {
      return Map.of();
    }
    Map<String, String> map = LinkedHashMap.newLinkedHashMap(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      String text = fields.textOrNull(fields.names[i]);
      map.put(fields.names[i], text == null ? "" : text);
    }
    return map;
  }

  @Override
  public String typeName() {
    return "a mapping";
  }

  /** The same fields without those that the schema does not want, for a kind learnt too late. */
  public Fields prune(Schema schema) {
    if (schema == Schema.EVERYTHING) {
      return this;
    }
    List<String> keptNames = new ArrayList<>();
    List<Tree> keptValues = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Schema child = schema.field(names[i]);
      if (child != Schema.NOTHING) {
        keptNames.add(names[i]);
        keptValues.add(prune(values[i], child));
      }
    }
    return of(keptNames, keptValues);
  }

  private static Tree prune(Tree value, Schema schema) {
    if (schema == Schema.PRESENCE) {
      return Mark.PRESENT;
    }
    return switch (value) {
      case Fields fields -> fields.prune(schema);
      case Items items -> items.prune(item -> prune(item, schema));
      case Text text -> text;
      case Numeral numeral -> numeral;
      case Flag flag -> flag;
      case Mark mark -> mark;
      case Withheld withheld -> withheld;
    };
  }

  /** A mapping of these fields. */
  public static Fields of(List<String> names, List<Tree> values) {
    return new Fields(names.toArray(String[]::new), values.toArray(Tree[]::new));
  }

  /** Equal fields in equal order; {@link TreeHash} is for the order-free comparison. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields that
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append(": ").append(values[i]);
    }
    return text.append("}").toString();
  }
}
