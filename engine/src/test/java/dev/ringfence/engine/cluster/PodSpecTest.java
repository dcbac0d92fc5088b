package dev.ringfence.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.network.SmallCluster;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PodSpecTest {

  /** Equality is written by hand; a component that it left out would merge unequal pods. */
  @Test
  void specsThatDifferInAnyComponentAreNotEqual() throws ReflectiveOperationException {
    PodSpec spec = SmallCluster.spec();
    RecordComponent[] components = PodSpec.class.getRecordComponents();
    Constructor<PodSpec> canonical =
        PodSpec.class.getDeclaredConstructor(
            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = components[i].getAccessor().invoke(spec);
    }
    assertThat(canonical.newInstance(values)).isEqualTo(spec).hasSameHashCodeAs(spec);
    for (int i = 0; i < values.length; i++) {
      Object[] changed = values.clone();
      changed[i] = another(components[i].getType(), values[i]);
      assertThat(canonical.newInstance(changed)).as(components[i].getName()).isNotEqualTo(spec);
    }
  }

  private static Object another(Class<?> type, Object value) {
    if (type == boolean.class) {
      return !(Boolean) value;
    }
    return Objects.requireNonNull(
        Map.of(
                String.class,
                "other",
                Boolean.class,
                true,
                Integer.class,
                7,
                List.class,
                List.of("other"),
                Map.class,
                Map.of("other", "value"),
                PodSpec.Token.class,
                PodSpec.Token.MOUNTED,
                PodSecurityContext.class,
                new PodSecurityContext(7L, null, null, null, null, Map.of(), null))
            .get(type));
  }
}
