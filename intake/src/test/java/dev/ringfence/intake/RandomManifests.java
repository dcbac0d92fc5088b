package dev.ringfence.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Objects of every kind with any of their fields, as an author may write them: much left out,
 * numbers where texts would do, quantities in odd spellings. The same seed gives the same objects.
 */
final class RandomManifests {

  private final Random random;
  private final String namespace;
  private int next;

  RandomManifests(long seed, String namespace) {
    this.random = new Random(seed);
    this.namespace = namespace;
  }

  /** The documents that others refer to: accounts, classes and limits. */
  List<String> foundations() {
    List<String> documents = new ArrayList<>();
    documents.add("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    for (int i = 0; i < 3; i++) {
      documents.add(
          "{apiVersion: v1, kind: ServiceAccount, metadata: {name: account-"
              + i
              + ", namespace: "
              + namespace
              + "}"
              + maybe(", automountServiceAccountToken: ", this::flag)
              + maybe(", imagePullSecrets: ", () -> "[{name: pull}]")
              + "}");
      documents.add(
          "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: "
              + namespace
              + "-runtime-"
              + i
              + "}, handler: "
              + pick("runc", "runsc", "kata-qemu")
              + maybe(", overhead: ", () -> "{podFixed: {cpu: " + quantity() + ", memory: 130Mi}}")
              + maybe(
                  ", scheduling: ",
                  () ->
                      "{nodeSelector: {runtime: p"
                          + random.nextInt(3)
                          + "}"
                          + maybe(", tolerations: ", this::tolerations)
                          + "}")
              + "}");
      documents.add(
          "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: "
              + namespace
              + "-priority-"
              + i
              + "}, value: "
              + random.nextInt(1000)
              + maybe(", preemptionPolicy: ", () -> pick("Never", "PreemptLowerPriority"))
              + "}");
    }
    return documents;
  }

  /** A limit range, which changes every pod that is made after it. */
  String limitRange() {
    return "{apiVersion: v1, kind: LimitRange, metadata: {name: limits, namespace: "
        + namespace
        + "}, spec: {limits: [{type: Container"
        + ", default: {memory: 900Gi}"
        + maybe(", defaultRequest: ", () -> "{cpu: 3m}")
        + maybe(", max: ", () -> "{cpu: 1000000, memory: 90000Gi}")
        + "}, {type: Pod, max: {memory: 900Ti}}]}}";
  }

  String pod() {
    return object("v1", "Pod", "spec: " + podSpec("Always"));
  }

  String controller() {
    // Controllers adopt what their selectors match, so each has a label of its own.
    String app = "app-" + next;
    String template =
        "template: {metadata: {labels: {app: "
            + app
            + ", tier: t"
            + random.nextInt(3)
            + "}}, spec: "
            + podSpec("Always")
            + "}";
    String selector = "selector: {matchLabels: {app: " + app + "}}, ";
    String replicas = maybe("replicas: ", () -> random.nextInt(3) + ", ");
    String job =
        "template: {spec: "
            + podSpec(pick("Never", "OnFailure"))
            + "}"
            + maybe(", parallelism: ", () -> "" + (1 + random.nextInt(2)))
            + maybe(", suspend: ", this::flag);
    return switch (random.nextInt(6)) {
      case 0 -> object("apps/v1", "Deployment", "spec: {" + selector + replicas + template + "}");
      case 1 -> object("apps/v1", "ReplicaSet", "spec: {" + selector + replicas + template + "}");
      case 2 -> object("apps/v1", "DaemonSet", "spec: {" + selector + template + "}");
      case 3 ->
          object(
              "apps/v1",
              "StatefulSet",
              "spec: {serviceName: s, podManagementPolicy: Parallel, "
                  + selector
                  + replicas
                  + template
                  + maybe(
                      ", volumeClaimTemplates: ",
                      () ->
                          "[{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],"
                              + " resources: {requests: {storage: 1Gi}}}}]")
                  + "}");
      case 4 -> object("batch/v1", "Job", "spec: {" + job + "}");
      default ->
          object(
              "batch/v1",
              "CronJob",
              "spec: {schedule: 0 0 1 1 *, jobTemplate: {spec: {" + job + "}}}");
    };
  }

