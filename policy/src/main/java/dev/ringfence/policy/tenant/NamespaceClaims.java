package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.policy.document.TenantDocument;
import dev.ringfence.policy.shape.NearMiss;
import dev.ringfence.policy.shape.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which Tenant document claims which namespace, by name or by label. */
final class NamespaceClaims {

  private static final int SUGGESTIONS = 20;

  private final Cluster cluster;
  private final List<TenantDocument> documents;
  private final Map<Integer, String> platform;
  private final int[] claimant;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, List<Integer>> byLabel = new HashMap<>();

  private NamespaceClaims(
      Cluster cluster, List<TenantDocument> documents, Map<Integer, String> platform) {
    this.cluster = cluster;
    this.documents = documents;
    this.platform = platform;
    this.claimant = new int[cluster.namespaces().size()];
    Arrays.fill(claimant, -1);
  }

  /**
   * What was claimed.
   *
   * @param claimant for each namespace the index of its document, or -1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, within the package
  record Claims(int[] claimant, List<Problem> problems, List<String> remarks) {}

  static Claims of(Cluster cluster, List<TenantDocument> documents, Map<Integer, String> platform) {
    NamespaceClaims claims = new NamespaceClaims(cluster, documents, platform);
    // Names before selectors, so that a selector's problem with a name names the right document.
    for (int document = 0; document < documents.size(); document++) {
      claims.claimByName(document);
    }
    claims.indexLabels();
    for (int document = 0; document < documents.size(); document++) {
      claims.claimByLabel(document);
    }
    return new Claims(claims.claimant, claims.problems, claims.remarks);
  }

  private void claimByName(int document) {
    TenantDocument tenant = documents.get(document);
    for (String name : tenant.namespaceNames()) {
      int namespace = cluster.namespaceIndex(name);
      if (namespace < 0) {
        remarks.add(
            "Tenant "
                + tenant.name()
                + " names namespace "
                + name
                + ", which is not there"
                + suggestion(name));
      } else {
        claim(namespace, document, "spec.namespaces.names");
      }
    }
    if (tenant.namespaceNames().isEmpty()
        && tenant.namespaceSelector() == null
        && !tenant.isPlatform()) {
      remarks.add("Tenant " + tenant.name() + " has no namespaces: its users are all it has");
    }
  }

  /** Comparing with every namespace takes time, and nobody reads the hundredth suggestion. */
  private String suggestion(String name) {
    return remarks.size() < SUGGESTIONS
        ? NearMiss.question(name, cluster.namespaces().stream().map(Namespace::name).toList())
        : "";
  }

  private void claimByLabel(int document) {
    TenantDocument tenant = documents.get(document);
    LabelSelector selector = tenant.namespaceSelector();
    if (selector == null) {
      return;
    }
    boolean any = false;
    for (int namespace : candidates(selector)) {
      if (!selector.matches(labels(namespace))) {
        continue;
      }
      any = true;
      String reason = platform.get(namespace);
      if (reason != null && claimant[namespace] < 0 && !tenant.isPlatform()) {
        problem(
            tenant,
            "spec.namespaces.selector",
            "matches namespace "
                + cluster.namespaces().get(namespace).name()
                + " of the platform ("
                + reason
                + "); narrow the selector, or list the namespace under names if you mean it");
      } else {
        claim(namespace, document, "spec.namespaces.selector");
      }
    }
    if (!any) {
      remarks.add("The selector of Tenant " + tenant.name() + " matches no namespace");
    }
  }

  private void claim(int namespace, int document, String path) {
    int first = claimant[namespace];
    if (first < 0) {
      claimant[namespace] = document;
    } else if (first != document) {
      TenantDocument other = documents.get(first);
      problem(
          documents.get(document),
          path,
          "namespace "
              + cluster.namespaces().get(namespace).name()
              + " also belongs to the tenant "
              + other.name()
              + " ("
              + other.origin().file()
              + ", document "
              + (other.origin().document() + 1)
              + (other.position().line() == 0 ? "" : ", line " + other.position().line())
              + ")");
    }
  }

  /** Namespaces with one of the labels that a selector wants; all where it wants none. */
  private List<Integer> candidates(LabelSelector selector) {
    for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
      if (claimant.length > 0) {
        // One notes for all: the namespaces of a cluster are watched together or not at all.
        labels(0).noteAsked(label.getKey());
      }
      return byLabel.getOrDefault(label.getKey() + "=" + label.getValue(), List.of());
    }
    List<Integer> all = new ArrayList<>();
    for (int namespace = 0; namespace < claimant.length; namespace++) {
      all.add(namespace);
    }
    return all;
  }

  private void indexLabels() {
    for (int namespace = 0; namespace < claimant.length; namespace++) {
      int index = namespace;
      labels(namespace)
          .forIndex(
              (key, value) ->
                  byLabel.computeIfAbsent(key + "=" + value, none -> new ArrayList<>()).add(index));
    }
  }

  private LabelSet labels(int namespace) {
    return cluster.namespaces().get(namespace).labels().readBy(LabelReads.Reader.TENANCY);
  }

  private void problem(TenantDocument tenant, String path, String message) {
    problems.add(new Problem(tenant.origin(), tenant.position(), path, message));
  }
}
