package dev.ringfence.policy.shape;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks one document against its shape and collects everything that is wrong with it. */
public final class ShapeCheck {

  /** Exponents beyond this are refused unread: {@code 1e999999999} would take all memory. */
  private static final int LONGEST_NUMERAL = 20;

  private final Origin origin;
  private final List<Problem> problems = new ArrayList<>();

  private ShapeCheck(Origin origin) {
    this.origin = origin;
  }

  /** Everything that is wrong; empty where the value has the shape. */
  public static List<Problem> problems(DocumentValue value, Shape shape, Origin origin) {
    ShapeCheck check = new ShapeCheck(origin);
    check.check(value, shape, "");
    return check.problems;
  }

  private void check(DocumentValue value, Shape shape, String path) {
    // No pattern switch: the class that the JDK makes for it costs every start 10 ms.
    if (shape instanceof Shape.Fields fields) {
      checkFields(value, fields, path);
    } else if (shape instanceof Shape.Text text) {
      checkText(value, text, path);
    } else if (shape instanceof Shape.Choice choice) {
      checkChoice(value, choice, path);
    } else if (shape instanceof Shape.Listing listing) {
      checkListing(value, listing, path);
    } else if (shape instanceof Shape.Table table) {
      checkTable(value, table, path);
    } else if (shape instanceof Shape.Count count) {
      checkCount(value, count, path);
    } else if (shape instanceof Shape.Date date) {
      checkDate(value, date, path);
    } else if (shape instanceof Shape.Flag && !(value instanceof DocumentValue.Flag)) {
      wrongType(value, shape, path);
    }
  }

  private void checkText(DocumentValue value, Shape.Text shape, String path) {
    if (!(value instanceof DocumentValue.Text text)) {
      wrongType(value, shape, path);
    } else if (!fits(text.value(), shape)) {
      add(value.position(), path, quoted(text.value()) + " is not " + shape.what());
    }
  }

  /** Lengths are in code points, as JSON Schema counts them. */
  private static boolean fits(String text, Shape.Text shape) {
    return text.codePointCount(0, text.length()) <= shape.maximumLength()
        && (shape.pattern() == null || shape.pattern().matcher(text).matches());
  }

  private void checkDate(DocumentValue value, Shape.Date shape, String path) {
    if (!(value instanceof DocumentValue.Text text)) {
      wrongType(value, shape, path);
      return;
    }
    boolean day = text.value().length() == 10;
    try {
      LocalDate.parse(text.value());
    } catch (DateTimeException notADate) {
      day = false;
    }
    if (!day) {
      add(value.position(), path, quoted(text.value()) + " is not " + shape.allowed());
    }
  }

  private void checkChoice(DocumentValue value, Shape.Choice shape, String path) {
    if (!(value instanceof DocumentValue.Text text)) {
      wrongType(value, shape, path);
      return;
    }
    if (!shape.words().contains(text.value())) {
      String hint = shape.hints().get(text.value().toLowerCase(Locale.ROOT));
      String more = "";
      if (hint != null) {
        more = "; " + hint;
      } else if (shape.words().size() > 1) {
        more = NearMiss.question(text.value(), shape.words());
      }
      add(value.position(), path, quoted(text.value()) + " is not " + shape.allowed() + more);
    }
  }

  private void checkCount(DocumentValue value, Shape.Count shape, String path) {
    if (!(value instanceof DocumentValue.Numeral numeral)) {
      wrongType(value, shape, path);
      return;
    }
    if (!isWithin(numeral.digits(), shape)) {
      add(value.position(), path, numeral.digits() + " is not " + shape.allowed());
    }
  }

  private static boolean isWithin(String digits, Shape.Count shape) {
    if (digits.length() > LONGEST_NUMERAL) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(digits);
      return number.compareTo(BigDecimal.valueOf(shape.minimum())) >= 0
          && number.compareTo(BigDecimal.valueOf(shape.maximum())) <= 0
          && number.stripTrailingZeros().scale() <= 0;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private void checkListing(DocumentValue value, Shape.Listing shape, String path) {
    if (!(value instanceof DocumentValue.Sequence sequence)) {
      wrongType(value, shape, path);
      return;
    }
    if (sequence.items().size() < shape.minimumItems()) {
      add(value.position(), path, "is empty, where " + shape.allowed() + " is needed");
    }
    for (int index = 0; index < sequence.items().size(); index++) {
      check(sequence.items().get(index), shape.item(), path + "[" + index + "]");
    }
  }

  private void checkTable(DocumentValue value, Shape.Table shape, String path) {
    if (!(value instanceof DocumentValue.Mapping mapping)) {
      wrongType(value, shape, path);
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String inner = path + "[" + quoted(key) + "]";
              if (!fits(key, shape.key())) {
                add(entry.position(), inner, quoted(key) + " is not " + shape.key().what());
              }
              check(entry, shape.value(), inner);
            });
  }

  private void checkFields(DocumentValue value, Shape.Fields shape, String path) {
    if (!(value instanceof DocumentValue.Mapping mapping)) {
      wrongType(value, shape, path);
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Field field = shape.field(key);
              if (field == null) {
                add(entry.position(), join(path, key), unknown(key, shape));
              } else if (!(entry instanceof DocumentValue.Null)) {
                check(entry, field.shape(), join(path, key));
              }
            });
    for (Field field : shape.fields()) {
      if (field.required() && isAbsent(mapping, field.name())) {
        add(
            mapping.position(),
            join(path, field.name()),
            "is missing; it must be " + field.shape().allowed());
      }
    }
  }

  private static String unknown(String key, Shape.Fields shape) {
    String near = NearMiss.question(key, shape.names());
    return "unknown field"
        + (near.isEmpty() ? "." : near)
        + " Allowed here: "
        + String.join(", ", shape.names())
        + ".";
  }

  private static boolean isAbsent(DocumentValue.Mapping mapping, String field) {
    DocumentValue value = mapping.get(field);
    return value == null || value instanceof DocumentValue.Null;
  }

  private void wrongType(DocumentValue value, Shape shape, String path) {
    boolean quotable =
        (shape instanceof Shape.Text || shape instanceof Shape.Choice)
            && (value instanceof DocumentValue.Flag || value instanceof DocumentValue.Numeral);
    String more = quotable ? "; write it in quotes" : "";
    add(value.position(), path, "is " + value.typeName() + ", not " + shape.allowed() + more);
  }

  private void add(DocumentPosition position, String path, String message) {
    problems.add(new Problem(origin, position, path, message));
  }

  private static String join(String path, String field) {
    boolean plain = field.matches("[A-Za-z0-9_-]+");
    if (!plain) {
      return path + "[" + quoted(field) + "]";
    }
    return path.isEmpty() ? field : path + "." + field;
  }

  /** In quotes, on one line, and not longer than a reader can take in. */
  private static String quoted(String text) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    StringBuilder quoted = new StringBuilder("\"");
    shown
        .codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                quoted.appendCodePoint(point);
              }
            });
    return quoted.append('"').toString();
  }
}
