package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I23 from manifests on: a tenant that labels its own namespace or pods so that another's policy
 * admits it, and beside each case near twins in which it cannot.
 */
final class PassForOthersTest {

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
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: app, namespace: red}}
      ---
      """
          + Fragments.frontAndBase("app")
          + """
          ---
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: {name: calico-node, namespace: kube-system}
          spec:
            selector: {matchLabels: {app: agent}}
            template:
              metadata: {labels: {app: agent}}
              spec:
                hostNetwork: true
                automountServiceAccountToken: false
                containers: [{name: agent, image: "docker.io/calico/node:v3.32.0"}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: labels, namespace: red}
          rules: [{apiGroups: [""], resources: [RESOURCE], verbs: [patch]}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: labels, namespace: red}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: labels}
          subjects: [{kind: ServiceAccount, name: app, namespace: red}]
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: partners, namespace: blue}
          spec: {podSelector: {}, ingress: [{from: [PEER]}]}
          """;

  private static final String PARTNER = "{namespaceSelector: {matchLabels: {partner: \"yes\"}}}";

  private static String pins(String actions, String resources, String expression) {
    return """
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: pins}
    spec:
      failurePolicy: Fail
      matchConstraints:
        resourceRules:
        - {apiGroups: [""], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [%s]}
      validations: [{expression: "%s"}]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: pins}
    spec: {policyName: pins, validationActions: [%s]}
    """
        .formatted(resources, expression, actions);
  }

  /** Between two expressions that are validations of their own. */
  private static final String AND = "\"}, {expression: \"";

  private static final String PINNED =
      "!has(object.metadata.labels) || !('partner' in object.metadata.labels)";

  @TempDir private Path folder;

  private static String cluster(String resource, String peer) {
    return CLUSTER.replace("RESOURCE", resource).replace("PEER", peer);
  }

  private Program.Result run(String command, String yaml, String... more) throws Exception {
    Path file = folder.resolve("cluster.yaml");
    Files.writeString(file, yaml);
    List<String> all = new ArrayList<>(List.of(command, file.toString()));
    all.addAll(List.of(more));
    return Program.run(all.toArray(String[]::new));
  }

  /** Whether red reaches blue as configured, whatever assumptions other ways rest on. */
  private boolean passes(String yaml) throws Exception {
    Program.Result result = run("prove", yaml, "-o", "json", "--all");
    String verdict = Verdicts.of(result.output()).get("red → blue reach");
    assertThat(verdict).as(result.error()).isNotNull();
    return "0 FallsShort".equals(verdict);
  }

  @Test
  void aNamespaceThatItsTenantLabelsPassesForAPartner() throws Exception {
    assertThat(passes(cluster("namespaces", PARTNER))).isTrue();
    assertThat(passes(cluster("pods", PARTNER))).as("pods alone do not do").isFalse();
  }

  @Test
  void aPolicyInForceThatPinsTheLabelKeepsItFromDoingSo() throws Exception {
    assertThat(passes(cluster("namespaces", PARTNER) + pins("Deny", "namespaces", PINNED)))
        .isFalse();
    assertThat(isPinned(pins("Deny", "namespaces", PINNED))).isTrue();
    assertThat(isPinned(pins("Audit", "namespaces", PINNED)))
        .as("it only notes what happens")
        .isFalse();
    assertThat(isPinned(pins("Deny", "namespaces", PINNED.replace("partner", "other"))))
        .as("another label is pinned")
        .isFalse();
    assertThat(isPinned(pins("Deny", "pods", PINNED)))
        .as("it is not asked about namespaces")
        .isFalse();
    String unless = PINNED + " || request.userInfo.username == ";
    assertThat(isPinned(pins("Deny", "namespaces", unless + "'system:serviceaccount:red:app'")))
        .as("it lets this account through")
        .isFalse();
    assertThat(isPinned(pins("Deny", "namespaces", unless + "'admin'")))
        .as("it lets somebody else through")
        .isTrue();
    assertThat(
            isPinned(
                pins("Deny", "namespaces", PINNED + " || 'breakglass' in object.metadata.labels")))
        .as("another label lets it through")
        .isFalse();
    String selected =
        pins("Deny", "namespaces", PINNED)
            .replace(
                "matchConstraints:",
                "matchConstraints:\n    namespaceSelector: {matchLabels: {team: red}}");
    assertThat(isPinned(selected))
        .as("a namespace without the label is none that the policy looks at")
        .isFalse();
    String notIn =
        pins("Deny", "namespaces", PINNED)
            .replace(
                "matchConstraints:",
                "matchConstraints:\n    namespaceSelector: {matchExpressions: "
                    + "[{key: environment, operator: NotIn, values: [test, dev]}]}");
    assertThat(isPinned(notIn)).as("a namespace with one of the values is none either").isFalse();
  }

  @Test
  void whatLooksAtTheLabelsBeforeMayBePassedInTwoUpdates() {
    String unlessTrusted = PINNED + " || 'trusted' in oldObject.metadata.labels";
    assertThat(isPinned(pins("Deny", "namespaces", unlessTrusted))).isFalse();
    String unchanged =
        "('partner' in object.metadata.labels) == ('partner' in oldObject.metadata.labels)";
    assertThat(isPinned(pins("Deny", "namespaces", unchanged)))
        .as("what may never change stays")
        .isTrue();
  }

  @Test
  void whatAsksForTwoLabelsAtOnceLetsThroughWhoSetsBoth() {
    assertThat(
            isPinned(
                pins(
                    "Deny",
                    "namespaces",
                    PINNED
                        + " || ('first' in object.metadata.labels"
                        + " && object.metadata.labels['second'] == 'yes')")))
        .isFalse();
    assertThat(
            isPinned(
                pins(
                    "Deny",
                    "namespaces",
                    PINNED
                        + " || ('first' in oldObject.metadata.labels"
                        + " && 'second' in oldObject.metadata.labels)")))
        .as("in two updates")
        .isFalse();
  }

  @Test
  void threeUpdatesOfWhichEachOpensTheNextAreFound() {
    String steps =
        "!('partner' in object.metadata.labels) || 'trusted' in oldObject.metadata.labels";
    String trusted =
        "!('trusted' in object.metadata.labels) || 'known' in oldObject.metadata.labels";
    String both = steps + AND + trusted;
    assertThat(isPinned(pins("Deny", "namespaces", both))).isFalse();
    assertThat(
            isPinned(
                pins(
                    "Deny",
                    "namespaces",
                    both
                        + AND
                        + "('known' in object.metadata.labels)"
                        + " == ('known' in oldObject.metadata.labels)")))
        .as("the first is closed")
        .isTrue();
  }

  @Test
  void moreUpdatesThanAreTriedAreAnAssumptionWhereOneValidationLooksBackAtSeveralThings()
      throws Exception {
    String more = "namespace-labels-in-more-updates";
    String kept = "(%1$s in object.metadata.labels) == (%1$s in oldObject.metadata.labels)";
    String each = kept.formatted("'partner'") + AND + kept.formatted("'team'");
    assertThat(proved(each)).doesNotContain(more);
    String opened =
        "!('partner' in object.metadata.labels) || 'known' in oldObject.metadata.labels";
    assertThat(proved(opened + AND + kept.formatted("'known'")))
        .as("nothing that was tried opens it")
        .contains(more);
  }

  /** Beyond so many questions nothing is found out, and that is said instead of taken for sure. */
  @Test
  void whatIsNotAskedForBeingTooMuchIsAnAssumption() throws Exception {
    String notAsked = "namespace-labels-not-asked";
    String pinned =
        pins("Deny", "namespaces", "oldObject.metadata.labels == object.metadata.labels");
    assertThat(run("prove", many(8) + pinned, "-o", "json", "--all").output())
        .doesNotContain(notAsked);
    assertThat(run("prove", many(72) + pinned, "-o", "json", "--all").output()).contains(notAsked);
  }

  /** So many namespaces, each open to those with a label of its own, and two who label them all. */
  private static String many(int namespaces) {
    StringBuilder yaml = new StringBuilder(cluster("namespaces", PARTNER));
    for (int number = 0; number < namespaces; number++) {
      yaml.append(
          """
          ---
          {apiVersion: v1, kind: Namespace, metadata: {name: more-%1$d}}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: partners, namespace: more-%1$d}
          spec:
            podSelector: {}
            ingress: [{from: [{namespaceSelector: {matchLabels: {partner: "%1$d"}}}]}]
          """
              .formatted(number));
    }
    return yaml
        + """
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: labels}
        rules: [{apiGroups: [""], resources: [namespaces], verbs: [patch]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: labels}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: labels}
        subjects:
        - {kind: ServiceAccount, name: app, namespace: red}
        - {kind: ServiceAccount, name: app, namespace: blue}
        """;
  }

  private String proved(String expression) throws Exception {
    String yaml = cluster("namespaces", PARTNER) + pins("Deny", "namespaces", expression);
    return run("prove", yaml, "-o", "json", "--all").output();
  }

  @Test
  void theStatusSubresourceCarriesLabelsToo() {
    String namespaces = pins("Deny", "namespaces", PINNED);
    assertThat(isPinned(namespaces, "status")).isFalse();
    String both = pins("Deny", "namespaces, namespaces/status", PINNED);
    assertThat(isPinned(both, "", "status")).isTrue();
    assertThat(isPinned(both, "", "status", "finalize")).isFalse();
  }

  /** Whether red's account cannot make its namespace a partner's by these ways. */
  private static boolean isPinned(String policies, String... subresources) {
    Cluster cluster = StrictReading.cluster(cluster("namespaces", PARTNER) + policies);
    return Admission.of(cluster, new KubernetesExpressions())
        .namespaceLabelling()
        .refuses(
            cluster.namespaces().get(cluster.namespaceIndex("red")),
            new LabelSelector(Map.of("partner", "yes"), List.of()),
            true,
            new AdmissionRequest.User("system:serviceaccount:red:app", List.of()),
            (user, verb, group, resource, subresource, in, name, path) -> false,
            subresources.length == 0 ? List.of("") : List.of(subresources));
  }

  @Test
  void podsPassForOthersOfTheirOwnNamespaceOnly() throws Exception {
    String escapes =
        """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: front, namespace: red}
        spec: {podSelector: {matchLabels: {app: front}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.96.0.1/32}}]}]}
        """;
    String open = "{namespaceSelector: {}, podSelector: {matchLabels: {app: admin}}}";
    assertThat(passes(cluster("pods", open))).as("any pod may call itself an admin's").isTrue();
    assertThat(passes(cluster("configmaps", open))).isFalse();
    assertThat(passes(cluster("configmaps", "{namespaceSelector: {}}") + escapes))
        .as("its own egress policy selects the pod")
        .isFalse();
  }

  @Test
  void explainNamesTheGrantOfARightEverywhere() throws Exception {
    String everywhere =
        cluster("namespaces", PARTNER)
            .replace(
                "kind: Role\nmetadata: {name: labels, namespace: red}",
                "kind: ClusterRole\nmetadata: {name: labels}")
            .replace(
                "kind: RoleBinding\nmetadata: {name: labels, namespace: red}",
                "kind: ClusterRoleBinding\nmetadata: {name: labels}")
            .replace("kind: Role,", "kind: ClusterRole,");
    assertThat(
            run("explain", everywhere, "--from", "red", "--to", "blue", "--stake", "reach")
                .output())
        .contains("[I23]")
        .contains("ClusterRoleBinding labels")
        .contains("partner=yes");
  }
}
