package dev.ringfence.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.SelectableValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code variables} of a policy: each is worked out when it is selected.
 *
 * <p>As a map it would be copied whole by every expression that selects from it, and a variable
 * that selects another would ask for all of them, itself included.
 */
@SuppressWarnings("Immutable") // the map belongs to one evaluation, in one thread
final class PolicyVariable extends CelValue implements SelectableValue<String> {

  private final Map<?, ? extends @Nullable Object> variables;

  PolicyVariable(Map<?, ? extends @Nullable Object> variables) {
    this.variables = variables;
  }

  @Override
  public Object select(String name) {
    return find(name).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(name));
  }

  @Override
  public Optional<Object> find(String name) {
    if (!variables.containsKey(name)) {
      return Optional.empty();
    }
    Object value = variables.get(name);
    return Optional.of(
        value == null
            ? NullValue.NULL_VALUE
            : CelValueConverter.getDefaultInstance().toRuntimeValue(value));
  }

  @Override
  public Object value() {
    return variables;
  }

  @Override
  public boolean isZeroValue() {
    return variables.isEmpty();
  }

  @Override
  public CelType celType() {
    return SimpleType.DYN;
  }
}
