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
 * A variable whose fields are selected: {@code object}, {@code variables}. What is selected in the
 * end is the plain value.
 *
 * <p>As a map it would be walked through, whole, at every field on the way ({@code
 * object.spec.containers} would walk the object, its spec and its containers), and a variable of
 * {@code variables} that selects another would ask for all of them, itself included.
 */
@SuppressWarnings("Immutable") // the map belongs to one evaluation, in one thread
final class SelectedMap extends CelValue implements SelectableValue<String> {

  private final Map<?, ? extends @Nullable Object> fields;

  SelectedMap(Map<?, ? extends @Nullable Object> fields) {
    this.fields = fields;
  }

  @Override
  public Object select(String name) {
    return find(name).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(name));
  }

  @Override
  public Optional<Object> find(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return fields.containsKey(name) ? Optional.of(NullValue.NULL_VALUE) : Optional.empty();
    }
    return Optional.of(
        value instanceof Map<?, ?> map
            ? new SelectedMap(map)
            : CelValueConverter.getDefaultInstance().toRuntimeValue(value));
  }

  @Override
  public Object value() {
    return fields;
  }

  @Override
  public boolean isZeroValue() {
    return fields.isEmpty();
  }

  @Override
  public CelType celType() {
    return SimpleType.DYN;
  }
}
