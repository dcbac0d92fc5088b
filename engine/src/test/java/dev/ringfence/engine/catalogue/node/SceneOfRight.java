package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shop whose account has one right, beside a bank. */
final class SceneOfRight {

  private SceneOfRight() {}

  static Scene of(
      String verb, String group, String resource, String kind, Map<String, String> quota) {
    return of(new Scene(), verb, group, resource, kind, quota);
  }

  /**
   * @param kind {@code Role} bound in the namespace, or {@code ClusterRole} bound for all
   * @param quota what the one of the shop's namespace bounds; empty where it has none
   */
  static Scene of(
      Scene scene,
      String verb,
      String group,
      String resource,
      String kind,
      Map<String, String> quota) {
    scene
        .node("worker")
        .serviceAccount("shop", "web")
        .pod("bank", "vault", pod -> {})
        .pod("shop", "web", pod -> pod.serviceAccountName = "web");
    @Nullable String namespace = kind.equals("Role") ? "shop" : null;
    scene.builder.add(
        new Rbac.Role(
            Scene.meta(kind, namespace, "maker", LabelSet.EMPTY),
            List.of(
                new Rbac.Rule(
                    List.of(verb), List.of(group), List.of(resource), List.of(), List.of())),
            null));
    scene.builder.add(
        new Rbac.Binding(
            Scene.meta(kind + "Binding", namespace, "maker", LabelSet.EMPTY),
            kind.equals("ClusterRole"),
            "maker",
            List.of(new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, "shop", "web"))));
    if (!quota.isEmpty()) {
      scene.builder.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
              quota,
              List.of(),
              false));
    }
    return scene;
  }
}
