package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.document.TenantDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides a tenant's pattern.
 *
 * @param bringsPodSpecs whether the tenant itself chooses pod specs
 * @param podSpecReason how that is known
 * @param document null where the tenant was proposed, not declared
 */
public record Profile(
    Tenant tenant,
    TenantDocument.Needs needs,
    boolean bringsPodSpecs,
    String podSpecReason,
    @Nullable TenantDocument document) {

  private static final TenantDocument.Needs NONE =
      new TenantDocument.Needs(
          false,
          Tenant.PodSpecChoice.UNSTATED,
          false,
          List.of(),
          TenantDocument.Noise.TOLERANT,
          TenantDocument.Lifetime.LONG_LIVED);

  /** The profiles of all who may attack, but for the platform, by name. */
  public static List<Profile> of(PolicySet policy, Resolution resolution) {
    List<Profile> profiles = new ArrayList<>();
    for (Tenant tenant : resolution.tenancy().tenants()) {
      if (tenant.isAttacker() && !tenant.isPlatform()) {
        profiles.add(of(tenant, document(policy, tenant.name()), resolution.cluster()));
      }
    }
    profiles.sort(Comparator.comparing(Profile::name));
    return profiles;
  }

  private static @Nullable TenantDocument document(PolicySet policy, String name) {
    for (TenantDocument document : policy.tenants()) {
      if (document.name().equals(name)) {
        return document;
      }
    }
    return null;
  }

  private static Profile of(Tenant tenant, @Nullable TenantDocument document, Cluster cluster) {
    TenantDocument.Needs needs = document == null ? NONE : document.needs();
    return switch (needs.podSpec()) {
      case TENANT -> new Profile(tenant, needs, true, "needs.podSpec: Tenant", document);
      case PLATFORM -> new Profile(tenant, needs, false, "needs.podSpec: Platform", document);
      case UNSTATED -> {
        String binding = PodSpecRights.find(tenant, cluster);
        yield new Profile(
            tenant,
            needs,
            binding != null,
            binding == null
                ? "no identity of its own may create pods or workloads"
                : binding + " lets it create pods or workloads",
            document);
      }
    };
  }

  public String name() {
    return tenant.name();
  }

  public boolean isTrusted() {
    return tenant.trust() == Tenant.Trust.TRUSTED;
  }

  public boolean runsArbitraryCode() {
    return tenant.code() == Tenant.Code.ARBITRARY;
  }

  /** In the words of its document, and whether those are its own. */
  String trustInWords() {
    return "trust: " + (isTrusted() ? "Trusted" : "Untrusted" + assumed("trust"));
  }

  /** The same of its code. */
  String codeInWords() {
    return "code: " + (runsArbitraryCode() ? "Arbitrary" + assumed("code") : "FirstParty");
  }

  private String assumed(String field) {
    if (document == null) {
      return " (taken for it, because no document declares the tenant)";
    }
    return document.notStated().contains(field)
        ? " (taken for it, because its document does not state it)"
        : "";
  }

  public boolean hasCriticalData() {
    return tenant.data() == Tenant.Data.CRITICAL;
  }

  /** Whether the tenant holds credentials of the API: users of its own, or pods that need it. */
  public boolean usesTheApi() {
    return needs.kubernetesApi() || !users().isEmpty();
  }

  public List<Rbac.Subject> users() {
    return tenant.subjects();
  }

  /** The same tenant as far as its workloads use nothing of the host. */
  Profile withoutHostPrivileges() {
    return withHostPrivileges(List.of());
  }

  /** The same as far as they do, whatever its document says. */
  Profile withHostPrivileges() {
    return needsHostPrivileges()
        ? this
        : withHostPrivileges(List.of(TenantDocument.HostPrivilege.PRIVILEGED));
  }

  private Profile withHostPrivileges(List<TenantDocument.HostPrivilege> privileges) {
    return new Profile(
        tenant,
        new TenantDocument.Needs(
            needs.kubernetesApi(),
            needs.podSpec(),
            needs.clusterScopedResources(),
            privileges,
            needs.noise(),
            needs.lifetime()),
        bringsPodSpecs,
        podSpecReason,
        document);
  }

  public boolean needsHostPrivileges() {
    return !needs.hostPrivileges().isEmpty();
  }
}
