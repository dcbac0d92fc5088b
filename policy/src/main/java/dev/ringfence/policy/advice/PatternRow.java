package dev.ringfence.policy.advice;

import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.TenantDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table from profile to pattern, strictest first: the first row that applies counts. Each row
 * says in the profile's own words why it applies.
 */
public enum PatternRow {
  /** Arbitrary code of a job that ends: a cluster that ends with it. */
  ARBITRARY_CODE_THAT_ENDS {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      return profile.runsArbitraryCode()
              && profile.needs().lifetime() == TenantDocument.Lifetime.EPHEMERAL
          ? profile.codeInWords()
              + " and needs.lifetime: Ephemeral: a cluster that ends with the job, whose"
              + " result comes back over an asynchronous channel"
          : null;
    }

    @Override
    Pattern pattern() {
      return Pattern.EPHEMERAL_CLUSTER;
    }
  },
  /** Arbitrary code that brings pod specs, host privileges, API use or cluster-scoped resources. */
  ARBITRARY_CODE_WITH_RIGHTS {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      List<String> rights = new ArrayList<>();
      if (profile.bringsPodSpecs()) {
        rights.add("brings its own pod specs (" + profile.podSpecReason() + ")");
      }
      if (profile.needsHostPrivileges()) {
        rights.add("needs host privileges " + words(profile.needs().hostPrivileges()));
      }
      if (profile.needs().kubernetesApi()) {
        rights.add("needs the Kubernetes API");
      }
      if (profile.needs().clusterScopedResources()) {
        rights.add("needs cluster-scoped resources");
      }
      return profile.runsArbitraryCode() && !rights.isEmpty()
          ? profile.codeInWords() + " that " + String.join(", ", rights)
          : null;
    }
  },
  /** An untrusted tenant with credentials of the API. */
  UNTRUSTED_WITH_CREDENTIALS {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      return !profile.isTrusted() && profile.usesTheApi()
          ? profile.trustInWords()
              + " with API credentials of its own ("
              + (profile.users().isEmpty() ? "needs.kubernetesAPI" : "spec.subjects")
              + "): one API server failure would cross every in-cluster pattern"
          : null;
    }
  },
  /** Host privileges beside critical data or untrusted neighbours. */
  HOST_PRIVILEGES_BESIDE_VALUE {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      String beside = neighbours.atRiskFrom(profile);
      return profile.needsHostPrivileges() && beside != null
          ? "host privileges " + words(profile.needs().hostPrivileges()) + " beside " + beside
          : null;
    }
  },
  /** Production beside anything else. */
  OTHER_ENVIRONMENT {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      return neighbours.isStranger(profile)
          ? "environment: "
              + profile.tenant().environment()
              + " in a cluster of environment "
              + neighbours.environment()
          : null;
    }
  },
  /** Arbitrary or untrusted code in pods that the platform specifies. */
  CODE_IN_PLATFORM_PODS {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      return profile.tenant().isDangerous()
          ? (profile.runsArbitraryCode() ? profile.codeInWords() : profile.trustInWords())
              + " in pods that the platform specifies ("
              + profile.podSpecReason()
              + "), ordinary privileges, no API"
              + (profile.users().isEmpty() ? "" : " for its pods")
          : null;
    }

    @Override
    Pattern pattern() {
      return Pattern.SANDBOXED_DEDICATED_NODES;
    }
  },
  /** Trusted, with privileges that ordinary pods do not have. */
  TRUSTED_WITH_PRIVILEGES {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      return profile.needsHostPrivileges()
          ? "trust: Trusted, but needs host privileges " + words(profile.needs().hostPrivileges())
          : null;
    }

    @Override
    Pattern pattern() {
      return Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES;
    }
  },
  /** Trusted, noise-sensitive or with critical data. */
  TRUSTED_WITH_VALUE {
    @Override
    @Nullable String reason(Profile profile, Neighbours neighbours) {
      if (profile.hasCriticalData()) {
        return "trust: Trusted with data: Critical";
      }
      return profile.needs().noise() == TenantDocument.Noise.SENSITIVE
          ? "trust: Trusted and needs.noise: Sensitive"
          : null;
    }

    @Override
    Pattern pattern() {
      return Pattern.DEDICATED_NODES;
    }
  },
  /** Trusted. */
  TRUSTED {
    @Override
    String reason(Profile profile, Neighbours neighbours) {
      return "trust: Trusted, ordinary data, tolerates noise, ordinary privileges";
    }

    @Override
    Pattern pattern() {
      return Pattern.SHARED;
    }
  };

  /** A row and why it applies. */
  public record Choice(PatternRow row, Pattern pattern, String reason) {}

  /** Why the row applies, or null where it does not. */
  abstract @Nullable String reason(Profile profile, Neighbours neighbours);

  /** What the row advises. */
  Pattern pattern() {
    return Pattern.DEDICATED_CLUSTER;
  }

  /** The first row that applies. */
  public static Choice choose(Profile profile, Neighbours neighbours) {
    for (PatternRow row : values()) {
      String reason = row.reason(profile, neighbours);
      if (reason != null) {
        return new Choice(row, row.pattern(), reason);
      }
    }
    throw new IllegalStateException("the last row applies to everybody");
  }

  private static String words(List<TenantDocument.HostPrivilege> privileges) {
    return String.join(
        ", ", privileges.stream().map(dev.ringfence.policy.shape.Spelling::word).toList());
  }
}
