package dev.ringfence.fence;

import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every canonical attack pod, as a pod and as what makes pods. */
final class PodAttempts {

  private static final String PODS = "/api/v1/namespaces/NS/pods";

  /** What each attack adds: to the spec, to its container, to the metadata. */
  private record Fields(String spec, String container, String metadata) {}

  private final Map<String, Fields> attacks = new LinkedHashMap<>();

  PodAttempts() {
    host();
    confinement();
    placement();
    identity();
    neighbours();
    annotations();
  }

  private void spec(String name, String fields) {
    attacks.put(name, new Fields(fields + ",", "", ""));
  }

  private void container(String name, String fields) {
    attacks.put(name, new Fields("", fields + ",", ""));
  }

  private void context(String name, String fields) {
    container(name, "\"securityContext\":{" + fields + "}");
  }

  private void volume(String name, String source) {
    spec(name, "\"volumes\":[{\"name\":\"v\"," + source + "}]");
  }

  private void host() {
    spec("hostNetwork", "\"hostNetwork\":true");
    spec("hostPID", "\"hostPID\":true");
    spec("hostIPC", "\"hostIPC\":true");
    context("privileged", "\"privileged\":true");
    spec(
        "privileged init container",
        "\"initContainers\":[{\"name\":\"i\",\"image\":\"x\","
            + "\"securityContext\":{\"privileged\":true}}]");
    spec(
        "privileged sidecar",
        "\"initContainers\":[{\"name\":\"i\",\"image\":\"x\",\"restartPolicy\":\"Always\","
            + "\"securityContext\":{\"privileged\":true}}]");
    context("capability SYS_ADMIN", "\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}");
    context("capability NET_RAW", "\"capabilities\":{\"add\":[\"NET_RAW\"]}");
    context("capability ALL", "\"capabilities\":{\"add\":[\"ALL\"]}");
    context("capability CAP_SYS_PTRACE", "\"capabilities\":{\"add\":[\"CAP_SYS_PTRACE\"]}");
    volume("hostPath", "\"hostPath\":{\"path\":\"/\"}");
    volume("hostPath of the runtime", "\"hostPath\":{\"path\":\"/run/containerd\"}");
    volume("inline CSI", "\"csi\":{\"driver\":\"example.test\"}");
    volume("NFS", "\"nfs\":{\"server\":\"nfs.example.test\",\"path\":\"/\"}");
    volume(
        "iSCSI",
        "\"iscsi\":{\"targetPortal\":\"10.0.0.1\",\"iqn\":\"iqn.2001-04.com.example:disk\","
            + "\"lun\":0}");
    container("hostPort", "\"ports\":[{\"containerPort\":80,\"hostPort\":80}]");
    container(
        "probe of another host",
        "\"livenessProbe\":{\"httpGet\":{\"host\":\"10.0.0.1\",\"port\":80}}");
    container(
        "hook to another host",
        "\"lifecycle\":{\"preStop\":{\"httpGet\":{\"host\":\"169.254.169.254\",\"port\":80}}}");
  }

  private void confinement() {
    spec(
        "seccomp Unconfined", "\"securityContext\":{\"seccompProfile\":{\"type\":\"Unconfined\"}}");
    context("seccomp Unconfined of a container", "\"seccompProfile\":{\"type\":\"Unconfined\"}");
    spec(
        "AppArmor Unconfined",
        "\"securityContext\":{\"appArmorProfile\":{\"type\":\"Unconfined\"}}");
    attacks.put(
        "AppArmor unconfined by annotation",
        new Fields(
            "",
            "",
            "\"annotations\":{\"container.apparmor.security.beta.kubernetes.io/main\":"
                + "\"unconfined\"},"));
    context("SELinux spc_t", "\"seLinuxOptions\":{\"type\":\"spc_t\"}");
    context("SELinux user", "\"seLinuxOptions\":{\"user\":\"system_u\"}");
    attacks.put(
        "procMount Unmasked",
        new Fields(
            "\"hostUsers\":false,", "\"securityContext\":{\"procMount\":\"Unmasked\"},", ""));
    spec(
        "unsafe sysctl",
        "\"securityContext\":{\"sysctls\":[{\"name\":\"kernel.msgmax\",\"value\":\"1\"}]}");
    spec(
        "Windows host process",
        "\"hostNetwork\":true,\"os\":{\"name\":\"windows\"},\"securityContext\":{\"runAsNonRoot\":true,"
            + "\"windowsOptions\":{\"hostProcess\":true,\"runAsUserName\":\"NT AUTHORITY\\\\SYSTEM\"}}");
    context("root", "\"runAsUser\":0");
    context("privilege escalation", "\"allowPrivilegeEscalation\":true");
  }

