package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which policies of tiers apply to each end; of ends to which the same apply it is one object. */
final class TierCombinations {

  /** One end that changes: what applied to it, and which of those that come do. */
  private record Step(TierCombination before, List<Integer> come) {}

  private final Endpoints endpoints;
  private final TierSubjects subjects;
  private final TierCombination[] ofEnd;

  /**
   * @param order the policies that there are, in the order in which they are tried
   */
  TierCombinations(Endpoints endpoints, TierSubjects subjects, List<Integer> order) {
    this.endpoints = endpoints;
    this.subjects = subjects;
    this.ofEnd = new TierCombination[endpoints.count()];
    Map<List<TierSubjects.Variant>, TierCombination> known = new HashMap<>();
    List<List<Integer>> policies = subjects.applying(order);
    for (int end = 0; end < ofEnd.length; end++) {
      List<TierSubjects.Variant> variants =
          isNode(end) ? subjects.variantsOfNode(end, order) : only(policies.get(end));
      ofEnd[end] = known.computeIfAbsent(variants, TierCombination::new);
    }
  }

  private TierCombinations(TierCombinations before) {
    this.endpoints = before.endpoints;
    this.subjects = before.subjects;
    this.ofEnd = before.ofEnd.clone();
  }

  /**
   * The same with some policies gone and others come.
   *
   * @param ends those to which one of them applies, or may
   * @param order all that are left, in the order in which they are tried
   */
  TierCombinations with(BitSet ends, List<Integer> gone, List<Integer> come, List<Integer> order) {
    TierCombinations result = new TierCombinations(this);
    Map<Integer, Integer> places = new HashMap<>();
    order.forEach(policy -> places.put(policy, places.size()));
    Comparator<Integer> byPlace = Comparator.comparing(id -> places.getOrDefault(real(id), -1));
    Map<List<TierSubjects.Variant>, TierCombination> known = known();
    Map<Step, TierCombination> steps = new HashMap<>();
    for (int end = ends.nextSetBit(0); end >= 0; end = ends.nextSetBit(end + 1)) {
      if (isNode(end)) {
        List<TierSubjects.Variant> variants = subjects.variantsOfNode(end, order);
        result.ofEnd[end] = known.computeIfAbsent(variants, TierCombination::new);
      } else {
        Step step = new Step(ofEnd[end], subjects.applying(end, come));
        TierCombination next = steps.get(step);
        if (next == null) {
          next = known.computeIfAbsent(merged(step, gone, byPlace), TierCombination::new);
          steps.put(step, next);
        }
        result.ofEnd[end] = next;
      }
    }
    return result;
  }

  private Map<List<TierSubjects.Variant>, TierCombination> known() {
    Map<List<TierSubjects.Variant>, TierCombination> known = new HashMap<>();
    TierCombination last = null;
    for (TierCombination each : ofEnd) {
      if (each != last) {
        known.put(each.variants(), each);
        last = each;
      }
    }
    return known;
  }

  private static List<TierSubjects.Variant> merged(
      Step step, List<Integer> gone, Comparator<Integer> byPlace) {
    List<Integer> policies = new ArrayList<>(step.before().variants().getFirst().policies());
    policies.removeIf(policy -> gone.contains(real(policy)));
    policies.addAll(step.come());
    policies.sort(byPlace);
    return only(policies);
  }

  private static int real(int policy) {
    return policy < 0 ? ~policy : policy;
  }

  private boolean isNode(int end) {
    return endpoints.get(end).kind() == Endpoint.Kind.NODE;
  }

  /** Of whoever has no interfaces that are told apart. */
  private static List<TierSubjects.Variant> only(List<Integer> policies) {
    return List.of(new TierSubjects.Variant(List.copyOf(policies), null));
  }

  TierCombination of(int end) {
    return ofEnd[end];
  }
}
