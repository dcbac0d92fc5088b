package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.document.TenantDocument;
import dev.ringfence.policy.shape.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives every namespace of a cluster to exactly one tenant. Ids are in order: declared or proposed
 * tenants by name, the platform, unclaimed namespaces by name.
 */
public final class TenancyResolver {

  private final Cluster cluster;
  private final Map<Integer, String> platformReasons;
  private final Map<String, String> reasons = new HashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Tenant> tenants = new ArrayList<>();
  private final int[] tenantOfNamespace;

  private TenancyResolver(Cluster cluster) {
    this.cluster = cluster;
    this.platformReasons = PlatformNamespaces.of(cluster);
    this.tenantOfNamespace = new int[cluster.namespaces().size()];
    Arrays.fill(tenantOfNamespace, -1);
  }

  /**
   * The tenants of a cluster.
   *
   * @param documents where empty, tenants are proposed
   * @param tenantLabel a namespace label to propose tenants by, or null
   * @throws DocumentException where two documents claim one namespace, and the like
   */
  public static ResolvedTenancy resolve(
      List<TenantDocument> documents, Cluster cluster, @Nullable String tenantLabel) {
    TenancyResolver resolver = new TenancyResolver(cluster);
    if (documents.isEmpty()) {
      resolver.propose(tenantLabel);
    } else {
      if (tenantLabel != null) {
        resolver.remarks.add(
            "The label " + tenantLabel + " was not looked at: there are Tenant documents");
      }
      resolver.declare(documents);
    }
    resolver.addUnclaimed();
    return new ResolvedTenancy(
        new Tenancy(resolver.tenants, resolver.tenantOfNamespace),
        resolver.reasons,
        resolver.remarks);
  }

  private void declare(List<TenantDocument> documents) {
    List<TenantDocument> sorted = new ArrayList<>(documents);
    sorted.sort((one, other) -> one.name().compareTo(other.name()));
    NamespaceClaims.Claims claims = NamespaceClaims.of(cluster, sorted, platformReasons);
    problems.addAll(claims.problems());
    remarks.addAll(claims.remarks());
    Map<Integer, Set<Integer>> namespaces = new HashMap<>();
    for (int namespace = 0; namespace < claims.claimant().length; namespace++) {
      int document = claims.claimant()[namespace];
      if (document >= 0) {
        namespaces.computeIfAbsent(document, none -> new TreeSet<>()).add(namespace);
      }
    }
    TenantDocument platform = null;
    Set<Integer> platformNamespaces = new TreeSet<>();
    for (int document = 0; document < sorted.size(); document++) {
      TenantDocument tenant = sorted.get(document);
      Set<Integer> own = namespaces.getOrDefault(document, Set.of());
      checkPublications(tenant, own);
      if (tenant.isPlatform()) {
        platform = tenant;
        platformNamespaces.addAll(own);
      } else {
        addDeclared(tenant, own);
      }
    }
    addPlatform(platform, platformNamespaces);
    remarks.addAll(DeclarationRemarks.of(cluster, tenants, tenantOfNamespace));
    if (!problems.isEmpty()) {
      throw new DocumentException(problems);
    }
  }

  private void addDeclared(TenantDocument document, Set<Integer> namespaces) {
    add(
        new Tenant(
            tenants.size(),
            document.name(),
            Tenant.Kind.DECLARED,
            document.trust(),
            document.code(),
            document.data(),
            document.environment(),
            namespaces,
            document.subjects(),
            document.needs().kubernetesApi(),
            document.needs().podSpec(),
            document.publishes(),
            document.isolationClass()),
        "declared in " + document.origin().file());
  }

  private void checkPublications(TenantDocument tenant, Set<Integer> own) {
    for (Tenant.Publication publication : tenant.publishes()) {
      int namespace = cluster.namespaceIndex(publication.namespace());
      boolean platformOwn = tenant.isPlatform() && platformReasons.containsKey(namespace);
      if (namespace >= 0 && !own.contains(namespace) && !platformOwn) {
        problems.add(
            new Problem(
                tenant.origin(),
                tenant.position(),
                "spec.publishes",
                "namespace " + publication.namespace() + " is not one of the tenant's own"));
      } else if (!hasService(publication)) {
        remarks.add(
            "Tenant "
                + tenant.name()
                + " publishes Service "
                + publication.namespace()
                + "/"
                + publication.service()
                + ", which is not there");
      }
    }
  }

  private boolean hasService(Tenant.Publication publication) {
    return cluster.services().stream().anyMatch(publication::isOf);
  }

