package dev.ringfence.cel;

import dev.cel.common.values.NullValue;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From plain values to those that the CEL library knows; lists are the same. */
final class Values {

  private Values() {}

  static Object toCel(@Nullable Object value) {
    return switch (value) {
      case null -> NullValue.NULL_VALUE;
      case AdmissionRequest request -> new Authorization.Authorizer(request, request.user());
      case Map<?, ?> map -> new SelectedMap(map);
      default -> value;
    };
  }
}
