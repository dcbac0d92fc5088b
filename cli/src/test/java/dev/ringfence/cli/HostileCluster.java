package dev.ringfence.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random small cluster whose names somebody chose so that a report does what they want. A file
 * can hold any name; what an API server takes is narrower, and {@link #taken} keeps to that.
 */
final class HostileCluster {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> ANY =
      List.of(
          "<img src=x onerror='hostile=1'>",
          "<!--<script>",
          "]]><failure message=\"x\">",
          "\"';alert(1)${hostile=3}{{constructor}}",
          "\u001b[2J\u001b]0;hostile\u0007red",
          "line\nfeed\r\ttab\u0000nul\u000b\u0085",
          "good\u202Etxt.exe\u2066\u200B\uFEFF",
          "👩‍🚀 ünïcödé 名前 \uFFFE\uFFFF",
          "separators \u2028 and \u2029",
          "| cell | `code` [a](javascript:x) ![i](x) @everybody www.example.org #1",
          "</details>",
          "__proto__",
          "a:b:c",
          "n".repeat(248));

  private final Random random;
  private final boolean taken;
  private final ArrayNode items = JSON.arrayNode();

  private HostileCluster(long seed, boolean taken) {
    this.random = new Random(seed);
    this.taken = taken;
  }

  /**
   * A list of objects as JSON.
   *
   * @param taken whether an API server would take the names
   */
  static String of(long seed, boolean taken) {
    return new HostileCluster(seed, taken).made();
  }

  /** Names as long as an API server takes them, and more findings than a report lists. */
  static String ofLongestNames() {
    HostileCluster cluster = new HostileCluster(1, true);
    for (int at = 10; at < 18; at++) {
      String namespace = "n".repeat(61) + at;
      cluster.object("v1", "Namespace", null, namespace);
      cluster.workload(namespace, "p".repeat(251) + at);
      cluster.binding(namespace, "n".repeat(61) + (at + 1));
    }
    return cluster.list();
  }

  private String made() {
    List<String> namespaces = new ArrayList<>();
    int count = 2 + random.nextInt(6);
    for (int at = 0; at < count; at++) {
      namespaces.add(name(at, 63));
    }
    for (String namespace : namespaces) {
      ObjectNode made = object("v1", "Namespace", null, namespace);
      labels(made).put(key("team"), label());
      String level = List.of("restricted", "baseline", "privileged", label()).get(chosen(4));
      labels(made).put("pod-security.kubernetes.io/enforce", level);
      for (int at = random.nextInt(3); at >= 0; at--) {
        workload(namespace, name(10 + at, 253));
      }
      String other = namespaces.get(chosen(namespaces.size()));
      binding(namespace, other);
    }
    return list();
  }

  private String list() {
    ObjectNode list = JSON.objectNode();
    list.put("apiVersion", "v1").put("kind", "List").set("items", items);
    return new JsonMapper().writeValueAsString(list);
  }

  private void workload(String namespace, String name) {
    ObjectNode pod = object("v1", "Pod", namespace, name);
    labels(pod).put(key("app"), label());
    ObjectNode spec = pod.putObject("spec");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "c").put("image", image());
    switch (random.nextInt(5)) {
      case 0 -> container.putObject("securityContext").put("privileged", true);
      case 1 -> spec.put("hostPID", true);
      case 2 -> {
        ObjectNode volume = spec.putArray("volumes").addObject();
        volume.put("name", "v").putObject("hostPath").put("path", "/var/" + hostile());
        container.putArray("volumeMounts").addObject().put("name", "v").put("mountPath", "/v");
      }
      default -> spec.put("automountServiceAccountToken", random.nextBoolean());
    }
  }

  private void binding(String namespace, String other) {
    ObjectNode binding =
        object("rbac.authorization.k8s.io/v1", "RoleBinding", namespace, loose(20));
    binding
        .putObject("roleRef")
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "ClusterRole")
        .put("name", List.of("admin", "edit", "view").get(chosen(3)));
    ArrayNode subjects = binding.putArray("subjects");
    subjects
        .addObject()
        .put("kind", "ServiceAccount")
        .put("name", "default")
        .put("namespace", other);
    subjects
        .addObject()
        .put("kind", "User")
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("name", hostile());
  }

  private ObjectNode object(String version, String kind, @Nullable String namespace, String name) {
    ObjectNode object = items.addObject().put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (namespace != null) {
      metadata.put("namespace", namespace);
    }
    return object;
  }

  private static ObjectNode labels(ObjectNode object) {
    return object.withObjectProperty("metadata").withObjectProperty("labels");
  }

  private int chosen(int bound) {
    return random.nextInt(bound);
  }

  private String hostile() {
    return ANY.get(chosen(ANY.size()));
  }

  /** A DNS label or subdomain where an API server is to take it, else anything without slashes. */
  private String name(int number, int longest) {
    if (taken) {
      String dns = List.of("script", "true", "0x1", "n".repeat(longest - 3)).get(chosen(4));
      return dns + "-" + number;
    }
    // What the reader refuses of all kinds but RBAC's.
    return hostile().replaceAll("[\\s/\\p{Cntrl}\\u0085\\u2028\\u2029]", "_") + number;
  }

  /** What RBAC takes as a name: no slashes and no percent signs. */
  private String loose(int number) {
    return hostile().replace("/", "_").replace("\u0000", "") + number;
  }

  private String key(String word) {
    return taken ? word : hostile();
  }

  private String label() {
    return taken ? "v" + chosen(3) : hostile();
  }

  private String image() {
    return taken ? "example.org/" + "i".repeat(1 + chosen(200)) : hostile();
  }
}
