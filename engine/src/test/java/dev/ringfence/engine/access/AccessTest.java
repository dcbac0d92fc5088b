package dev.ringfence.engine.access;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTest {

  private static final Rbac.Rule READ_SECRETS = rule("get,list", "", "secrets");

  private static Request getSecret(String namespace) {
    return Request.resource("get", "", "secrets", "", namespace, "db");
  }

  private static boolean allowed(ClusterFixture fixture, Requester requester, Request request) {
    return Access.of(fixture.build()).allowed(requester, request);
  }

  @Test
  void aSubjectOfAnotherNamespaceHasTheBindingsRights() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("blue")
            .namespace("green")
            .role("green", "reader", READ_SECRETS)
            .bindRole("green", "reader", account("blue", "ci"));
    assertThat(allowed(fixture, Requester.serviceAccount("blue", "ci"), getSecret("green")))
        .isTrue();
    assertThat(allowed(fixture, Requester.serviceAccount("blue", "ci"), getSecret("blue")))
        .isFalse();
    assertThat(allowed(fixture, Requester.serviceAccount("green", "ci"), getSecret("green")))
        .isFalse();
  }

  @Test
  void aServiceAccountMayBeBoundAsAUser() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("reader", READ_SECRETS)
            .bindEverywhere("reader", user("system:serviceaccount:blue:ci"));
    Access access = Access.of(fixture.build());
    assertThat(access.allowed(access.serviceAccount("blue", "ci"), getSecret("green"))).isTrue();
  }

  @Test
  void aRoleBindingsAccountWithoutNamespaceIsItsOwnAndAClusterRoleBindingsIsNobody() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("reader", READ_SECRETS)
            .bindClusterRole("green", "reader", account("", "ci"))
            .bindEverywhere("reader", account("", "other"));
    assertThat(allowed(fixture, Requester.serviceAccount("green", "ci"), getSecret("green")))
        .isTrue();
    assertThat(allowed(fixture, Requester.serviceAccount("green", "other"), getSecret("green")))
        .isFalse();
  }

  @Test
  void implicitGroupsAreOfServiceAccountsOfTheirNamespaceAndOfEverybodyAuthenticated() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("reader", READ_SECRETS)
            .bindClusterRole("a", "reader", group("system:serviceaccounts"))
            .bindClusterRole("b", "reader", group("system:serviceaccounts:blue"))
            .bindClusterRole("c", "reader", group("system:authenticated"))
            .bindClusterRole("d", "reader", group("system:unauthenticated"));
    Requester account = Requester.serviceAccount("blue", "ci");
    Requester person = Requester.user("eve", List.of());
    Requester anonymous = Requester.user("system:anonymous", List.of());
    Access access = Access.of(fixture.build());
    assertThat(List.of("a", "b", "c", "d"))
        .filteredOn(namespace -> access.allowed(account, getSecret(namespace)))
        .containsExactly("a", "b", "c");
    assertThat(List.of("a", "b", "c", "d"))
        .filteredOn(namespace -> access.allowed(person, getSecret(namespace)))
        .containsExactly("c");
    assertThat(List.of("a", "b", "c", "d"))
        .filteredOn(namespace -> access.allowed(anonymous, getSecret(namespace)))
        .containsExactly("d");
  }

  @Test
  void rolesOfOneNameInTwoNamespacesAreTwo() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .role("blue", "app", rule("get", "", "pods"))
            .role("green", "app", READ_SECRETS)
            .bindRole("blue", "app", user("eve"));
    assertThat(allowed(fixture, Requester.user("eve", List.of()), getSecret("blue"))).isFalse();
  }

  @Test
  void aRoleBindingToAClusterRoleIsScopedToItsNamespaceAndOpensTheNamespaceItself() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("everything", rule("*", "*", "*"))
            .bindClusterRole("blue", "everything", user("eve"));
    Requester eve = Requester.user("eve", List.of());
    Access access = Access.of(fixture.build());
    assertThat(access.allowed(eve, Request.resource("get", "", "nodes", "", "", "n"))).isFalse();
    assertThat(access.allowed(eve, Request.resource("get", "", "namespaces", "", "blue", "blue")))
        .isTrue();
    assertThat(access.allowed(eve, Request.resource("get", "", "namespaces", "", "green", "green")))
        .isFalse();
    assertThat(access.allowed(eve, Request.resource("list", "", "namespaces", "", "", "")))
        .isFalse();
    assertThat(access.allowed(eve, Request.path("get", "/metrics"))).isFalse();
  }

  @Test
  void aDanglingRoleReferenceGivesNothingAndIsReported() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("app", READ_SECRETS)
            .bindRole("blue", "app", user("eve"));
    Access access = Access.of(fixture.build());
    assertThat(access.allowed(Requester.user("eve", List.of()), getSecret("blue"))).isFalse();
    assertThat(access.danglingBindings())
        .extracting(binding -> binding.meta().reference().toString())
        .containsExactly("RoleBinding blue/app");
  }

  @Test
  void mastersMayEverythingWithoutAnyRule() {
    Requester masters = Requester.user("root", List.of("system:masters"));
    assertThat(allowed(ClusterFixture.manifests(), masters, getSecret("blue"))).isTrue();
  }

  @Test
  void aggregationFollowsChainsAndDropsWhatTheAggregatingRoleHeld() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .labelledRole("leaf", "to-middle", READ_SECRETS)
            .aggregate("middle", "to-top", "to-middle")
            .aggregate("top", "", "to-top", rule("delete", "", "pods"))
            .bindEverywhere("top", user("eve"));
    Requester eve = Requester.user("eve", List.of());
    assertThat(allowed(fixture, eve, getSecret("blue"))).isTrue();
    assertThat(allowed(fixture, eve, Request.resource("delete", "", "pods", "", "blue", "web")))
        .isFalse();
  }

  @Test
  void inADumpTheRulesThatStandInAnAggregatingRoleCount() {
    ClusterFixture fixture =
        ClusterFixture.dump()
            .aggregate("top", "", "to-top", rule("delete", "", "pods"))
            .bindEverywhere("top", user("eve"));
    assertThat(
            allowed(
                fixture,
                Requester.user("eve", List.of()),
                Request.resource("delete", "", "pods", "", "blue", "web")))
        .isTrue();
  }

  @Test
  void rolesThatAggregateEachOtherKeepWhatOneOfThemHeld() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .aggregate("one", "to-two", "to-one", READ_SECRETS)
            .aggregate("two", "to-one", "to-two")
            .bindEverywhere("two", user("eve"));
    assertThat(allowed(fixture, Requester.user("eve", List.of()), getSecret("blue"))).isTrue();
  }

  @Test
  void aRoleThatSelectsItselfGetsNothingFromItself() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .aggregate("self", "to-self", "to-self", READ_SECRETS)
            .bindEverywhere("self", user("eve"));
    assertThat(allowed(fixture, Requester.user("eve", List.of()), getSecret("blue"))).isFalse();
  }

  @Test
  void whoCanNamesTheBindingAndTheRule() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("reader", rule("get", "", "pods"), READ_SECRETS)
            .bindClusterRole("blue", "reader", user("eve"))
            .bindClusterRole("green", "reader", user("bob"));
    assertThat(Access.of(fixture.build()).whoCan(getSecret("green")))
        .extracting(Grant::toString)
        .containsExactly("RoleBinding green/reader-here, ClusterRole reader rules[1]");
  }
}
