package dev.ringfence.report.redaction;

import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.reference.ReferencePages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One pseudonym for each name, given out in the order in which names come up. A name is found
 * wherever it stands between characters that are no letters and no digits, in any case, the longest
 * first; what happens to be a word of a sentence too is replaced there as well.
 *
 * <p>Not thread-safe: it remembers what it gave out.
 */
public final class Pseudonyms {

  private static final Set<String> ENDINGS =
      Set.of("com", "org", "net", "io", "local", "svc", "yaml", "yml", "json");

  /** Names by their first run of letters and digits, longest first; all in lower case. */
  private final Map<String, List<String>> byFirstWord = new HashMap<>();

  private final Map<String, String> prefixes = new HashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private Pseudonyms() {}

  /**
   * For all names of the answers.
   *
   * @param others more that has names in it, such as documents: records, lists, maps and texts
   */
  public static Pseudonyms of(ProofAnswers answers, Collection<?> others) {
    List<Object> more = new ArrayList<>(others);
    for (Tenant tenant : answers.tenancy().tenants()) {
      more.add(tenant);
    }
    Pseudonyms pseudonyms = new Pseudonyms();
    Set<String> names = new TreeSet<>();
    Set<String> ownWords = ownWords();
    for (String name : NamesOfCluster.of(answers.cluster(), more)) {
      names.add(name.toLowerCase(Locale.ROOT));
      for (String part : name.toLowerCase(Locale.ROOT).split("[/:@,=.]+")) {
        if (!part.isEmpty()
            && !ENDINGS.contains(part)
            && !ownWords.contains(part)
            && !PublicWords.contains(part)) {
          names.add(part);
        }
      }
    }
    names.addAll(owners(answers, pseudonyms.prefixes));
    for (String name : names) {
      int start = firstLetter(name, 0);
      String trimmed = name.substring(start);
      boolean isOwner = pseudonyms.prefixes.containsKey(trimmed);
      if (!trimmed.isEmpty() && (isOwner || !PublicWords.contains(trimmed))) {
        pseudonyms
            .byFirstWord
            .computeIfAbsent(trimmed.substring(0, endOfWord(trimmed, 0)), _ -> new ArrayList<>())
            .add(trimmed);
      }
    }
    pseudonyms
        .byFirstWord
        .values()
        .forEach(list -> list.sort(Comparator.comparingInt(String::length).reversed()));
    return pseudonyms;
  }

  /**
   * Tenants and namespaces are replaced even where their names are Kubernetes' own words, except
   * those that every cluster has.
   */
  private static Set<String> owners(ProofAnswers answers, Map<String, String> prefixes) {
    for (Namespace namespace : answers.cluster().namespaces()) {
      prefixes.put(namespace.name().toLowerCase(Locale.ROOT), "namespace");
    }
    for (Tenant tenant : answers.tenancy().tenants()) {
      prefixes.put(tenant.name().toLowerCase(Locale.ROOT), "tenant");
    }
    prefixes
        .keySet()
        .removeIf(
            name -> name.equals("default") || name.equals("platform") || name.startsWith("kube-"));
    return prefixes.keySet();
  }

  /**
   * The words of the catalogue's own pages. A part of an image or an address that is one of them,
   * such as {@code api} or {@code registry}, names nobody; a whole name that is one is replaced.
   */
  private static Set<String> ownWords() {
    Set<String> words = new HashSet<>();
    try (InputStream steps = ReferencePages.class.getResourceAsStream("steps.tsv")) {
      if (steps == null) {
        throw new IllegalStateException("the catalogue's pages are missing in this build");
      }
      String all = new String(steps.readAllBytes(), StandardCharsets.UTF_8);
      words.addAll(Arrays.asList(all.toLowerCase(Locale.ROOT).split("[^a-z]+")));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return words;
  }

  /** The text with every name in it replaced. */
  public String text(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() != text.length()) {
      return opaque("text", text); // letters whose lower case is longer: places would not agree
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (!isWordPart(lower, at)) {
        result.append(text.charAt(at++));
        continue;
      }
      int end = endOfWord(lower, at);
      String name = longest(lower, at, lower.substring(at, end));
      if (name == null) {
        result.append(text, at, end);
        at = end;
      } else {
        result.append(opaque(prefixes.getOrDefault(name, "name"), name));
        at += name.length();
      }
    }
    return result.toString();
  }

  /** A value of a field: only Kubernetes' own words are left of it. */
  public String value(String value) {
    String text = text(value);
    StringBuilder result = new StringBuilder();
    for (String word : text.split("(?<=[\\s,;:()\\[\\]{}\"'=])|(?=[\\s,;:()\\[\\]{}\"'=])")) {
      boolean isPublic =
          word.isBlank()
              || word.matches("[,;:()\\[\\]{}\"'=]")
              || word.matches("(tenant|namespace|name|text)-\\d+")
              || PublicWords.contains(word);
      result.append(isPublic ? word : opaque("value", word));
    }
    return result.toString();
  }

  /** A pseudonym for the whole text, of that kind. */
  public String opaque(String kind, String text) {
    return given.computeIfAbsent(
        text.toLowerCase(Locale.ROOT), _ -> kind + "-" + counts.merge(kind, 1, Integer::sum));
  }

  private @Nullable String longest(String text, int at, String word) {
    for (String name : byFirstWord.getOrDefault(word, List.of())) {
      int end = at + name.length();
      boolean complete = end >= text.length() || !isWordPart(text, end) || !isWordPart(name, name.length() - 1);
      if (text.startsWith(name, at) && complete) {
        return name;
      }
    }
    return null;
  }

  private static boolean isWordPart(String text, int at) {
    return Character.isLetterOrDigit(text.charAt(at)) || Character.isSurrogate(text.charAt(at));
  }

  private static int firstLetter(String text, int from) {
    int at = from;
    while (at < text.length() && !isWordPart(text, at)) {
      at++;
    }
    return at;
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && isWordPart(text, at)) {
      at++;
    }
    return at;
  }
}
