package dev.ringfence.benchmark.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Pods with the Deployments and DaemonSets that control them. */
final class PodFiles {

  private static final String[] IMAGES = {
    "nginx", "redis", "postgres", "ghcr.io/acme/api", "ghcr.io/acme/worker", "ghcr.io/acme/web"
  };

  private final Size size;
  private final SplittableRandom random;
  private final Path folder;

  PodFiles(Size size, SplittableRandom random, Path folder) {
    this.size = size;
    this.random = random;
    this.folder = folder;
  }

  void write() throws IOException {
    int agents = Math.min(size.nodes, size.pods / 10);
    try (ListFile pods = new ListFile(folder.resolve("pods.json"));
        ListFile workloads = new ListFile(folder.resolve("workloads.json"))) {
      agent(pods, workloads, "kube-proxy", agents, true);
      agent(pods, workloads, "calico-node", agents, true);
      agent(pods, workloads, "log-collector", agents, false);
      tenants(pods, workloads, size.pods - 3 * agents);
    }
  }

  private void agent(ListFile pods, ListFile workloads, String name, int count, boolean hostNetwork)
      throws IOException {
    Map<String, String> labels = Map.of("k8s-app", name);
    workloads.begin("apps/v1", "DaemonSet", "kube-system", name, labels);
    workload(workloads, labels, name, "registry.k8s.io/" + name, hostNetwork, true, "", 0);
    workloads.end();
    for (int i = 0; i < count; i++) {
      pods.begin("v1", "Pod", "kube-system", name + "-" + i, labels, "DaemonSet", name);
      JsonGenerator json = pods.json();
      json.writeObjectFieldStart("spec");
      spec(pods, name, "registry.k8s.io/" + name, hostNetwork, true, "", name, false);
      json.writeStringField("nodeName", "node-" + i);
      json.writeEndObject();
      status(json, i);
      pods.end();
    }
  }

  private void tenants(ListFile pods, ListFile workloads, int total) throws IOException {
    int written = 0;
    int perNamespace = Math.max(1, total / size.namespaces);
    for (int index = 0; index < size.namespaces && written < total; index++) {
      String namespace = ClusterGenerator.namespace(index, size);
      int tenant = ClusterGenerator.tenantOf(index, size);
      Profile profile = Profile.of(tenant);
      int left = index == size.namespaces - 1 ? total - written : perNamespace;
      int app = 0;
      while (left > 0 && written < total) {
        int replicas = Math.min(left, 1 + random.nextInt(5));
        Map<String, String> labels = Map.of("app", "app-" + app % 4);
        String name = "app-" + app;
        String image = IMAGES[random.nextInt(IMAGES.length)];
        String account = app % 3 == 0 ? name : "default";
        boolean privileged = profile == Profile.TEAM && random.nextInt(200) == 0;
        String pool = pool(profile, tenant);
        workloads.begin("apps/v1", "Deployment", namespace, name, labels);
        workload(workloads, labels, account, image, false, privileged, pool, replicas);
        workloads.end();
        for (int replica = 0; replica < replicas; replica++) {
          Map<String, String> podLabels = new LinkedHashMap<>(labels);
          podLabels.put("pod-template-hash", "abc" + app);
          pods.begin(
              "v1",
              "Pod",
              namespace,
              name + "-abc" + app + "-" + replica,
              podLabels,
              "Deployment",
              name);
          JsonGenerator json = pods.json();
          json.writeObjectFieldStart("spec");
          spec(pods, account, image, false, privileged, pool, name, true);
          json.writeStringField("nodeName", "node-" + random.nextInt(size.nodes));
          json.writeEndObject();
          status(json, written);
          pods.end();
          written++;
        }
        left -= replicas;
        app++;
      }
    }
  }

  private static String pool(Profile profile, int tenant) {
    return switch (profile) {
      case TEAM, CUSTOMER -> "";
      case UPLOADS -> "sandbox";
      case CRITICAL -> "dedicated-" + tenant % 20;
    };
  }