  String other() {
    return switch (random.nextInt(9)) {
      case 0 -> networkPolicy();
      case 1 -> service();
      case 2 -> role();
      case 3 -> binding();
      case 4 ->
          object(
              "v1",
              "Secret",
              "type: " + pick("Opaque", "example.com/any") + ", stringData: {a: b}");
      case 5 -> object("v1", "ConfigMap", "data: {a: b}");
      case 6 ->
          object(
              "v1",
              "PersistentVolumeClaim",
              "spec: {accessModes: ["
                  + pick("ReadWriteOnce", "ReadWriteMany")
                  + "], resources: {requests: {storage: 1Ti}}"
                  + maybe(", storageClassName: ", () -> pick("fast", "\"\""))
                  + "}");
      case 7 ->
          "{apiVersion: v1, kind: PersistentVolume, metadata: {name: "
              + name()
              + "}, spec: {capacity: {storage: 1Mi}, accessModes: [ReadWriteOnce]"
              + maybe(", storageClassName: ", () -> "slow")
              + maybe(", persistentVolumeReclaimPolicy: ", () -> pick("Retain", "Delete"))
              + pick(
                  ", hostPath: {path: /data}",
                  ", nfs: {server: a, path: /b}",
                  ", csi: {driver: d, volumeHandle: h}, nodeAffinity: {required: {nodeSelectorTerms:"
                      + " [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}")
              + "}}";
      default ->
          object(
              "v1",
              "ResourceQuota",
              "spec: {hard: {persistentvolumeclaims: 999999, count/widgets.example.com: "
                  + pick("1", "1000", "2k", "1e3")
                  + "}}");
    };
  }

  private String podSpec(String restartPolicy) {
    boolean hostNetwork = random.nextInt(6) == 0;
    return "{containers: ["
        + container("main", hostNetwork)
        + maybe(", ", () -> container("side", hostNetwork))
        + "], restartPolicy: "
        + restartPolicy
        + maybe(", initContainers: ", () -> "[" + container("init", hostNetwork) + "]")
        + (hostNetwork ? ", hostNetwork: true" : "")
        + rarely(", hostPID: ", this::flag)
        + rarely(", hostIPC: ", this::flag)
        + rarely(", shareProcessNamespace: ", () -> "false")
        + (hostNetwork ? "" : rarely(", hostUsers: ", this::flag))
        + maybe(", serviceAccountName: ", () -> "account-" + random.nextInt(3))
        + rarely(", serviceAccount: ", () -> "account-" + random.nextInt(3))
        + maybe(", automountServiceAccountToken: ", this::flag)
        + rarely(", runtimeClassName: ", () -> namespace + "-runtime-" + random.nextInt(3))
        + rarely(
            ", priorityClassName: ",
            () ->
                pick(namespace + "-priority-1", namespace + "-priority-2", "system-node-critical"))
        + maybe(", nodeSelector: ", () -> "{pool: p" + random.nextInt(3) + "}")
        + maybe(", tolerations: ", this::tolerations)
        + rarely(", schedulerName: ", () -> "another")
        + rarely(", imagePullSecrets: ", () -> "[{name: own}]")
        + rarely(", affinity: ", this::affinity)
        + rarely(
            ", topologySpreadConstraints: ",
            () ->
                "[{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: "
                    + pick("DoNotSchedule", "ScheduleAnyway")
                    + ", labelSelector: {matchLabels: {app: a}}"
                    + rarely(", nodeTaintsPolicy: ", () -> "Honor")
                    + "}]")
        + maybe(", securityContext: ", this::podSecurity)
        + maybe(", volumes: ", this::volumes)
        + "}";
  }

