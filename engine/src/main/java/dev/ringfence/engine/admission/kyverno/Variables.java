package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code {{ … }}} in a rule may refer to: the request, and one element of a list. */
final class Variables {

  private static final Pattern REFERENCE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

  private final Map<String, Object> known;

  private Variables(Map<String, Object> known) {
    this.known = known;
  }

  static Variables of(AdmissionRequest request, Map<String, Object> object) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("operation", request.operation());
    words.put("name", PlainObjects.text(object, "metadata", "name"));
    words.put("namespace", request.namespace());
    words.put("object", object);
    if (request.oldObject() != null) {
      words.put("oldObject", request.oldObject());
    }
    words.put(
        "userInfo", Map.of("username", request.user().name(), "groups", request.user().groups()));
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("request", words);
    String[] user = request.user().name().split(":", -1);
    boolean account =
        user.length == 4 && request.user().name().startsWith("system:serviceaccount:");
    known.put("serviceAccountNamespace", account ? user[2] : "");
    known.put("serviceAccountName", account ? user[3] : "");
    return new Variables(known);
  }

  /** The same with one element of a list. */
  Variables with(Object element, int index) {
    Map<String, Object> more = new LinkedHashMap<>(known);
    more.put("element", element);
    more.put("elementIndex", (long) index);
    return new Variables(more);
  }

  @Nullable Object query(String text) {
    return Query.parse(text).of(known);
  }

  /**
   * A value of a rule with what it refers to.
   *
   * @throws ExpressionException where something is referred to that is not there or not known
   */
  Object filledIn(Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, Object> map = new LinkedHashMap<>();
      PlainObjects.fields(value)
          .forEach((key, one) -> map.put(String.valueOf(filledIn(key)), filledIn(one)));
      return map;
    }
    if (value instanceof List<?>) {
      List<Object> list = new ArrayList<>();
      PlainObjects.items(value).forEach(item -> list.add(filledIn(item)));
      return list;
    }
    if (!(value instanceof String text) || !text.contains("{{")) {
      return value;
    }
    Matcher matcher = REFERENCE.matcher(text);
    if (matcher.matches() && text.indexOf("{{", 2) < 0) {
      return found(matcher.group(1));
    }
    StringBuilder filled = new StringBuilder();
    int end = 0;
    matcher.reset();
    while (matcher.find()) {
      filled.append(text, end, matcher.start()).append(found(matcher.group(1)));
      end = matcher.end();
    }
    return filled.append(text.substring(end)).toString();
  }

  private Object found(String query) {
    Object found = query(query);
    if (found == null) {
      throw new ExpressionException("the variable " + query.strip() + " is not there");
    }
    return found;
  }
}
