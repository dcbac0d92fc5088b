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

  @Test
  void aTokenSecretThatIsThereMayBePointedAtAnotherAccount() {
    ClusterFixture patches = inBlue(rule("patch", "", "secrets"));
    assertThat(takesOver(patches, "blue", EVE)).as("no token Secret is there").isFalse();
    ClusterFixture there = inBlue(rule("patch", "", "secrets")).tokenSecret("blue", "old", "ci");
    assertThat(takesOver(there, "blue", EVE)).isTrue();
    assertThat(takesOver(there, "green", EVE)).isFalse();
    ClusterFixture named =
        inBlue(rule("patch", "", "secrets", "old")).tokenSecret("blue", "old", "ci");
    assertThat(takesOver(named, "blue", EVE)).isTrue();
    ClusterFixture other =
        inBlue(rule("patch", "", "secrets", "new")).tokenSecret("blue", "old", "ci");
    assertThat(takesOver(other, "blue", EVE)).isFalse();
    ClusterFixture unread = inBlue(rule("update", "", "secrets")).tokenSecret("blue", "old", "ci");
    assertThat(takesOver(unread, "blue", EVE)).as("it cannot be read").isFalse();
  }

  private static final String AUTHENTICATION = "authentication.k8s.io";

  private static ClusterFixture constrained(Rbac.Rule... rules) {
    return everywhere(rules).bindClusterRole("green", "secrets", BOB);
  }

  @Test
  void constrainedImpersonationNeedsItsSecondGrant() {
    Rbac.Rule users = rule("impersonate:user-info", AUTHENTICATION, "users", "bob");
    Rbac.Rule on = rule("impersonate-on:user-info:create", "", "serviceaccounts/token");
    assertThat(takesOver(constrained(users), "green", EVE)).isFalse();
    assertThat(takesOver(constrained(users, on), "green", EVE)).isTrue();
    Rbac.Rule onOthers = rule("impersonate-on:serviceaccount:create", "", "serviceaccounts/token");
    assertThat(takesOver(constrained(users, onOthers), "green", EVE)).isFalse();
    Rbac.Rule another = rule("impersonate:user-info", AUTHENTICATION, "users", "carol");
    assertThat(takesOver(constrained(another, on), "green", EVE)).isFalse();
    Rbac.Rule oldGroup = rule("impersonate:user-info", "", "users", "bob");
    assertThat(takesOver(constrained(oldGroup, on), "green", EVE)).isFalse();
  }

  @Test
  void constrainedImpersonationGivesGroupsButNoMasters() {
    Rbac.Rule both = rule("impersonate:user-info", AUTHENTICATION, "users,groups");
    Rbac.Rule on = rule("impersonate-on:user-info:create", "", "serviceaccounts/token");
    assertThat(takesOver(everywhere(both, on), "green", EVE)).isFalse();
    assertThat(
            takesOver(
                everywhere(both, on).bindClusterRole("green", "secrets", group("ops")),
                "green",
                EVE))
        .isTrue();
    Rbac.Rule groups = rule("impersonate:user-info", AUTHENTICATION, "groups");
    assertThat(
            takesOver(
                everywhere(groups, on).bindClusterRole("green", "secrets", group("ops")),
                "green",
                EVE))
        .as("no user to put it to")
        .isFalse();
    Rbac.Rule accounts = rule("impersonate:serviceaccount", AUTHENTICATION, "serviceaccounts");
    Rbac.Rule onAccounts = rule("impersonate-on:serviceaccount:get", "", "pods");
    assertThat(takesOver(everywhere(accounts, onAccounts), "green", EVE)).isTrue();
    assertThat(takesOver(everywhere(accounts), "green", EVE)).isFalse();
  }

  private static boolean isNode(Rbac.Subject who, Rbac.Rule... rules) {
    Derivation derivation =
        Derivation.of(world().clusterRole("app", rules).bindEverywhere("app", who));
    return derivation.leads(derivation.facts().nodeIdentity(0), derivation.holds(who));
  }

  @Test
  void aNodeIsImpersonatedByItsUserAndGroupOrByItsConstrainedForm() {
    Rbac.Rule user = rule("impersonate", "", "users", "system:node:one");
    Rbac.Rule group = rule("impersonate", "", "groups", "system:nodes");
    assertThat(isNode(EVE, rule("impersonate", "", "users"), group)).isTrue();
    assertThat(isNode(EVE, group)).isFalse();
    assertThat(isNode(EVE, rule("impersonate", "", "users"))).isFalse();
    assertThat(isNode(EVE, user)).isFalse();
    Rbac.Rule any = rule("impersonate:arbitrary-node", AUTHENTICATION, "nodes");
    Rbac.Rule on = rule("impersonate-on:arbitrary-node:list", "", "pods");
    assertThat(isNode(EVE, any, on)).isTrue();
    assertThat(isNode(EVE, any)).isFalse();
    Rbac.Rule gone = rule("impersonate:arbitrary-node", AUTHENTICATION, "nodes", "gone");
    assertThat(isNode(EVE, gone, on)).as("no node of that name").isFalse();
    Rbac.Rule own = rule("impersonate:associated-node", AUTHENTICATION, "nodes");
    Rbac.Rule onOwn = rule("impersonate-on:associated-node:list", "", "pods");
    assertThat(isNode(account("blue", "web"), own, onOwn)).isTrue();
    assertThat(isNode(EVE, own, onOwn)).as("no pod of its own").isFalse();
    Rbac.Rule ownNamed = rule("impersonate:associated-node", AUTHENTICATION, "nodes", "one");
    assertThat(isNode(account("blue", "web"), ownNamed, onOwn))
        .as("asked for as all nodes")
        .isFalse();
  }
}
