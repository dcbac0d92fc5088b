package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.DeviceKinds.Alternative;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClass;
import dev.ringfence.engine.placement.filter.DevicePools.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of a node's devices the expressions of class and request select. */
final class DeviceMatches {

  private final Map<String, DeviceClass> classes;
  private final DeviceSelectors selectors;
  private final DevicePools pools;
  private final Set<String> suspected = new HashSet<>();

  /** What each alternative may have; offers do not change while claims are tried. */
  private final Map<Alternative, List<Offer>> known = new HashMap<>();

  DeviceMatches(Map<String, DeviceClass> classes, DeviceSelectors selectors, DevicePools pools) {
    this.classes = classes;
    this.selectors = selectors;
    this.pools = pools;
  }

  List<Offer> of(Alternative wanted) {
    return known.computeIfAbsent(wanted, this::search);
  }

  /** Whether a device is taken to match, because nobody can evaluate an expression for it. */
  boolean isSuspected(Alternative wanted, Offer offer) {
    return suspected.contains(key(wanted, offer));
  }

  private static String key(Alternative one, Offer offer) {
    return one.deviceClass() + one.selectors() + offer.pool() + offer.device().name();
  }

  private List<Offer> search(Alternative wanted) {
    List<Offer> offers = new ArrayList<>();
    DeviceClass deviceClass = classes.get(wanted.deviceClass());
    for (Offer offer : pools.offers()) {
      if ((deviceClass == null || matches(deviceClass.selectors(), wanted, offer))
          && matches(wanted.selectors(), wanted, offer)) {
        offers.add(offer);
      }
    }
    return offers;
  }

  private boolean matches(List<String> expressions, Alternative wanted, Offer offer) {
    for (String expression : expressions) {
      switch (selectors.match(expression, offer.pool().driver(), offer.device())) {
        case YES -> {}
        case NO -> {
          return false;
        }
        case FAILS -> {
          // The scheduler stops at such a device; whether it gets there is a matter of its order.
          if (wanted.all()) {
            throw new DeviceAllocation.Stopped(
                "an expression cannot be evaluated for " + offer.device().name());
          }
          return false;
        }
        case UNKNOWN -> suspected.add(key(wanted, offer));
      }
    }
    return true;
  }
}
