package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.api.Patch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An agent of a node, whose token names that node, has rights on all nodes' objects by its role; by
 * the guard it writes those of its own node alone.
 */
@RealControlPlane
final class AgentGuardTest {

  private static final String DEBUGGER =
      "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\"x\"}]}}";

  @Test
  void anAgentWritesItsOwnNodesObjectsOnly(ControlPlane plane) {
    FencedCluster.on(plane);
    furnish(plane);
    ApiClient agent =
        plane
            .administrator()
            .impersonating("system:serviceaccount:kube-system:agent", "agents")
            .withHeaders("Impersonate-Extra-Authentication.kubernetes.io%2fnode-name", "mine");
    ApiClient unbound =
        plane.administrator().impersonating("system:serviceaccount:kube-system:agent", "agents");
    for (String node : List.of("mine", "others")) {
      attempts(agent.dryRun(), node)
          .forEach(
              (name, answer) -> {
                boolean own = node.equals("mine");
                assertThat(answer.isSuccess())
                    .as(name + " of " + node + ": " + answer.body())
                    .isEqualTo(own);
                if (!own) {
                  assertThat(answer.message()).contains("writes that node's objects only");
                }
              });
      // Whose token names no node is held by its role alone: the guard knows nothing of it.
      attempts(unbound.dryRun(), node).values().forEach(ApiResponse::orThrow);
    }
    plane.reset();
  }

  private static Map<String, ApiResponse> attempts(ApiClient client, String node) {
    String pod = "/api/v1/namespaces/agents/pods/on-" + node;
    String label = "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}";
    Map<String, ApiResponse> answers = new LinkedHashMap<>();
    answers.put("a label", client.patch("/api/v1/nodes/" + node, Patch.MERGE, label));
    answers.put(
        "a label by status", client.patch("/api/v1/nodes/" + node + "/status", Patch.MERGE, label));
    answers.put("a pod's label", client.patch(pod, Patch.MERGE, label));
    answers.put(
        "a pod's status",
        client.patch(pod + "/status", Patch.MERGE, "{\"status\":{\"podIP\":\"10.9.9.9\"}}"));
    answers.put(
        "a container in a pod",
        client.patch(pod + "/ephemeralcontainers", Patch.STRATEGIC, DEBUGGER));
    answers.put("a pod", client.delete(pod));
    return answers;
  }

  private static void furnish(ControlPlane plane) {
    plane.apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: agents}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: agent}
        rules:
        - apiGroups: [""]
          resources: [nodes, nodes/status, pods, pods/status, pods/ephemeralcontainers]
          verbs: [get, patch, update, delete]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: agent}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
        subjects: [{kind: Group, name: agents, apiGroup: rbac.authorization.k8s.io}]
        """);
    for (String node : List.of("mine", "others")) {
      plane.create(NodeObject.named(node));
      plane
          .administrator()
          .post(
              "/api/v1/namespaces/agents/pods",
              Pods.pod("on-" + node, "\"nodeName\":\"" + node + "\","))
          .orThrow();
    }
  }
}
