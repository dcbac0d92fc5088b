package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What random worlds are made of. */
final class RandomChoice {

  private final Random random;

  RandomChoice(long seed) {
    this.random = new Random(seed);
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String any(String... values) {
    return values[random.nextInt(values.length)];
  }

  String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A JSON object of pairs, without those whose value is empty. */
  static String labels(String... pairs) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        entries.add("\"%s\":\"%s\"".formatted(pairs[i], pairs[i + 1]));
      }
    }
    return "{" + String.join(",", entries) + "}";
  }
}
