package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code format.dns1123Label().validate(…)} and its like: none where the text is right.
 *
 * @param patternLength of the server's regular expression, by which it counts the cost
 */
record NamedFormat(String name, Predicate<String> accepts, int patternLength) {

  /** Of the longest of all patterns. */
  static final int LONGEST_PATTERN = 1103;

  private static final CelLibrary.Type TYPE =
      new CelLibrary.Type(OpaqueType.create("kubernetes.NamedFormat"), NamedFormat.class);
  private static final CelLibrary.Type OPTIONAL_FORMAT =
      new CelLibrary.Type(OptionalType.create(TYPE.type()), Optional.class);
  private static final CelLibrary.Type OPTIONAL_LIST =
      new CelLibrary.Type(OptionalType.create(CelLibrary.TEXTS.type()), Optional.class);

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

  private static final Map<String, NamedFormat> ALL = all();

  private static Map<String, NamedFormat> all() {
    Map<String, NamedFormat> all = new LinkedHashMap<>();
    String subdomain = LABEL + "(\\." + LABEL + ")*";
    pattern(all, "dns1123Label", LABEL, 63, 30);
    pattern(all, "dns1123Subdomain", subdomain, 253, 60);
    pattern(all, "dns1035Label", "[a-z]([-a-z0-9]*[a-z0-9])?", 63, 30);
    pattern(all, "qualifiedName", "(" + subdomain + "/)?" + NAME, 317, 60);
    pattern(all, "dns1123LabelPrefix", LABEL + "-?", 63, 30);
    pattern(all, "dns1123SubdomainPrefix", subdomain + "[-.]?", 253, 60);
    pattern(all, "dns1035LabelPrefix", "[a-z]([-a-z0-9]*[a-z0-9])?-?", 63, 30);
    pattern(all, "labelValue", "(" + NAME + ")?", 63, 40);
    pattern(
        all,
        "uuid",
        "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}",
        36,
        72);
    pattern(
        all, "byte", "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", 1 << 20, 84);
    pattern(all, "date", "\\d{4}-\\d{2}-\\d{2}", 10, 72);
    pattern(
        all,
        "datetime",
        "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})",
        64,
        72);
    pattern(all, "uri", "(?:[a-zA-Z][a-zA-Z0-9+.-]*:.*|/.*)", 1 << 16, 1103);
    return all;
  }

  private static void pattern(
      Map<String, NamedFormat> all, String name, String expression, int longest, int cost) {
    Pattern pattern = Pattern.compile(expression);
    all.put(
        name,
        new NamedFormat(
            name, text -> text.length() <= longest && pattern.matcher(text).matches(), cost));
  }

  private Optional<List<String>> validate(String text) {
    return accepts.test(text)
        ? Optional.empty()
        : Optional.of(List.of("is no " + name + ": " + text));
  }

  private static Optional<NamedFormat> named(@Nullable Object name) {
    return Optional.ofNullable(ALL.get(String.valueOf(name)));
  }

  static void addTo(CelLibrary library) {
    ALL.forEach((name, format) -> library.global("format." + name, TYPE, a -> format));
    library.global("format.named", OPTIONAL_FORMAT, a -> named(a[0]), CelLibrary.TEXT);
    library.member(
        "validate",
        OPTIONAL_LIST,
        a -> ((NamedFormat) a[0]).validate((String) a[1]),
        TYPE,
        CelLibrary.TEXT);
  }
}
