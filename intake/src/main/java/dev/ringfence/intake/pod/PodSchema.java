package dev.ringfence.intake.pod;

import dev.ringfence.intake.tree.Schema;
import java.util.Map;

/** Which fields of pod specs are wanted. Values of environment variables are not, but of agents. */
public final class PodSchema {

  /** The annotations that say what a service mesh's proxy gets to see. */
  private static final String MESH =
      "traffic.sidecar.istio.io/* sidecar.istio.io/interceptionMode ambient.istio.io/redirection";

  /** The annotations that change what a pod is, of a pod and of a template. */
  public static final String ANNOTATIONS =
      "container.apparmor.security.beta.kubernetes.io/* " + MESH;

  /** See {@link PodSpecMapper#meshAnnotations}. */
  static final Schema MESH_ANNOTATIONS = Schema.of(MESH);

  private static final Schema HANDLER = Schema.of("httpGet { host } tcpSocket { host }");

  private static final Schema LIFECYCLE =
      Schema.of("postStart { @handler } preStop { @handler }", Map.of("handler", HANDLER));

  private static final Schema CONTAINER =
      Schema.of(
              """
              name image imagePullPolicy restartPolicy command args
              securityContext {
                privileged allowPrivilegeEscalation readOnlyRootFilesystem runAsNonRoot runAsUser
                capabilities procMount seccompProfile appArmorProfile seLinuxOptions
                windowsOptions { hostProcess }
              }
              ports { name containerPort protocol hostPort hostIP }
              volumeMounts {
                name mountPath subPath subPathExpr readOnly mountPropagation recursiveReadOnly
              }
              volumeDevices { name devicePath }
              env { value? valueFrom { secretKeyRef { name } configMapKeyRef { name } } }
              envFrom { secretRef { name } configMapRef { name } }
              resources { requests limits }
              livenessProbe { @handler } readinessProbe { @handler } startupProbe { @handler }
              """,
              Map.of("handler", HANDLER))
          .with("lifecycle", LIFECYCLE);

  /** Values too: of them those that say how an enforcer of policies works are kept. */
  private static final Schema AGENT_CONTAINER =
      CONTAINER.with(
          "env",
          Schema.of("name value valueFrom { secretKeyRef { name } configMapKeyRef { name } }"));

  /** A pod spec. */
  public static final Schema SPEC =
      Schema.of(
              """
              serviceAccountName serviceAccount automountServiceAccountToken
              hostNetwork hostPID hostIPC shareProcessNamespace hostUsers
              runtimeClassName priorityClassName priority
              nodeName nodeSelector tolerations { key operator value effect }
              affinity {
                nodeAffinity { requiredDuringSchedulingIgnoredDuringExecution }
                podAffinity { requiredDuringSchedulingIgnoredDuringExecution }
                podAntiAffinity { requiredDuringSchedulingIgnoredDuringExecution }
              }
              topologySpreadConstraints schedulerName os { name } resources { requests limits }
              securityContext {
                runAsUser runAsNonRoot seccompProfile appArmorProfile seLinuxOptions sysctls
                windowsOptions { hostProcess }
              }
              volumes {
                *?
                name hostPath secret { secretName } configMap { name }
                projected {
                  sources {
                    secret { name } configMap { name }
                    serviceAccountToken { audience expirationSeconds path }
                  }
                }
                persistentVolumeClaim csi { driver nodePublishSecretRef { name } }
                ephemeral { volumeClaimTemplate { spec {
                  storageClassName accessModes volumeMode selector resources { requests }
                } } }
                nfs iscsi fc rbd cephfs glusterfs gcePersistentDisk awsElasticBlockStore azureDisk
                azureFile cinder vsphereVolume portworxVolume
              }
              imagePullSecrets { name } resourceClaims schedulingGates { name } overhead
              """)
          .with("containers", CONTAINER)
          .with("initContainers", CONTAINER)
          .with("ephemeralContainers", CONTAINER);

  /** A pod template: its spec and what matters of its metadata. */
  public static final Schema TEMPLATE =
      Schema.of("metadata { labels annotations { " + ANNOTATIONS + " } }").with("spec", SPEC);

  /** The same of a DaemonSet. */
  public static final Schema AGENT_TEMPLATE =
      TEMPLATE.with("spec", SPEC.with("containers", AGENT_CONTAINER));

  private PodSchema() {}
}
