package dev.ringfence.report.advice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells once what is the same of many tenants but for names: the first of them in its own words,
 * then how many more there are and the first of their names. Where there are few tenants, or
 * somebody asked for one, everything is told as it is.
 */
final class Likewise {

  /** Up to so many tenants every line is told. */
  static final int FEW = 10;

  /** So many names are told of those of whom the same holds. */
  private static final int NAMES = 3;

  /** So many objects of a longer list are told. */
  private static final int OBJECTS = 5;

  /** A tenant, namespace or the like; kinds with their objects come first. */
  private static final Pattern WORD =
      Pattern.compile("([A-Z][A-Za-z]+ [a-z0-9.-]+/[\\w.:-]+)|[A-Za-z0-9][A-Za-z0-9.-]*");

  private static final String OBJECT = "\u0001";
  private static final String TENANT = "\u0002";

  private final Set<String> tenants;
  private final Set<String> asked;

  /**
   * @param tenants every tenant that the answer is about
   * @param asked those of whom everything is to be told
   */
  Likewise(Set<String> tenants, Set<String> asked) {
    this.tenants = Set.copyOf(tenants);
    this.asked = Set.copyOf(asked);
  }

  /** Whether there are so many that what is alike is told once. */
  boolean isShort() {
    return tenants.size() > FEW;
  }

  /** Lines that differ in names only are one, in the order of the first of each. */
  List<String> of(List<String> lines) {
    if (!isShort()) {
      return lines;
    }
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (String line : lines) {
      String key = isAsked(line) ? line : shape(line);
      alike.computeIfAbsent(key, first -> new ArrayList<>()).add(line);
    }
    List<String> told = new ArrayList<>();
    alike.forEach(
        (key, same) -> {
          String first = same.getFirst();
          told.add(
              key.equals(first)
                  ? first
                  : shortened(first)
                      + (same.size() == 1
                          ? ""
                          : " (and likewise "
                              + (same.size() - 1)
                              + " more: "
                              + names(same.subList(1, same.size()))
                              + ")"));
        });
    return told;
  }

  /** Texts of which only names of tenants and objects differ have the same shape. */
  String shape(String text) {
    return replaced(text, objects -> OBJECT, word -> tenants.contains(word) ? TENANT : word);
  }

  /** The same with no more than the first objects of each list of them. */
  private static String shortened(String text) {
    return replaced(text, Likewise::firstObjects, word -> word);
  }

  private static String firstObjects(List<String> objects) {
    return objects.size() <= OBJECTS + 1
        ? String.join(", ", objects)
        : String.join(", ", objects.subList(0, OBJECTS))
            + " and "
            + (objects.size() - OBJECTS)
            + " more";
  }

  /** The text with something else for each list of objects, however long, and each word. */
  private static String replaced(
      String text, Function<List<String>, String> lists, UnaryOperator<String> words) {
    StringBuilder replaced = new StringBuilder();
    List<String> objects = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    int done = 0;
    while (matcher.find()) {
      String between = text.substring(done, matcher.start());
      boolean goesOn = matcher.group(1) != null && between.equals(", ");
      if (!objects.isEmpty() && !goesOn) {
        replaced.append(lists.apply(objects));
        objects.clear();
      }
      if (objects.isEmpty()) {
        replaced.append(between);
      }
      if (matcher.group(1) != null) {
        objects.add(matcher.group(1));
      } else {
        replaced.append(words.apply(matcher.group()));
      }
      done = matcher.end();
    }
    if (!objects.isEmpty()) {
      replaced.append(lists.apply(objects));
    }
    return replaced.append(text, done, text.length()).toString();
  }

  private boolean isAsked(String text) {
    return WORD.matcher(text)
        .results()
        .anyMatch(
            word ->
                asked.contains(word.group())
                    || (word.group(1) != null
                        && asked.stream()
                            .anyMatch(one -> word.group(1).contains(" " + one + "/"))));
  }

  /** The first name in each, which is what the line is about. */
  private String names(List<String> lines) {
    List<String> names =
        lines.stream()
            .map(this::subject)
            .filter(name -> !name.isEmpty())
            .distinct()
            .limit(NAMES)
            .collect(Collectors.toList());
    if (lines.size() > names.size()) {
      names.add("\u2026");
    }
    return String.join(", ", names);
  }

  private String subject(String line) {
    return WORD.matcher(line)
        .results()
        .filter(word -> word.group(1) != null || tenants.contains(word.group()))
        .map(word -> word.group())
        .findFirst()
        .orElse("");
  }

  /** {@code a, b, c and 97 more}. */
  static String first(List<String> names) {
    return names.size() <= NAMES + 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMES)) + " and " + (names.size() - NAMES) + " more";
  }
}
