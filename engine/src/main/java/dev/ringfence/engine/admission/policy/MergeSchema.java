package dev.ringfence.engine.admission.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fields of Kubernetes' own kinds are merged: generated from the schema that client-go carries
 * for server-side apply ({@code applyconfigurations/internal/internal.go}, v0.36.3), without what
 * merges field by field or is a scalar.
 *
 * <p>One type a line, continued on indented ones. {@code name:!} is atomic, {@code name:[]} a set,
 * {@code name:[keys]Type} a list of items told apart by keys, {@code name:Type} a structure.
 */
final class MergeSchema {

  /**
   * How a field merges.
   *
   * @param keys by which items of a list are told apart; null where it is no such list
   * @param type of the structure or of the items; empty where nothing is to be known of it
   */
  record Field(boolean atomic, @Nullable List<String> keys, String type) {}

  private static final Field PLAIN = new Field(false, null, "");

  private static final String TYPES =
      """
      Pod metadata:ObjectMeta spec:PodSpec
      ConfigMap metadata:ObjectMeta
      Namespace metadata:ObjectMeta spec:NamespaceSpec
      Service metadata:ObjectMeta spec:ServiceSpec
      ServiceAccount imagePullSecrets:! metadata:ObjectMeta secrets:[name]!
      PersistentVolumeClaim metadata:ObjectMeta spec:PersistentVolumeClaimSpec
      ReplicationController metadata:ObjectMeta spec:ReplicationControllerSpec
      ResourceQuota metadata:ObjectMeta spec:ResourceQuotaSpec
      LimitRange metadata:ObjectMeta spec:LimitRangeSpec
      Deployment metadata:ObjectMeta spec:DeploymentSpec
      ReplicaSet metadata:ObjectMeta spec:ReplicaSetSpec
      StatefulSet metadata:ObjectMeta spec:StatefulSetSpec
      DaemonSet metadata:ObjectMeta spec:DaemonSetSpec
      Job metadata:ObjectMeta spec:JobSpec
      CronJob metadata:ObjectMeta spec:CronJobSpec
      NetworkPolicy metadata:ObjectMeta spec:NetworkPolicySpec
      Ingress metadata:ObjectMeta spec:IngressSpec
      RoleBinding metadata:ObjectMeta roleRef:! subjects:!
      Role metadata:ObjectMeta rules:!
      ObjectMeta finalizers:[] ownerReferences:[uid]!
      PodSpec affinity:Affinity containers:[name]Container dnsConfig:PodDNSConfig
        ephemeralContainers:[name]EphemeralContainer hostAliases:[ip]HostAlias
        imagePullSecrets:[name]! initContainers:[name]Container nodeSelector:! readinessGates:!
        resourceClaims:[name]PodResourceClaim resources:ResourceRequirements
        schedulingGates:[name]PodSchedulingGate securityContext:PodSecurityContext tolerations:!
        topologySpreadConstraints:[topologyKey,whenUnsatisfiable]TopologySpreadConstraint
        volumes:[name]Volume
      NamespaceSpec finalizers:!
      ServiceSpec clusterIPs:! externalIPs:! ipFamilies:! loadBalancerSourceRanges:!
        ports:[port,protocol]ServicePort selector:! sessionAffinityConfig:SessionAffinityConfig
      PersistentVolumeClaimSpec accessModes:! dataSource:! selector:!
      ReplicationControllerSpec selector:! template:PodTemplateSpec
      ResourceQuotaSpec scopeSelector:! scopes:!
      LimitRangeSpec limits:!
      DeploymentSpec selector:! strategy:DeploymentStrategy template:PodTemplateSpec
      ReplicaSetSpec selector:! template:PodTemplateSpec
      StatefulSetSpec selector:! template:PodTemplateSpec
        updateStrategy:StatefulSetUpdateStrategy volumeClaimTemplates:!
      DaemonSetSpec selector:! template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy
      JobSpec podFailurePolicy:PodFailurePolicy selector:! successPolicy:SuccessPolicy
        template:PodTemplateSpec
      CronJobSpec jobTemplate:JobTemplateSpec
      NetworkPolicySpec egress:! ingress:! podSelector:! policyTypes:!
      IngressSpec defaultBackend:IngressBackend rules:! tls:!
      Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity
        podAntiAffinity:PodAntiAffinity
      Container args:! command:! env:[name]EnvVar envFrom:! lifecycle:Lifecycle
        livenessProbe:Probe ports:[containerPort,protocol]ContainerPort readinessProbe:Probe
        resizePolicy:! resources:ResourceRequirements restartPolicyRules:!
        securityContext:SecurityContext startupProbe:Probe
        volumeDevices:[devicePath]VolumeDevice volumeMounts:[mountPath]VolumeMount
      PodDNSConfig nameservers:! options:! searches:!
      EphemeralContainer args:! command:! env:[name]EnvVar envFrom:! lifecycle:Lifecycle
        livenessProbe:Probe ports:[containerPort,protocol]ContainerPort readinessProbe:Probe
        resizePolicy:! resources:ResourceRequirements restartPolicyRules:!
        securityContext:SecurityContext startupProbe:Probe
        volumeDevices:[devicePath]VolumeDevice volumeMounts:[mountPath]VolumeMount
      HostAlias hostnames:!
      ResourceRequirements claims:[name]ResourceClaim
      PodSecurityContext supplementalGroups:! sysctls:!
      TopologySpreadConstraint labelSelector:! matchLabelKeys:!
      Volume cephfs:CephFSVolumeSource cinder:CinderVolumeSource
        configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource
        ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource
        iscsi:ISCSIVolumeSource projected:ProjectedVolumeSource rbd:RBDVolumeSource
        scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource
      PodTemplateSpec metadata:ObjectMeta spec:PodSpec
      PodFailurePolicy rules:!
      SuccessPolicy rules:!
      JobTemplateSpec metadata:ObjectMeta spec:JobSpec
      IngressBackend resource:! service:IngressServiceBackend
      NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:!
        requiredDuringSchedulingIgnoredDuringExecution:!
      PodAffinity preferredDuringSchedulingIgnoredDuringExecution:!
        requiredDuringSchedulingIgnoredDuringExecution:!
      PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:!
        requiredDuringSchedulingIgnoredDuringExecution:!
      EnvVar valueFrom:EnvVarSource
      Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler
      Probe exec:ExecAction httpGet:HTTPGetAction
      SecurityContext capabilities:Capabilities
      CephFSVolumeSource monitors:! secretRef:!
      CinderVolumeSource secretRef:!
      ConfigMapVolumeSource items:!
      CSIVolumeSource nodePublishSecretRef:!
      DownwardAPIVolumeSource items:!
      EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
      FCVolumeSource targetWWNs:! wwids:!
      FlexVolumeSource secretRef:!
      ISCSIVolumeSource portals:! secretRef:!
      ProjectedVolumeSource sources:!
      RBDVolumeSource monitors:! secretRef:!
      ScaleIOVolumeSource secretRef:!
      SecretVolumeSource items:!
      StorageOSVolumeSource secretRef:!
      IngressServiceBackend port:!
      EnvVarSource configMapKeyRef:! fieldRef:! fileKeyRef:! resourceFieldRef:! secretKeyRef:!
      LifecycleHandler exec:ExecAction httpGet:HTTPGetAction
      ExecAction command:!
      HTTPGetAction httpHeaders:!
      Capabilities add:! drop:!
      PersistentVolumeClaimTemplate metadata:ObjectMeta spec:PersistentVolumeClaimSpec
      """;

