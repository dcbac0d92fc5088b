package dev.ringfence.access;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.util.ArrayList;
import java.util.List;

/** Users that exist by what they are granted. */
final class GrantedUser {

  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

  private GrantedUser() {}

  /**
   * Binds a ClusterRole of the user's own name, everywhere.
   *
   * @param rules {@code VERB|GROUP|RESOURCE} or {@code VERB|PATH}, between semicolons
   */
  static void bind(ControlPlane plane, String user, String rules) {
    List<String> written = new ArrayList<>();
    for (String rule : rules.split(";", -1)) {
      String[] parts = rule.split("\\|", -1);
      written.add(
          parts.length == 2
              ? "{\"verbs\":[\"%s\"],\"nonResourceURLs\":[\"%s\"]}".formatted(parts[0], parts[1])
              : "{\"verbs\":[\"%s\"],\"apiGroups\":[\"%s\"],\"resources\":[\"%s\"]}"
                  .formatted(parts[0], parts[1], parts[2]));
    }
    String head =
        "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"%s\",\"metadata\":"
            + "{\"name\":\"%s\"},";
    ApiClient administrator = plane.administrator();
    administrator
        .post(
            RBAC + "/clusterroles",
            head.formatted("ClusterRole", user) + "\"rules\":[" + String.join(",", written) + "]}")
        .orThrow();
    administrator
        .post(
            RBAC + "/clusterrolebindings",
            head.formatted("ClusterRoleBinding", user)
                + """
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%1$s"},
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"%1$s"}]}\
                """
                    .formatted(user))
        .orThrow();
  }
}
