package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.Rbac;
import org.junit.jupiter.api.Test;

/** Rows I15 to I18: rights that lead to other rights. */
class GrowthRowsTest {

  private static final Rbac.Subject EVE = user("eve");
  private static final Rbac.Subject BOB = user("bob");
  private static final String RBAC = "rbac.authorization.k8s.io";

  private static ClusterFixture world() {
    return ClusterFixture.manifests()
        .serviceAccount("blue", "web", null)
        .serviceAccount("green", "web", null)
        .clusterRole("secrets", rule("create", "", "serviceaccounts/token"));
  }

  private static ClusterFixture inBlue(Rbac.Rule... rules) {
    return world().role("blue", "app", rules).bindRole("blue", "app", EVE);
  }

  private static ClusterFixture everywhere(Rbac.Rule... rules) {
    return world().clusterRole("app", rules).bindEverywhere("app", EVE);
  }

  private static boolean takesOver(ClusterFixture fixture, String namespace, Rbac.Subject... who) {
    Derivation derivation = Derivation.of(fixture);
    int[] held = new int[who.length];
    for (int index = 0; index < who.length; index++) {
      held[index] = derivation.holds(who[index]);
    }
    return derivation.leads(derivation.holds(account(namespace, "web")), held)
        || derivation.leads(derivation.facts().everything(), held);
  }

  @Test
  void writingBindingsAloneGivesNothing() {
    assertThat(takesOver(inBlue(rule("create", RBAC, "rolebindings")), "blue", EVE)).isFalse();
  }

  @Test
  void bindingARoleGivesItsRightsInTheNamespaceOfTheBinding() {
    ClusterFixture both =
        inBlue(rule("create", RBAC, "rolebindings"), rule("bind", RBAC, "clusterroles", "secrets"));
    assertThat(takesOver(both, "blue", EVE)).isTrue();
    assertThat(takesOver(both, "green", EVE)).isFalse();
    ClusterFixture anotherRole =
        inBlue(rule("create", RBAC, "rolebindings"), rule("bind", RBAC, "clusterroles", "view"));
    assertThat(takesOver(anotherRole, "blue", EVE)).isFalse();
  }

  @Test
  void bindAndCreateMustBeOneIdentitys() {
    ClusterFixture split =
        inBlue(rule("create", RBAC, "rolebindings"))
            .role("blue", "binder", rule("bind", RBAC, "clusterroles", "secrets"))
            .bindRole("blue", "binder", BOB);
    assertThat(takesOver(split, "blue", EVE, BOB)).isFalse();
  }

  @Test
  void aBindingThatExistsMayBeGivenOtherSubjectsButNoOtherRole() {
    Rbac.Rule patch = rule("patch", RBAC, "rolebindings", "secrets-here");
    Rbac.Rule bind = rule("bind", RBAC, "clusterroles");
    assertThat(takesOver(inBlue(patch, bind), "blue", EVE)).isFalse();
    assertThat(takesOver(inBlue(patch, bind).bindClusterRole("blue", "secrets", BOB), "blue", EVE))
        .isTrue();
  }

  @Test
  void bindingAnyRoleInTheWholeClusterIsEverything() {
    assertThat(
            takesOver(
                everywhere(rule("create", RBAC, "clusterrolebindings"), rule("bind", RBAC, "*")),
                "green",
                EVE))
        .isTrue();
    assertThat(takesOver(everywhere(rule("bind", RBAC, "*")), "green", EVE)).isFalse();
  }

  @Test
  void escalatingTheRoleThatOneIsBoundToGivesTheNamespace() {
    Rbac.Rule update = rule("update", RBAC, "roles", "app");
    Rbac.Rule escalate = rule("escalate", RBAC, "roles");
    assertThat(takesOver(inBlue(update, escalate), "blue", EVE)).isTrue();
    assertThat(takesOver(inBlue(update, escalate), "green", EVE)).isFalse();
    assertThat(takesOver(inBlue(update), "blue", EVE)).isFalse();
    assertThat(takesOver(inBlue(rule("update", RBAC, "roles", "other"), escalate), "blue", EVE))
        .isFalse();
  }

