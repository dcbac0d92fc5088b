package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.deputies.ReferenceFields;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows I4, I5, I19, I20, I21, I26 and A8, A9. */
class CredentialRowsTest {

  private static final String CERTIFICATES = "certificates.k8s.io";
  private static final Rbac.Rule CREATE =
      rule("create", CERTIFICATES, "certificatesigningrequests");
  private static final Rbac.Rule APPROVE =
      rule("update", CERTIFICATES, "certificatesigningrequests/approval");
  private static final Rbac.Rule SIGNER =
      rule("approve", CERTIFICATES, "signers", "kubernetes.io/kube-apiserver-client");

  private static boolean everything(Derivation derivation, Rbac.Subject... subjects) {
    int[] held = new int[subjects.length];
    for (int at = 0; at < subjects.length; at++) {
      held[at] = derivation.holds(subjects[at]);
    }
    return derivation.leads(derivation.facts().everything(), held);
  }

  private static ClusterFixture role(ClusterFixture fixture, String name, Rbac.Rule... rules) {
    return fixture.clusterRole(name, rules).bindEverywhere(name, user(name));
  }

  @Test
  void oneMayAskAndAnotherApprove() {
    ClusterFixture fixture = ClusterFixture.manifests();
    role(fixture, "asks", CREATE);
    role(fixture, "approves", APPROVE, SIGNER);
    Derivation derivation = Derivation.of(fixture);
    assertThat(everything(derivation, user("asks"), user("approves"))).isTrue();
    assertThat(everything(derivation, user("approves"))).isFalse();
    assertThat(everything(derivation, user("asks"))).isFalse();
  }

  @Test
  void approvalAndSignerAreCheckedInOneRequest() {
    ClusterFixture fixture = ClusterFixture.manifests();
    role(fixture, "asks", CREATE);
    role(fixture, "updates", APPROVE);
    role(fixture, "signs", SIGNER);
    Derivation derivation = Derivation.of(fixture);
    assertThat(everything(derivation, user("asks"), user("updates"), user("signs"))).isFalse();
  }

  @Test
  void whoeverSignsAndWritesTheStatusMayHaveTheKey() {
    Rbac.Rule status = rule("update", CERTIFICATES, "certificatesigningrequests/status");
    Rbac.Rule sign = rule("sign", CERTIFICATES, "signers", "kubernetes.io/*");
    ClusterFixture fixture = ClusterFixture.manifests();
    role(fixture, "signer", status, sign);
    role(fixture, "status", status);
    role(fixture, "sign", sign);
    role(fixture, "others", status, rule("sign", CERTIFICATES, "signers", "example.com/own"));
    Derivation derivation = Derivation.of(fixture);
    int everything = derivation.facts().everything();
    assertThat(
            derivation.leadsAssuming(
                ClientCertificate.KEYS_OF_SIGNERS, everything, derivation.holds(user("signer"))))
        .isTrue();
    assertThat(everything(derivation, user("signer"))).as("without the key").isFalse();
    assertThat(
            derivation.leadsAssuming(
                ClientCertificate.KEYS_OF_SIGNERS,
                everything,
                derivation.holds(user("status")),
                derivation.holds(user("sign"))))
        .as("both are checked in one request")
        .isFalse();
    assertThat(
            derivation.leadsAssuming(
                ClientCertificate.KEYS_OF_SIGNERS, everything, derivation.holds(user("others"))))
        .as("another authority's signer")
        .isFalse();
  }

  @Test
  void theKubeletsSignerGivesNodesAlone() {
    Rbac.Rule kubelet =
        rule("approve", CERTIFICATES, "signers", "kubernetes.io/kube-apiserver-client-kubelet");
    ClusterFixture fixture = ClusterFixture.manifests();
    role(fixture, "eve", CREATE, APPROVE, kubelet);
    Derivation derivation = Derivation.of(fixture);
    assertThat(everything(derivation, user("eve"))).isFalse();
    assertThat(derivation.leads(derivation.facts().nodeIdentity(0), derivation.holds(user("eve"))))
        .isTrue();
  }