  private String container(String name, boolean hostNetwork) {
    return "{name: "
        + name
        + ", image: "
        + quoted(
            pick(
                "nginx",
                "nginx:1.27",
                "registry.example.com:5000/a/b",
                "a/b:latest",
                "c@sha256:" + "0".repeat(64)))
        + rarely(", imagePullPolicy: ", () -> pick("Always", "Never"))
        + maybe(", resources: ", this::resources)
        + (name.equals("main")
            ? maybe(
                ", ports: ",
                () ->
                    "[{containerPort: "
                        + (1000 + random.nextInt(60000))
                        + maybe(", name: ", () -> "http")
                        + maybe(", protocol: ", () -> pick("UDP", "SCTP", "TCP"))
                        + (hostNetwork
                            ? ""
                            : rarely(", hostPort: ", () -> "" + (1000 + random.nextInt(60000))))
                        + "}]")
            : "")
        + maybe(", securityContext: ", this::containerSecurity)
        + maybe(
            ", env: ",
            () ->
                "[{name: A, value: b}, {name: C, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: D,"
                    + " valueFrom: {configMapKeyRef: {name: m, key: k}}}]")
        + rarely(", envFrom: ", () -> "[{secretRef: {name: e}}, {configMapRef: {name: f}}]")
        + (name.equals("init")
            ? rarely(", restartPolicy: ", () -> "Always")
            : rarely(", livenessProbe: ", () -> "{httpGet: {port: 80, host: 10.0.0.1}}")
                + rarely(", lifecycle: ", () -> "{preStop: {tcpSocket: {port: 1, host: h}}}"))
        + "}";
  }

  private String resources() {
    return "{"
        + "limits: {cpu: "
        + pick("2", "1.5", "1500m", "\"4\"", "2e0", "1k")
        + maybe(", memory: ", () -> pick("1Gi", "1024Mi", "1.5Gi", "2000000000", "1G", "3e9"))
        + "}"
        + maybe(
            ", requests: ",
            () ->
                "{"
                    + pick("cpu: 0.1", "cpu: 100m", "cpu: 0.0005", "ephemeral-storage: 1000Ki")
                    + "}")
        + "}";
  }

  private String quantity() {
    return pick("1", "0.5", "500m", "1000", "1500", "2k", "1e3", "0.001");
  }

  private String containerSecurity() {
    boolean privileged = random.nextInt(5) == 0;
    return "{"
        + (privileged
            ? "privileged: true"
            : "privileged: false, allowPrivilegeEscalation: " + flag())
        + maybe(", readOnlyRootFilesystem: ", this::flag)
        + maybe(", runAsUser: ", () -> "" + random.nextInt(3))
        + maybe(", capabilities: ", () -> "{add: [NET_ADMIN], drop: [ALL, CHOWN]}")
        + rarely(", seccompProfile: ", this::profile)
        + rarely(
            ", appArmorProfile: ",
            () -> pick("{type: Unconfined}", "{type: Localhost, localhostProfile: q}"))
        + rarely(", seLinuxOptions: ", () -> "{type: spc_t, level: \"s0:c1,c2\"}")
        + "}";
  }

  private String podSecurity() {
    return "{runAsNonRoot: false"
        + maybe(", runAsUser: ", () -> "" + random.nextInt(3))
        + maybe(", seccompProfile: ", this::profile)
        + rarely(", sysctls: ", () -> "[{name: kernel.shm_rmid_forced, value: \"0\"}]")
        + rarely(", seLinuxOptions: ", () -> "{user: u, role: r}")
        + "}";
  }

  private String profile() {
    return pick(
        "{type: RuntimeDefault}",
        "{type: Unconfined}",
        "{type: Localhost, localhostProfile: p.json}");
  }

  private String tolerations() {
    return pick(
        "[{operator: Exists}]",
        "[{key: dedicated, value: a, effect: NoSchedule}]",
        "[{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute}]",
        "[{key: a, operator: Exists}, {key: b, operator: Equal, value: c}]",
        "[{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute,"
            + " tolerationSeconds: 7}]");
  }

  private String affinity() {
    return pick(
        "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
            + " [{matchExpressions: [{key: zone, operator: In, values: [a, b]}, {key: number, operator: Gt,"
            + " values: [\"3\"]}]}, {matchFields: [{key: metadata.name, operator: In, values: [x]}]}]}}}",
        "{podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone,"
            + " labelSelector: {matchExpressions: [{key: app, operator: Exists}]}, namespaceSelector: {}}]}}",
        "{podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
            + " kubernetes.io/hostname, labelSelector: {matchLabels: {app: a}}, namespaces: [other]}]}}");
  }