  private static final Map<String, Map<String, Field>> KNOWN = read();

  private MergeSchema() {}

  /** Whether the kind is one of those that are known. */
  static boolean knows(String group, String kind) {
    boolean own =
        switch (kind) {
          case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> group.equals("apps");
          case "Job", "CronJob" -> group.equals("batch");
          case "NetworkPolicy", "Ingress" -> group.equals("networking.k8s.io");
          case "Role", "RoleBinding" -> group.equals("rbac.authorization.k8s.io");
          default -> group.isEmpty() && !kind.equals("ObjectMeta");
        };
    return own && KNOWN.containsKey(kind);
  }

  /** How a field of a type merges. */
  static Field field(String type, String name) {
    return KNOWN.getOrDefault(type, Map.of()).getOrDefault(name, PLAIN);
  }

  private static Map<String, Map<String, Field>> read() {
    Map<String, Map<String, Field>> types = new HashMap<>();
    for (String line : TYPES.replace("\n  ", " ").split("\n", -1)) {
      String[] words = line.strip().split(" +", -1);
      Map<String, Field> fields = new HashMap<>();
      for (int at = 1; at < words.length; at++) {
        int colon = words[at].indexOf(':');
        fields.put(words[at].substring(0, colon), field(words[at].substring(colon + 1)));
      }
      types.put(words[0], fields);
    }
    return types;
  }

  private static Field field(String words) {
    if (words.equals("!")) {
      return new Field(true, null, "");
    }
    if (!words.startsWith("[")) {
      return new Field(false, null, words);
    }
    int end = words.indexOf(']');
    String keys = words.substring(1, end);
    return new Field(
        false,
        keys.isEmpty() ? List.of() : List.of(keys.split(",", -1)),
        words.substring(end + 1).replace("!", ""));
  }
}
