package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Operator;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calico's selector language, by its reference: {@code ==}, {@code !=}, {@code in}, {@code not in},
 * {@code has()}, {@code contains}, {@code starts with}, {@code ends with}, {@code all()}, {@code
 * &&}, {@code ||}, {@code !} and brackets. The outcome is a list of label selectors, any of which
 * may match. {@code global()} stands alone, for whoever looks for it.
 */
final class CalicoSelector {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(&&|\\|\\||==|!=|[!(){},])|('[^']*'|\"[^\"]*\")|([A-Za-z0-9_./-]+))");
  private static final int LARGEST = 64;

  private static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final List<String> tokens = new ArrayList<>();
  private int at;

  private CalicoSelector(String text) throws NotUnderstood {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new NotUnderstood();
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
  }

  /** The selectors of which any may match; null where the text is not understood. */
  static @Nullable List<LabelSelector> parse(String text) {
    if (text.isBlank()) {
      return List.of(LabelSelector.EVERYTHING);
    }
    try {
      CalicoSelector parser = new CalicoSelector(text);
      List<List<Requirement>> alternatives = parser.either(false);
      if (parser.at < parser.tokens.size()) {
        return null;
      }
      return alternatives.stream().map(each -> new LabelSelector(Map.of(), each)).toList();
    } catch (NotUnderstood unknown) {
      return null;
    }
  }

  /** Alternatives of conjunctions; negation is pushed inwards as De Morgan has it. */
  private List<List<Requirement>> either(boolean negated) throws NotUnderstood {
    List<List<Requirement>> result = both(negated);
    while (next("||")) {
      List<List<Requirement>> other = both(negated);
      result = negated ? product(result, other) : sum(result, other);
    }
    return result;
  }

  private List<List<Requirement>> both(boolean negated) throws NotUnderstood {
    List<List<Requirement>> result = one(negated);
    while (next("&&")) {
      List<List<Requirement>> other = one(negated);
      result = negated ? sum(result, other) : product(result, other);
    }
    return result;
  }

  private static List<List<Requirement>> sum(
      List<List<Requirement>> some, List<List<Requirement>> others) {
    List<List<Requirement>> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static List<List<Requirement>> product(
      List<List<Requirement>> some, List<List<Requirement>> others) throws NotUnderstood {
    if (some.size() * others.size() > LARGEST) {
      throw new NotUnderstood();
    }
    List<List<Requirement>> all = new ArrayList<>();
    for (List<Requirement> one : some) {
      for (List<Requirement> other : others) {
        all.add(sum(List.of(one), List.of(other)).stream().flatMap(List::stream).toList());
      }
    }
    return all;
  }

  private List<List<Requirement>> one(boolean negated) throws NotUnderstood {
    if (next("!")) {
      return one(!negated);
    }
    if (next("(")) {
      List<List<Requirement>> inner = either(negated);
      expect(")");
      return inner;
    }
    String word = word();
    if (word.equals("all") && next("(")) {
      expect(")");
      return negated ? List.of() : List.of(List.of());
    }
    if (word.equals("has") && next("(")) {
      String key = word();
      expect(")");
      return requirement(key, negated ? Operator.DOES_NOT_EXIST : Operator.EXISTS, List.of());
    }
    if (next("==")) {
      return requirement(word, negated ? Operator.NOT_IN : Operator.IN, List.of(text()));
    }
    if (next("!=")) {
      return requirement(word, negated ? Operator.IN : Operator.NOT_IN, List.of(text()));
    }
    String form = form();
    if (form != null) {
      return requirement(word, negated ? Operator.NOT_LIKE : Operator.LIKE, List.of(form));
    }
    boolean not = next("not");
    if (next("in")) {
      return requirement(word, not == negated ? Operator.IN : Operator.NOT_IN, set());
    }
    throw new NotUnderstood();
  }

  /** The form of a value that is asked for, or null where none is. */
  private @Nullable String form() throws NotUnderstood {
    if (next("contains")) {
      return "*" + part() + "*";
    }
    if (next("starts")) {
      expect("with");
      return part() + "*";
    }
    if (next("ends")) {
      expect("with");
      return "*" + part();
    }
    return null;
  }

  private String part() throws NotUnderstood {
    String text = text();
    if (text.isEmpty() || text.indexOf('*') >= 0) {
      throw new NotUnderstood();
    }
    return text;
  }

  private static List<List<Requirement>> requirement(
      String key, Operator operator, List<String> values) {
    return List.of(List.of(new Requirement(key, operator, values)));
  }

  private List<String> set() throws NotUnderstood {
    List<String> values = new ArrayList<>();
    expect("{");
    while (!next("}")) {
      values.add(text());
      next(",");
    }
    return values;
  }

  private boolean next(String token) {
    if (at < tokens.size() && tokens.get(at).equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String token) throws NotUnderstood {
    if (!next(token)) {
      throw new NotUnderstood();
    }
  }

  private String word() throws NotUnderstood {
    if (at >= tokens.size() || !tokens.get(at).matches("[A-Za-z0-9_./-]+")) {
      throw new NotUnderstood();
    }
    return tokens.get(at++);
  }

  private String text() throws NotUnderstood {
    if (at >= tokens.size()
        || !(tokens.get(at).startsWith("'") || tokens.get(at).startsWith("\""))) {
      throw new NotUnderstood();
    }
    String token = tokens.get(at++);
    return token.substring(1, token.length() - 1);
  }
}
