package dev.ringfence.fence;

import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * The mark of fences forged or taken off, and what bears it changed, by somebody with wide rights.
 */
final class MarkAttempts {

  private MarkAttempts() {}

  /** Who clears up by the mark deletes what bears it; what bears it is a fence's. */
  static List<Attempt> all() {
    List<Attempt> attempts = new ArrayList<>();
    String mark = "\"labels\":{\"app.kubernetes.io/managed-by\":\"ringfence\"}";
    attempts.add(
        Attempt.post(
                "put the mark on a policy of the platform",
                "kube-system",
                "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies",
                GuardAttempts.allowAll().replace("\"metadata\":{", "\"metadata\":{" + mark + ","))
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "put the mark on a role of the platform",
                "",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node",
                Patch.MERGE,
                "{\"metadata\":{" + mark + "}}")
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "take the mark off",
                "",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles/ringfence-tenant-member",
                Patch.MERGE,
                "{\"metadata\":{\"labels\":null}}")
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "widen the members' role",
                "",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles/ringfence-tenant-member",
                Patch.JSON,
                "[{\"op\":\"add\",\"path\":\"/rules/-\",\"value\":{\"apiGroups\":[\"\"],"
                    + "\"resources\":[\"nodes\"],\"verbs\":[\"get\"]}}]")
            .whoeverAsks());
    attempts.add(
        Attempt.patch(
                "clean up oneself",
                "",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/ringfence-clean-up",
                Patch.JSON,
                "[{\"op\":\"add\",\"path\":\"/subjects/-\",\"value\":{\"kind\":\"User\",\"name\":"
                    + "\"mallory\",\"apiGroup\":\"rbac.authorization.k8s.io\"}}]")
            .whoeverAsks());
    attempts.add(
        Attempt.of(
            "DELETE", "delete the sandbox", "", "/apis/node.k8s.io/v1/runtimeclasses/gvisor"));
    attempts.add(
        Attempt.patch(
                "let everybody into the sandbox's pool",
                "",
                "/apis/node.k8s.io/v1/runtimeclasses/gvisor",
                Patch.MERGE,
                "{\"scheduling\":null}")
            .whoeverAsks());
    attempts.add(
        Attempt.post(
            "another network",
            "cogswell",
            "/apis/k8s.cni.cncf.io/v1/namespaces/NS/network-attachment-definitions",
            "{\"apiVersion\":\"k8s.cni.cncf.io/v1\",\"kind\":\"NetworkAttachmentDefinition\","
                + "\"metadata\":{\"name\":\"mine\"},\"spec\":{\"config\":\"{}\"}}"));
    return attempts;
  }
}
