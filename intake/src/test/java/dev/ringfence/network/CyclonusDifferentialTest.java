package dev.ringfence.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may connect to whom, from the manifests on, against a matcher that others wrote, on {@code
 * ringfence.cyclonus} random neighbourhoods.
 */
final class CyclonusDifferentialTest {

  private static final int NEIGHBOURHOODS = Integer.getInteger("ringfence.cyclonus", 300);

  @TempDir private Path folder;

  @Test
  void everyConnectionIsJudgedAsCyclonusDoes() {
    List<String> disagreements = new ArrayList<>();
    int[] answers = new int[2];
    try (Cyclonus cyclonus = Cyclonus.start()) {
      for (long seed = 0; seed < NEIGHBOURHOODS; seed++) {
        RandomNeighbourhood neighbourhood = new RandomNeighbourhood(seed);
        compare(
            seed, neighbourhood, cyclonus.ask(neighbourhood.question()), disagreements, answers);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(answers[0]).as("closed").isGreaterThan(NEIGHBOURHOODS);
    assertThat(answers[1]).as("open").isGreaterThan(NEIGHBOURHOODS);
  }

  @SuppressWarnings("ReferenceEquality") // two ends may look alike
  private void compare(
      long seed,
      RandomNeighbourhood neighbourhood,
      String expected,
      List<String> disagreements,
      int[] answers) {
    Reach reach =
        Reach.of(
            Reading.file(folder, "all.json", neighbourhood.manifests()).cluster(),
            new Assumptions(List.of()));
    List<RandomNeighbourhood.End> ends = neighbourhood.ends;
    int next = 0;
    for (RandomNeighbourhood.End from : ends) {
      for (RandomNeighbourhood.End to : ends) {
        boolean judged = from != to && !(from.namespace().isEmpty() && to.namespace().isEmpty());
        PortSet ports =
            judged ? ports(reach, number(reach, from), number(reach, to)) : PortSet.NONE;
        for (String probe : RandomNeighbourhood.PROBES) {
          String[] parts = probe.split(" ");
          boolean allowed = expected.charAt(next++) == '1';
          if (judged) {
            answers[allowed ? 1 : 0]++;
            boolean own =
                ports.contains(
                    Objects.requireNonNull(PortSet.Protocol.named(parts[0])),
                    Integer.parseInt(parts[1]));
            if (own != allowed) {
              disagreements.add(
                  "seed "
                      + seed
                      + ": "
                      + from
                      + " to "
                      + to
                      + " "
                      + probe
                      + ", Cyclonus "
                      + allowed);
            }
          }
        }
      }
    }
    assertThat(expected).hasSize(next);
  }

  private static PortSet ports(Reach reach, BitSet from, BitSet to) {
    PortSet[] found = {PortSet.NONE};
    reach.forEach(from, to, (source, destination, ports) -> found[0] = ports);
    return found[0];
  }

  private static BitSet number(Reach reach, RandomNeighbourhood.End wanted) {
    BitSet numbers = new BitSet();
    AddressRanges address = Objects.requireNonNull(AddressRanges.cidr(wanted.address()));
    for (int end = 0; end < reach.count(); end++) {
      numbers.set(
          end,
          reach.isWorkload(end)
              ? reach.workload(end).reference().name().equals(wanted.name())
              : wanted.namespace().isEmpty() && reach.addresses(end).containsAll(address));
    }
    assertThat(numbers.cardinality()).as("%s", wanted).isEqualTo(1);
    return numbers;
  }
}
