package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.DeviceKinds.Alternative;
import dev.ringfence.engine.cluster.DeviceKinds.Constraint;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClaim;
import dev.ringfence.engine.cluster.DeviceKinds.Request;
import java.util.List;

/**
 * The scheduler keeps what a {@code distinctAttribute} was compared with by request, so that of a
 * request's devices it knows the last, and none once it has taken that one back
 * (structured/internal/…/constraint.go of 1.34 to 1.36). Which of them it then takes is a matter of
 * its order.
 */
final class ForgottenDevices {

  /** Told where a verdict rests on it. */
  static final String NOTE =
      "the scheduler is taken to forget some devices that it compares attributes with";

  private ForgottenDevices() {}

  /** Whether it may forget some of what is chosen for one of the claims. */
  static boolean mayBe(List<DeviceClaim> claims) {
    return claims.stream()
        .anyMatch(
            claim ->
                claim.constraints().stream().anyMatch(Constraint::distinct)
                    && claim.requests().stream().anyMatch(ForgottenDevices::isForgotten));
  }

  /** Whether it may forget what is chosen for the request, all or all but the last. */
  static boolean isForgotten(Request request) {
    return request.alternatives().stream().anyMatch(one -> one.all() || one.count() > 1);
  }

  /** It stops for good where a device of all of them is in the way, by what it remembers then. */
  static boolean mayStopIt(List<DeviceClaim> claims) {
    return mayBe(claims)
        && claims.stream()
            .filter(claim -> !claim.constraints().isEmpty())
            .flatMap(claim -> claim.requests().stream())
            .flatMap(request -> request.alternatives().stream())
            .anyMatch(Alternative::all);
  }
}
