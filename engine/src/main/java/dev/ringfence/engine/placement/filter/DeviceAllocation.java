package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.DeviceKinds.AllocatedDevice;
import dev.ringfence.engine.cluster.DeviceKinds.Alternative;
import dev.ringfence.engine.cluster.DeviceKinds.Attribute;
import dev.ringfence.engine.cluster.DeviceKinds.Constraint;
import dev.ringfence.engine.cluster.DeviceKinds.Device;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClaim;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClass;
import dev.ringfence.engine.cluster.DeviceKinds.Request;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.filter.DevicePools.Offer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for devices of one node that satisfy claims together, by trying them one after another.
 * Source: k8s.io/dynamic-resource-allocation/structured, Allocate.
 *
 * <p>What cannot be decided here is taken to fit, and told: shares of devices that many may have,
 * drivers that have a say later, expressions that nobody can evaluate, and a search that takes too
 * long.
 */
final class DeviceAllocation {

  /** As many results as a claim may have (AllocationResultsMaxSize). */
  private static final int MOST_DEVICES = 32;

  /** Steps after which a search is given up; a node has some dozens of devices. */
  private static final int MOST_STEPS = 200_000;

  /** The scheduler gives up on the pod: claim and devices contradict each other. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * @param claim the claim's place among those that are wanted: two of one template are alike
   */
  private record Chosen(int claim, Request request, Alternative one, Offer offer) {}

  private final DeviceMatches matches;
  private final DevicePools pools;
  private final Set<AllocatedDevice> taken;
  private final Consumer<String> doubts;
  private final List<DeviceClaim> claims;
  private final List<Chosen> chosen = new ArrayList<>();

  private int steps;
  private boolean forgetful;

  DeviceAllocation(
      Map<String, DeviceClass> classes,
      DeviceSelectors selectors,
      DevicePools pools,
      Set<AllocatedDevice> taken,
      List<DeviceClaim> claims,
      Consumer<String> doubts) {
    this.matches = new DeviceMatches(classes, selectors, pools);
    this.pools = pools;
    this.taken = taken;
    this.claims = claims;
    this.doubts = doubts;
  }

  /** Why the claims cannot be satisfied there, or null where they can be, or nobody knows. */
  @Nullable String refusal() {
    try {
      checkAll();
      if (!fits() && !fitsWhereSomeAreForgotten()) {
        return "has no devices for " + names();
      }
    } catch (Stopped stopped) {
      return stopped.getMessage();
    }
    if (!forgetful && ForgottenDevices.mayStopIt(claims)) {
      doubts.accept(ForgottenDevices.NOTE);
    }
    for (Chosen one : chosen) {
      doubt(one);
    }
    return null;
  }

  private boolean fitsWhereSomeAreForgotten() {
    if (!ForgottenDevices.mayBe(claims)) {
      return false;
    }
    forgetful = true;
    chosen.clear();
    if (!claim(0)) {
      return false;
    }
    doubts.accept(ForgottenDevices.NOTE);
    return true;
  }

  /** Stopping for a claim's constraint is final only where the scheduler remembers as we do. */
  private boolean fits() {
    try {
      return claim(0);
    } catch (Stopped stopped) {
      if (!ForgottenDevices.mayBe(claims)) {
        throw stopped;
      }
      return false;
    }
  }

  private String names() {
    return "claim " + String.join(", ", claims.stream().map(one -> one.meta().name()).toList());
  }

  private void doubt(Chosen one) {
    Device device = one.offer().device();
    if (device.severallyAllocated() || one.one().asksForCapacity()) {
      doubts.accept("shares of device " + device.name() + " are taken to suffice");
    }
    if (device.boundLater()) {
      doubts.accept("the driver of device " + device.name() + " is taken to bind it");
    }
    if (matches.isSuspected(one.one(), one.offer())) {
      doubts.accept("device " + device.name() + " is taken to match, its expressions unread");
    }
  }

  /** Every device means that none may be unknown. */
  private void checkAll() {
    boolean all =
        claims.stream()
            .flatMap(claim -> claim.requests().stream())
            .flatMap(request -> request.alternatives().stream())
            .anyMatch(Alternative::all);
    if (all && !pools.unusable().isEmpty()) {
      throw new Stopped(
          "a claim asks for all devices, but pool "
              + pools.unusable().getFirst().name()
              + " is incomplete or contradicts itself");
    }
  }

  private boolean claim(int index) {
    return index >= claims.size() || request(index, 0);
  }

