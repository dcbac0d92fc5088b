package dev.ringfence.benchmark.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a cluster without any fence, of as many tenants as are wanted that differ in little but
 * their names: a third is for shared nodes, a third for nodes of their own, a third for sandboxes;
 * each has a namespace with three Deployments and a Service. Of every five tenants there is a node.
 */
public final class AlikeTenants {

  private static final List<String> PROFILES =
      List.of(
          "trust: Trusted, code: FirstParty, data: Ordinary",
          "trust: Trusted, code: FirstParty, data: Critical",
          "trust: Untrusted, code: Arbitrary, data: Ordinary");

  private static final int WORKLOADS = 3;
  private static final int TENANTS_A_NODE = 5;
  private static final int LEAST_NODES = 3;

  private AlikeTenants() {}

  /** Writes one file into the folder, the same for the same number. */
  public static void write(int tenants, Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int node = 0; node < Math.max(LEAST_NODES, tenants / TENANTS_A_NODE); node++) {
      text.append(node(node));
    }
    for (int tenant = 0; tenant < tenants; tenant++) {
      text.append(tenant("tenant-" + tenant, PROFILES.get(tenant % PROFILES.size())));
      for (int workload = 0; workload < WORKLOADS; workload++) {
        text.append(workload("tenant-" + tenant, "app-" + workload));
      }
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tenants.yaml"), text, StandardCharsets.UTF_8);
  }

  private static String node(int number) {
    return """
        ---
        apiVersion: v1
        kind: Node
        metadata:
          name: node-%1$d
          labels: {kubernetes.io/hostname: node-%1$d, kubernetes.io/os: linux}
        status:
          allocatable: {cpu: "32", memory: 128Gi, pods: "110"}
          addresses: [{type: InternalIP, address: 10.0.%2$d.%3$d}]
          nodeInfo:
            kubeletVersion: v1.36.3
            osImage: Bottlerocket OS 1.40.0
            kernelVersion: 6.12.30
            containerRuntimeVersion: containerd://2.3.0
            operatingSystem: linux
            architecture: amd64
        """
        .formatted(number, number / 256, number % 256);
  }

  private static String tenant(String name, String profile) {
    return """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: %1$s, labels: {tenant: %1$s}}
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: %1$s}
        spec: {%2$s, namespaces: {names: [%1$s]}, needs: {podSpec: Platform}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: app-0, namespace: %1$s}
        spec: {selector: {app: app-0}, ports: [{port: 80, targetPort: 8080}]}
        """
        .formatted(name, profile);
  }

  private static String workload(String namespace, String name) {
    return """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              containers:
              - name: app
                image: registry.example.com/app:1
                ports: [{containerPort: 8080}]
                resources:
                  requests: {cpu: 100m, memory: 128Mi}
                  limits: {cpu: 200m, memory: 256Mi}
        """
        .formatted(namespace, name);
  }
}
