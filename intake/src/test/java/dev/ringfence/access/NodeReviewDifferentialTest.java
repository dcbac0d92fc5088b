package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Decision;
import dev.ringfence.engine.access.NodeAuthorizer;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.AccessReview;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every request that a node may think of, asked of the real Node authorizer and of the engine. */
@RealControlPlane
class NodeReviewDifferentialTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: bank}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web, namespace: shop}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: ledger, namespace: bank}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: two}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        nodeName: one
        serviceAccountName: web
        imagePullSecrets: [{name: pull}]
        containers:
        - name: main
          image: registry.example/web
          envFrom: [{secretRef: {name: env}}, {configMapRef: {name: settings}}]
          env: [{name: A, valueFrom: {secretKeyRef: {name: key, key: a}}}]
        volumes:
        - {name: a, secret: {secretName: mounted}}
        - {name: b, projected: {sources: [{secret: {name: projected}}, {configMap: {name: files}}]}}
        - {name: c, persistentVolumeClaim: {claimName: data}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: ledger, namespace: bank}
      spec:
        nodeName: two
        serviceAccountName: ledger
        containers:
        - {name: main, image: registry.example/ledger}
        volumes: [{name: a, secret: {secretName: mounted}}]
      """;

  private final ControlPlane plane;

  NodeReviewDifferentialTest(ControlPlane plane) {
    this.plane = plane;
  }

  private static List<String> questions() {
    List<String> questions = new ArrayList<>();
    for (String verb :
        List.of(
            "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection")) {
      for (String resource :
          List.of(
              "secrets=mounted",
              "secrets=projected",
              "secrets=env",
              "secrets=key",
              "secrets=pull",
              "secrets=other",
              "secrets",
              "configmaps=settings",
              "configmaps=files",
              "configmaps=other",
              "configmaps",
              "persistentvolumeclaims=data",
              "persistentvolumeclaims/status=data",
              "persistentvolumeclaims=other",
              "persistentvolumes=pv",
              "serviceaccounts=web",
              "serviceaccounts=ledger",
              "serviceaccounts/token=web",
              "serviceaccounts/token=ledger",
              "serviceaccounts/token",
              "pods=web",
              "pods=ledger",
              "pods",
              "pods/status=web",
              "pods/eviction=web",
              "pods/exec=web",
              "pods/binding=web",
              "nodes=one",
              "nodes=two",
              "nodes",
              "nodes/status=one",
              "nodes/proxy=one",
              "services",
              "endpoints=a",
              "events",
              "namespaces",
              "namespaces=shop",
              "leases.coordination.k8s.io=one",
              "leases.coordination.k8s.io=two",
              "csinodes.storage.k8s.io=one",
              "csinodes.storage.k8s.io=two",
              "csidrivers.storage.k8s.io",
              "runtimeclasses.node.k8s.io",
              "certificatesigningrequests.certificates.k8s.io",
              "certificatesigningrequests.certificates.k8s.io/approval=a",
              "clustertrustbundles.certificates.k8s.io",
              "subjectaccessreviews.authorization.k8s.io",
              "deployments.apps",
              "rolebindings.rbac.authorization.k8s.io")) {
        for (String namespace : List.of("shop", "bank", "kube-node-lease", "")) {
          questions.add(namespace + " " + verb + " " + resource);
        }
      }
    }
    return questions;
  }

  @Test
  void aNodeMayDoWhatTheServerLetsItDo(@TempDir Path folder) throws Exception {
    plane.reset();
    plane.apply(WORLD);
    Cluster cluster = Reading.file(folder, "world.yaml", WORLD).cluster();
    Access access = Access.of(cluster);
    NodeAuthorizer nodes = NodeAuthorizer.of(cluster);
    Requester node = Requester.user("system:node:one", List.of());
    await();
    List<String> differences = new ArrayList<>();
    int allowed = 0;
    for (String question : questions()) {
      String[] words = question.split(" ", -1);
      boolean there =
          plane
              .ask(AccessReview.of(node.user(), node.groups(), words[0], words[1], words[2]))
              .allowed();
      Decision here = Decision.of(access, nodes, node, request(words), Map.of());
      allowed += there ? 1 : 0;
      if (there != here.allowed()) {
        differences.add(question + ": the server says " + there);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(allowed).isGreaterThan(60);
    Requester other = new Requester("system:node:one", List.of("system:authenticated"));
    Request own = Request.resource("get", "", "secrets", "", "shop", "mounted");
    assertThat(nodes.allows(other, own, Map.of())).as("without the group it is no node").isFalse();
    Request pods = Request.resource("list", "", "pods", "", "", "");
    assertThat(nodes.allows(node, pods, Map.of("spec.nodeName", "one"))).isTrue();
    assertThat(nodes.allows(node, pods, Map.of("spec.nodeName", "two"))).isFalse();
  }

  private static Request request(String... words) {
    String[] name = words[2].split("=", 2);
    String[] subresource = name[0].split("/", 2);
    String[] group = subresource[0].split("\\.", 2);
    return Request.resource(
        words[1],
        group.length > 1 ? group[1] : "",
        group[0],
        subresource.length > 1 ? subresource[1] : "",
        words[0],
        name.length > 1 ? name[1] : "");
  }

  /** The authorizer's graph follows the objects after a moment. */
  private void await() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    AccessReview bound =
        AccessReview.of(
            "system:node:two", List.of("system:nodes"), "bank", "get", "secrets=mounted");
    while (!plane.ask(bound).allowed()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
  }
}
