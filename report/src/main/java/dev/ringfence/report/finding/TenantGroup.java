package dev.ringfence.report.finding;

import dev.ringfence.engine.tenancy.Tenant;

/** Tenants as the default requirements tell them apart; totals are given for pairs of groups. */
public enum TenantGroup {
  UNTRUSTED("Untrusted"),
  TRUSTED("Trusted"),
  PLATFORM("Platform"),
  UNCLAIMED("Unclaimed");

  private final String word;

  TenantGroup(String word) {
    this.word = word;
  }

  /** The word in JSON. */
  public String word() {
    return word;
  }

  /** A tenant that runs arbitrary code counts as untrusted, as the requirements have it. */
  public static TenantGroup of(Tenant tenant) {
    return switch (tenant.kind()) {
      case PLATFORM -> PLATFORM;
      case UNCLAIMED -> UNCLAIMED;
      case DECLARED, PROPOSED -> tenant.isDangerous() ? UNTRUSTED : TRUSTED;
    };
  }
}
