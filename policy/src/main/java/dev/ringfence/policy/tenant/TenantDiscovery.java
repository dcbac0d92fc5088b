package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.policy.document.TenantDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Proposes tenants where no document names any: by the label that the user names, by the marks of
 * known tenancy products, else a namespace each.
 */
final class TenantDiscovery {

  private static final String A_NAMESPACE_EACH = "a namespace each";

  private final Cluster cluster;
  private final Map<Integer, String> platform;
  private final @Nullable String tenantLabel;
  private final Map<String, Proposal> proposals = new TreeMap<>();
  private final Map<String, Integer> namespacesBySource = new TreeMap<>();

  private TenantDiscovery(
      Cluster cluster, Map<Integer, String> platform, @Nullable String tenantLabel) {
    this.cluster = cluster;
    this.platform = platform;
    this.tenantLabel = tenantLabel;
  }

  /** A tenant by what is in the cluster. */
  record Proposal(String name, String source, Set<Integer> namespaces) {}

  /** All proposals in order of their names, and how they came about. */
  record Discovered(List<Proposal> proposals, List<String> remarks) {}

  static Discovered of(
      Cluster cluster, Map<Integer, String> platform, @Nullable String tenantLabel) {
    TenantDiscovery discovery = new TenantDiscovery(cluster, platform, tenantLabel);
    discovery.propose();
    return new Discovered(List.copyOf(discovery.proposals.values()), discovery.remarks());
  }

  private void propose() {
    Set<Integer> used = usedNamespaces();
    for (int index = 0; index < cluster.namespaces().size(); index++) {
      Namespace namespace = cluster.namespaces().get(index);
      // Every API server makes the namespace default; an empty one is not somebody.
      boolean empty = namespace.name().equals("default") && !used.contains(index);
      if (!platform.containsKey(index) && !empty) {
        assign(index, namespace);
      }
    }
  }

  private Set<Integer> usedNamespaces() {
    Set<Integer> used = new TreeSet<>();
    for (PodClass podClass : cluster.podClasses()) {
      used.add(podClass.namespace());
    }
    for (Rbac.Binding binding : cluster.bindings()) {
      if (!binding.isClusterRoleBinding()) {
        used.add(cluster.namespaceIndex(binding.meta().namespace()));
      }
    }
    return used;
  }

  private void assign(int index, Namespace namespace) {
    if (tenantLabel != null) {
      String value = namespace.labels().readBy(LabelReads.Reader.TENANCY).get(tenantLabel);
      if (value != null && !value.isEmpty()) {
        add(index, value, "label " + tenantLabel + " (as you asked)");
        return;
      }
    }
    for (TenancyProduct product : TenancyProduct.ALL) {
      String tenant = product.tenantOf(namespace);
      if (tenant != null) {
        add(index, tenant, product.source());
        return;
      }
    }
    add(index, namespace.name(), A_NAMESPACE_EACH);
  }

  /** Tenants of one name that two sources give are two tenants: nobody said that they are one. */
  private void add(int index, String wanted, String source) {
    String name = wanted.equals(TenantDocument.PLATFORM) ? wanted + "/" + wanted : wanted;
    Proposal known = proposals.get(name);
    while (known != null && !known.source().equals(source)) {
      name += "/" + cluster.namespaces().get(index).name();
      known = proposals.get(name);
    }
    proposals
        .computeIfAbsent(name, unknown -> new Proposal(unknown, source, new TreeSet<>()))
        .namespaces()
        .add(index);
    namespacesBySource.merge(source, 1, Integer::sum);
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (tenantLabel != null
        && namespacesBySource.keySet().stream().noneMatch(source -> source.contains(tenantLabel))) {
      remarks.add("No namespace has the label " + tenantLabel);
    }
    if (proposals.isEmpty()) {
      remarks.add("No Tenant document was given, and no namespace is anybody's but the platform's");
      return remarks;
    }
    List<String> sources = new ArrayList<>();
    namespacesBySource.forEach(
        (source, count) ->
            sources.add(source + " for " + count + (count == 1 ? " namespace" : " namespaces")));
    remarks.add(
        "No Tenant document was given: "
            + proposals.size()
            + (proposals.size() == 1 ? " tenant was" : " tenants were")
            + " proposed, by "
            + String.join("; ", sources)
            + ". Each is taken as untrusted and as running arbitrary code; write Tenant documents"
            + " to say otherwise");
    return remarks;
  }
}
