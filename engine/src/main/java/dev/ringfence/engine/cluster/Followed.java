package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Objects of kinds that can change while the rest of a cluster stays as it is: no namespace, pod or
 * class of pods follows from them (of a role, as long as it names the same pods; of network
 * policies, as long as they read the same labels of pods). An edit hands those that it leaves alone
 * on as the very same objects.
 */
public record Followed(
    List<Rbac.Binding> bindings,
    List<Rbac.Role> roles,
    List<Rbac.ServiceAccount> serviceAccounts,
    List<Policies.ResourceQuota> resourceQuotas,
    List<NetworkPolicy> networkPolicies) {

  /** What can differ: one of the lists, or of namespaces the labels that one reader asks for. */
  public enum Kind {
    /** Labels by which selectors of network policies tell namespaces apart. */
    POLICY_LABELS,
    /** Labels that Pod Security and admission policies ask for. */
    ADMISSION_LABELS,
    /** Labels that say whose a namespace is. */
    TENANCY_LABELS,
    BINDINGS,
    ROLES,
    SERVICE_ACCOUNTS,
    RESOURCE_QUOTAS,
    NETWORK_POLICIES
  }

  /** The kind of labels that the reader asks for. */
  static Kind labelsFor(LabelReads.Reader reader) {
    return switch (reader) {
      case NETWORK_POLICIES -> Kind.POLICY_LABELS;
      case ADMISSION -> Kind.ADMISSION_LABELS;
      case TENANCY -> Kind.TENANCY_LABELS;
    };
  }

  static Followed of(ClusterBuilder tables) {
    return new Followed(
        tables.bindings,
        tables.roles,
        tables.serviceAccounts,
        tables.resourceQuotas,
        tables.networkPolicies);
  }

  @SuppressWarnings("ReferenceEquality") // see above
  Set<Kind> differsIn(Followed other) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (bindings != other.bindings) {
      kinds.add(Kind.BINDINGS);
    }
    if (roles != other.roles) {
      kinds.add(Kind.ROLES);
    }
    if (serviceAccounts != other.serviceAccounts) {
      kinds.add(Kind.SERVICE_ACCOUNTS);
    }
    if (resourceQuotas != other.resourceQuotas) {
      kinds.add(Kind.RESOURCE_QUOTAS);
    }
    if (networkPolicies != other.networkPolicies) {
      kinds.add(Kind.NETWORK_POLICIES);
    }
    return kinds;
  }

  /** The objects of one list that are not, as the very same objects, in another. */
  @SuppressWarnings("ReferenceEquality") // see above
  public static <T> List<T> beside(List<T> these, List<T> others) {
    int most = Math.min(these.size(), others.size());
    int first = 0;
    while (first < most && these.get(first) == others.get(first)) {
      first++;
    }
    int last = 0;
    while (last < most - first
        && these.get(these.size() - 1 - last) == others.get(others.size() - 1 - last)) {
      last++;
    }
    Set<T> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(others.subList(first, others.size() - last));
    List<T> beside = new ArrayList<>();
    for (T one : these.subList(first, these.size() - last)) {
      if (!known.contains(one)) {
        beside.add(one);
      }
    }
    return beside;
  }
}
