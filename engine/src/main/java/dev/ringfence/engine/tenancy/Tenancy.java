package dev.ringfence.engine.tenancy;

import dev.ringfence.engine.cluster.Rbac;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All tenants of one cluster: every namespace belongs to exactly one, the platform is one. */
public final class Tenancy {

  private final List<Tenant> tenants;
  private final int[] tenantOfNamespace;
  private final Map<Rbac.Subject, Integer> tenantOfSubject = new HashMap<>();
  private final int platform;

  /**
   * @param tenants in order of their ids; exactly one is the platform
   * @param tenantOfNamespace for each namespace of the cluster the id of its tenant
   */
  @SuppressWarnings("PMD.ArrayIsStoredDirectly")
  public Tenancy(List<Tenant> tenants, int[] tenantOfNamespace) {
    this.tenants = List.copyOf(tenants);
    this.tenantOfNamespace = tenantOfNamespace.clone();
    int found = -1;
    for (int id = 0; id < tenants.size(); id++) {
      Tenant tenant = tenants.get(id);
      if (tenant.id() != id) {
        throw new IllegalArgumentException("tenant " + tenant.name() + " stands at " + id);
      }
      if (tenant.isPlatform()) {
        found = id;
      }
      for (Rbac.Subject subject : tenant.subjects()) {
        tenantOfSubject.put(subject, id);
      }
    }
    if (found < 0) {
      throw new IllegalArgumentException("no tenant is the platform");
    }
    this.platform = found;
  }

  public List<Tenant> tenants() {
    return tenants;
  }

  public Tenant tenant(int id) {
    return tenants.get(id);
  }

  public int ofNamespace(int namespace) {
    return tenantOfNamespace[namespace];
  }

  /** The tenant of a user or group; the platform's where no tenant claims it. */
  public int ofSubject(Rbac.Subject subject) {
    return tenantOfSubject.getOrDefault(subject, platform);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Tenancy tenancy
            && tenants.equals(tenancy.tenants)
            && Arrays.equals(tenantOfNamespace, tenancy.tenantOfNamespace));
  }

  @Override
  public int hashCode() {
    return 31 * tenants.hashCode() + Arrays.hashCode(tenantOfNamespace);
  }

  /** The id of the trusted base. */
  public int platform() {
    return platform;
  }
}
