package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every bypass of the acceptance list, tried on the real API server as the tenant's own people and
 * accounts, and as somebody with wide rights who does not manage fences: none succeeds. The same
 * requests succeed for an administrator, in place or where no fence is: so it is the fence that
 * refused.
 */
@RealControlPlane
final class AttackTest {

  private static final List<String> PLACEMENT =
      List.of(
          "nodeName",
          "others' nodes by selector",
          "tolerates everything",
          "tolerates others' taint",
          "another RuntimeClass",
          "a higher priority",
          "another scheduler",
          "mirror pod");

  private static final List<String> NEIGHBOURS =
      List.of(
          "keeps others off the cluster",
          "keeps one other off by name",
          "sits beside others",
          "would rather sit beside others",
          "requires others' nodes by affinity",
          "tolerates the taint of the platform's own pools");

  @Test
  void nothingGetsThrough(ControlPlane plane) {
    FencedCluster fenced = FencedCluster.on(plane);
    furnish(plane);
    List<String> succeeded = new ArrayList<>();
    List<String> uncontrolled = new ArrayList<>();
    PodAttempts pods = new PodAttempts();
    List<Attempt> asMember = new ArrayList<>(pods.pods("cogswell"));
    asMember.addAll(pods.workloads("cogswell"));
    asMember.addAll(RightsAttempts.all());
    asMember.add(
        Attempt.patch(
            "a chosen volume afterwards",
            "cogswell",
            "/api/v1/namespaces/NS/persistentvolumeclaims/waiting",
            Patch.MERGE,
            "{\"spec\":{\"volumeName\":\"others\"}}"));
    int count = run(asMember, fenced.member("cogswell"), plane, succeeded, uncontrolled);
    List<String> host = List.of("hostNetwork", "hostPath", "privileged", "devices by resource");
    for (String tenant : List.of("mudd", "uniblab")) {
      List<Attempt> some = new ArrayList<>(pods.some(tenant, PLACEMENT));
      some.addAll(pods.some(tenant, host));
      count += run(some, fenced.member(tenant), plane, succeeded, uncontrolled);
    }
    List<Attempt> shared = new ArrayList<>(pods.some("astro", PLACEMENT));
    shared.addAll(pods.some("astro", NEIGHBOURS));
    count += run(shared, fenced.member("astro"), plane, succeeded, uncontrolled);
    List<Attempt> agents = new ArrayList<>(pods.some("rosie", PLACEMENT));
    agents.addAll(pods.some("rosie", List.of("privileged", "hostPID", "hostNetwork")));
    count += run(agents, fenced.member("rosie"), plane, succeeded, uncontrolled);
    count +=
        run(GuardAttempts.all(), plane.user("mallory", "wide"), plane, succeeded, uncontrolled);
    ApiClient account = plane.serviceAccount("cogswell", "default");
    count += run(RightsAttempts.all(), account, plane, succeeded, uncontrolled);
    // A node may make mirror pods of itself in any namespace: E14, unless the pattern refuses.
    count +=
        run(
            pods.some("cogswell", List.of("mirror pod")),
            plane.user("system:node:node-of-others", "system:nodes"),
            plane,
            succeeded,
            uncontrolled);
    count +=
        run(
            pods.unnamed("cogswell", NEIGHBOURS),
            fenced.member("cogswell"),
            plane,
            succeeded,
            uncontrolled);
    assertThat(succeeded).as("attempts that were not refused").isEmpty();
    assertThat(uncontrolled).as("attempts that an administrator cannot do either").isEmpty();
    assertThat(count).isGreaterThanOrEqualTo(150);
    System.out.println(count + " attempts, all refused");
  }

  /** Each as a dry run first, then in earnest; the control as a dry run, so that nothing stays. */
  private static int run(
      List<Attempt> attempts,
      ApiClient client,
      ControlPlane plane,
      List<String> succeeded,
      List<String> uncontrolled) {
    ApiClient administrator = plane.administrator().dryRun();
    for (Attempt attempt : attempts) {
      for (ApiClient way : List.of(client.dryRun(), client)) {
        ApiResponse response = attempt.as(way);
        if (response.status() != 403) {
          succeeded.add(attempt + " as " + client.holder() + ": " + text(response));
        }
      }
      ApiResponse control = attempt.control(administrator);
      if (!attempt.isControlled(control)) {
        uncontrolled.add(attempt + ": " + text(control));
      }
    }
    return attempts.size();
  }

  private static String text(ApiResponse response) {
    String message = response.isSuccess() ? "succeeded" : response.message();
    return response.status() + " " + message.substring(0, Math.min(300, message.length()));
  }

  /** What the attempts name: nodes, others' objects, a namespace without fence, wide rights. */
  private static void furnish(ControlPlane plane) {
    plane.create(
        NodeObject.named("node-of-others")
            .label("node-restriction.kubernetes.io/ringfence-tenant", "spacely")
            .taint("ringfence.dev/tenant", "spacely", "NoSchedule"));
    plane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: open}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: key, namespace: spacely}
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: other}
        handler: runc
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: urgent}
        value: 100000
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: network-attachment-definitions.k8s.cni.cncf.io}
        spec:
          group: k8s.cni.cncf.io
          scope: Namespaced
          names: {kind: NetworkAttachmentDefinition, plural: network-attachment-definitions}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: wide}
        rules:
        - apiGroups: ["", apps, batch, networking.k8s.io, rbac.authorization.k8s.io, discovery.k8s.io, storage.k8s.io, node.k8s.io, k8s.cni.cncf.io]
          resources: ["*"]
          verbs: ["*"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: wide}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: wide}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: wide}]
        """);
    for (String namespace : List.of("open", "cogswell", "spacely")) {
      String pod = namespace.equals("spacely") ? "web" : "unbound";
      plane
          .administrator()
          .post(
              "/api/v1/namespaces/" + namespace + "/pods",
              Pods.pod(pod, "\"schedulingGates\":[{\"name\":\"test/wait\"}],"))
          .orThrow();
      plane
          .administrator()
          .post(
              "/api/v1/namespaces/" + namespace + "/services",
              """
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},\
              "spec":{"selector":{"a":"b"},"ports":[{"port":80}]}}""")
          .orThrow();
      plane
          .administrator()
          .post(
              "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims",
              """
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"waiting"},\
              "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"by-hand",\
              "resources":{"requests":{"storage":"1Gi"}}}}""")
          .orThrow();
    }
    plane.administrator().post("/api/v1/namespaces/cogswell/pods", Pods.pod("web", "")).orThrow();
  }
}
