package dev.ringfence.intake.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0", "0.5, 500m", "1500m, 1500m", "1000m, 1", "1000, 1k", "1500, 1500", "1024Mi, 1Gi",
    "1.5Gi, 1536Mi", "0.5Mi, 512Ki", "1023, 1023", "1e3, 1e3", "2e0, 2", "1500e3, 1500e3",
        "12e6, 12e6",
    "0.0005, 500u", "100n, 100n", "0.1n, 1n", "+3, 3", ".5, 500m", "1024, 1024", "1Ki, 1Ki",
    "0.1Ki, 102400m", "1000Gi, 1000Gi", "1000000, 1M", "5E, 5E"
  })
  void quantitiesAreSpeltAsTheServerGivesThemBack(String written, String canonical) {
    assertThat(Quantity.canonical(written)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 Gi", "1gi", "x", "1..2", "0x10", "1e", "1KiB", "--1"})
  void whatIsNoQuantityIsRefused(String written) {
    assertThatThrownBy(() -> Quantity.canonical(written)).isInstanceOf(NumberFormatException.class);
  }
}
