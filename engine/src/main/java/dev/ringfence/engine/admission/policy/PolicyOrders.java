package dev.ringfence.engine.admission.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The orders of policies in which the end could differ, where only some of them change anything:
 * these in every order, and all others before, between and after them. What changes nothing in any
 * of those places does so wherever it stands.
 */
final class PolicyOrders {

  /** Of more than these, not every order is tried. */
  static final int MOST = 4;

  private PolicyOrders() {}

  /**
   * @param changing names of those that change something, at most {@value #MOST}
   */
  static List<List<PolicyInForce>> of(List<PolicyInForce> all, Set<String> changing) {
    List<PolicyInForce> idle = new ArrayList<>();
    List<PolicyInForce> busy = new ArrayList<>();
    for (PolicyInForce one : all) {
      (changing.contains(one.policy().meta().name()) ? busy : idle).add(one);
    }
    List<List<PolicyInForce>> orders = new ArrayList<>();
    for (List<PolicyInForce> order : permutations(busy)) {
      int places = idle.isEmpty() ? 0 : order.size();
      for (int at = 0; at <= places; at++) {
        List<PolicyInForce> whole = new ArrayList<>(order);
        whole.addAll(at, idle);
        orders.add(whole);
      }
    }
    return orders;
  }

  private static List<List<PolicyInForce>> permutations(List<PolicyInForce> policies) {
    if (policies.isEmpty()) {
      return List.of(List.of());
    }
    List<List<PolicyInForce>> all = new ArrayList<>();
    for (int at = 0; at < policies.size(); at++) {
      List<PolicyInForce> rest = new ArrayList<>(policies);
      PolicyInForce first = rest.remove(at);
      for (List<PolicyInForce> order : permutations(rest)) {
        List<PolicyInForce> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        all.add(whole);
      }
    }
    return all;
  }
}