  private static void workload(
      ListFile file,
      Map<String, String> labels,
      String account,
      String image,
      boolean hostNetwork,
      boolean privileged,
      String pool,
      int replicas)
      throws IOException {
    JsonGenerator json = file.json();
    json.writeObjectFieldStart("spec");
    if (replicas > 0) {
      json.writeNumberField("replicas", replicas);
    }
    json.writeObjectFieldStart("selector");
    file.map("matchLabels", labels);
    json.writeEndObject();
    json.writeObjectFieldStart("template");
    json.writeObjectFieldStart("metadata");
    file.map("labels", labels);
    json.writeEndObject();
    json.writeObjectFieldStart("spec");
    spec(file, account, image, hostNetwork, privileged, pool, "main", false);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void spec(
      ListFile file,
      String account,
      String image,
      boolean hostNetwork,
      boolean privileged,
      String pool,
      String container,
      boolean token)
      throws IOException {
    JsonGenerator json = file.json();
    json.writeStringField("serviceAccountName", account);
    json.writeStringField("restartPolicy", "Always");
    json.writeStringField("dnsPolicy", "ClusterFirst");
    json.writeStringField("schedulerName", "default-scheduler");
    json.writeNumberField("terminationGracePeriodSeconds", 30);
    if (hostNetwork) {
      json.writeBooleanField("hostNetwork", true);
    }
    if (pool.equals("sandbox")) {
      json.writeStringField("runtimeClassName", "gvisor");
    }
    if (!pool.isEmpty()) {
      file.map("nodeSelector", Map.of("node-restriction.kubernetes.io/pool", pool));
    }
    json.writeArrayFieldStart("tolerations");
    json.writeStartObject();
    if (privileged && pool.isEmpty() && hostNetwork) {
      json.writeStringField("operator", "Exists");
    } else {
      json.writeStringField("key", "pool");
      json.writeStringField("operator", "Equal");
      json.writeStringField("value", pool);
      json.writeStringField("effect", "NoSchedule");
    }
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("containers");
    json.writeStartObject();
    json.writeStringField("name", container);
    json.writeStringField("image", image + ":1.0");
    json.writeStringField("imagePullPolicy", "IfNotPresent");
    json.writeStringField("terminationMessagePath", "/dev/termination-log");
    json.writeArrayFieldStart("ports");
    json.writeStartObject();
    json.writeNumberField("containerPort", 8080);
    json.writeStringField("protocol", "TCP");
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("resources");
    file.map("limits", Map.of("cpu", "500m", "memory", "256Mi"));
    file.map("requests", Map.of("cpu", "100m", "memory", "128Mi"));
    json.writeEndObject();
    json.writeObjectFieldStart("securityContext");
    if (privileged) {
      json.writeBooleanField("privileged", true);
    } else {
      json.writeBooleanField("allowPrivilegeEscalation", false);
      json.writeBooleanField("runAsNonRoot", true);
      json.writeNumberField("runAsUser", 1000);
      json.writeObjectFieldStart("capabilities");
      file.strings("drop", "ALL");
      json.writeEndObject();
    }
    json.writeObjectFieldStart("seccompProfile");
    json.writeStringField("type", "RuntimeDefault");
    json.writeEndObject();
    json.writeEndObject();
    if (token) {
      json.writeArrayFieldStart("volumeMounts");
      json.writeStartObject();
      json.writeStringField("name", "kube-api-access-x7k2p");
      json.writeStringField("mountPath", "/var/run/secrets/kubernetes.io/serviceaccount");
      json.writeBooleanField("readOnly", true);
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
    if (token) {
      tokenVolume(json);
    }
  }

  private static void tokenVolume(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("volumes");
    json.writeStartObject();
    json.writeStringField("name", "kube-api-access-x7k2p");
    json.writeObjectFieldStart("projected");
    json.writeNumberField("defaultMode", 420);
    json.writeArrayFieldStart("sources");
    json.writeStartObject();
    json.writeObjectFieldStart("serviceAccountToken");
    json.writeNumberField("expirationSeconds", 3607);
    json.writeStringField("path", "token");
    json.writeEndObject();
    json.writeEndObject();
    json.writeStartObject();
    json.writeObjectFieldStart("configMap");
    json.writeStringField("name", "kube-root-ca.crt");
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void status(JsonGenerator json, int number) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeStringField("phase", "Running");
    json.writeStringField("podIP", ip(number));
    json.writeArrayFieldStart("conditions");
    for (String type : new String[] {"Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeStringField("status", "True");
      json.writeStringField("lastTransitionTime", "2026-05-01T10:00:00Z");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String ip(int number) {
    return "10." + (64 + number / 65536) + "." + number / 256 % 256 + "." + number % 256;
  }
}