  @Test
  void aBootstrapTokenJoinsWhereItsGroupIsApprovedByItself() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .role("kube-system", "app", rule("create", "", "secrets"))
            .bindRole("kube-system", "app", user("eve"))
            .role("green", "app", rule("create", "", "secrets"))
            .bindRole("green", "app", user("mallory"))
            .clusterRole(
                "join",
                CREATE,
                rule("create", CERTIFICATES, "certificatesigningrequests/nodeclient"))
            .bindEverywhere("join", group("system:bootstrappers:nodes"));
    Derivation derivation = Derivation.of(fixture);
    int node = derivation.facts().nodeIdentity(0);
    assertThat(derivation.leads(node, derivation.holds(user("eve")))).isFalse();
    assertThat(
            derivation.leadsAssuming(BootstrapToken.ENABLED, node, derivation.holds(user("eve"))))
        .isTrue();
    assertThat(
            derivation.leadsAssuming(
                BootstrapToken.ENABLED, node, derivation.holds(user("mallory"))))
        .isFalse();
  }

  @Test
  void aNodesRequestIsApprovedByItselfForWhoeverMayAskForOneAndMakeIt() {
    Rbac.Rule joins = rule("create", CERTIFICATES, "certificatesigningrequests/nodeclient");
    Rbac.Rule renews = rule("create", CERTIFICATES, "certificatesigningrequests/selfnodeclient");
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .clusterRole("asks", CREATE)
            .bindEverywhere("asks", group("system:authenticated"))
            .clusterRole("joins", joins)
            .bindEverywhere("joins", user("eve"))
            .clusterRole("renews", renews)
            .bindEverywhere("renews", user("mallory"));
    Derivation derivation = Derivation.of(fixture);
    int node = derivation.facts().nodeIdentity(0);
    assertThat(derivation.leads(node, derivation.holds(user("eve")))).isTrue();
    assertThat(derivation.leads(node, derivation.holds(user("mallory")))).isFalse();
    assertThat(derivation.evidence("I19", node))
        .extracting(item -> item.object().toString())
        .contains("ClusterRole asks", "ClusterRole joins");
  }

  @Test
  void anotherClusterOfWhichSomethingTellsMayShareARoot() {
    ClusterFixture alone = ClusterFixture.manifests().namespace("green");
    Derivation one = Derivation.of(alone);
    assertThat(
            one.leadsAssuming(SharedRoots.SHARED, one.facts().everything(), one.facts().outside()))
        .isFalse();
    ClusterFixture several = ClusterFixture.manifests().namespace("green");
    several
        .builder()
        .add(
            new Policies.SecretReference(
                ClusterFixture.meta("Secret", "green", "workload-ca", Map.of()),
                "cluster.x-k8s.io/secret",
                null));
    Derivation two = Derivation.of(several);
    int everything = two.facts().everything();
    assertThat(two.leadsAssuming(SharedRoots.SHARED, everything, two.facts().outside())).isTrue();
    assertThat(two.leadsAssuming(SharedRoots.SHARED, everything)).isFalse();
    assertThat(two.evidence("C3", everything))
        .extracting(item -> item.object().toString())
        .containsExactly("Secret green/workload-ca");
  }

  @Test
  void awsAuthIsEverythingWhereItIsThereAndFearedElsewhere() {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .role("kube-system", "app", rule("update", "", "configmaps", "aws-auth"))
            .bindRole("kube-system", "app", user("eve"));
    Derivation without = Derivation.of(fixture);
    assertThat(everything(without, user("eve"))).isFalse();
    assertThat(
            without.leadsAssuming(
                AuthenticationConfigMaps.READ,
                without.facts().everything(),
                without.holds(user("eve"))))
        .isTrue();
    fixture
        .builder()
        .add(
            new Policies.ConfigMap(
                ClusterFixture.meta("ConfigMap", "kube-system", "aws-auth", Map.of()), Map.of()));
    assertThat(everything(Derivation.of(fixture), user("eve"))).isTrue();
  }

  @Test
  void forwardingAndProxyingConnectToPodsOfTheNamespace() {
    for (String resource : new String[] {"pods/portforward", "pods/proxy"}) {
      Derivation derivation =
          Derivation.of(
              ClusterFixture.manifests()
                  .pod("green", "web", "default", PodSpec.Token.NOT_MOUNTED)
                  .role("green", "app", rule("create", "", resource))
                  .bindRole("green", "app", user("eve"))
                  .role("blue", "app", rule("create", "", resource))
                  .bindRole("blue", "app", user("mallory")));
      int ports = derivation.landscape().network().portSets().id(PortSet.ALL);
      int connect = derivation.facts().fact(FactKind.CONNECT, 0, ports);
      assertThat(derivation.leads(connect, derivation.holds(user("eve")))).as(resource).isTrue();
      assertThat(derivation.leads(connect, derivation.holds(user("mallory")))).isFalse();
      assertThat(everything(derivation, user("eve"))).isFalse();
    }
  }

  @Test
  void pathsBeyondDiscoveryTellNames() {
    Rbac.Rule metrics =
        new Rbac.Rule(
            java.util.List.of("get"),
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of("/metrics"));
    Derivation derivation =
        Derivation.of(role(ClusterFixture.manifests(), "eve", metrics).namespace("green"));
    int names = derivation.facts().fact(FactKind.ALL_NAMES);
    assertThat(derivation.leads(names, derivation.holds(user("eve")))).isTrue();
    assertThat(everything(derivation, user("eve"))).isFalse();
  }

  private static Derivation writes(String group, String plural, String kind) {
    return writes(group, plural, kind, Map.of("spec.secretRef", "a secret or credential"));
  }

  private static Derivation writes(
      String group, String plural, String kind, Map<String, String> references) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("system")
            .role("green", "app", rule("create", group, plural))
            .bindRole("green", "app", user("eve"))
            .clusterRole("controller", rule("get,list,watch", group, plural))
            .bindEverywhere("controller", account("system", "controller"));
    fixture
        .builder()
        .add(
            new Policies.CustomResource(
                ClusterFixture.meta("CustomResourceDefinition", "", plural + "." + group, Map.of()),
                group,
                plural,
                kind,
                true,
                references));
    return Derivation.of(fixture);
  }

  @Test
  void aControllerThatFollowsReferencesLendsItsRights() {
    Derivation helm = writes("helm.cattle.io", "helmcharts", "HelmChart");
    int controller = helm.holds(account("system", "controller"));
    assertThat(helm.leads(controller, helm.holds(user("eve")))).isTrue();
    Derivation certificates = writes("cert-manager.io", "certificates", "Certificate");
    controller = certificates.holds(account("system", "controller"));
    assertThat(certificates.leads(controller, certificates.holds(user("eve")))).isFalse();
    assertThat(certificates.steps())
        .as("it stands as the boundary deputy")
        .anyMatch(step -> step.row().equals("A8") && step.boundaries().length == 1);
  }

  @Test
  void anUnknownControllerIsFeared() {
    Derivation unknown = writes("widgets.example", "widgets", "Widget");
    int controller = unknown.holds(account("system", "controller"));
    int eve = unknown.holds(user("eve"));
    assertThat(unknown.leads(controller, eve)).isFalse();
    assertThat(unknown.leadsAssuming(Deputies.UNKNOWN_FOLLOW, controller, eve)).isTrue();
  }

  @Test
  void aResourceThatSeemsToNameNothingIsFearedByAnAssumptionOfItsOwn() {
    Derivation unknown = writes("widgets.example", "widgets", "Widget", Map.of());
    int controller = unknown.holds(account("system", "controller"));
    int eve = unknown.holds(user("eve"));
    assertThat(unknown.leads(controller, eve)).isFalse();
    assertThat(unknown.leadsAssuming(Deputies.UNKNOWN_FOLLOW, controller, eve)).isFalse();
    assertThat(unknown.leadsAssuming(Deputies.UNKNOWN_ACT, controller, eve)).isTrue();
  }

  @Test
  void aResourceThatSeemsToHoldAPodIsFearedToMakeOneInItsNamespace() {
    Map<String, String> pod =
        Map.of("spec.template.containers", ReferenceFields.Kind.POD_TEMPLATE.words());
    Derivation unknown = writes("widgets.example", "widgets", "Widget", pod);
    int green = unknown.facts().codeAnywhere(unknown.facts().crafted(unknown.namespace("green")));
    int eve = unknown.holds(user("eve"));
    assertThat(unknown.leads(green, eve)).isFalse();
    assertThat(unknown.leadsAssuming(Deputies.UNKNOWN_FOLLOW, green, eve)).isTrue();
    Derivation other = writes("widgets.example", "widgets", "Widget");
    int there = other.facts().codeAnywhere(other.facts().crafted(other.namespace("green")));
    assertThat(
            other.steps().stream()
                .noneMatch(step -> step.row().equals("A9") && step.conclusion() == there))
        .isTrue();
  }

  @Test
  void aWorkflowIsAsGoodAsPodsInItsNamespaceOnly() {
    Derivation tekton = writes("tekton.dev", "taskruns", "TaskRun");
    int green = tekton.facts().codeAnywhere(tekton.facts().crafted(tekton.namespace("green")));
    int system = tekton.facts().codeAnywhere(tekton.facts().crafted(tekton.namespace("system")));
    assertThat(tekton.leads(green, tekton.holds(user("eve")))).isTrue();
    assertThat(tekton.leads(system, tekton.holds(user("eve")))).isFalse();
  }

  private static boolean connects(String resource, String asked) {
    Derivation derivation =
        Derivation.of(
            ClusterFixture.manifests()
                .pod("green", "web", "default", PodSpec.Token.NOT_MOUNTED)
                .role("green", "app", rule("get", "", resource, asked))
                .bindRole("green", "app", user("eve")));
    int eve = derivation.holds(user("eve"));
    return derivation.steps().stream()
        .filter(step -> derivation.facts().kind(step.conclusion()) == FactKind.CONNECT)
        .anyMatch(step -> derivation.leads(step.conclusion(), eve));
  }

  @Test
  void aProxyIsAskedForByNameSchemeAndPort() {
    assertThat(connects("pods/proxy", "web")).isTrue();
    assertThat(connects("pods/proxy", "web:8080")).isTrue();
    assertThat(connects("pods/proxy", "https:web:8443")).isTrue();
    assertThat(connects("pods/proxy", "http:other:80")).isFalse();
    assertThat(connects("pods/proxy", "webs")).isFalse();
    assertThat(connects("pods/portforward", "web:8080"))
        .as("forwarding takes the name alone")
        .isFalse();
    assertThat(ProxyName.of("http:web:")).isEqualTo(new ProxyName("web", ""));
    assertThat(ProxyName.of("web:8080").ports()).isEqualTo(PortSet.of(PortSet.Protocol.TCP, 8080));
    assertThat(ProxyName.of("web:http").ports()).isEqualTo(PortSet.ALL);
  }
}
