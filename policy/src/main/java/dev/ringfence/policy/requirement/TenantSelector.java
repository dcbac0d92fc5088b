package dev.ringfence.policy.requirement;

import dev.ringfence.engine.tenancy.Tenant;
import java.util.List;

/**
 * Tenants by what they are. An empty list does not restrict; several lists must all match, of one
 * list any value.
 */
public record TenantSelector(
    List<String> tenants,
    List<Kind> kinds,
    List<Tenant.Trust> trust,
    List<Tenant.Code> code,
    List<Tenant.Data> data,
    List<String> environments) {

  /** What a selector tells apart by how a tenant came about. */
  public enum Kind {
    /** Declared or proposed. */
    TENANT,
    /** The trusted base. */
    PLATFORM,
    /** A namespace that nobody claims. */
    UNCLAIMED
  }

  public static final TenantSelector ANYONE =
      new TenantSelector(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public TenantSelector {
    tenants = List.copyOf(tenants);
    kinds = List.copyOf(kinds);
    trust = List.copyOf(trust);
    code = List.copyOf(code);
    data = List.copyOf(data);
    environments = List.copyOf(environments);
  }

  /** Only tenants of these kinds. */
  public static TenantSelector of(Kind... kinds) {
    return new TenantSelector(
        List.of(), List.of(kinds), List.of(), List.of(), List.of(), List.of());
  }

  TenantSelector withTrust(Tenant.Trust value) {
    return new TenantSelector(tenants, kinds, List.of(value), code, data, environments);
  }

  TenantSelector withCode(Tenant.Code value) {
    return new TenantSelector(tenants, kinds, trust, List.of(value), data, environments);
  }

  TenantSelector withData(Tenant.Data value) {
    return new TenantSelector(tenants, kinds, trust, code, List.of(value), environments);
  }

  TenantSelector withEnvironment(String value) {
    return new TenantSelector(tenants, kinds, trust, code, data, List.of(value));
  }

  /** Whether a tenant is meant. */
  public boolean matches(Tenant tenant) {
    return matches(tenants, tenant.name())
        && matches(kinds, kind(tenant))
        && matches(trust, tenant.trust())
        && matches(code, tenant.code())
        && matches(data, tenant.data())
        && matches(environments, tenant.environment());
  }

  private static <T> boolean matches(List<T> wanted, T value) {
    return wanted.isEmpty() || wanted.contains(value);
  }

  private static Kind kind(Tenant tenant) {
    return switch (tenant.kind()) {
      case DECLARED, PROPOSED -> Kind.TENANT;
      case PLATFORM -> Kind.PLATFORM;
      case UNCLAIMED -> Kind.UNCLAIMED;
    };
  }
}
