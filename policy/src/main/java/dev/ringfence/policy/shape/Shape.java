package dev.ringfence.policy.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a value may look like. Shapes have an exact counterpart in JSON Schema. */
public sealed interface Shape {

  /** What a person calls such a value: {@code a text}, {@code one of Ordinary, Critical}. */
  String allowed();

  /**
   * A text.
   *
   * @param what what it stands for, with its article, for example {@code a date like 2030-12-31}
   * @param pattern what all of it must match, in the part of the syntax that Java and JSON Schema
   *     share; null where any text will do
   * @param maximumLength in characters
   */
  record Text(String what, @Nullable Pattern pattern, int maximumLength) implements Shape {
    @Override
    public String allowed() {
      return what;
    }
  }

  /** A day of the calendar, written as in ISO 8601. */
  record Date() implements Shape {
    @Override
    public String allowed() {
      return "a date like 2030-12-31";
    }
  }

  /**
   * One of a few words.
   *
   * @param hints what to say of a word that is not among them although somebody may expect it
   */
  record Choice(List<String> words, Map<String, String> hints) implements Shape {
    public Choice {
      words = List.copyOf(words);
      hints = Map.copyOf(hints);
    }

    @Override
    public String allowed() {
      return words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {
    @Override
    public String allowed() {
      return "true or false";
    }
  }

  /** A whole number. */
  record Count(int minimum, int maximum) implements Shape {
    @Override
    public String allowed() {
      return "a whole number from " + minimum + " to " + maximum;
    }
  }

  /** A list. */
  record Listing(Shape item, int minimumItems) implements Shape {
    @Override
    public String allowed() {
      return "a list" + (minimumItems == 0 ? "" : " of at least " + minimumItems);
    }
  }

  /** A mapping with keys of the author's choice, such as labels. */
  record Table(Text key, Shape value) implements Shape {
    @Override
    public String allowed() {
      return "a mapping";
    }
  }

  /** A mapping with the fields listed and no others. */
  record Fields(List<Field> fields) implements Shape {
    public Fields {
      fields = List.copyOf(fields);
    }

    public static Fields of(Field... fields) {
      return new Fields(List.of(fields));
    }

    /** The field of that name, or null. */
    public @Nullable Field field(String name) {
      for (Field field : fields) {
        if (field.name().equals(name)) {
          return field;
        }
      }
      return null;
    }

    public List<String> names() {
      List<String> names = new ArrayList<>();
      for (Field field : fields) {
        names.add(field.name());
      }
      return names;
    }

    @Override
    public String allowed() {
      return "a mapping";
    }
  }

  /**
   * What the API server keeps for itself, such as {@code metadata.managedFields}: not looked at.
   */
  record Anything() implements Shape {
    @Override
    public String allowed() {
      return "anything";
    }
  }

  /** A DNS label, as namespaces and Services are named. */
  static Text dnsLabel(String what) {
    return new Text(what, Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"), 63);
  }

  /** A DNS subdomain, as most objects are named. */
  static Text dnsSubdomain(String what) {
    return new Text(
        what,
        Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"),
        253);
  }

  /** Any text that is not empty. */
  static Text words(String what) {
    return new Text(what, Pattern.compile("^[\\s\\S]+$"), 10_000);
  }

  /** Labels, or annotations' keys with any value. */
  static Table labels() {
    return new Table(labelKey(), labelValue());
  }

  /** The key of a label, a taint or an annotation: a name, perhaps behind a DNS prefix. */
  static Text labelKey() {
    return new Text(
        "a label key",
        Pattern.compile(
            "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"),
        317);
  }

  /** The value of a label or of a taint. */
  static Text labelValue() {
    return new Text(
        "a label value", Pattern.compile("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"), 63);
  }

  /** One of an enum's constants, in the spelling of the API: {@code FIRST_PARTY} is FirstParty. */
  static Choice choice(Class<? extends Enum<?>> constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants.getEnumConstants()) {
      words.add(Spelling.word(constant));
    }
    return new Choice(words, Map.of());
  }
}
