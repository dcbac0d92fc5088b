package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.document.ClusterSettings;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters of their own, for a management cluster with Cluster API; for code that is run and thrown
 * away also the way in and the way out: the job's parameters, and a result that the platform
 * fetches from a bucket or bus of its own, so that nothing of the job's cluster is ever called.
 *
 * <p>What is applied inside such a cluster stands in a folder of its own: beside the Cluster, one
 * {@code kubectl apply -k} would run a customer's code in the management cluster.
 */
public final class OwnClusterFiles {

  private static final String KUSTOMIZATION =
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n";

  private OwnClusterFiles() {}

  /** The files of all tenants with clusters of their own. */
  public static List<ControlFile> of(FencePlan plan) {
    List<ControlFile> files = new ArrayList<>();
    for (Fence fence : plan.ownClusters()) {
      String folder = "clusters/" + fence.tenant() + "/";
      boolean ends = fence.pattern() == Pattern.EPHEMERAL_CLUSTER;
      files.add(
          new ControlFile("cluster/topology", folder + "cluster.yaml", cluster(plan, fence, ends)));
      files.add(
          new ControlFile(
              "cluster/topology",
              folder + "kustomization.yaml",
              KUSTOMIZATION + "- cluster.yaml\n"));
      if (ends) {
        files.add(new ControlFile("cluster/job", folder + "inside/job.yaml", job(plan, fence)));
        files.add(
            new ControlFile(
                "cluster/job",
                folder + "inside/kustomization.yaml",
                KUSTOMIZATION
                    + """
                    - job.yaml
                    # What the platform writes into job-input is what runs.
                    replacements:
                    - source: {kind: ConfigMap, name: job-input, fieldPath: data.image}
                      targets:
                      - select: {kind: Job, name: run-once}
                        fieldPaths: ["spec.template.spec.initContainers.[name=code].image"]
                    """));
      }
    }
    return files;
  }

  private static String cluster(FencePlan plan, Fence fence, boolean ends) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: cluster-%1$s
          labels: {app.kubernetes.io/managed-by: ringfence, ringfence.dev/cluster-of: %7$s}
        ---
        apiVersion: cluster.x-k8s.io/v1beta2
        kind: Cluster
        metadata:
          name: %7$s
          namespace: cluster-%1$s
          labels: {app.kubernetes.io/managed-by: ringfence, ringfence.dev/pattern: %2$s}
        spec:
          clusterNetwork:
            pods: {cidrBlocks: [192.168.0.0/16]}
            services: {cidrBlocks: [10.128.0.0/12]}
          topology:
            %8$s
            version: v%3$s.0
            controlPlane: {replicas: %4$d}
            workers:
              machineDeployments:
              - {class: default-worker, name: workers, replicas: %5$d}
            variables:
            # The template must offer these: what cannot be checked from here is an assumption.
            - {name: account, value: %6$s}
            - {name: privateEndpoint, value: true}
            - {name: identityPool, value: %6$s}
            - {name: ownCertificateAuthority, value: true}
            - {name: deliveryByPull, value: true}
            - {name: operatingSystem, value: bottlerocket}
        """
        .formatted(
            fence.tenant(),
            ends ? "ephemeral-cluster" : "dedicated-cluster",
            plan.traits().release(),
            ends ? 1 : 3,
            ends ? 1 : 2,
            YamlText.quoted("tenant-" + fence.tenant()),
            YamlText.name(fence.tenant()),
            classRef(fence));
  }

  private static String classRef(Fence fence) {
    String name = fence.settings().clusterClass();
    String namespace = fence.settings().clusters().classNamespace();
    String reference = "name: " + (name == null ? "ringfence" : YamlText.name(name));
    return namespace == null
        ? "# Looked for in this namespace: put it there, or name its own (clusterClassNamespace).\n"
            + "    classRef: {"
            + reference
            + "}"
        : "classRef: {" + reference + ", namespace: " + YamlText.name(namespace) + "}";
  }

  /**
   * The code is an init container: it has ended before the container starts that holds the
   * credential of the bus, so the two never run at once.
   */
  private static String job(FencePlan plan, Fence fence) {
    String deliver = fence.settings().clusters().deliverImage();
    return """
        # Applied inside the ephemeral cluster. The platform writes job-input before, and deletes the
        # cluster when the result is there or the deadline has passed; nothing calls into it.
        apiVersion: v1
        kind: Namespace
        metadata:
          name: run-once
          labels:
            pod-security.kubernetes.io/enforce: restricted
            pod-security.kubernetes.io/enforce-version: v%2$s
        ---
        # Ways out are the result's alone.
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed, namespace: run-once}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
        %3$s---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: job-input, namespace: run-once}
        data:
          image: to-be-written-by-the-platform
          result: "bus://results/%1$s"
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: run-once, namespace: run-once}
        spec:
          activeDeadlineSeconds: 900
          backoffLimit: 0
          ttlSecondsAfterFinished: 60
          template:
            spec:
              automountServiceAccountToken: false
              enableServiceLinks: false
              restartPolicy: Never
              securityContext:
                runAsNonRoot: true
                runAsUser: 65532
                fsGroup: 65532
                seccompProfile: {type: RuntimeDefault}
              initContainers:
              - name: code
                image: to-be-written-by-the-platform
                resources: {limits: {cpu: "2", memory: 4Gi, ephemeral-storage: 4Gi}}
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts: [{name: result, mountPath: /result}]
              containers:
              - name: deliver
                # Puts /result on the bus when the code has ended; the only one with the credential.
                image: %4$s
                env: [{name: RESULT, valueFrom: {configMapKeyRef: {name: job-input, key: result}}}]
                resources: {limits: {cpu: 500m, memory: 512Mi, ephemeral-storage: 1Gi}}
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts:
                - {name: result, mountPath: /result, readOnly: true}
                - {name: bus, mountPath: /bus, readOnly: true}
              volumes:
              - {name: result, emptyDir: {sizeLimit: 4Gi}}
              - {name: bus, secret: {secretName: bus-credential}}
        """
        .formatted(
            fence.tenant(),
            plan.traits().release(),
            wayOut(fence.settings().clusters()),
            deliver == null ? "to-be-named-by-the-class" : YamlText.quoted(deliver));
  }

  /** Both containers are one pod to the network; the credential is the second one's alone. */
  private static String wayOut(ClusterSettings settings) {
    if (settings.busAddresses().isEmpty()) {
      return "  # Name the bus's addresses in the class (delivery), or here.\n";
    }
    StringBuilder peers = new StringBuilder();
    for (String range : settings.busAddresses()) {
      peers.append("    - ipBlock: {cidr: ").append(YamlText.quoted(range)).append("}\n");
    }
    return "  egress:\n  - to:\n"
        + peers
        + "    ports: [{port: "
        + settings.busPort()
        + ", protocol: TCP}]\n";
  }
}
