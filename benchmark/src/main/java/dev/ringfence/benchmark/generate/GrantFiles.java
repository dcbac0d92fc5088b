package dev.ringfence.benchmark.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** Service accounts, Secrets, roles and bindings. */
final class GrantFiles {

  private final Size size;
  private final SplittableRandom random;
  private final Path folder;

  GrantFiles(Size size, SplittableRandom random, Path folder) {
    this.size = size;
    this.random = random;
    this.folder = folder;
  }

  void write() throws IOException {
    accounts();
    roles();
    bindings();
    ofEveryCluster();
  }

  private void accounts() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("serviceaccounts.json"))) {
      for (String name : new String[] {"default", "kube-proxy", "calico-node", "log-collector"}) {
        file.begin("v1", "ServiceAccount", "kube-system", name, Map.of());
        file.end();
      }
      for (int i = 0; i < size.namespaces; i++) {
        String namespace = ClusterGenerator.namespace(i, size);
        for (String name : new String[] {"default", "app-0", "app-3", "ci"}) {
          file.begin("v1", "ServiceAccount", namespace, name, Map.of());
          file.end();
        }
        file.begin("v1", "Secret", namespace, "app-credentials", Map.of());
        file.json().writeStringField("type", "Opaque");
        file.map("data", Map.of("password", "bm90LWEtc2VjcmV0"));
        file.end();
      }
    }
  }

  private void roles() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("roles.json"))) {
      role(file, "reader", new String[] {""}, new String[] {"pods", "configmaps"}, "get", "list");
      role(
          file, "deployer", new String[] {"apps"}, new String[] {"deployments"}, "create", "patch");
      role(file, "secret-reader", new String[] {""}, new String[] {"secrets"}, "get");
      role(
          file,
          "pod-lister",
          new String[] {""},
          new String[] {"pods", "namespaces"},
          "list",
          "watch");
    }
  }

  private static void role(
      ListFile file, String name, String[] groups, String[] resources, String... verbs)
      throws IOException {
    file.begin("rbac.authorization.k8s.io/v1", "ClusterRole", "", name, Map.of());
    JsonGenerator json = file.json();
    json.writeArrayFieldStart("rules");
    json.writeStartObject();
    file.strings("apiGroups", groups);
    file.strings("resources", resources);
    file.strings("verbs", verbs);
    json.writeEndObject();
    json.writeEndArray();
    file.end();
  }

  /** Kinds that every cluster has, so that a dump without them would be one that left them out. */
  private void ofEveryCluster() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("system.json"))) {
      file.begin("rbac.authorization.k8s.io/v1", "Role", "kube-system", "kube-proxy", Map.of());
      file.end();
      file.begin("v1", "ConfigMap", "kube-system", "kube-proxy", Map.of());
      file.end();
      file.begin("scheduling.k8s.io/v1", "PriorityClass", "", "system-node-critical", Map.of());
      file.json().writeNumberField("value", 2_000_001_000);
      file.end();
    }
  }

  private void bindings() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("bindings.json"))) {
      file.begin(
          "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "log-collector", Map.of());
      binding(file, "pod-lister", "kube-system", "log-collector");
      for (int i = 0; i < size.bindings; i++) {
        int index = i % size.namespaces;
        String namespace = ClusterGenerator.namespace(index, size);
        // An ordinary mistake, one time in two hundred: a subject of another namespace.
        String subject =
            random.nextInt(200) == 0
                ? ClusterGenerator.namespace((index + 1) % size.namespaces, size)
                : namespace;
        String role =
            switch (i / size.namespaces % 4) {
              case 0 -> "reader";
              case 1 -> "deployer";
              case 2 -> "secret-reader";
              default -> "reader";
            };
        String account = role.equals("deployer") ? "ci" : i % 2 == 0 ? "app-0" : "app-3";
        file.begin(
            "rbac.authorization.k8s.io/v1", "RoleBinding", namespace, "binding-" + i, Map.of());
        binding(file, role, subject, account);
      }
    }
  }

  private static void binding(ListFile file, String role, String namespace, String account)
      throws IOException {
    JsonGenerator json = file.json();
    file.map(
        "roleRef",
        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", role));
    json.writeArrayFieldStart("subjects");
    json.writeStartObject();
    json.writeStringField("kind", "ServiceAccount");
    json.writeStringField("name", account);
    json.writeStringField("namespace", namespace);
    json.writeEndObject();
    json.writeEndArray();
    file.end();
  }
}
