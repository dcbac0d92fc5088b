package dev.ringfence.policy.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair does to the model, and what it says that it may break. */
final class RepairsTest {

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: common, labels: {pool: common}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: apart, labels: {pool: apart, kubernetes.io/hostname: apart}}
      spec: {taints: [{key: team, value: ledger, effect: NoSchedule}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: master, labels: {pool: master}}
      spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: ledger, labels: {team: ledger}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: books, namespace: ledger}
      spec:
        tolerations: [{key: other, operator: Exists, effect: NoExecute}]
        containers:
        - name: c
          image: example.org/books
          resources: {requests: {cpu: 250m}, limits: {memory: 1Gi}}
          volumeMounts: [{name: files, mountPath: "/it's $(here)"}]
        volumes: [{name: files, hostPath: {path: /var/log}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: outward, namespace: ledger}
      spec: {type: NodePort, selector: {app: books}, ports: [{port: 80, nodePort: 30080}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: to-ledger, namespace: shop}
      spec:
        podSelector: {}
        policyTypes: [Egress]
        egress: [{to: [{namespaceSelector: {matchLabels: {team: ledger}}}]}]
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: to-all, namespace: news}
      spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}
      """;

  private static final ObjectReference BOOKS = new ObjectReference("Pod", "ledger", "books");

  @TempDir Path folder;

  private Cluster cluster() throws IOException {
    Path file = Files.writeString(folder.resolve("cluster.yaml"), CLUSTER);
    return Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT).cluster();
  }

  private static Cluster of(String text) {
    return Intake.read(List.of(new SourceSpec.Text("source", text)), IntakeOptions.DEFAULT)
        .cluster();
  }

  @Test
  void aMoveGoesToNodesThatATaintKeepsOthersOff() throws Exception {
    Cluster cluster = cluster();
    List<MoveToNodes> moves = MoveToNodes.of(BOOKS, "spec", cluster.pods().spec(0), cluster);
    // Not to the common pool, which keeps nobody off, and not to the control plane.
    assertThat(moves).extracting(MoveToNodes::value).containsExactly("apart");
    MoveToNodes move = moves.getFirst();
    assertThat(move.patch())
        .isEqualTo(
            """
            kubectl patch -n ledger pod books --type=json -p '[{"op":"add","path":"/spec/tolerations/-",\
            "value":{"key":"team","operator":"Equal","value":"ledger","effect":"NoSchedule"}}]'
            kubectl get -n ledger pod books -o yaml | kubectl patch --local -f - -o yaml -p \
            '{"spec":{"nodeName":null,"nodeSelector":{"pool":"apart"}}}' | kubectl replace --force -f -\
            """);

    ClusterEdit edit = new ClusterEdit(cluster);
    move.apply(edit);
    Cluster moved = edit.build();
    Placement placement = Placement.of(moved);
    int[] nodes = placement.everNodes(moved.podClasses().getFirst());
    assertThat(nodes).containsExactly(moved.nodeIndex("apart"));
  }

  @Test
  void aClosedNamespaceTellsWhatUsesIt() throws Exception {
    assertThat(new DenyByDefault("ledger", List.of()).breaks(cluster()))
        .contains("NodePort Service outward")
        .contains("namespace shop, whose egress policy to-ledger names it")
        .doesNotContain("news");
  }

  @Test
  void whatIsPublishedStaysOpen() throws Exception {
    Cluster cluster = cluster();
    KeptOpen opening =
        new KeptOpen(
            "ledger",
            "outward",
            new TreeMap<>(Map.of("app", "books")),
            List.of(new NetworkPolicy.Port("TCP", "web", 0, 0)),
            new TreeSet<>(List.of("shop")));
    DenyByDefault closed = new DenyByDefault("ledger", List.of(opening));
    assertThat(closed.title()).endsWith("but for outward to shop");
    assertThat(closed.breaks(cluster)).doesNotContain("NodePort Service outward");
    assertThat(closed.patch())
        .contains("podSelector: {matchLabels: {\"app\": \"books\"}}")
        .contains("ports: [{protocol: TCP, port: web}]")
        .contains(
            "from: [{namespaceSelector: {matchLabels: {\"kubernetes.io/metadata.name\": \"shop\"}}}]");
    ClusterEdit edit = new ClusterEdit(cluster);
    closed.apply(edit);
    assertThat(edit.build().networkPolicies()).hasSize(cluster.networkPolicies().size() + 2);
  }

  @Test
  void onlyLimitsThatAreLackingAreSet() throws Exception {
    Cluster cluster = cluster();
    PodSpec spec = cluster.pods().spec(0);
    LimitContainers limits = LimitContainers.of(BOOKS, "spec", spec);
    ClusterEdit edit = new ClusterEdit(cluster);
    limits.apply(edit);
    Container limited = edit.build().pods().spec(0).containers().getFirst();
    assertThat(limited.limits())
        .containsEntry("memory", "1Gi")
        .containsOnlyKeys("cpu", "memory", "ephemeral-storage");
    assertThat(limits.patch()).doesNotContain("memory").contains("\"cpu\": \"250m\"");
  }

  @Test
  void aVolumeOfTheNodesFilesGoesWithItsMounts() throws Exception {
    Cluster cluster = cluster();
    TakeHostPath taken = TakeHostPath.of(BOOKS, "spec", cluster.pods().spec(0), "files");
    ClusterEdit edit = new ClusterEdit(cluster);
    taken.apply(edit);
    PodSpec without = edit.build().pods().spec(0);
    assertThat(without.volumes()).noneMatch(volume -> volume.name().equals("files"));
    assertThat(without.containers().getFirst().mounts())
        .noneMatch(mount -> mount.volume().equals("files"));
    // Whoever wrote the path does not write the command: it stays one word of the shell.
    assertThat(taken.patch()).contains("\"mountPath\":\"/it'\\''s $(here)\",\"$patch\":\"delete\"");
  }

  @Test
  void aVolumeIsUnmountedFromContainersOfEveryKind() throws Exception {
    String text =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              initContainers: [{name: i, image: i, volumeMounts: [{name: v, mountPath: /i}]}]
              containers: [{name: c, image: c, volumeMounts: [{name: v, mountPath: /c}]}]
              volumes: [{name: v, hostPath: {path: /}}]
        """;
    Cluster cluster = of(text);
    ObjectReference web = new ObjectReference("Deployment", "shop", "web");
    assertThat(TakeHostPath.of(web, "spec.template.spec", cluster.pods().spec(0), "v").patch())
        .contains("\"initContainers\":[{\"name\":\"i\"", "\"containers\":[{\"name\":\"c\"");
  }

  @Test
  void capabilitiesOfOneContainerGoTogether() {
    Cluster cluster =
        of(
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent, namespace: shop}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec:
                  containers:
                  - name: c
                    image: c
                    securityContext: {capabilities: {add: [SYS_ADMIN, NET_RAW, CHOWN], drop: [KILL]}}
            """);
    ObjectReference agent = new ObjectReference("DaemonSet", "shop", "agent");
    PodSpec spec = cluster.pods().spec(0);
    Repair closed =
        Objects.requireNonNull(
            CloseContainerField.of(
                agent, "spec.template.spec", spec, "containers", "c", "capabilities.add"));
    Repair dropped = DropRawSockets.of(agent, "spec.template.spec", spec);
    assertThat(closed.patch()).contains("\"capabilities\":{\"add\":[\"CHOWN\"]}");
    assertThat(dropped.patch())
        .contains("\"capabilities\":{\"add\":[\"CHOWN\"],\"drop\":[\"KILL\",\"NET_RAW\"]}");
    for (List<Repair> order : List.of(List.of(closed, dropped), List.of(dropped, closed))) {
      ClusterEdit edit = new ClusterEdit(cluster);
      order.forEach(repair -> repair.apply(edit));
      Container.SecurityContext context =
          edit.build().pods().spec(0).containers().getFirst().securityContext();
      assertThat(context.addedCapabilities()).containsExactly("CHOWN");
      assertThat(context.droppedCapabilities()).containsExactly("KILL", "NET_RAW");
    }
  }

  @Test
  void aJobIsMadeAnewWithoutWhatTheServerGaveIt() {
    ObjectReference job = new ObjectReference("Job", "shop", "once");
    assertThat(new ClosePodField(job, "spec.template.spec", "hostPID").patch())
        .startsWith(
            "kubectl get -n shop job once -o yaml | kubectl patch --local -f - -o yaml -p '")
        .contains("{\"spec\":{\"selector\":null,\"template\":{\"metadata\":{\"labels\":{")
        .endsWith("\"spec\":{\"hostPID\":false}}}}' | kubectl replace --force -f -");
  }

  @Test
  void podSecurityTellsWhomItWouldRefuse() throws Exception {
    assertThat(new EnforcePodSecurity("ledger").breaks(cluster()))
        .startsWith("pods made anew would be refused of Pod ledger/books (")
        .contains("runAsNonRoot", "capabilities_restricted");
    assertThat(new EnforcePodSecurity("shop").breaks(cluster())).startsWith("nothing of today's");
  }
}
