package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What Tenant documents leave out, so that it counts otherwise than their writers may think. */
final class DeclarationRemarks {

  /** Words in use for production. */
  private static final Set<String> ALMOST_PRODUCTION = Set.of("production", "prod", "prd", "live");

  private final Cluster cluster;
  private final List<Tenant> tenants;
  private final int[] tenantOfNamespace;
  private final List<String> remarks = new ArrayList<>();

  private DeclarationRemarks(Cluster cluster, List<Tenant> tenants, int[] tenantOfNamespace) {
    this.cluster = cluster;
    this.tenants = tenants;
    this.tenantOfNamespace = tenantOfNamespace;
  }

  /**
   * The remarks, for people.
   *
   * @param tenants those that are declared, then the platform
   * @param tenantOfNamespace by namespace; -1 for none
   */
  static List<String> of(Cluster cluster, List<Tenant> tenants, int[] tenantOfNamespace) {
    DeclarationRemarks all = new DeclarationRemarks(cluster, tenants, tenantOfNamespace);
    all.unclaimedSubjects();
    all.missingEnvironments();
    return all.remarks;
  }

  /** Whoever no document claims counts as the platform's, and the platform is trusted. */
  private void unclaimedSubjects() {
    Set<Rbac.Subject> claimed = new HashSet<>();
    tenants.forEach(tenant -> claimed.addAll(tenant.subjects()));
    int[] owners = tenantOfNamespace.clone();
    int platform = tenants.size() - 1;
    List<String> unclaimed = new ArrayList<>();
    SubjectsOfTenants.of(cluster, owners)
        .forEach(
            (subject, tenant) -> {
              if (!claimed.contains(subject) && tenant != platform) {
                unclaimed.add(subject.name() + " in " + tenants.get(tenant).name());
              }
            });
    if (!unclaimed.isEmpty()) {
      remarks.add(
          "Bound in one tenant's namespaces only, but claimed by no Tenant document, and therefore"
              + " taken as the platform's own: "
              + Shortened.list(unclaimed)
              + ". List them under spec.subjects if they are the tenant's");
    }
  }

  /** Requirements compare environments that are stated; what is not stated is not held apart. */
  private void missingEnvironments() {
    List<String> without = new ArrayList<>();
    Set<String> almost = new TreeSet<>();
    boolean any = false;
    for (Tenant tenant : tenants) {
      if (!tenant.isPlatform()) {
        any |= !tenant.environment().isEmpty();
        if (ALMOST_PRODUCTION.contains(tenant.environment().toLowerCase(Locale.ROOT))
            && !tenant.environment().equals("production")) {
          almost.add(tenant.environment());
        }
        if (tenant.environment().isEmpty()) {
          without.add(tenant.name());
        }
      }
    }
    if (!almost.isEmpty()) {
      remarks.add(
          "Requirements and advice hold the environment production apart, and by that word alone;"
              + " these are environments like any other: "
              + Shortened.list(List.copyOf(almost)));
    }
    if (any && !without.isEmpty()) {
      remarks.add(
          "Other tenants state an environment, these state none and are not held apart by it: "
              + Shortened.list(without));
    }
  }
}