  private void placement() {
    spec("nodeName", "\"nodeName\":\"node-of-others\"");
    spec(
        "others' nodes by selector",
        "\"nodeSelector\":{\"node-restriction.kubernetes.io/ringfence-tenant\":\"spacely\"}");
    spec(
        "requires others' nodes by affinity",
        "\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
            + "{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":"
            + "\"node-restriction.kubernetes.io/ringfence-tenant\",\"operator\":\"In\","
            + "\"values\":[\"spacely\"]}]}]}}}");
    spec("tolerates everything", "\"tolerations\":[{\"operator\":\"Exists\"}]");
    spec(
        "tolerates others' taint",
        "\"tolerations\":[{\"key\":\"ringfence.dev/tenant\",\"value\":\"spacely\"}]");
    spec(
        "tolerates any tenant's taint",
        "\"tolerations\":[{\"key\":\"ringfence.dev/tenant\",\"operator\":\"Exists\"}]");
    spec(
        "tolerates the control plane's taint",
        "\"tolerations\":[{\"key\":\"node-role.kubernetes.io/control-plane\","
            + "\"operator\":\"Exists\"}]");
    spec(
        "tolerates the taint of the platform's own pools",
        "\"tolerations\":[{\"key\":\"CriticalAddonsOnly\",\"operator\":\"Exists\"}]");
    spec("another scheduler", "\"schedulerName\":\"mine\"");
    spec("another RuntimeClass", "\"runtimeClassName\":\"other\"");
    spec(
        "devices by claim",
        "\"resourceClaims\":[{\"name\":\"gpu\",\"resourceClaimName\":\"gpu\"}]");
    container("devices by resource", "\"resources\":{\"limits\":{\"example.test/gpu\":\"1\"}}");
  }

