package dev.ringfence.access;

import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Random roles, bindings and reviews over a small vocabulary, so that a good part is allowed:
 * wildcards and what only looks like one, subresources, names, dangling references, chains of
 * aggregation, subjects of every kind.
 */
final class RandomRbac {

  static final List<String> NAMESPACES = List.of("rbac-a", "rbac-b", "rbac-c");
  private static final List<String> VERBS =
      List.of("get", "list", "create", "delete", "patch", "impersonate", "bind", "use", "*");
  private static final List<String> GROUPS = List.of("", "apps", "batch", "example.org", "*");
  private static final List<String> RESOURCES =
      List.of(
          "pods",
          "pods/log",
          "pods/exec",
          "pods/*",
          "*/log",
          "*/scale",
          "deployments",
          "deployments/scale",
          "secrets",
          "namespaces",
          "nodes",
          "nodes/proxy",
          "*/*",
          "*");
  private static final List<String> NAMES = List.of("one", "two", "rbac-a", "*");
  private static final List<String> PATHS =
      List.of("/metrics", "/metrics/*", "/logs*", "/debug/pprof/", "*", "/custom**");
  private static final List<String> ASKED_PATHS =
      List.of("/metrics", "/metrics/slis", "/logs", "/logs/x", "/debug/pprof/", "/custom*", "/z");
  private static final String API = "rbac.authorization.k8s.io/v1";
  private static final int CLUSTER_ROLES = 14;
  private static final int LAYERS = 3;

  private final Random random;

  RandomRbac(long seed) {
    random = new Random(seed);
  }

  /** An object and the path of its collection. */
  record Document(String path, String json) {}

  List<Document> world() {
    List<Document> world = new ArrayList<>();
    for (int role = 0; role < CLUSTER_ROLES; role++) {
      world.add(clusterRole(role));
    }
    for (String namespace : NAMESPACES) {
      for (int role = 0; role < 4; role++) {
        world.add(
            new Document(
                "/namespaces/" + namespace + "/roles",
                object("Role", "role-" + role, "", "\"rules\":" + rules(false))));
      }
      for (int binding = 0; binding < 12; binding++) {
        world.add(
            new Document(
                "/namespaces/" + namespace + "/rolebindings",
                binding("RoleBinding", "binding-" + binding, random.nextBoolean())));
      }
    }
    for (int binding = 0; binding < 5; binding++) {
      world.add(
          new Document(
              "/clusterrolebindings",
              binding("ClusterRoleBinding", "rbac-random-" + binding, true)));
    }
    return world;
  }

  /** Roles of a layer select labels of the layer below, so that there are chains and no circles. */
  private Document clusterRole(int number) {
    int layer = number % LAYERS;
    String labels = "\"layer-" + layer + "-" + random.nextInt(3) + "\":\"yes\"";
    String content =
        layer == 0
            ? "\"rules\":" + rules(true)
            : "\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchLabels\":{\"layer-"
                + (layer - 1)
                + "-"
                + random.nextInt(3)
                + "\":\"yes\"}}]},\"rules\":[]";
    return new Document(
        "/clusterroles", object("ClusterRole", "rbac-random-" + number, labels, content));
  }

  private static String object(String kind, String name, String labels, String content) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\",\"labels\":{%s}},%s}"
        .formatted(API, kind, name, labels, content);
  }

  private String rules(boolean paths) {
    List<String> rules = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int rule = 0; rule < count; rule++) {
      if (paths && random.nextInt(5) == 0) {
        rules.add(
            "{\"verbs\":%s,\"nonResourceURLs\":%s}".formatted(some(VERBS, 2), some(PATHS, 2)));
      } else {
        String names = random.nextInt(2) == 0 ? ",\"resourceNames\":" + some(NAMES, 2) : "";
        rules.add(
            "{\"verbs\":%s,\"apiGroups\":%s,\"resources\":%s%s}"
                .formatted(some(VERBS, 5), some(GROUPS, 3), some(RESOURCES, 6), names));
      }
    }
    return rules.toString();
  }

  private String some(List<String> vocabulary, int most) {
    List<String> chosen = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int item = 0; item < count; item++) {
      chosen.add("\"" + one(vocabulary) + "\"");
    }
    return chosen.stream().distinct().collect(Collectors.toList()).toString();
  }

  private String one(List<String> vocabulary) {
    return vocabulary.get(random.nextInt(vocabulary.size()));
  }

  private String binding(String kind, String name, boolean clusterRole) {
    String role =
        clusterRole
            ? "rbac-random-" + random.nextInt(CLUSTER_ROLES + 2) // two of them do not exist
            : "role-" + random.nextInt(5);
    String reference =
        "\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"%s\",\"name\":\"%s\"}"
            .formatted(clusterRole ? "ClusterRole" : "Role", role);
    List<String> subjects = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int subject = 0; subject < count; subject++) {
      subjects.add(subject());
    }
    return object(kind, name, "", reference + ",\"subjects\":" + subjects);
  }

  private String subject() {
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "{\"kind\":\"ServiceAccount\",\"namespace\":\"%s\",\"name\":\"%s\"}"
              .formatted(one(NAMESPACES), one(List.of("ci", "web")));
      case 2 -> named("User", "system:serviceaccount:" + one(NAMESPACES) + ":ci");
      case 3 -> named("Group", "system:serviceaccounts:" + one(NAMESPACES));
      case 4 ->
          named(
              "Group",
              one(
                  List.of(
                      "system:serviceaccounts", "system:authenticated", "system:unauthenticated")));
      case 5 -> named("Group", one(List.of("devs", "ops")));
      default -> named("User", one(List.of("eve", "bob", "system:anonymous")));
    };
  }

  private static String named(String kind, String name) {
    return "{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"%s\",\"name\":\"%s\"}"
        .formatted(kind, name);
  }

  Requester requester() {
    return switch (random.nextInt(4)) {
      case 0, 1 -> Requester.serviceAccount(one(NAMESPACES), one(List.of("ci", "web", "nobody")));
      case 2 ->
          Requester.user(
              one(List.of("eve", "bob", "zoe")),
              random.nextBoolean() ? List.of() : List.of(one(List.of("devs", "ops"))));
      default -> Requester.user(Requester.ANONYMOUS, List.of());
    };
  }

  Request request() {
    if (random.nextInt(8) == 0) {
      return Request.path(one(VERBS), one(ASKED_PATHS));
    }
    String[] resource = one(RESOURCES).split("/", 2);
    String namespace = random.nextInt(3) == 0 ? "" : one(NAMESPACES);
    return Request.resource(
        one(VERBS),
        one(GROUPS),
        resource[0],
        resource.length > 1 ? resource[1] : "",
        namespace,
        random.nextBoolean() ? "" : one(NAMES));
  }
}
