package dev.ringfence.engine.network;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which ends are other senders or other receivers than before, in a network and one that follows
 * it. A connection between two ends that are neither is let through as before: what policies say of
 * it rests on what is granted to the one, on what is granted to the other, and on which peers they
 * are among. A class is called after its first end; that end is among those that differ where the
 * class has lost or gained a member.
 *
 * @param sending ends of another source class, or to which policies grant something else
 * @param receiving the same of destinations
 * @param peers to which destinations that differ grant something, before or now
 * @param grants to sources that differ, before or now
 * @param selectors whether namespaces are told apart by other selectors, or have other labels
 * @param beyondEnds whether more can differ than what those ends send and receive: of pods on the
 *     host's network, whose namespace has other labels, more is asked than that
 * @param ends how many there are, as senders and as receivers
 */
public record NetworkChange(
    BitSet sending,
    BitSet receiving,
    BitSet peers,
    BitSet grants,
    boolean selectors,
    boolean beyondEnds,
    int ends) {

  /**
   * Compares two networks.
   *
   * @param now which follows the one before
   */
  static NetworkChange of(Network before, Network now) {
    NetworkChange change =
        new NetworkChange(
            new BitSet(),
            new BitSet(),
            new BitSet(),
            new BitSet(),
            !now.namespaceSelectors().areAs(before.namespaceSelectors())
                || now.isLabelledOtherwise(before),
            now.isHostLabelledOtherwise(before),
            now.endpointCount() + now.podEndpointCount());
    Plan then = before.plan();
    Plan after = now.plan();
    BitSet moved = now.endsAmongOthers(before);
    for (int end = 0; end < now.endpointCount(); end++) {
      int first = then.sourceExample(then.sourceClass(end));
      int firstNow = after.sourceExample(after.sourceClass(end));
      if (first != firstNow || moved.get(end) || before.egressGroup(end) != now.egressGroup(end)) {
        set(change.sending, end, first, firstNow);
      }
    }
    for (int end = 0; end < now.podEndpointCount(); end++) {
      int first = then.destinationExample(then.destinationClass(end));
      int firstNow = after.destinationExample(after.destinationClass(end));
      if (first != firstNow
          || moved.get(end)
          || before.ingressGroup(end) != now.ingressGroup(end)) {
        set(change.receiving, end, first, firstNow);
      }
    }
    change.joints(before);
    change.joints(now);
    return change;
  }

  /** Whether so many ends differ that what is about them, before and now, is more than all. */
  public boolean concernsMost() {
    return 2 * (sending.cardinality() + receiving.cardinality()) > ends;
  }

  private static void set(BitSet ends, int end, int first, int firstNow) {
    ends.set(end);
    ends.set(first);
    ends.set(firstNow);
  }

  private void joints(Network network) {
    Plan plan = network.plan();
    sending.stream()
        .forEach(end -> Arrays.stream(plan.grantsOf(plan.sourceClass(end))).forEach(grants::set));
    receiving.stream()
        .forEach(
            end ->
                Arrays.stream(plan.peersGrantedBy(plan.destinationClass(end))).forEach(peers::set));
  }
}
