package dev.ringfence.policy.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultRequirementsTest {

  private static final List<Tenant> TENANTS = new ArrayList<>();
  private static final Tenant TRUSTED =
      add("trusted", Tenant.Kind.DECLARED, true, false, "", false);
  private static final Tenant COLLEAGUE =
      add("colleague", Tenant.Kind.DECLARED, true, false, "staging", false);
  private static final Tenant PRODUCTION =
      add("production", Tenant.Kind.DECLARED, true, false, "production", false);
  private static final Tenant VAULT = add("vault", Tenant.Kind.DECLARED, true, false, "", true);
  private static final Tenant CUSTOMER =
      add("customer", Tenant.Kind.DECLARED, false, false, "", false);
  private static final Tenant UPLOADS = add("uploads", Tenant.Kind.PROPOSED, true, true, "", false);
  private static final Tenant PLATFORM =
      add("platform", Tenant.Kind.PLATFORM, true, false, "", false);
  private static final Tenant UNCLAIMED =
      add("unclaimed/x", Tenant.Kind.UNCLAIMED, false, true, "", false);
  private static final Tenancy TENANCY = new Tenancy(TENANTS, new int[0]);
  private static final RequirementTable DEFAULT =
      RequirementTable.of(DefaultRequirements.ROWS, TENANCY);

  private static Tenant add(
      String name,
      Tenant.Kind kind,
      boolean trusted,
      boolean arbitrary,
      String environment,
      boolean critical) {
    Tenant tenant =
        new Tenant(
            TENANTS.size(),
            name,
            kind,
            trusted ? Tenant.Trust.TRUSTED : Tenant.Trust.UNTRUSTED,
            arbitrary ? Tenant.Code.ARBITRARY : Tenant.Code.FIRST_PARTY,
            critical ? Tenant.Data.CRITICAL : Tenant.Data.ORDINARY,
            environment,
            Set.of(),
            List.of(),
            false,
            Tenant.PodSpecChoice.UNSTATED,
            List.of(),
            null);
    TENANTS.add(tenant);
    return tenant;
  }

  /** Takeover, read, reach, disrupt, observe; a plus where the unboundable counts. */
  private static String required(Tenant from, Tenant to) {
    StringBuilder text = new StringBuilder();
    for (Stake stake : Stake.values()) {
      text.append(DEFAULT.depth(from, to, stake));
    }
    return text + (DEFAULT.countsUnboundable(from, to) ? "+" : "");
  }

  @Test
  void thePlatformsPowerIsShownNotRequired() {
    assertThat(Stream.of(TRUSTED, VAULT, CUSTOMER, PRODUCTION, UNCLAIMED))
        .allMatch(victim -> required(PLATFORM, victim).equals("00000"));
  }

  @Test
  void anUnclaimedNamespaceIsNeverAnAttacker() {
    assertThat(required(UNCLAIMED, VAULT)).isEqualTo("00000");
  }

  @Test
  void oneBoundaryStandsBetweenColleagues() {
    assertThat(required(TRUSTED, COLLEAGUE)).isEqualTo("11110");
    assertThat(required(TRUSTED, UNCLAIMED)).isEqualTo("11110");
    assertThat(required(TRUSTED, PLATFORM)).isEqualTo("11110");
  }

  @Test
  void twoStandBetweenStrangersAndNotEvenNamesAreSeen() {
    assertThat(required(CUSTOMER, TRUSTED)).isEqualTo("22111+");
    assertThat(required(UPLOADS, CUSTOMER)).isEqualTo("22111+");
    assertThat(required(CUSTOMER, UNCLAIMED)).isEqualTo("22111+");
  }

  @Test
  void strangersMayReachThePlatformButNotTakeOrReadIt() {
    assertThat(required(CUSTOMER, PLATFORM)).isEqualTo("22010+");
  }

  @Test
  void theStrictestRowCountsStakeByStake() {
    // Trusted people who run arbitrary code: reach by the first row, the rest by the others.
    assertThat(required(UPLOADS, PLATFORM)).isEqualTo("22110+");
  }

  @Test
  void criticalDataIsKeptFromColleaguesToo() {
    assertThat(required(TRUSTED, VAULT)).isEqualTo("22110");
  }

  @Test
  void productionIsKeptFromOtherEnvironmentsBothWays() {
    assertThat(required(PRODUCTION, COLLEAGUE)).isEqualTo("22110");
    assertThat(required(COLLEAGUE, PRODUCTION)).isEqualTo("22110");
  }

  @Test
  void aTenantWithoutEnvironmentIsNotInAnother() {
    assertThat(required(TRUSTED, PRODUCTION)).isEqualTo("11110");
  }

  @Test
  void theMaximumIsThatOfTheTenantsAtHand() {
    assertThat(DEFAULT.maximumDepth()).isEqualTo(2);
    RequirementTable none =
        RequirementTable.of(
            List.of(
                new RequirementRule(
                    TenantSelector.ANYONE.withEnvironment("nowhere"),
                    TenantSelector.ANYONE,
                    null,
                    Map.of(Stake.READ, 3),
                    null)),
            TENANCY);
    assertThat(none.maximumDepth()).isZero();
  }

  @Test
  void sharingALineOfTheTableChangesNothing() {
    for (Tenant from : TENANTS) {
      for (Tenant to : TENANTS) {
        for (Stake stake : Stake.values()) {
          int strictest =
              DefaultRequirements.ROWS.stream()
                  .filter(row -> row.applies(from, to))
                  .mapToInt(row -> row.depth().getOrDefault(stake, 0))
                  .max()
                  .orElse(0);
          assertThat(DEFAULT.depth(from, to, stake))
              .as("%s of %s from %s", stake, to.name(), from.name())
              .isEqualTo(strictest);
        }
      }
    }
  }
}
