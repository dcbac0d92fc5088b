package dev.ringfence.benchmark.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes one cluster: several tenants of each profile, with ordinary mistakes sprinkled in (open
 * namespaces, a policy that selects nothing, a RoleBinding into a neighbour's namespace, a wide
 * agent, a privileged pod). The same size and seed give the same bytes.
 */
public final class ClusterGenerator {

  private final Size size;
  private final SplittableRandom random;
  private final Path folder;

  public ClusterGenerator(Size size, long seed, Path folder) {
    this.size = size;
    this.random = new SplittableRandom(seed);
    this.folder = folder;
  }

  public void write() throws IOException {
    Files.createDirectories(folder);
    namespaces();
    nodes();
    new PodFiles(size, random.split(), folder).write();
    new GrantFiles(size, random.split(), folder).write();
    policies();
    services();
    tenants();
  }

  static String namespace(int index, Size size) {
    return "t" + index % size.tenants + "-" + index / size.tenants;
  }

  static int tenantOf(int namespaceIndex, Size size) {
    return namespaceIndex % size.tenants;
  }

  private void namespaces() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("namespaces.json"))) {
      for (String name :
          new String[] {"default", "kube-system", "kube-public", "kube-node-lease"}) {
        file.begin("v1", "Namespace", "", name, Map.of());
        file.end();
      }
      for (int i = 0; i < size.namespaces; i++) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("tenant", "t" + tenantOf(i, size));
        Profile profile = Profile.of(tenantOf(i, size));
        if (profile != Profile.TEAM && random.nextInt(20) != 0) {
          labels.put("pod-security.kubernetes.io/enforce", "restricted");
        } else if (random.nextInt(3) != 0) {
          labels.put("pod-security.kubernetes.io/enforce", "baseline");
        }
        file.begin("v1", "Namespace", "", namespace(i, size), labels);
        file.end();
      }
    }
    try (ListFile file = new ListFile(folder.resolve("quotas.json"))) {
      for (int i = 0; i < size.namespaces; i++) {
        if (random.nextInt(4) != 0) {
          file.begin("v1", "ResourceQuota", namespace(i, size), "quota", Map.of());
          file.json().writeObjectFieldStart("spec");
          file.map("hard", Map.of("limits.cpu", "20"));
          file.json().writeEndObject();
          file.end();
        }
      }
    }
  }

  private void nodes() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("nodes.json"))) {
      for (int i = 0; i < size.nodes; i++) {
        String pool = pool(i);
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("kubernetes.io/hostname", "node-" + i);
        labels.put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", "amd64");
        labels.put("topology.kubernetes.io/zone", "zone-" + i % 3);
        labels.put("node-restriction.kubernetes.io/pool", pool);
        file.begin("v1", "Node", "", "node-" + i, labels);
        node(file.json(), file, i, pool);
        file.end();
      }
    }
  }

  static String pool(int node) {
    return switch (node % 10) {
      case 0 -> "sandbox";
      case 1 -> "dedicated-" + node / 10 % 20;
      default -> "shared";
    };
  }

  private static void node(JsonGenerator json, ListFile file, int i, String pool)
      throws IOException {
    json.writeObjectFieldStart("spec");
    json.writeStringField("providerID", "kind://bench/node-" + i);
    if (!pool.equals("shared")) {
      json.writeArrayFieldStart("taints");
      json.writeStartObject();
      json.writeStringField("key", "pool");
      json.writeStringField("value", pool);
      json.writeStringField("effect", "NoSchedule");
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("status");
    file.map("allocatable", Map.of("cpu", "32", "memory", "128Gi", "pods", "110"));
    json.writeArrayFieldStart("addresses");
    json.writeStartObject();
    json.writeStringField("type", "InternalIP");
    json.writeStringField("address", "10.0." + i / 250 + "." + i % 250);
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("runtimeHandlers");
    for (String handler : pool.equals("sandbox") ? new String[] {"", "runsc"} : new String[] {""}) {
      json.writeStartObject();
      json.writeStringField("name", handler);
      json.writeObjectFieldStart("features");
      json.writeBooleanField("userNamespaces", handler.isEmpty());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    file.map(
        "nodeInfo",
        Map.of(
            "kubeletVersion", "v1.36.3",
            "osImage", "Bottlerocket OS 1.40.0",
            "kernelVersion", "6.12.30",
            "containerRuntimeVersion", "containerd://2.3.0",
            "operatingSystem", "linux",
            "architecture", "amd64"));
    json.writeEndObject();
  }

  private void policies() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("networkpolicies.json"))) {
      for (int i = 0; i < size.policies; i++) {
        int index = i % size.namespaces;
        boolean first = i < size.namespaces;
        if (first && Profile.of(tenantOf(index, size)) == Profile.TEAM && index % 3 == 0) {
          continue; // an ordinary mistake: a namespace that was forgotten
        }
        String name = first ? "default-deny" : "allow-" + i / size.namespaces;
        file.begin("networking.k8s.io/v1", "NetworkPolicy", namespace(index, size), name, Map.of());
        JsonGenerator json = file.json();
        json.writeObjectFieldStart("spec");
        if (first) {
          json.writeObjectFieldStart("podSelector");
          json.writeEndObject();
          file.strings("policyTypes", "Ingress", "Egress");
        } else {
          allow(file, json, index);
        }
        json.writeEndObject();
        file.end();
      }
    }
  }

  private void allow(ListFile file, JsonGenerator json, int index) throws IOException {
    json.writeObjectFieldStart("podSelector");
    if (random.nextBoolean()) {
      file.map("matchLabels", Map.of("app", "app-" + random.nextInt(4)));
    }
    json.writeEndObject();
    file.strings("policyTypes", "Ingress", "Egress");
    for (String direction : new String[] {"ingress", "egress"}) {
      json.writeArrayFieldStart(direction);
      json.writeStartObject();
      json.writeArrayFieldStart(direction.equals("ingress") ? "from" : "to");
      json.writeStartObject();
      json.writeObjectFieldStart("namespaceSelector");
      // An ordinary mistake, one time in fifty: a neighbour's label.
      int tenant = tenantOf(index, size) + (random.nextInt(50) == 0 ? 1 : 0);
      file.map("matchLabels", Map.of("tenant", "t" + tenant % size.tenants));
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
      json.writeArrayFieldStart("ports");
      json.writeStartObject();
      json.writeNumberField("port", 8080 + random.nextInt(3));
      json.writeStringField("protocol", "TCP");
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
    }
  }

  private void services() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("services.json"))) {
      for (int i = 0; i < size.namespaces; i++) {
        file.begin("v1", "Service", namespace(i, size), "app-0", Map.of());
        JsonGenerator json = file.json();
        json.writeObjectFieldStart("spec");
        json.writeStringField("type", "ClusterIP");
        file.map("selector", Map.of("app", "app-0"));
        json.writeArrayFieldStart("ports");
        json.writeStartObject();
        json.writeNumberField("port", 80);
        json.writeNumberField("targetPort", 8080);
        json.writeStringField("protocol", "TCP");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        file.end();
      }
    }
  }

  private void tenants() throws IOException {
    try (ListFile file = new ListFile(folder.resolve("ringfence.json"))) {
      for (int tenant = 0; tenant < size.tenants; tenant++) {
        Profile profile = Profile.of(tenant);
        JsonGenerator json = file.json();
        json.writeStartObject();
        json.writeStringField("apiVersion", "ringfence.dev/v1alpha1");
        json.writeStringField("kind", "Tenant");
        file.map("metadata", Map.of("name", "t" + tenant));
        json.writeObjectFieldStart("spec");
        json.writeStringField("trust", profile.trust);
        json.writeStringField("code", profile.code);
        json.writeStringField("data", profile.data);
        json.writeObjectFieldStart("namespaces");
        json.writeObjectFieldStart("selector");
        file.map("matchLabels", Map.of("tenant", "t" + tenant));
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("needs");
        json.writeStringField("podSpec", "Platform");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
      }
    }
  }
}
