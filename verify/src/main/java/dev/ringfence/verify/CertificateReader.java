package dev.ringfence.verify;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CertificateWriter} writes, from anybody: whatever is wrong is refused, and
 * nothing is allocated on the word of a count alone.
 */
final class CertificateReader {

  private static final int LONGEST_TEXT = 1 << 20;

  private final InputStream in;
  private final List<List<Long>> rows = new ArrayList<>();
  private final Map<List<Long>, List<Integer>> rowsAsInts = new HashMap<>();

  private CertificateReader(InputStream in) {
    this.in = in;
  }

  static Certificate read(InputStream in) throws IOException, Refused {
    return new CertificateReader(new BufferedInputStream(in, 1 << 16)).read();
  }

  private Certificate read() throws IOException, Refused {
    String source = text();
    String version = text();
    int depth = number();
    List<String> tenants = texts();
    List<String> boundaries = texts();
    List<String> assumptions = texts();
    List<String> rules = texts();
    List<String> facts = texts();
    Map<String, Long> objects = new HashMap<>();
    for (int left = number(); left > 0; left--) {
      if (objects.put(text(), eightBytes()) != null) {
        throw new Refused("it names an object twice");
      }
    }
    List<Certificate.Start> starts = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      starts.add(new Certificate.Start(number(), number(), ints()));
    }
    List<Certificate.Step> steps = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      steps.add(step());
    }
    Map<Certificate.Scope, List<List<Certificate.Label>>> tables =
        new EnumMap<>(Certificate.Scope.class);
    for (Certificate.Scope scope : Certificate.Scope.values()) {
      if (flag()) {
        tables.put(scope, table(facts.size()));
      }
    }
    List<Certificate.Claim> claims = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      claims.add(
          new Certificate.Claim(
              number(),
              number(),
              text(),
              number(),
              number(),
              number() - 1,
              number() - 1,
              outcome(number())));
    }
    List<Certificate.Witness> witnesses = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      witnesses.add(new Certificate.Witness(number(), number(), ints(), flag(), evidencedSteps()));
    }
    if (in.read() >= 0) {
      throw new Refused("something follows after its end");
    }
    return new Certificate(
        source,
        version,
        depth,
        tenants,
        boundaries,
        assumptions,
        rules,
        facts,
        objects,
        starts,
        steps,
        tables,
        claims,
        witnesses);
  }

  private Certificate.Step step() throws IOException, Refused {
    int rule = number();
    int conclusion = number();
    List<Integer> premises = new ArrayList<>(2);
    for (int left = number(); left > 0; left--) {
      premises.add(number());
    }
    List<Integer> boundaries = ints();
    List<Integer> assumptions = ints();
    List<Long> attackers = flag() ? row() : null;
    int victim = number() - 1;
    Certificate.@Nullable Published published =
        victim < 0 ? null : new Certificate.Published(victim, row());
    return new Certificate.Step(
        rule, conclusion, premises, boundaries, assumptions, attackers, published);
  }

  private List<List<Certificate.Label>> table(int facts) throws IOException, Refused {
    List<List<Certificate.Label>> table = new ArrayList<>();
    for (int fact = 0; fact < facts; fact++) {
      int count = number();
      List<Certificate.Label> labels = new ArrayList<>(Math.min(count, 16));
      for (int left = count; left > 0; left--) {
        labels.add(new Certificate.Label(ints(), row()));
      }
      table.add(labels);
    }
    return table;
  }

  private List<Certificate.Evidenced> evidencedSteps() throws IOException, Refused {
    List<Certificate.Evidenced> steps = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      int step = number();
      List<Certificate.Item> evidence = new ArrayList<>(2);
      for (int items = number(); items > 0; items--) {
        evidence.add(new Certificate.Item(text(), text(), text()));
      }
      steps.add(new Certificate.Evidenced(step, evidence));
    }
    return steps;
  }

  private static Certificate.Outcome outcome(int ordinal) throws Refused {
    if (ordinal >= Certificate.Outcome.values().length) {
      throw new Refused("it has a verdict that there is not: " + ordinal);
    }
    return Certificate.Outcome.values()[ordinal];
  }

  private boolean flag() throws IOException, Refused {
    int value = number();
    if (value > 1) {
      throw new Refused("it has " + value + " where only yes or no can stand");
    }
    return value == 1;
  }

  private List<Long> row() throws IOException, Refused {
    int id = number();
    if (id > rows.size()) {
      throw new Refused("it refers to a list that it has not named");
    }
    if (id == rows.size()) {
      List<Long> row = new ArrayList<>();
      for (int left = number(); left > 0; left--) {
        row.add(longNumber());
      }
      rows.add(List.copyOf(row));
    }
    return rows.get(id);
  }

  private List<Integer> ints() throws IOException, Refused {
    List<Long> row = row();
    List<Integer> known = rowsAsInts.get(row);
    if (known == null) {
      List<Integer> ints = new ArrayList<>(row.size());
      for (long value : row) {
        ints.add(small(value));
      }
      known = List.copyOf(ints);
      rowsAsInts.put(row, known);
    }
    return known;
  }

  private List<String> texts() throws IOException, Refused {
    List<String> texts = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      texts.add(text());
    }
    return texts;
  }

  private String text() throws IOException, Refused {
    int length = number();
    if (length > LONGEST_TEXT) {
      throw new Refused("it has a text of " + length + " bytes");
    }
    if (length == 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ends too early");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new Refused("it has a text that is not UTF-8");
    }
  }

  private long eightBytes() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (long) octet() << shift;
    }
    return value;
  }

  private int number() throws IOException, Refused {
    return small(longNumber());
  }

  private static int small(long value) throws Refused {
    if (value < 0 || value > Integer.MAX_VALUE - 8) {
      throw new Refused("it has a number that is too large: " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  private long longNumber() throws IOException, Refused {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int octet = octet();
      if (shift == 63 && octet > 1) {
        throw new Refused("it has a number of more than 64 bits");
      }
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("it ends too early");
    }
    return octet;
  }
}
