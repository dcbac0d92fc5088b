package dev.ringfence.engine.access;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whom a change of bindings concerns: everybody else's requests are answered as before. */
final class AccessChangeTest {

  private static final List<Request> REQUESTS =
      List.of(
          Request.resource("get", "", "secrets", "", "a", "key"),
          Request.resource("create", "", "pods", "", "a", ""),
          Request.resource("create", "", "pods", "", "b", ""),
          Request.resource("patch", "apps", "deployments", "scale", "b", "web"));

  private static Cluster cluster() {
    return ClusterFixture.manifests()
        .namespace("a")
        .namespace("b")
        .clusterRole("reads", rule("get", "", "secrets"))
        .clusterRole("makes", rule("create", "", "pods"))
        .clusterRole("scales", rule("patch", "apps", "deployments/scale"))
        .clusterRole("binds", rule("bind", "rbac.authorization.k8s.io", "clusterroles"))
        .clusterRole("grants", rule("create", "rbac.authorization.k8s.io", "rolebindings"))
        .bindEverywhere("reads", user("system:node:one"), group("system:nodes"))
        .bindEverywhere("scales", group("system:nodes"))
        .bindClusterRole("a", "makes", account("a", "robot"), user("jane"), group("developers"))
        .bindClusterRole("a", "reads", account("a", "robot"), user("jane"), group("developers"))
        .bindClusterRole("b", "makes", account("b", "robot"))
        .bindClusterRole("b", "binds", account("b", "robot"))
        .bindClusterRole("b", "grants", account("b", "robot"))
        .bindClusterRole("b", "scales", account("b", "robot"))
        .build();
  }

  @Test
  void whoIsNotConcernedMayRequestWhatHeCould() {
    Cluster cluster = cluster();
    Access before = Access.of(cluster);
    int followed = 0;
    for (Rbac.Binding binding : cluster.bindings()) {
      ClusterEdit edit = new ClusterEdit(cluster);
      edit.bindings(one -> binding.equals(one) ? null : one);
      AccessChange change = AccessChange.of(before, edit.build());
      if (change == null) {
        continue;
      }
      followed++;
      for (Identity identity : before.identities()) {
        for (Request request : REQUESTS) {
          if (!change.concerned().get(identity.id())) {
            assertThat(change.now().allowed(identity.id(), request))
                .as("%s, %s without %s", identity, request, binding)
                .isEqualTo(before.allowed(identity.id(), request));
          }
        }
      }
    }
    assertThat(followed).isGreaterThan(3);
  }

  /** Its certificate says of a node that it is of the group, whatever other bindings name. */
  @Test
  void aBindingOfItsGroupConcernsANode() {
    Cluster cluster = cluster();
    Access before = Access.of(cluster);
    ClusterEdit edit = new ClusterEdit(cluster);
    edit.bindings(one -> one != null && one.roleName().equals("scales") ? null : one);
    AccessChange change = Objects.requireNonNull(AccessChange.of(before, edit.build()));
    int node = before.identityOf(user("system:node:one"));
    assertThat(before.allowed(node, REQUESTS.getLast())).isTrue();
    assertThat(change.now().allowed(node, REQUESTS.getLast())).isFalse();
    assertThat(change.concerned().get(node)).isTrue();
  }
}