  private void identity() {
    spec("system priority", "\"priorityClassName\":\"system-cluster-critical\"");
    spec("a higher priority", "\"priorityClassName\":\"urgent\"");
    volume(
        "token for another audience",
        "\"projected\":{\"sources\":[{\"serviceAccountToken\":{\"audience\":\"vault\","
            + "\"path\":\"t\"}}]}");
    volume(
        "token of the API",
        "\"projected\":{\"sources\":[{\"serviceAccountToken\":{\"path\":\"t\"}}]}");
    spec("default token mounted", "\"automountServiceAccountToken\":true");
    attacks.put(
        "mirror pod",
        new Fields(
            "\"nodeName\":\"node-of-others\",\"automountServiceAccountToken\":false,",
            "",
            "\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"},"));
  }

  /** Where others' pods may run, and whether, is not a tenant's to say. */
  private void neighbours() {
    String everybody = "\"labelSelector\":{},\"namespaceSelector\":{}";
    affinity(
        "keeps others off the cluster",
        "podAntiAffinity",
        everybody + ",\"topologyKey\":\"kubernetes.io/os\"");
    affinity(
        "keeps one other off by name",
        "podAntiAffinity",
        "\"labelSelector\":{},\"namespaces\":[\"spacely\"],"
            + "\"topologyKey\":\"kubernetes.io/hostname\"");
    affinity(
        "keeps the platform's agents off",
        "podAntiAffinity",
        "\"labelSelector\":{},\"namespaceSelector\":{\"matchLabels\":"
            + "{\"kubernetes.io/metadata.name\":\"kube-system\"}},"
            + "\"topologyKey\":\"kubernetes.io/hostname\"");
    affinity(
        "sits beside others",
        "podAffinity",
        everybody + ",\"topologyKey\":\"kubernetes.io/hostname\"");
    spec(
        "would rather sit beside others",
        "\"affinity\":{\"podAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":"
            + "[{\"weight\":100,\"podAffinityTerm\":{"
            + everybody
            + ",\"topologyKey\":\"kubernetes.io/hostname\"}}]}}");
  }

  private void affinity(String name, String kind, String term) {
    spec(
        name,
        "\"affinity\":{\"%s\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{%s}]}}"
            .formatted(kind, term));
  }

  /** Network plugins, runtimes and agents that hand out credentials read these of any pod. */
  private void annotations() {
    annotation("another's address", "cni.projectcalico.org/ipAddrsNoIpam", "[\\\"10.0.0.9\\\"]");
    annotation("another network", "k8s.v1.cni.cncf.io/networks", "kube-system/host-device");
    annotation("no network policy", "v1.multus-cni.io/default-network", "kube-system/bridge");
    annotation("another's subnet", "net1.default.ovn.kubernetes.io/logical_switch", "others");
    annotation("untracked ports", "policy.cilium.io/no-track-port", "53");
    annotation(
        "the host's files in the sandbox",
        "io.katacontainers.config.hypervisor.virtio_fs_extra_args",
        "[\\\"-o\\\",\\\"source=/\\\"]");
    annotation("a looser sandbox", "dev.gvisor.flag.network", "host");
    annotation("the runtime's devices", "io.kubernetes.cri-o.Devices", "/dev/kvm");
    annotation("injected devices", "devices.nri.io/container.main", "- path: /dev/mem");
    annotation("another's cloud role", "iam.amazonaws.com/role", "admin");
  }

  private void annotation(String name, String key, String value) {
    attacks.put(name, new Fields("", "", "\"annotations\":{\"%s\":\"%s\"},".formatted(key, value)));
  }

  /** All of them as pods, created by POST and by server-side apply. */
  List<Attempt> pods(String namespace) {
    List<Attempt> attempts = new ArrayList<>();
    attacks.forEach(
        (name, fields) -> {
          String pod = Pods.pod("attack", fields.spec(), fields.container(), fields.metadata());
          attempts.add(Attempt.post(name, namespace, PODS, pod));
          attempts.add(
              Attempt.patch(name + " by apply", namespace, PODS + "/attack", Patch.APPLY, pod));
        });
    return attempts;
  }

  /** Some of them as pods: by their names. */
  List<Attempt> some(String namespace, List<String> names) {
    List<Attempt> attempts = new ArrayList<>();
    for (String name : names) {
      Fields fields = attacks.get(name);
      if (fields == null) {
        throw new IllegalArgumentException("no attack " + name);
      }
      String pod = Pods.pod("attack", fields.spec(), fields.container(), fields.metadata());
      attempts.add(Attempt.post(name, namespace, PODS, pod));
    }
    return attempts;
  }

  /** Some of them as pods that the server names. */
  List<Attempt> unnamed(String namespace, List<String> names) {
    return some(namespace, names).stream()
        .map(
            attempt ->
                Attempt.post(
                    attempt.name() + " by generateName",
                    namespace,
                    PODS,
                    String.valueOf(attempt.body())
                        .replace("\"name\":\"attack\"", "\"generateName\":\"attack-\"")))
        .toList();
  }

  /** As templates of every workload kind: those whose fields a template has. */
  List<Attempt> workloads(String namespace) {
    List<Attempt> attempts = new ArrayList<>();
    for (String kind :
        List.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "ReplicationController",
            "Job",
            "CronJob")) {
      for (String name :
          List.of(
              "hostPID",
              "privileged",
              "hostPath",
              "tolerates everything",
              "others' nodes by selector",
              "another RuntimeClass",
              "token of the API")) {
        Fields fields = attacks.getOrDefault(name, new Fields("", "", ""));
        String object = Pods.workload(kind, "attack", Pods.spec(fields.spec(), fields.container()));
        attempts.add(Attempt.post(kind + ", " + name, namespace, Pods.path(kind, "NS"), object));
      }
    }
    return attempts;
  }
}
