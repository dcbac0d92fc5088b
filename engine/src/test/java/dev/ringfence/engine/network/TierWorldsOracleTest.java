package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The engine against every way in which what Calico leaves open may be, see {@link TierWorlds}, on
 * {@code ringfence.oracle.clusters} random sets of policies.
 */
class TierWorldsOracleTest {

  private static final int CASES = Integer.getInteger("ringfence.oracle.clusters", 1500) / 4;

  @Test
  void exactlyWhatSomeWayOpensIsPerhapsOpen() {
    List<String> disagreements = new ArrayList<>();
    for (long seed = 0; seed < CASES; seed++) {
      new TierWorlds(new Random(seed)).compare(seed, disagreements);
    }
    assertThat(disagreements).isEmpty();
  }
}
