package dev.ringfence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One small system by hand: a begins with code, the kernel leads to the node, the node to b. */
final class CheckerTest {

  private static final List<Long> A = List.of(1L);
  private static final Certificate.Label NOTHING = new Certificate.Label(List.of(), A);
  private static final Certificate.Label KERNEL = new Certificate.Label(List.of(0), A);
  private static final Certificate.Label BOTH = new Certificate.Label(List.of(0, 1), A);

  private static Certificate.Step step(int conclusion, int premise, Integer... boundaries) {
    return new Certificate.Step(
        0, conclusion, List.of(premise), List.of(boundaries), List.of(), null, null);
  }

  private static Certificate certificate(
      List<Certificate.Label> ofCode, List<Certificate.Label> ofNode, List<Certificate.Label> ofB) {
    Map<Certificate.Scope, List<List<Certificate.Label>>> tables =
        new EnumMap<>(Certificate.Scope.class);
    tables.put(Certificate.Scope.FEARED, List.of(ofCode, ofNode, ofB));
    tables.put(Certificate.Scope.REFUTED, List.of(ofCode, ofNode, ofB));
    return new Certificate(
        "",
        "1.36",
        2,
        List.of("a", "b"),
        List.of("kernel:linux", "sentry:gvisor"),
        List.of(),
        List.of("E10 escapes"),
        List.of("code", "node", "takeover of b"),
        Map.of(),
        List.of(new Certificate.Start(0, 0, List.of())),
        List.of(step(1, 0, 0), step(1, 0, 0, 1), step(2, 1)),
        tables,
        List.of(
            new Certificate.Claim(0, 1, "takeover", 2, 2, 1, 1, Certificate.Outcome.FALLS_SHORT)),
        List.of(
            new Certificate.Witness(
                0,
                2,
                List.of(0),
                false,
                List.of(
                    new Certificate.Evidenced(0, List.of()),
                    new Certificate.Evidenced(2, List.of())))));
  }

  private static List<String> problems(Certificate certificate) {
    return Checker.check(certificate).lines();
  }

  @Test
  void theRightTableIsBelieved() {
    assertThat(problems(certificate(List.of(NOTHING), List.of(KERNEL), List.of(KERNEL)))).isEmpty();
  }

  @Test
  void aMissingSetIsNoticed() {
    assertThat(problems(certificate(List.of(NOTHING), List.of(KERNEL), List.of())))
        .anySatisfy(line -> assertThat(line).contains("the table has no part of that"));
    assertThat(problems(certificate(List.of(), List.of(KERNEL), List.of(KERNEL))))
        .anySatisfy(line -> assertThat(line).contains("the table does not say so"));
  }

  @Test
  void aSetThatIsMadeUpIsNoticed() {
    assertThat(problems(certificate(List.of(NOTHING), List.of(KERNEL), List.of(NOTHING))))
        .anySatisfy(line -> assertThat(line).contains("does not get \"takeover of b\""));
  }

  @Test
  void aSetThatIsNotMinimalIsNoticed() {
    assertThat(problems(certificate(List.of(NOTHING), List.of(KERNEL, BOTH), List.of(KERNEL))))
        .anySatisfy(line -> assertThat(line).contains("is not minimal"));
  }

  @Test
  void aFileSaysWhatItsCertificateSays() throws Exception {
    Certificate right =
        certificate(List.of(NOTHING), List.of(KERNEL), new ArrayList<>(List.of(KERNEL)));
    assertThat(CertificateFile.read(CertificateFile.toBytes(right))).isEqualTo(right);
  }
}
