package dev.ringfence.policy.fence;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All fences of one cluster.
 *
 * @param fences by tenants' names
 * @param resolvers where names are asked
 * @param platformNamespaces names of the trusted base's namespaces
 * @param remarks what was left out, and why
 */
public record FencePlan(
    ClusterTraits traits,
    List<Fence> fences,
    List<Opening> openings,
    Resolvers resolvers,
    List<String> platformNamespaces,
    List<String> remarks) {

  public FencePlan {
    fences = List.copyOf(fences);
    openings = List.copyOf(openings);
    platformNamespaces = List.copyOf(platformNamespaces);
    remarks = List.copyOf(remarks);
  }

  /** Those that stand in this cluster. */
  public List<Fence> inCluster() {
    return fences.stream().filter(fence -> !Promise.isCluster(fence.pattern())).toList();
  }

  /** Those that are clusters of their own. */
  public List<Fence> ownClusters() {
    return fences.stream().filter(fence -> Promise.isCluster(fence.pattern())).toList();
  }

  /** The patterns that some tenant of this cluster has. */
  public Set<Pattern> patterns() {
    Set<Pattern> patterns = EnumSet.noneOf(Pattern.class);
    inCluster().forEach(fence -> patterns.add(fence.pattern()));
    return patterns;
  }

  /** Only the fences of tenants that stay: those that move out need nothing here. */
  public FencePlan staying(Set<String> tenants) {
    return new FencePlan(
        traits,
        fences.stream().filter(fence -> tenants.contains(fence.tenant())).toList(),
        openings,
        resolvers,
        platformNamespaces,
        remarks);
  }

  /** Only one tenant's fence: what is needed to put up or take back his alone. */
  public FencePlan only(String tenant) {
    return new FencePlan(
        traits,
        fences.stream().filter(fence -> fence.tenant().equals(tenant)).toList(),
        openings,
        resolvers,
        platformNamespaces,
        remarks);
  }
}
