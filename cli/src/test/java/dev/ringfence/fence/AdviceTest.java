package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Adviser;
import dev.ringfence.policy.advice.Cost;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is said of a tenant's own workloads: which would not run, which belong apart, the price. */
final class AdviceTest {

  private static final String WORKLOADS =
      """
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: general}
      status:
        allocatable: {cpu: "2", memory: 4Gi, pods: "110"}
        runtimeHandlers: [{name: ""}, {name: runc}, {name: kata}]
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: machines}
      handler: kata
      overhead: {podFixed: {cpu: 500m, memory: 1Gi}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: jobs}
      spec:
        replicas: 4
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            runtimeClassName: RUNTIME
            containers: [{name: a, image: a, resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 1Gi}}}]
      """;

  private static final String HOST =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: backup, namespace: jobs}
      spec:
        selector: {matchLabels: {app: backup}}
        template:
          metadata: {labels: {app: backup}}
          spec:
            containers: [{name: a, image: a}]
            volumes: [{name: root, hostPath: {path: /}}]
      """;

  private static Advice advice(String tenant, String objects) {
    String source =
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: jobs}
        spec: {namespaces: {names: [jobs]}, %s}
        """
            .formatted(tenant);
    Intake.Result read =
        Intake.read(
            List.of(new SourceSpec.Text("source", source + objects)), IntakeOptions.DEFAULT);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    return Adviser.advise(policy, resolution, ClusterTraits.of(resolution.cluster())).getFirst();
  }

  private static final String ARBITRARY =
      "trust: Untrusted, code: Arbitrary, needs: {podSpec: Platform}";

  private static final String CILIUM =
      """
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: cilium, namespace: kube-system}
      spec:
        selector: {matchLabels: {k8s-app: cilium}}
        template:
          metadata: {labels: {k8s-app: cilium}}
          spec:
            hostNetwork: true
            tolerations: [{operator: Exists}]
            containers: [{name: cilium-agent, image: "quay.io/cilium/cilium:v1.18.0"}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: cilium-config, namespace: kube-system}
      data: {enable-policy: default}
      ---
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: ciliumnetworkpolicies.cilium.io}
      spec:
        group: cilium.io
        scope: Namespaced
        names: {kind: CiliumNetworkPolicy, plural: ciliumnetworkpolicies}
        versions: [{name: v2, served: true, storage: true}]
      """;

  private static String definition(String group, String kind, String plural) {
    return """
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: %3$s.%1$s}
        spec:
          group: %1$s
          scope: Cluster
          names: {kind: %2$s, plural: %3$s}
          versions: [{name: v1, served: true, storage: true}]
        """
        .formatted(group, kind, plural);
  }

  /** A kind of policy closes nothing where what enforces does not uphold it, or has it not. */
  @Test
  void theWayToTheOwnNodeIsOpenUnlessWhatIsRenderedIsUpheld() {
    String critical = "trust: Trusted, code: FirstParty, data: Critical";
    String tiers =
        definition("policy.networking.k8s.io", "ClusterNetworkPolicy", "clusternetworkpolicies");
    String clusterwide =
        definition(
            "cilium.io", "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies");
    for (String lacking : new String[] {"", tiers, CILIUM, CILIUM + tiers}) {
      assertThat(advice(critical, WORKLOADS + lacking).lowered())
          .as(lacking)
          .anySatisfy(lowered -> assertThat(lowered).startsWith("the way from a pod to its own"));
    }
    assertThat(advice(critical, WORKLOADS + CILIUM + clusterwide).lowered())
        .noneSatisfy(lowered -> assertThat(lowered).startsWith("the way from a pod to its own"));
  }

  /** What is rendered for DNS limits names in Cilium's form alone, and not for the internet. */
  @Test
  void whereNothingLimitsNamesThatLowersWhatOthersMayLearn() {
    String critical = "trust: Trusted, code: FirstParty, data: Critical";
    String internet =
        """
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: IsolationClass
        metadata: {name: open}
        spec: {pattern: DedicatedNodes, networkProfile: internet}
        """;
    assertThat(advice(critical, WORKLOADS).lowered())
        .anySatisfy(lowered -> assertThat(lowered).startsWith("DNS answers every name"));
    assertThat(advice(critical, WORKLOADS + CILIUM).lowered())
        .noneSatisfy(lowered -> assertThat(lowered).startsWith("DNS"));
    assertThat(advice(critical + ", isolationClass: open", WORKLOADS + CILIUM + internet).lowered())
        .anySatisfy(lowered -> assertThat(lowered).contains("networkProfile: internet"));
    assertThat(advice("trust: Trusted, code: FirstParty", WORKLOADS).lowered())
        .as("shared promises nothing of names")
        .noneSatisfy(lowered -> assertThat(lowered).startsWith("DNS"));
  }

  private static String pod(String spec) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: loud, namespace: jobs}
    spec: %s
    """
        .formatted(spec);
  }

  private static List<String> obstacles(Advice advice) {
    return advice.unsuitable().stream().flatMap(each -> each.obstacles().stream()).toList();
  }

  /** Defaults fill in what a pod leaves out; what it asks for the API server refuses. */
  @Test
  void noDefaultTakesBackWhatAPodAsksForItself() {
    String asks =
        """
        {containers: [{name: a, image: a, securityContext: {allowPrivilegeEscalation: true, \
        runAsNonRoot: false, seccompProfile: {type: Unconfined}, capabilities: {add: [NET_ADMIN]}}}]}\
        """;
    assertThat(obstacles(advice("trust: Trusted, code: FirstParty", pod(asks))))
        .anySatisfy(each -> assertThat(each).contains("allowPrivilegeEscalation"))
        .anySatisfy(each -> assertThat(each).contains("runAsNonRoot"))
        .anySatisfy(each -> assertThat(each).contains("seccompProfile"))
        .anySatisfy(each -> assertThat(each).contains("NET_ADMIN"));
    assertThat(
            obstacles(
                advice(
                    "trust: Trusted, code: FirstParty",
                    pod("{containers: [{name: a, image: a}]}"))))
        .isEmpty();
  }

  /**
   * LimitRanger writes the default limit beside the larger request, and validation refuses both.
   */
  @Test
  void whatRequestsMoreThanTheDefaultLimitNeedsOneOfItsOwn() {
    String shared = "trust: Trusted, code: FirstParty";
    String requests = "{containers: [{name: a, image: a, resources: {requests: {cpu: 750m}%s}}]}";
    assertThat(obstacles(advice(shared, pod(requests.formatted("")))))
        .containsExactly(
            "requests more than the fence's default limit of 500m and states none: cpu 750m of"
                + " container a");
    assertThat(obstacles(advice(shared, pod(requests.formatted(", limits: {cpu: 1}"))))).isEmpty();
  }

  @Test
  void podsOfWindowsDoNotRunInASandbox() {
    String windows =
        "{nodeSelector: {kubernetes.io/os: windows}, containers: [{name: a, image: a}]}";
    assertThat(
            obstacles(advice(ARBITRARY, WORKLOADS.replace("RUNTIME", "machines") + pod(windows))))
        .contains("sandboxes run Linux only: os windows");
  }

  @Test
  void whatNobodyStatesIsSaidToBeTakenForTheWorst() {
    assertThat(advice("trust: Trusted", "").choice().reason())
        .startsWith("code: Arbitrary (taken for it, because its document does not state it)");
    assertThat(advice("code: FirstParty", "").choice().reason())
        .startsWith("trust: Untrusted (taken for it, because its document does not state it)");
    assertThat(advice(ARBITRARY, "").choice().reason()).startsWith("code: Arbitrary in pods");
  }

  /** Who has users is not said to use no API. */
  @Test
  void aReasonDoesNotDenyUsersOfTheApi() {
    String users = ", trust: Trusted, subjects: [{kind: User, name: jane}]";
    assertThat(advice("code: Arbitrary" + users, "").choice().reason())
        .endsWith("no API for its pods");
    assertThat(advice("code: Arbitrary", "").choice().reason()).endsWith("no API");
  }

  @Test
  void thePatternBelowNamesWhatWouldNotRunThere() {
    Advice advice = advice("trust: Trusted, code: FirstParty, data: Critical", HOST);
    assertThat(advice.down().change()).endsWith("would not run there: Deployment jobs/backup");
  }

  /** A fence gives a request to who has none, and daemons are on every node. */
  @Test
  void aPriceCountsDefaultsDaemonsAndPodsThatFitOnNoNode() {
    String node =
        """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: general}
        status: {allocatable: {cpu: "2", memory: 4Gi, pods: "110"}}
        """;
    String daemon =
        """
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: kube-system}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: a, image: a, resources: {requests: {cpu: "1"}}}]}
        """;
    String many =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: many, namespace: jobs}
        spec:
          replicas: 20
          selector: {matchLabels: {app: many}}
          template:
            metadata: {labels: {app: many}}
            spec: {containers: [{name: a, image: a}]}
        """;
    String own = "trust: Trusted, code: FirstParty, data: Critical";
    assertThat(advice(own, node + many).cost().nodesDedicated())
        .as("20 of 100m on nodes of 2 CPUs")
        .isEqualTo(1);
    Cost beside = advice(own, node + many + daemon).cost();
    assertThat(beside.nodesDedicated()).as("1 CPU of each is the daemon's").isEqualTo(2);
    assertThat(beside.basis())
        .contains("less 1.00 CPUs and 0 MiB for 1 of the platform's daemons")
        .contains("counted by the fence's defaults of 100m and 128Mi");
    String giant =
        "{containers: [{name: a, image: a, resources: {limits: {cpu: 16, memory: 1Gi}}}]}";
    Cost larger = advice(own, node + pod(giant)).cost();
    assertThat(larger.nodesDedicated()).isEqualTo(1);
    assertThat(larger.nodesShared()).isEqualTo(1);
    assertThat(larger.basis()).contains("1 pod is larger than such a node");
  }

  @Test
  void theSandboxThatIsThereIsTheOneThatIsAdvised() {
    Advice advice = advice(ARBITRARY, WORKLOADS.replace("RUNTIME", "machines"));
    assertThat(advice.pattern()).isEqualTo(Pattern.SANDBOXED_DEDICATED_NODES);
    assertThat(advice.unsuitable()).isEmpty();
    assertThat(advice(ARBITRARY, WORKLOADS.replace("RUNTIME", "other")).unsuitable()).hasSize(1);
  }

  @Test
  void aSandboxThatPodsMayMissIsSaid() {
    String workloads = WORKLOADS.replace("runtimeClassName: RUNTIME", "");
    String node =
        """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {%s}}
        status: {runtimeHandlers: [{name: ""}, {name: runc}]}
        """;
    String plain = workloads + node.formatted("plain", "");
    assertThat(missing("Sandboxed", workloads)).isEmpty();
    assertThat(missing("Sandboxed", plain))
        .contains("RuntimeClass machines has no scheduling: plain does not say that the handler");
    String tainted =
        plain.replace(
            "status: {run", "spec: {taints: [{key: a, effect: NoSchedule}]}\nstatus: {run");
    assertThat(missing("Sandboxed", tainted)).as("no pod gets there").isEmpty();
    String scheduled =
        plain.replace("overhead:", "scheduling: {nodeSelector: {kata: here}}\noverhead:");
    assertThat(missing("Sandboxed", scheduled))
        .contains("selects nodes by {kata=here}, and no node");
    String own = "node-restriction.kubernetes.io/ringfence-tenant: jobs";
    assertThat(missing("SandboxedDedicatedNodes", workloads + node.formatted("own", own)))
        .contains("own does not say that the handler kata is there");
    assertThat(
            missing(
                "SandboxedDedicatedNodes",
                workloads + node.formatted("own", own).replace("{name: runc}", "{name: kata}")))
        .isEmpty();
  }

  /** Of sandboxes and nodes; that nothing enforces NetworkPolicy is another matter. */
  private static String missing(String pattern, String objects) {
    String settings =
        """
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: IsolationClass
        metadata: {name: sandboxes}
        spec: {pattern: %s}
        """
            .formatted(pattern);
    return advice(ARBITRARY + ", isolationClass: sandboxes", settings + objects).missing().stream()
        .filter(line -> !line.contains("NetworkPolicy"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theSandboxesOwnShareIsPackedToo() {
    Advice boxed = advice(ARBITRARY, WORKLOADS.replace("runtimeClassName: RUNTIME", ""));
    assertThat(boxed.cost().sandboxMemory()).isEqualTo(4 * 0x1p30);
    assertThat(boxed.cost().sandboxCpu()).isEqualTo(2);
    // Four pods of 500m and 1Gi fill one node; with 500m and 1Gi more each, two.
    assertThat(boxed.cost().nodesDedicated()).isEqualTo(2);
    Advice plain =
        advice(
            "trust: Trusted, code: FirstParty, data: Critical",
            WORKLOADS.replace("runtimeClassName: RUNTIME", ""));
    assertThat(plain.cost().nodesDedicated()).isEqualTo(1);
  }

  @Test
  void workloadsThatUseTheHostBelongApartFromThoseThatDoNot() {
    String workloads = WORKLOADS.replace("runtimeClassName: RUNTIME", "") + HOST;
    assertThat(groups("trust: Trusted, code: FirstParty", workloads))
        .containsExactly(
            "DEDICATED_NODES_WITH_HOST_PRIVILEGES [Deployment jobs/backup]",
            "SHARED [Deployment jobs/web]");
    assertThat(
            groups(
                "trust: Trusted, code: FirstParty, data: Critical, needs: {hostPrivileges:"
                    + " [HostPath]}",
                workloads))
        .containsExactly(
            "DEDICATED_NODES_WITH_HOST_PRIVILEGES [Deployment jobs/backup]",
            "DEDICATED_NODES [Deployment jobs/web]");
    assertThat(groups(ARBITRARY, workloads))
        .containsExactly(
            "DEDICATED_CLUSTER [Deployment jobs/backup]",
            "SANDBOXED_DEDICATED_NODES [Deployment jobs/web]");
  }

  @Test
  void whatAsksForDevicesIsNotSentToASandbox() {
    String workloads =
        WORKLOADS.replace("runtimeClassName: RUNTIME", "")
            + HOST.replace("volumes: [{name: root, hostPath: {path: /}}]", "")
                .replace("image: a}", "image: a, resources: {limits: {nvidia.com/gpu: 1}}}");
    assertThat(groups(ARBITRARY, workloads))
        .containsExactly(
            "DEDICATED_CLUSTER [Deployment jobs/backup]",
            "SANDBOXED_DEDICATED_NODES [Deployment jobs/web]");
    assertThat(groups("trust: Trusted, code: FirstParty", workloads))
        .as("the host's driver serves them, so no ordinary pattern takes them either")
        .containsExactly(
            "DEDICATED_NODES_WITH_HOST_PRIVILEGES [Deployment jobs/backup]",
            "SHARED [Deployment jobs/web]");
  }

  @Test
  void whoNeedsAClusterForOtherReasonsIsNotSplit() {
    String workloads = WORKLOADS.replace("runtimeClassName: RUNTIME", "") + HOST;
    assertThat(groups("trust: Untrusted, code: Arbitrary, needs: {podSpec: Tenant}", workloads))
        .as("arbitrary code that chooses its pods is not for shared nodes")
        .isEmpty();
  }

  private static List<String> groups(String tenant, String objects) {
    return advice(tenant, objects).groups().stream()
        .map(group -> group.pattern() + " " + group.workloads())
        .toList();
  }

  @Test
  void onePatternDownKeepsWhatTheTenantNeeds() {
    assertThat(
            advice(
                    "trust: Untrusted, code: FirstParty, subjects: [{kind: User, name: jane}]",
                    WORKLOADS)
                .down()
                .pattern())
        .isEqualTo(Pattern.SANDBOXED_DEDICATED_NODES);
    assertThat(
            advice(
                    "code: Arbitrary, needs: {podSpec: Platform, hostPrivileges: [HostPath]}",
                    WORKLOADS)
                .down()
                .pattern())
        .isEqualTo(Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES);
  }
}
