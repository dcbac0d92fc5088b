package dev.ringfence.report.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What did not hold before, by the names of the tenants and the stake. What is not in it held, or
 * was not there; both make what does not hold now new. Which of the two it was is known where the
 * earlier answer lists its tenants.
 */
public final class EarlierProof {

  /** A pair and a stake by name. */
  public record Key(String from, String to, String stake) {}

  private final String source;
  private final Map<Key, Standing> standings = new HashMap<>();
  private final Set<String> tenants = new HashSet<>();

  /** Where more than nothing must fail: the sets of fewer boundaries than are required. */
  private final Map<Key, List<Set<Boundary>>> ways = new HashMap<>();

  private EarlierProof(String source) {
    this.source = source;
  }

  /** How the earlier proof's source is named. */
  public String source() {
    return source;
  }

  Map<Key, Standing> standings() {
    return standings;
  }

  /** How a pair and stake stood. */
  Standing standing(Key key) {
    Standing known = standings.get(key);
    if (known != null) {
      return known;
    }
    boolean there = tenants.contains(key.from()) && tenants.contains(key.to());
    return there || tenants.isEmpty() ? Standing.HELD : Standing.ABSENT;
  }

  /** The failure sets for which it did not hold; null where that is not known. */
  @Nullable List<Set<Boundary>> ways(Key key) {
    return ways.get(key);
  }

  /** The standings of a proof that was just made. */
  public static EarlierProof of(ProofAnswers answers, String source) {
    EarlierProof earlier = new EarlierProof(source);
    answers.tenancy().tenants().forEach(tenant -> earlier.tenants.add(tenant.name()));
    answers.forEachVerdict(
        verdict -> {
          if (verdict.outcome() != Verdict.Outcome.HOLDS) {
            Key key = key(answers, verdict);
            earlier.standings.put(key, Standing.of(verdict));
            Integer depth = verdict.depth();
            if (depth != null && depth > 0) {
              earlier.ways.put(
                  key, answers.setsThatFallShort(verdict).stream().map(Set::copyOf).toList());
            }
          }
        });
    return earlier;
  }

  public static Key key(ProofAnswers answers, Verdict verdict) {
    return new Key(
        answers.tenancy().tenant(verdict.from()).name(),
        answers.tenancy().tenant(verdict.to()).name(),
        verdict.stake().word());
  }

  /**
   * Reads an answer of {@code prove -o json}.
   *
   * @throws IOException where it is something else; the message says what is wrong
   */
  public static EarlierProof read(InputStream in, String name) throws IOException {
    EarlierProof earlier = new EarlierProof(name);
    try (JsonParser json = new JsonFactory().createParser(in)) {
      String kind = null;
      boolean verdicts = false;
      boolean complete = false;
      expect(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "kind" -> kind = json.getText();
          case "tenants" -> {
            expect(json.currentToken() == JsonToken.START_ARRAY, "its tenants are no list");
            while (json.nextToken() == JsonToken.VALUE_STRING) {
              earlier.tenants.add(json.getText());
            }
          }
          case "verdicts" -> {
            expect(json.currentToken() == JsonToken.START_ARRAY, "its verdicts are no list");
            while (json.nextToken() == JsonToken.START_OBJECT) {
              earlier.verdict(json);
            }
            verdicts = true;
          }
          case "totals" -> {
            json.skipChildren();
            complete = true; // they come last: a proof that was cut off has none
          }
          default -> json.skipChildren();
        }
      }
      expect("Proof".equals(kind), "its kind is not Proof");
      expect(verdicts && complete, "it is not complete");
    }
    return earlier;
  }

  private void verdict(JsonParser json) throws IOException {
    String from = null;
    String to = null;
    String stake = null;
    String outcome = null;
    Integer depth = null;
    Set<Boundary> smallest = null;
    List<Set<Boundary>> others = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "from" -> from = json.getText();
        case "to" -> to = json.getText();
        case "stake" -> stake = json.getText();
        case "verdict" -> outcome = json.getText();
        case "depth" -> depth = token == JsonToken.VALUE_NULL ? null : json.getIntValue();
        case "smallest" -> smallest = token == JsonToken.VALUE_NULL ? null : boundaries(json);
        case "otherSets" -> {
          expect(token == JsonToken.START_ARRAY, "other sets are no list");
          others = new ArrayList<>();
          while (json.nextToken() == JsonToken.START_ARRAY) {
            others.add(boundaries(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    expect(from != null && to != null && stake != null, "a verdict lacks from, to or stake");
    Standing standing = new Standing(outcome(outcome), depth);
    if (from != null
        && to != null
        && stake != null
        && standing.outcome() != Verdict.Outcome.HOLDS) {
      Key key = new Key(from, to, stake);
      standings.put(key, standing);
      if (smallest != null && !smallest.isEmpty() && others != null) {
        others.add(smallest);
        ways.put(key, others);
      }
    }
  }

  private static Set<Boundary> boundaries(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, "a failure set is no list");
    Set<Boundary> boundaries = new HashSet<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String kind = null;
      String implementation = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "kind" -> kind = json.getText();
          case "implementation" -> implementation = json.getText();
          default -> json.skipChildren();
        }
      }
      if (kind == null || implementation == null) {
        throw new IOException("a boundary lacks kind or implementation");
      }
      boundaries.add(new Boundary(kind, implementation));
    }
    return boundaries;
  }

  private static Verdict.Outcome outcome(@Nullable String word) throws IOException {
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      if (outcome.word().equals(word)) {
        return outcome;
      }
    }
    throw new IOException("there is no verdict \"" + word + "\"");
  }

  private static void expect(boolean right, String wrong) throws IOException {
    if (!right) {
      throw new IOException(wrong);
    }
  }
}
