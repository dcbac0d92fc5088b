package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters of their own, for a management cluster with Cluster API; for code that is run and thrown
 * away also the way in and the way out: the job's parameters, and a result that the platform
 * fetches from a bucket or bus of its own, so that nothing of the job's cluster is ever called.
 */
public final class OwnClusterFiles {

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
              "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
                  + "- cluster.yaml\n"
                  + (ends ? "- job.yaml\n" : "")));
      if (ends) {
        files.add(new ControlFile("cluster/job", folder + "job.yaml", job(fence)));
      }
    }
    return files;
  }

  private static String cluster(FencePlan plan, Fence fence, boolean ends) {
    String clusterClass = fence.settings().clusterClass();
    return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: cluster-%1$s
          labels: {app.kubernetes.io/managed-by: ringfence, ringfence.dev/cluster-of: %1$s}
        ---
        apiVersion: cluster.x-k8s.io/v1beta2
        kind: Cluster
        metadata:
          name: %1$s
          namespace: cluster-%1$s
          labels: {app.kubernetes.io/managed-by: ringfence, ringfence.dev/pattern: %2$s}
        spec:
          clusterNetwork:
            pods: {cidrBlocks: [192.168.0.0/16]}
            services: {cidrBlocks: [10.128.0.0/12]}
          topology:
            classRef: {name: %3$s}
            version: v%4$s.0
            controlPlane: {replicas: %5$d}
            workers:
              machineDeployments:
              - {class: default-worker, name: workers, replicas: %6$d}
            variables:
            # The template must offer these: what cannot be checked from here is an assumption.
            - {name: account, value: %7$s}
            - {name: privateEndpoint, value: true}
            - {name: identityPool, value: %7$s}
            - {name: ownCertificateAuthority, value: true}
            - {name: deliveryByPull, value: true}
            - {name: operatingSystem, value: bottlerocket}
        """
        .formatted(
            fence.tenant(),
            ends ? "ephemeral-cluster" : "dedicated-cluster",
            clusterClass == null ? "ringfence" : clusterClass,
            plan.traits().version(),
            ends ? 1 : 3,
            ends ? 1 : 2,
            YamlText.quoted("tenant-" + fence.tenant()));
  }

  private static String job(Fence fence) {
    return """
        # Applied inside the ephemeral cluster. The platform writes job-input before, and deletes the
        # cluster when the result is there or the deadline has passed; nothing calls into it.
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: job-input, namespace: cluster-%1$s}
        data:
          deadlineSeconds: "900"
          image: ""
          result: "bus://results/%1$s"
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: run-once, namespace: cluster-%1$s}
        spec:
          activeDeadlineSeconds: 900
          backoffLimit: 0
          suspend: true
          ttlSecondsAfterFinished: 60
          template:
            spec:
              automountServiceAccountToken: false
              enableServiceLinks: false
              restartPolicy: Never
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: code
                image: replaced-from-job-input
                resources: {limits: {cpu: "2", memory: 4Gi, ephemeral-storage: 4Gi}}
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts: [{name: result, mountPath: /result}]
              - name: deliver
                # Puts /result on the bus when the code has ended; the only one with the credential.
                image: ringfence-deliver
                env: [{name: RESULT, valueFrom: {configMapKeyRef: {name: job-input, key: result}}}]
                securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts:
                - {name: result, mountPath: /result, readOnly: true}
                - {name: bus, mountPath: /bus, readOnly: true}
              volumes:
              - {name: result, emptyDir: {sizeLimit: 4Gi}}
              - {name: bus, secret: {secretName: bus-credential}}
        """
        .formatted(fence.tenant());
  }
}
