package dev.ringfence.report.html;

import dev.ringfence.engine.tenancy.Tenant;

/** What a tenant is, in words; tenants of equal words can be shown as one group. */
final class Profile {

  private Profile() {}

  static String of(Tenant tenant) {
    return switch (tenant.kind()) {
      case PLATFORM -> "the platform";
      case UNCLAIMED -> "claimed by nobody";
      case DECLARED, PROPOSED -> words(tenant);
    };
  }

  private static String words(Tenant tenant) {
    StringBuilder words =
        new StringBuilder(
            switch (tenant.trust()) {
              case TRUSTED -> "trusted";
              case UNTRUSTED -> "untrusted";
            });
    words.append(
        switch (tenant.code()) {
          case FIRST_PARTY -> ", first-party code";
          case THIRD_PARTY -> ", third-party code";
          case ARBITRARY -> ", arbitrary code";
        });
    words.append(
        switch (tenant.data()) {
          case ORDINARY -> "";
          case CRITICAL -> ", critical data";
        });
    if (!tenant.environment().isEmpty()) {
      words.append(", ").append(tenant.environment());
    }
    String isolationClass = tenant.isolationClass();
    if (isolationClass != null) {
      words.append(", class ").append(isolationClass);
    }
    if (tenant.kind() == Tenant.Kind.PROPOSED) {
      words.append(" (proposed, no document declares it)");
    }
    return words.toString();
  }
}