  private boolean request(int claim, int index) {
    DeviceClaim one = claims.get(claim);
    if (index >= one.requests().size()) {
      return claim(claim + 1);
    }
    Request request = one.requests().get(index);
    for (Alternative alternative : request.alternatives()) {
      List<Offer> offers = matches.of(alternative);
      long wanted = alternative.all() ? offers.size() : alternative.count();
      boolean some = !alternative.all() || !offers.isEmpty();
      if (some
          && wanted + count(claim) <= MOST_DEVICES
          && devices(claim, index, alternative, offers, wanted, 0)) {
        return true;
      }
    }
    return false;
  }

  private long count(int claim) {
    return chosen.stream().filter(one -> one.claim() == claim).count();
  }

  /**
   * @param missing how many devices are still to be found
   * @param from where in the matching ones to look on: their order means nothing
   */
  private boolean devices(
      int claim, int request, Alternative wanted, List<Offer> offers, long missing, int from) {
    if (missing == 0) {
      return request(claim, request + 1);
    }
    if (++steps > MOST_STEPS) {
      doubts.accept("too many ways to give devices to claims: taken to fit");
      return true;
    }
    Request asked = claims.get(claim).requests().get(request);
    for (int i = from; i < offers.size(); i++) {
      Chosen candidate = new Chosen(claim, asked, wanted, offers.get(i));
      boolean fits = isFree(candidate) && isTolerated(candidate);
      if (fits && breaksConstraint(candidate)) {
        if (wanted.all()) {
          throw new Stopped("a claim asks for all devices, which its own constraint excludes");
        }
        fits = false;
      }
      if (fits) {
        chosen.add(candidate);
        if (devices(claim, request, wanted, offers, missing - 1, i + 1)) {
          return true;
        }
        chosen.removeLast();
      }
      if (wanted.all()) {
        return false;
      }
    }
    return false;
  }

  private boolean isFree(Chosen candidate) {
    Offer offer = candidate.offer();
    Device device = offer.device();
    for (Chosen other : chosen) {
      boolean counts = !candidate.one().adminAccess() || other.claim() == candidate.claim();
      if (counts && other.offer().equals(offer) && !device.severallyAllocated()) {
        return false;
      }
    }
    if (!candidate.one().adminAccess() && taken.contains(offer.allocated())) {
      return false;
    }
    return device.severallyAllocated() || countersSuffice(offer);
  }

  private boolean countersSuffice(Offer offer) {
    if (offer.device().consumed().isEmpty()) {
      return true;
    }
    Map<String, BigDecimal> left = new HashMap<>(pools.counters(offer.pool()));
    take(left, offer.device());
    for (Chosen other : chosen) {
      if (other.offer().pool().equals(offer.pool())) {
        take(left, other.offer().device());
      }
    }
    return left.values().stream().noneMatch(amount -> amount.signum() < 0);
  }

  private static void take(Map<String, BigDecimal> left, Device device) {
    DevicePools.amounts(device)
        .forEach((key, amount) -> left.merge(key, amount.negate(), BigDecimal::add));
  }

  private static boolean isTolerated(Chosen candidate) {
    for (Node.Taint taint : candidate.offer().device().taints()) {
      boolean prevents = taint.effect().equals("NoSchedule") || taint.effect().equals("NoExecute");
      if (prevents && !tolerates(candidate.one().tolerations(), taint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean tolerates(List<PodSpec.Toleration> tolerations, Node.Taint taint) {
    return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
  }

  private boolean breaksConstraint(Chosen candidate) {
    for (Constraint constraint : claims.get(candidate.claim()).constraints()) {
      if (concerns(constraint, candidate) && breaks(constraint, candidate)) {
        return true;
      }
    }
    return false;
  }

  private boolean breaks(Constraint constraint, Chosen candidate) {
    Attribute own = attribute(constraint.attribute(), candidate.offer());
    if (own == null || own.type() == Attribute.Type.OTHER) {
      return true;
    }
    for (Chosen other : chosen) {
      boolean forgotten =
          forgetful && constraint.distinct() && ForgottenDevices.isForgotten(other.request());
      if (other.claim() == candidate.claim()
          && !forgotten
          && concerns(constraint, other)
          && own.equals(attribute(constraint.attribute(), other.offer()))
              == constraint.distinct()) {
        return true;
      }
    }
    return false;
  }

  private static boolean concerns(Constraint constraint, Chosen candidate) {
    String request = candidate.request().name();
    return constraint.requests().isEmpty()
        || constraint.requests().contains(request)
        || constraint.requests().contains(request + "/" + candidate.one().name());
  }

  /** An attribute by its full name; within the driver's own domain devices may leave that out. */
  private static @Nullable Attribute attribute(String name, Offer offer) {
    Attribute whole = offer.device().attributes().get(name);
    int slash = name.indexOf('/');
    if (whole != null || slash < 0 || !name.substring(0, slash).equals(offer.pool().driver())) {
      return whole;
    }
    return offer.device().attributes().get(name.substring(slash + 1));
  }
}