  @Test
  void oneIdentityMayRewriteTheRoleThatAnotherIsBoundTo() {
    ClusterFixture fixture =
        everywhere(rule("update,escalate", RBAC, "clusterroles", "secret-reader"))
            .clusterRole("secret-reader", rule("get", "", "pods"))
            .bindClusterRole("blue", "secret-reader", BOB);
    assertThat(takesOver(fixture, "blue", EVE)).isFalse();
    assertThat(takesOver(fixture, "blue", BOB)).isFalse();
    assertThat(takesOver(fixture, "blue", EVE, BOB)).isTrue();
    assertThat(takesOver(fixture, "green", EVE, BOB)).isFalse();
  }

  @Test
  void aNewClusterRoleMayEnterTheAggregationThatOneIsBoundTo() {
    Rbac.Rule rules = rule("create,escalate", RBAC, "clusterroles");
    ClusterFixture fixture =
        everywhere(rules).aggregate("view", "", "to-view").bindClusterRole("blue", "view", EVE);
    assertThat(takesOver(fixture, "blue", EVE)).isTrue();
    assertThat(takesOver(everywhere(rules), "blue", EVE)).isFalse();
  }

  @Test
  void impersonatingAServiceAccountNeedsItsNamespace() {
    assertThat(takesOver(inBlue(rule("impersonate", "", "serviceaccounts")), "blue", EVE)).isTrue();
    assertThat(takesOver(inBlue(rule("impersonate", "", "serviceaccounts")), "green", EVE))
        .isFalse();
    assertThat(takesOver(inBlue(rule("impersonate", "", "serviceaccounts", "ci")), "blue", EVE))
        .isFalse();
    assertThat(takesOver(everywhere(rule("impersonate", "", "users")), "green", EVE)).isFalse();
    Rbac.Rule asUser = rule("impersonate", "", "users", "system:serviceaccount:green:web");
    assertThat(takesOver(everywhere(asUser), "green", EVE)).isFalse();
  }

  @Test
  void aGroupIsImpersonatedOnlyTogetherWithAUser() {
    assertThat(takesOver(everywhere(rule("impersonate", "", "groups")), "green", EVE)).isFalse();
    assertThat(takesOver(everywhere(rule("impersonate", "", "groups,users")), "green", EVE))
        .isTrue();
    ClusterFixture named =
        everywhere(rule("impersonate", "", "groups", "ops"), rule("impersonate", "", "users", "x"))
            .bindClusterRole("green", "secrets", group("ops"));
    assertThat(takesOver(named, "green", EVE)).isTrue();
    assertThat(takesOver(named, "blue", EVE)).isFalse();
  }

  @Test
  void impersonatingAnyUserReachesThoseThatBindingsName() {
    ClusterFixture fixture =
        everywhere(rule("impersonate", "", "users")).bindClusterRole("green", "secrets", BOB);
    assertThat(takesOver(fixture, "green", EVE)).isTrue();
  }

  @Test
  void aTokenSecretNeedsCreatingAndReadingPerhapsByTwo() {
    assertThat(takesOver(inBlue(rule("create,get", "", "secrets")), "blue", EVE)).isTrue();
    assertThat(takesOver(inBlue(rule("create", "", "secrets")), "blue", EVE)).isFalse();
    ClusterFixture two =
        inBlue(rule("create", "", "secrets"))
            .role("blue", "reader", rule("get", "", "secrets", "mine"))
            .bindRole("blue", "reader", BOB);
    assertThat(takesOver(two, "blue", EVE, BOB)).isTrue();
    assertThat(takesOver(two, "blue", BOB)).isFalse();
  }
}
