package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Query} from its text, by the grammar of JMESPath. */
final class QueryParser {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*([A-Za-z_][A-Za-z0-9_]*|-?[0-9]+|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|`[^`]*`"
              + "|\\|\\||&&|==|!=|<=|>=|[.\\[\\](){},:?*@!<>|&])");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  QueryParser(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw unreadable();
      }
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
  }

  private ExpressionException unreadable() {
    return new ExpressionException("the query " + text.strip() + " is not of those that are known");
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean take(String token) {
    if (peek().equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw unreadable();
    }
  }

  Query whole() {
    Query query = pipe();
    if (next < tokens.size()) {
      throw unreadable();
    }
    return value -> {
      Object found = query.of(value);
      if (found instanceof List<?> list && list.stream().anyMatch(Objects::isNull)) {
        throw new ExpressionException("a list with null in it is not compared");
      }
      return found;
    };
  }

  private Query pipe() {
    Query left = or();
    while (take("|")) {
      Query first = left;
      Query second = or();
      left = value -> second.of(first.of(value));
    }
    return left;
  }

  private Query or() {
    Query left = and();
    while (take("||")) {
      Query first = left;
      Query second = and();
      left =
          value -> {
            Object found = first.of(value);
            return Query.isFalse(found) ? second.of(value) : found;
          };
    }
    return left;
  }

  private Query and() {
    Query left = comparison();
    while (take("&&")) {
      Query first = left;
      Query second = comparison();
      left =
          value -> {
            Object found = first.of(value);
            return Query.isFalse(found) ? found : second.of(value);
          };
    }
    return left;
  }

  private Query comparison() {
    Query left = unary();
    for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (take(operator)) {
        return Query.compared(left, operator, unary());
      }
    }
    return left;
  }

  private Query unary() {
    if (take("!")) {
      Query query = unary();
      return value -> Query.isFalse(query.of(value));
    }
    return suffixes(primary(), false);
  }

  private Query primary() {
    String token = peek();
    if (token.equals("[") || token.equals("*")) {
      return value -> value; // what follows is of the value itself
    }
    next++;
    if (token.equals("@")) {
      return value -> value;
    }
    if (token.equals("(")) {
      Query inner = pipe();
      expect(")");
      return inner;
    }
    if (token.startsWith("'")) {
      String literal = token.substring(1, token.length() - 1);
      return value -> literal;
    }
    if (token.startsWith("`")) {
      Object literal = literal(token.substring(1, token.length() - 1).strip());
      return value -> literal;
    }
    return name(token);
  }

  private @Nullable Object literal(String written) {
    if (written.equals("[]")) {
      return List.of();
    }
    if (written.equals("{}")) {
      return java.util.Map.of();
    }
    if (written.startsWith("\"") && written.endsWith("\"") && written.length() > 1) {
      return written.substring(1, written.length() - 1);
    }
    return switch (written) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> {
        try {
          yield Long.valueOf(written);
        } catch (NumberFormatException other) {
          if (written.startsWith("[") || written.startsWith("{")) {
            throw unreadable();
          }
          yield written;
        }
      }
    };
  }

  /** A field or a function. */
  private Query name(String token) {
    if (token.startsWith("\"")) {
      String field = token.substring(1, token.length() - 1).replace("\\\"", "\"");
      return value -> PlainObjects.at(value, field);
    }
    if (token.isEmpty() || !Character.isJavaIdentifierStart(token.charAt(0))) {
      throw unreadable();
    }
    if (take("(")) {
      List<Query> arguments = new ArrayList<>();
      while (!take(")")) {
        arguments.add(pipe());
        take(",");
      }
      return Query.called(token, arguments);
    }
    return value -> PlainObjects.at(value, token);
  }

  /**
   * @param projected whether this is the right side of a projection, which a flattening ends
   */
  @SuppressWarnings("ReferenceEquality") // whether anything was read after the beginning
  private Query suffixes(Query begun, boolean projected) {
    Query left = begun;
    while (true) {
      boolean flattens =
          peek().equals("[") && next + 1 < tokens.size() && tokens.get(next + 1).equals("]");
      if (flattens && projected) {
        return left;
      }
      if (take(".")) {
        left = after(left);
      } else if (take("[")) {
        left = bracket(left);
      } else if (peek().equals("*") && begun == left && next == 0) {
        next++;
        left = Query.projection(values(left), suffixes(value -> value, true));
      } else {
        return left;
      }
    }
  }

  private Query after(Query left) {
    if (take("*")) {
      return Query.projection(values(left), suffixes(value -> value, true));
    }
    if (take("[")) {
      Query list = several();
      return value -> {
        Object found = left.of(value);
        return found == null ? null : list.of(found);
      };
    }
    if (peek().equals("{")) {
      throw unreadable();
    }
    Query field = name(tokens.get(next++));
    return value -> {
      Object found = left.of(value);
      return found == null ? null : field.of(found);
    };
  }

  private static Query values(Query left) {
    return value ->
        left.of(value) instanceof java.util.Map<?, ?> map ? new ArrayList<>(map.values()) : null;
  }

  private Query bracket(Query left) {
    if (take("]")) {
      return Query.projection(Query.flattened(left), suffixes(value -> value, true));
    }
    if (take("*")) {
      expect("]");
      return Query.projection(left, suffixes(value -> value, true));
    }
    if (take("?")) {
      Query condition = pipe();
      expect("]");
      return Query.projection(Query.filtered(left, condition), suffixes(value -> value, true));
    }
    if (peek().matches("-?[0-9]+")) {
      int index = Integer.parseInt(tokens.get(next++));
      expect("]");
      return value -> {
        if (!(left.of(value) instanceof List<?> list)) {
          return null;
        }
        int at = index < 0 ? index + list.size() : index;
        return at >= 0 && at < list.size() ? list.get(at) : null;
      };
    }
    Query list = several();
    return value -> {
      Object found = left.of(value);
      return found == null ? null : list.of(found);
    };
  }

  /** {@code a, b]}: a list of both; what is not there is null in it. */
  private Query several() {
    List<Query> each = new ArrayList<>();
    while (!take("]")) {
      each.add(pipe());
      take(",");
    }
    return value -> {
      List<@Nullable Object> all = new ArrayList<>();
      each.forEach(one -> all.add(one.of(value)));
      return all;
    };
  }
}
