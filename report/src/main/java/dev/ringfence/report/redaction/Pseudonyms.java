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
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One pseudonym for each name, given out in the order in which names come up. A name is found
 * wherever it stands between characters that are no letters and no digits, in any case, the longest
 * first.
 *
 * <p>A name that is also a word of Kubernetes or of the program ({@code jobs}, {@code gateway}) is
 * replaced where a name stands, and nowhere else: after a kind, a namespace and so on ({@link
 * NamePlaces}). Were the word replaced in a sentence that everybody can look up, the sentence would
 * tell it.
 *
 * <p>Not thread-safe: it remembers what it gave out.
 */
public final class Pseudonyms {

  private static final Set<String> ENDINGS =
      Set.of("com", "org", "net", "io", "local", "svc", "yaml", "yml", "json");

  /** What facts are told in. */
  private static final String FACT_WORDS =
      """
      account accounts add addresses admission alike always and any api asks \
      authorization back before bind bound can certificate change choice cluster code \
      command configmaps connection containers content control create credential \
      credentials custom delete disrupt egress enforces environment environments \
      ephemeral every everywhere evict exec files for forward freely from gain gives \
      grants holds host ingress into its kinds kubelet labels lets level like list logs \
      made make making may meant mesh metadata mirror name names namespace network \
      networkpolicy node nodes objects one others outside own past persistentvolumes \
      place pod pods policies policy port ports priority profile proxy quota reached \
      read receive redirect requests rights rule rules scale secret secrets security \
      sends server service services some something specs status step storageclasses \
      taints take templates tenant that the through tokens too traffic unbounded under \
      use volumes volumesnapshotcontents what whatever which whole whose with without \
      workloads write \
      """;

  /** Names by their first run of letters and digits, longest first; all in lower case. */
  private final Map<String, List<String>> byFirstWord = new HashMap<>();

  private final Map<String, String> prefixes = new HashMap<>();
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Names that are words too; in lower case. */
  private final Set<String> alsoWords = new HashSet<>();

  private final NamePlaces places;

  private Pseudonyms(NamePlaces places) {
    this.places = places;
  }

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
    NamesOfCluster.Found found = NamesOfCluster.of(answers.cluster(), more);
    Pseudonyms pseudonyms = new Pseudonyms(new NamePlaces(found.kinds(), found.bootstrap()));
    Set<String> names = new TreeSet<>();
    Set<String> ownWords = ownWords(answers);
    for (String name : found.names()) {
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
    Set<String> objects = new TreeSet<>(owners(answers, pseudonyms.prefixes));
    found.ofObjects().forEach(name -> objects.add(name.toLowerCase(Locale.ROOT)));
    objects.removeIf(Pseudonyms::isEverywhere);
    names.addAll(objects);
    for (String name : names) {
      String trimmed = name.substring(firstLetter(name, 0));
      boolean isWord = PublicWords.contains(trimmed);
      if (objects.contains(name) ? isWord || ownWords.contains(name) : ownWords.contains(trimmed)) {
        pseudonyms.alsoWords.add(trimmed);
      }
      if (!trimmed.isEmpty() && (objects.contains(name) || !isWord)) {
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
    prefixes.keySet().removeIf(Pseudonyms::isEverywhere);
    return prefixes.keySet();
  }

  /** Whether every cluster has something of that name. */
  private static boolean isEverywhere(String name) {
    return name.equals("default") || name.equals("platform") || name.startsWith("kube-");
  }

  /**
   * The words of the catalogue's own pages, of facts, and of assumptions that are about nobody
   * (their ids have no slash). A part of an image or an address that is one of them, such as {@code
   * api} or {@code registry}, names nobody; a whole name that is one is replaced where names stand.
   */
  private static Set<String> ownWords(ProofAnswers answers) {
    Set<String> words = new HashSet<>(wordsOf(FACT_WORDS));
    for (ProofAnswers.AssumptionAnswer assumption : answers.assumptions()) {
      if (assumption.id().indexOf('/') < 0) {
        words.addAll(wordsOf(assumption.question()));
      }
    }
    try (InputStream steps = ReferencePages.class.getResourceAsStream("steps.tsv")) {
      if (steps == null) {
        throw new IllegalStateException("the catalogue's pages are missing in this build");
      }
      String all = new String(steps.readAllBytes(), StandardCharsets.UTF_8);
      words.addAll(wordsOf(all));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return words;
  }

  private static List<String> wordsOf(String text) {
    return Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^a-z]+"));
  }

  /** Whether the whole text is a name that is a word as well. */
  boolean isAlsoWord(String text) {
    return alsoWords.contains(text);
  }

  /** The text with every name in it replaced. */
  public String text(String text) {
    return text(text, at -> places.isOne(text, at));
  }

  /** The text with every name in it replaced, words that are names wherever they stand. */
  String everywhere(String text) {
    return text(text, at -> true);
  }

  /** The path of a field: what stands in brackets is a name. */
  String field(String field) {
    return text(field, at -> at > 0 && field.charAt(at - 1) == '[');
  }

  /** An assumption's id: what stands after a slash is whom it is about. */
  String id(String id) {
    return text(id, at -> id.lastIndexOf('/', at) >= 0);
  }

  private String text(String text, IntPredicate isPlace) {
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
      String name = longest(lower, at, lower.substring(at, end), isPlace);
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
      result.append(isPublic ? word : word(word));
    }
    return result.toString();
  }

  /** A pseudonym for a word that is no name here, of its own even where somebody is called so. */
  private String word(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return alsoWords.contains(lower)
        ? given.computeIfAbsent("word " + lower, _ -> next("value"))
        : opaque("value", word);
  }

  private String next(String kind) {
    return kind + "-" + counts.merge(kind, 1, Integer::sum);
  }

  /** A pseudonym for the whole text, of that kind. */
  public String opaque(String kind, String text) {
    return given.computeIfAbsent(text.toLowerCase(Locale.ROOT), _ -> next(kind));
  }

  private @Nullable String longest(String text, int at, String word, IntPredicate isPlace) {
    for (String name : byFirstWord.getOrDefault(word, List.of())) {
      int end = at + name.length();
      boolean complete =
          end >= text.length() || !isWordPart(text, end) || !isWordPart(name, name.length() - 1);
      if (text.startsWith(name, at)
          && complete
          && (!alsoWords.contains(name) || isPlace.test(at))) {
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