  private void propose(@Nullable String tenantLabel) {
    TenantDiscovery.Discovered discovered =
        TenantDiscovery.of(cluster, platformReasons, tenantLabel);
    remarks.addAll(discovered.remarks());
    int[] proposed = new int[tenantOfNamespace.length];
    Arrays.fill(proposed, -1);
    for (int id = 0; id < discovered.proposals().size(); id++) {
      for (int namespace : discovered.proposals().get(id).namespaces()) {
        proposed[namespace] = id;
      }
    }
    Map<Integer, List<Rbac.Subject>> subjects = new TreeMap<>();
    SubjectsOfTenants.of(cluster, proposed)
        .forEach(
            (subject, id) -> subjects.computeIfAbsent(id, none -> new ArrayList<>()).add(subject));
    for (int id = 0; id < discovered.proposals().size(); id++) {
      TenantDiscovery.Proposal proposal = discovered.proposals().get(id);
      addProposed(proposal, subjects.getOrDefault(id, List.of()));
    }
    if (!subjects.isEmpty()) {
      int count = subjects.values().stream().mapToInt(List::size).sum();
      remarks.add(
          count
              + (count == 1 ? " user or group is" : " users and groups are")
              + " taken as a tenant's own, because only its namespaces bind them: "
              + Shortened.list(describe(subjects)));
    }
    addPlatform(null, Set.of());
  }

  private List<String> describe(Map<Integer, List<Rbac.Subject>> subjects) {
    List<String> texts = new ArrayList<>();
    subjects.forEach(
        (id, list) ->
            list.forEach(subject -> texts.add(subject.name() + " of " + tenants.get(id).name())));
    return texts;
  }

  private void addProposed(TenantDiscovery.Proposal proposal, List<Rbac.Subject> subjects) {
    add(
        new Tenant(
            tenants.size(),
            proposal.name(),
            Tenant.Kind.PROPOSED,
            Tenant.Trust.UNTRUSTED,
            Tenant.Code.ARBITRARY,
            Tenant.Data.ORDINARY,
            "",
            proposal.namespaces(),
            subjects,
            false,
            Tenant.PodSpecChoice.UNSTATED,
            List.of(),
            null),
        "proposed by " + proposal.source());
  }

  private void addPlatform(@Nullable TenantDocument document, Set<Integer> declared) {
    Set<Integer> namespaces = new TreeSet<>(declared);
    for (int namespace : platformReasons.keySet()) {
      if (tenantOfNamespace[namespace] < 0) {
        namespaces.add(namespace);
      }
    }
    List<Tenant.Publication> publications =
        new ArrayList<>(PlatformPublications.of(cluster, namespaces));
    List<Rbac.Subject> subjects = List.of();
    if (document != null) {
      publications.addAll(document.publishes());
      subjects = document.subjects();
    }
    add(
        new Tenant(
            tenants.size(),
            TenantDocument.PLATFORM,
            Tenant.Kind.PLATFORM,
            Tenant.Trust.TRUSTED,
            Tenant.Code.FIRST_PARTY,
            Tenant.Data.ORDINARY,
            "",
            namespaces,
            subjects,
            true,
            Tenant.PodSpecChoice.UNSTATED,
            publications,
            null),
        document == null ? "" : "declared in " + document.origin().file());
    for (int namespace : namespaces) {
      String reason = platformReasons.get(namespace);
      String name = cluster.namespaces().get(namespace).name();
      if (reason != null && !declared.contains(namespace)) {
        reasons.put(name, reason);
        if (!name.startsWith("kube-")) {
          remarks.add("Namespace " + name + " counts as the platform's: " + reason);
        }
      }
    }
  }

  private void addUnclaimed() {
    Map<String, Integer> unclaimed = new TreeMap<>();
    for (int namespace = 0; namespace < tenantOfNamespace.length; namespace++) {
      if (tenantOfNamespace[namespace] < 0) {
        unclaimed.put(cluster.namespaces().get(namespace).name(), namespace);
      }
    }
    unclaimed.forEach(
        (name, namespace) ->
            add(
                new Tenant(
                    tenants.size(),
                    "unclaimed/" + name,
                    Tenant.Kind.UNCLAIMED,
                    Tenant.Trust.UNTRUSTED,
                    Tenant.Code.ARBITRARY,
                    Tenant.Data.ORDINARY,
                    "",
                    Set.of(namespace),
                    List.of(),
                    false,
                    Tenant.PodSpecChoice.UNSTATED,
                    List.of(),
                    null),
                "claimed by no Tenant document"));
    List<String> names = new ArrayList<>(unclaimed.keySet());
    if (!names.isEmpty()) {
      remarks.add(
          "Claimed by nobody, hence victims and stepping stones, never attackers: "
              + Shortened.list(names));
    }
  }

  private void add(Tenant tenant, String reason) {
    tenants.add(tenant);
    for (int namespace : tenant.namespaces()) {
      tenantOfNamespace[namespace] = tenant.id();
      reasons.put(cluster.namespaces().get(namespace).name(), reason);
    }
  }
}
