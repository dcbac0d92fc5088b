package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Ruling;
import dev.ringfence.engine.reach.Reach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which policy and rule lets a connection through, and which stop it, for every kind of policy;
 * beside each a near twin in which another rule decides.
 */
final class DecidingRulesTest {

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node}
      spec: {podCIDRs: [10.0.0.0/16]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {team: red}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {team: blue}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: front, namespace: red, labels: {role: front}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: back, namespace: blue, labels: {role: back}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.2}
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: AGENT, namespace: kube-system}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {hostNetwork: true, containers: [{name: agent, image: "IMAGE"}]}
      """;

  private static final String CALICO = agent("calico-node", "docker.io/calico/node:v3.32.0");
  private static final String OLD_CALICO = agent("calico-node", "docker.io/calico/node:v3.30.0");

  private static final String CILIUM =
      agent("cilium", "quay.io/cilium/cilium:v1.19.0")
          + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: cilium-config, namespace: kube-system}
          data: {enable-policy: default}
          """;

  private static final String TCP_80_DENIED = "TCP 1-79, TCP 81-65535, UDP all, SCTP all";

  private static String agent(String name, String image) {
    return CLUSTER.replace("AGENT", name).replace("IMAGE", image);
  }

  private static String object(String apiVersion, String kind, String name, String spec) {
    return """
    ---
    apiVersion: %s
    kind: %s
    metadata: {name: %s%s}
    spec: %s
    """
        .formatted(
            apiVersion,
            kind,
            name.substring(name.indexOf('/') + 1),
            name.contains("/") ? ", namespace: " + name.substring(0, name.indexOf('/')) : "",
            spec);
  }

  private static String networkPolicy(String spec) {
    return object("networking.k8s.io/v1", "NetworkPolicy", "blue/np", spec);
  }

  private static String clusterPolicy(String name, String tier, int priority, String ingress) {
    return object(
        "policy.networking.k8s.io/v1alpha2",
        "ClusterNetworkPolicy",
        name,
        "{tier: %s, priority: %d, subject: {namespaces: {matchLabels: {team: blue}}}, ingress: [%s]}"
            .formatted(tier, priority, ingress));
  }

  private static String fromTeam(String action, String team, String more) {
    return "{action: %s, from: [{namespaces: {matchLabels: {team: %s}}}]%s}"
        .formatted(action, team, more);
  }

  private static final String ON_TCP_80 = ", protocols: [{tcp: {destinationPort: {number: 80}}}]";

  private static String calico(String name, String tier, int order, String rules) {
    return object(
        "projectcalico.org/v3",
        "GlobalNetworkPolicy",
        name,
        "{tier: %s, order: %d, selector: \"role == 'back'\", types: [Ingress], ingress: [%s]}"
            .formatted(tier, order, rules));
  }

  private static String tier(String more) {
    return object("projectcalico.org/v3", "Tier", "security", "{order: 100" + more + "}");
  }

  private static String cilium(String rules) {
    return object(
        "cilium.io/v2",
        "CiliumNetworkPolicy",
        "blue/p",
        "{endpointSelector: {matchLabels: {role: back}}, " + rules + "}");
  }

  /** What decides before the back end when the front end connects. */
  private static List<String> ingress(String... yaml) {
    Reach reach =
        Reach.of(StrictReading.cluster(String.join("", yaml)), new Assumptions(List.of()));
    AddressRanges any = Objects.requireNonNull(AddressRanges.cidr("0.0.0.0/0"));
    List<String> lines = new ArrayList<>();
    for (Ruling ruling :
        reach.rulings(Direction.INGRESS, end(reach, "front"), end(reach, "back"), any)) {
      lines.add(
          ruling.effect()
              + (ruling.certain() ? " " : " perhaps ")
              + ruling.ports()
              + ": "
              + ruling.rule().policy().reference()
              + " "
              + ruling.rule().field());
    }
    return lines;
  }

  private static int end(Reach reach, String name) {
    for (int end = 0; end < reach.workloads().size(); end++) {
      if (reach.workload(end).reference().name().equals(name)) {
        return end;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void aNetworkPolicyIsNamedByItsRuleAndPeerOrAsWhatIsolates() {
    String rules =
        "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}, {from: [{podSelector: {}},"
            + " {namespaceSelector: {matchLabels: {team: red}}}], ports: [{port: 80}]}]}";
    assertThat(ingress(CALICO, networkPolicy(rules)))
        .containsExactly(
            "LETS_THROUGH TCP 80: NetworkPolicy blue/np spec.ingress[1].from[1]",
            "STOPS " + TCP_80_DENIED + ": NetworkPolicy blue/np spec.policyTypes");
    assertThat(ingress(CALICO, networkPolicy(rules.replace("team: red", "team: blue"))))
        .containsExactly("STOPS all ports: NetworkPolicy blue/np spec.policyTypes");
    assertThat(ingress(CALICO, networkPolicy("{podSelector: {matchLabels: {role: front}}}")))
        .isEmpty();
  }

  @Test
  void aClusterNetworkPolicyThatDeniesIsNamedByTheFirstRuleThatMatches() {
    String denies = fromTeam("Deny", "blue", "") + ", " + fromTeam("Deny", "red", "");
    assertThat(ingress(CALICO, clusterPolicy("p", "Admin", 1, denies)))
        .containsExactly(
            "STOPS all ports: ClusterNetworkPolicy.policy.networking.k8s.io p spec.ingress[1]");
    String accept = fromTeam("Accept", "red", ON_TCP_80);
    assertThat(
            ingress(
                CALICO,
                clusterPolicy("accepts", "Admin", 1, accept),
                clusterPolicy("denies", "Admin", 2, denies)))
        .containsExactly(
            "LETS_THROUGH TCP 80: ClusterNetworkPolicy.policy.networking.k8s.io accepts spec.ingress[0]",
            "STOPS "
                + TCP_80_DENIED
                + ": ClusterNetworkPolicy.policy.networking.k8s.io denies spec.ingress[1]");
    assertThat(
            ingress(
                CALICO,
                clusterPolicy("accepts", "Admin", 2, accept),
                clusterPolicy("denies", "Admin", 1, denies)))
        .as("what the earlier one denies the later one never sees")
        .containsExactly(
            "STOPS all ports: ClusterNetworkPolicy.policy.networking.k8s.io denies spec.ingress[1]");
  }

  @Test
  void equalPrioritiesArePerhapses() {
    assertThat(
            ingress(
                CALICO,
                clusterPolicy("accepts", "Admin", 1, fromTeam("Accept", "red", ON_TCP_80)),
                clusterPolicy("denies", "Admin", 1, fromTeam("Deny", "red", ""))))
        .containsExactly(
            "LETS_THROUGH perhaps TCP 80: ClusterNetworkPolicy.policy.networking.k8s.io accepts spec.ingress[0]",
            "STOPS "
                + TCP_80_DENIED
                + ": ClusterNetworkPolicy.policy.networking.k8s.io denies spec.ingress[0]",
            "STOPS perhaps TCP 80: ClusterNetworkPolicy.policy.networking.k8s.io denies spec.ingress[0]");
  }

  @Test
  void whatATierPassesTheNextOneDecides() {
    String passes = clusterPolicy("passes", "Admin", 1, fromTeam("Pass", "red", ""));
    String baseline = clusterPolicy("base", "Baseline", 1, fromTeam("Deny", "red", ""));
    assertThat(ingress(CALICO, passes, baseline))
        .containsExactly(
            "HANDS_ON all ports: ClusterNetworkPolicy.policy.networking.k8s.io passes spec.ingress[0]",
            "STOPS all ports: ClusterNetworkPolicy.policy.networking.k8s.io base spec.ingress[0]");
    String isolates =
        networkPolicy(
            "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}]}");
    assertThat(ingress(CALICO, passes, baseline, isolates))
        .as("a pod that NetworkPolicies isolate never comes to the Baseline tier")
        .containsExactly(
            "HANDS_ON all ports: ClusterNetworkPolicy.policy.networking.k8s.io passes spec.ingress[0]",
            "LETS_THROUGH TCP 80: NetworkPolicy blue/np spec.ingress[0].from[0]",
            "STOPS " + TCP_80_DENIED + ": NetworkPolicy blue/np spec.policyTypes");
  }

  @Test
  void adminAndBaselineAdminNetworkPoliciesAreNamedByTheirRules() {
    String admin =
        object(
            "policy.networking.k8s.io/v1alpha1",
            "AdminNetworkPolicy",
            "admin",
            "{priority: 5, subject: {namespaces: {matchLabels: {team: blue}}}, ingress: ["
                + fromTeam("Deny", "red", ", ports: [{portNumber: {protocol: TCP, port: 80}}]")
                + "]}");
    String baseline =
        object(
            "policy.networking.k8s.io/v1alpha1",
            "BaselineAdminNetworkPolicy",
            "default",
            "{subject: {namespaces: {}}, ingress: ["
                + fromTeam("Allow", "blue", "")
                + ", "
                + fromTeam("Deny", "red", "")
                + "]}");
    assertThat(ingress(OLD_CALICO, admin, baseline))
        .containsExactly(
            "STOPS TCP 80: AdminNetworkPolicy.policy.networking.k8s.io admin spec.ingress[0]",
            "STOPS "
                + TCP_80_DENIED
                + ": BaselineAdminNetworkPolicy.policy.networking.k8s.io default spec.ingress[1]");
    assertThat(ingress(OLD_CALICO, admin.replace("team: red", "team: blue")))
        .as("whom no rule means no policy of these tiers stops")
        .isEmpty();
  }

  @Test
  void aTierOfCalicoDeniesByRuleOrByItsDefault() {
    String rules =
        "{action: Pass, protocol: TCP, destination: {ports: [80]}}, {action: Deny, protocol: TCP,"
            + " source: {selector: \"role == 'front'\"}}";
    String stands = calico("first", "security", 1, rules);
    assertThat(ingress(CALICO, tier(""), stands))
        .containsExactly(
            "HANDS_ON TCP 80: GlobalNetworkPolicy.projectcalico.org first spec.ingress[0]",
            "STOPS TCP 1-79, TCP 81-65535: GlobalNetworkPolicy.projectcalico.org first spec.ingress[1]",
            "STOPS UDP all, SCTP all: GlobalNetworkPolicy.projectcalico.org first spec.ingress");
    assertThat(ingress(CALICO, tier(", defaultAction: Pass"), stands))
        .as("a tier that passes by default stops nothing by itself")
        .containsExactly(
            "HANDS_ON TCP 80: GlobalNetworkPolicy.projectcalico.org first spec.ingress[0]",
            "STOPS TCP 1-79, TCP 81-65535: GlobalNetworkPolicy.projectcalico.org first spec.ingress[1]");
    assertThat(
            ingress(
                CALICO,
                tier(""),
                stands,
                calico("later", "default", 5, "{action: Allow}"),
                calico("last", "default", 6, "{action: Deny}")))
        .as("what is handed on comes to the next tier, and what comes later there to nothing")
        .containsExactly(
            "HANDS_ON TCP 80: GlobalNetworkPolicy.projectcalico.org first spec.ingress[0]",
            "STOPS TCP 1-79, TCP 81-65535: GlobalNetworkPolicy.projectcalico.org first spec.ingress[1]",
            "STOPS UDP all, SCTP all: GlobalNetworkPolicy.projectcalico.org first spec.ingress",
            "LETS_THROUGH TCP 80: GlobalNetworkPolicy.projectcalico.org later spec.ingress[0]");
  }

  @Test
  void aPolicyInATierThatIsNotThereStopsNothingForCertain() {
    String denies = calico("first", "security", 1, "{action: Deny}");
    assertThat(ingress(CALICO, denies))
        .containsExactly(
            "STOPS perhaps all ports: GlobalNetworkPolicy.projectcalico.org first spec.ingress[0]");
    assertThat(ingress(CALICO, tier(""), denies))
        .containsExactly(
            "STOPS all ports: GlobalNetworkPolicy.projectcalico.org first spec.ingress[0]");
  }

  @Test
  void whatCiliumsAgentRefusesStopsNothingForCertain() {
    String denies =
        "ingressDeny: [{fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]},"
            + " {fromEntities: [all], toPorts: [{ports: [{port: \"80\", endPort: 90, protocol:"
            + " TCP}]}]}]";
    assertThat(ingress(CILIUM, cilium(denies)))
        .contains("STOPS TCP 80-90: CiliumNetworkPolicy.cilium.io blue/p spec.ingressDeny[1]");
    for (String broken :
        List.of(
            denies.replace("10.1.0.0/16", "'2001:db8::/32'"),
            denies.replace("cidr: 10.0.0.0/8", "cidr: 10.0.0/8"),
            denies.replace("endPort: 90", "endPort: 70"))) {
      assertThat(ingress(CILIUM, cilium(broken)))
          .as(broken)
          .isNotEmpty()
          .allMatch(line -> line.contains(" perhaps "));
    }
  }

  @Test
  void whatCiliumsAgentRefusesOfOneSpecItRefusesOfTheWholeObject() {
    String sound =
        "{endpointSelector: {matchLabels: {role: back}}, ingressDeny: [{fromEntities: [all]}]}";
    String kind =
        "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p, namespace: blue}, ";
    for (String shape : List.of("spec: %s, specs: [%s]}", "specs: [%s, %s]}")) {
      for (boolean reversed : new boolean[] {false, true}) {
        for (boolean broken : new boolean[] {false, true}) {
          String second =
              "{endpointSelector: {matchLabels: {role: none}}, ingressDeny: [{fromCIDR: [%s]}]}"
                  .formatted(broken ? "10.0.0/8" : "10.0.0.0/8");
          String object =
              kind + (reversed ? shape.formatted(second, sound) : shape.formatted(sound, second));
          assertThat(ingress(CILIUM, "---\n" + object + "\n"))
              .as(object)
              .isNotEmpty()
              .allMatch(line -> line.contains(" perhaps ") == broken);
        }
      }
    }
  }

  @Test
  void aDenyRuleOfCiliumStandsBeforeWhatItAllows() {
    String allow =
        "ingress: [{fromEndpoints: [{matchLabels: {k8s:io.kubernetes.pod.namespace: red}}]}]";
    String deny =
        "ingressDeny: [{fromEntities: [host]}, {fromEndpoints: [{matchLabels:"
            + " {k8s:io.kubernetes.pod.namespace: red}}], toPorts: [{ports: [{port: \"80\","
            + " protocol: TCP}]}]}]";
    assertThat(ingress(CILIUM, cilium(allow + ", " + deny)))
        .containsExactly(
            "STOPS TCP 80: CiliumNetworkPolicy.cilium.io blue/p spec.ingressDeny[1]",
            "LETS_THROUGH "
                + TCP_80_DENIED
                + ": CiliumNetworkPolicy.cilium.io blue/p spec.ingress[0]");
    assertThat(
            ingress(CILIUM, cilium(allow + ", " + deny.replace("namespace: red", "namespace: x"))))
        .containsExactly(
            "LETS_THROUGH all ports: CiliumNetworkPolicy.cilium.io blue/p spec.ingress[0]");
    assertThat(ingress(CILIUM, cilium(allow.replace("namespace: red", "namespace: x"))))
        .as("what it allows nobody it stops by selecting the pod")
        .containsExactly("STOPS all ports: CiliumNetworkPolicy.cilium.io blue/p spec.ingress");
    assertThat(
            ingress(
                CILIUM,
                cilium(
                    "enableDefaultDeny: {ingress: false}, "
                        + allow.replace("namespace: red", "namespace: x"))))
        .isEmpty();
  }

  @TempDir private Path folder;

  private Program.Result run(String yaml, String command, String... arguments) throws Exception {
    Path file = folder.resolve("cluster.yaml");
    Files.writeString(file, yaml);
    List<String> all = new ArrayList<>(List.of(command, file.toString()));
    all.addAll(List.of(arguments));
    Program.Result result = Program.run(all.toArray(String[]::new));
    assertThat(result.exit()).as(result.error()).isZero();
    return result;
  }

  @Test
  void reachTellsOfAClosedPairWhyAndOfTheOtherDirectionToo() throws Exception {
    String policies =
        CALICO
            + clusterPolicy("denies", "Admin", 1, fromTeam("Deny", "red", ""))
            + clusterPolicy("base", "Baseline", 1, fromTeam("Deny", "red", ""));
    String table = run(policies, "reach", "--from", "red/front", "--to", "blue", "--why").output();
    assertThat(table)
        .contains("blue/Pod/back: no ports\n")
        .contains("egress: no policy has a say\n")
        .contains(
            "ingress: stops all ports: ClusterNetworkPolicy.policy.networking.k8s.io denies spec.ingress[0]")
        .doesNotContain("ClusterNetworkPolicy.policy.networking.k8s.io base");
    String json =
        run(policies, "reach", "--from", "red/front", "--to", "blue", "--why", "-o", "json")
            .output();
    assertThat(ReachTest.errors("reach", json)).isEmpty();
    assertThat(json.replace(" ", ""))
        .contains("\"open\":false")
        .contains(
            "\"effect\":\"Stops\",\"certain\":true,\"object\":\"ClusterNetworkPolicy.policy.networking.k8s.iodenies\"");
    Program.Result all = Program.run("reach", folder.toString(), "--why");
    assertThat(all.exit()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void reachTellsOfAPairThatHasNoFamilyInCommon() throws Exception {
    String four = PolicyScene.CALICO + networkPolicy("{podSelector: {}, ingress: [{}]}");
    String[] six = {"--from", "2001:db8::1", "--to", "blue/other", "--why"};
    assertThat(run(four, "reach", six).output())
        .contains(
            "blue/Pod/other: no ports\n  no rule stops it: they have no addresses of one family")
        .doesNotContain("policy has a say");
    String both = four.replace("{podIP: 10.0.0.3}", "{podIPs: [{ip: 10.0.0.3}, {ip: 'fd00::1'}]}");
    assertThat(run(both, "reach", six).output())
        .contains("blue/Pod/other: all ports\n  ingress: lets through all ports: NetworkPolicy")
        .doesNotContain("one family");
  }

  @Test
  void explainNamesTheRuleBeforeTheNodeThatStopsOutside() throws Exception {
    String stopped =
        CALICO
            + """
            ---
            {apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: h, labels: {host: 'y'}}, spec: {node: node, interfaceName: '*', expectedIPs: [192.168.0.1]}}
            ---
            {apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: g}, spec: {selector: host == 'y', applyOnForward: true, types: [Ingress], ingress: [{action: Deny}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: out, namespace: blue}, spec: {type: LoadBalancer, selector: {role: back}, ports: [{port: 80, targetPort: 8080}]}}
            """;
    String[] question = {"--from", "red", "--to", "blue", "--stake", "reach"};
    String way = "Service blue/out  spec.type: LoadBalancer to TCP 8080";
    String text = run(stopped, "explain", question).output();
    assertThat(text).contains(way);
    assertThat(text.substring(text.indexOf(way)).lines().skip(3).findFirst().orElseThrow())
        .contains("GlobalNetworkPolicy.projectcalico.org g  spec.ingress[0]: DENY, all ports");
  }

  @Test
  void explainNamesExternalAddressesAndTheRuleThatLetsOutsideIn() throws Exception {
    String policies =
        CALICO
            + """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: out, namespace: blue}, spec: {selector: {role: back}, ports: [{port: 80, targetPort: 8080}], externalIPs: [203.0.113.8]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny, namespace: blue}, spec: {podSelector: {}, policyTypes: [Ingress]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: shut, namespace: red}, spec: {podSelector: {}, policyTypes: [Egress]}}
            """;
    String allowed =
        policies
            + """
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: open, namespace: blue}, spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 8080}]}]}}
            """;
    String[] question = {"--from", "red", "--to", "blue", "--stake", "reach"};
    assertThat(run(allowed, "explain", question).output())
        .contains("Service blue/out  spec.externalIPs: 203.0.113.8 to TCP 8080")
        .contains("NetworkPolicy blue/open  spec.ingress[0].from[0]: ipBlock 0.0.0.0/0, TCP 8080")
        .doesNotContain("NetworkPolicy blue/deny", "spec.type: ClusterIP");
  }

  @Test
  void explainNamesTheRuleThatStopsAndNotTheOneBehindIt() throws Exception {
    String policies =
        CALICO
            + clusterPolicy(
                "denies",
                "Admin",
                1,
                fromTeam("Deny", "blue", "") + ", " + fromTeam("Deny", "red", ""))
            + clusterPolicy("base", "Baseline", 1, fromTeam("Deny", "red", ""));
    String text =
        run(policies, "explain", "--from", "red", "--to", "blue", "--stake", "reach").output();
    assertThat(text)
        .contains("ClusterNetworkPolicy.policy.networking.k8s.io denies  spec.ingress[1]: DENY")
        .doesNotContain("denies  spec.ingress[0]")
        .doesNotContain("ClusterNetworkPolicy.policy.networking.k8s.io base");
  }

  /** Pods that receive alike by policies of several namespaces are one class to the engine. */
  @Test
  void explainNamesThePolicyOfTheVictimAndNotItsTwinElsewhere() throws Exception {
    String rule =
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: red}}}]}]}";
    String twin =
        """
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: amber, labels: {team: amber}}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: twin, namespace: amber, labels: {role: back}}
        spec: {containers: [{name: a, image: a}]}
        """;
    String policies =
        CALICO
            + twin
            + networkPolicy(rule)
            + object("networking.k8s.io/v1", "NetworkPolicy", "amber/np", rule);
    for (String victim : List.of("blue", "amber")) {
      String other = victim.equals("blue") ? "amber" : "blue";
      assertThat(
              run(policies, "explain", "--from", "red", "--to", victim, "--stake", "reach")
                  .output())
          .contains("NetworkPolicy " + victim + "/np  spec.ingress[0].from[0]")
          .doesNotContain("NetworkPolicy " + other + "/np");
    }
  }
}