  private String volumes() {
    return pick(
        "[{name: a}]",
        "[{name: a, hostPath: {path: /etc}}, {name: b, hostPath: {path: /x, type: Directory}}]",
        "[{name: a, secret: {secretName: s}}, {name: b, configMap: {name: c}}]",
        "[{name: a, projected: {sources: [{serviceAccountToken: {path: t, audience: vault}},"
            + " {secret: {name: s}}]}}]",
        "[{name: a, projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: 700}}]}}]",
        "[{name: a, persistentVolumeClaim: {claimName: c, readOnly: true}}]",
        "[{name: a, csi: {driver: d, nodePublishSecretRef: {name: s}}}, {name: b, emptyDir: {medium: Memory}}]",
        "[{name: a, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources:"
            + " {requests: {storage: 1Gi}}}}}}, {name: b, nfs: {server: s, path: /p}}]",
        "[{name: a, downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]");
  }

  private String networkPolicy() {
    return object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "spec: {podSelector: "
            + pick(
                "{}",
                "{matchLabels: {app: a}}",
                "{matchExpressions: [{key: app, operator: NotIn, values: [b]}]}")
            + maybe(", policyTypes: ", () -> pick("[Ingress]", "[Egress]", "[Ingress, Egress]"))
            + maybe(
                ", ingress: ",
                () ->
                    pick(
                        "[]",
                        "[{}]",
                        "[{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {a: b}}, podSelector: {}}]}]"))
            + maybe(
                ", egress: ",
                () ->
                    pick(
                        "[]",
                        "[{ports: [{}]}]",
                        "[{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 53, protocol: UDP}, {port: http}, {port: 80, endPort: 90}]}]"))
            + "}");
  }

  private String service() {
    return object(
        "v1",
        "Service",
        "spec: "
            + pick(
                "{ports: [{port: 80}]}",
                "{selector: {app: a}, ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, protocol: UDP, targetPort: 8081}]}",
                "{type: NodePort, selector: {app: a}, ports: [{port: 443}]}",
                "{clusterIP: None, selector: {app: a}, ports: [{port: 443}]}",
                "{type: ExternalName, externalName: example.com}",
                "{type: LoadBalancer, ports: [{port: 80}], externalIPs: [192.0.2.1]}"));
  }

  private String role() {
    return object(
        "rbac.authorization.k8s.io/v1",
        "Role",
        "rules: "
            + pick(
                "[]",
                "[{apiGroups: [\"\"], resources: [pods, pods/log], verbs: [get, list]}]",
                "[{apiGroups: [\"*\"], resources: [\"*\"], resourceNames: [a], verbs: [\"*\"]}]"));
  }

  private String binding() {
    return object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        "roleRef: {"
            + maybe("apiGroup: rbac.authorization.k8s.io, kind: ", () -> "ClusterRole, name: view")
                .transform(
                    text ->
                        text.isEmpty()
                            ? "apiGroup: rbac.authorization.k8s.io, kind: Role, name: r"
                            : text)
            + "}, subjects: "
            + pick(
                "[]",
                "[{kind: User, name: \"a b\"}, {kind: Group, name: \"system:authenticated\"}]",
                "[{kind: ServiceAccount, name: account-1"
                    + maybe(", namespace: ", () -> namespace)
                    + "}]"));
  }

  private String object(String apiVersion, String kind, String rest) {
    return "{apiVersion: "
        + apiVersion
        + ", kind: "
        + kind
        + ", metadata: {name: "
        + name()
        + ", namespace: "
        + namespace
        + maybe(", labels: ", () -> "{app: a, team: \"" + random.nextInt(4) + "\"}")
        + "}, "
        + rest
        + "}";
  }

  private String name() {
    return namespace + "-" + next++;
  }

  private String flag() {
    return random.nextBoolean() ? "true" : "false";
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private String maybe(String before, Supplier<String> text) {
    return random.nextBoolean() ? before + text.get() : "";
  }

  private String rarely(String before, Supplier<String> text) {
    return random.nextInt(5) == 0 ? before + text.get() : "";
  }
}
