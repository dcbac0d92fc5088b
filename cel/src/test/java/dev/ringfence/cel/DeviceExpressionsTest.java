package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.placement.filter.DeviceSelectors.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cannot be decided about a device is unknown; what is an error for the server is one. */
final class DeviceExpressionsTest {

  private static final String DRIVER = "gpu.example.com";

  private static Match match(String expression, DeviceKinds.Attribute.Type type) {
    return new DeviceExpressions()
        .match(
            expression,
            DRIVER,
            new DeviceKinds.Device(
                "one",
                Map.of("model", new DeviceKinds.Attribute(type, "a")),
                Map.of(),
                Map.of(),
                null,
                List.of(),
                false,
                false));
  }

  private static Match match(String expression) {
    return match(expression, DeviceKinds.Attribute.Type.STRING);
  }

  @Test
  void whatIsDecidedIsYesOrNoAndAnAttributeThatIsNotThereAnError() {
    assertThat(match("device.driver == 'gpu.example.com'")).isEqualTo(Match.YES);
    assertThat(match("device.attributes['gpu.example.com'].model == 'b'")).isEqualTo(Match.NO);
    assertThat(match("device.attributes['gpu.example.com'].memory == 1")).isEqualTo(Match.FAILS);
    assertThat(match("1 / 0 == 1")).isEqualTo(Match.FAILS);
  }

  @Test
  void aFunctionOrATypeThatOnlyTheServerKnowsIsNotDecided() {
    assertThat(match("device.isBrandNew()")).isEqualTo(Match.UNKNOWN);
    assertThat(
            match(
                "device.attributes['gpu.example.com'].model == 'a'",
                DeviceKinds.Attribute.Type.OTHER))
        .isEqualTo(Match.UNKNOWN);
  }
}
