package dev.ringfence.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs that nobody would write: kept ones with parts gone, doubled, exchanged or made odd. */
final class Mutation {

  private static final int LONGEST = 6_000;

  private static final List<String> ODD =
      List.of(
          "-1", "9223372036854775808", "1e400", "null", "[]", "{}", "&a [*a]", "\u0000", "\uFEFF");

  private final List<byte[]> kept;
  private final Random random;

  Mutation(List<byte[]> kept, long seed) {
    this.kept = kept;
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] input = any();
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      input = changed(input);
    }
    return input;
  }

  private byte[] any() {
    return kept.get(random.nextInt(kept.size()));
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(Math.min(input.length - from, 200) + 1);
    return switch (random.nextInt(5)) {
      case 0 -> spliced(input, from, to, new byte[0]);
      case 1 -> spliced(input, to, to, part(input, from, to));
      case 2 -> spliced(input, from, to, anyPart());
      case 3 ->
          spliced(
              input,
              from,
              Math.min(from + 1, input.length),
              new byte[] {(byte) random.nextInt(256)});
      default ->
          spliced(
              input,
              from,
              to,
              ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8));
    };
  }

  private byte[] anyPart() {
    byte[] other = any();
    int from = random.nextInt(other.length + 1);
    return part(other, from, from + random.nextInt(Math.min(other.length - from, 200) + 1));
  }

  private static byte[] part(byte[] input, int from, int to) {
    return Arrays.copyOfRange(input, from, to);
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.write(between, 0, between.length);
    out.write(input, to, input.length - to);
    byte[] all = out.toByteArray();
    return all.length <= LONGEST ? all : part(all, 0, LONGEST);
  }
}
