package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.meta;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.KnownDeputies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A8 and A9 by the table of deputies: what an image's tag or a setting shows of the checks. Eve
 * writes resources in namespace green; the controller runs in system.
 */
class DeputiesTest {

  /** What eve gets of the controller's rights. */
  private enum Gets {
    RIGHTS,
    ON_AN_ASSUMPTION,
    NOTHING_BUT_BY_DEPUTY
  }

  private ClusterFixture fixture = ClusterFixture.manifests();
  private String group = "";
  private String plural = "";
  private String kind = "";

  private DeputiesTest written(String group, String plural, String kind, String namespace) {
    this.group = group;
    this.plural = plural;
    this.kind = kind;
    fixture =
        ClusterFixture.manifests()
            .namespace("system")
            .namespace("green")
            .role(namespace, "app", rule("create", group, plural))
            .bindRole(namespace, "app", user("eve"))
            .clusterRole("controller", rule("get,list,watch", "*", "*"))
            .bindEverywhere("controller", account("system", "controller"));
    if (!group.isEmpty() && !group.equals("networking.k8s.io")) {
      fixture
          .builder()
          .add(
              new Policies.CustomResource(
                  meta("CustomResourceDefinition", "", plural + "." + group, Map.of()),
                  group,
                  plural,
                  kind,
                  true,
                  Map.of()));
    }
    return this;
  }

  private DeputiesTest runs(String image, String... settings) {
    Container container =
        new Container(
            Container.Type.REGULAR,
            "manager",
            image,
            "IfNotPresent",
            Container.SecurityContext.UNSET,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            false,
            List.of(settings));
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.serviceAccountName = "controller";
    spec.containers = List.of(container);
    fixture
        .builder()
        .addPod(
            meta("Pod", "system", "manager", Map.of()),
            spec.build(),
            new ObjectReference("Pod", "system", "manager"),
            "spec",
            null,
            1,
            false,
            List.of());
    return this;
  }

  private DeputiesTest configured(String map, Map<String, String> data) {
    fixture.builder().add(new Policies.ConfigMap(meta("ConfigMap", "system", map, Map.of()), data));
    return this;
  }

  private Gets gets() {
    Derivation derivation = Derivation.of(fixture);
    int controller = derivation.holds(account("system", "controller"));
    int eve = derivation.holds(user("eve"));
    Deputy deputy = KnownDeputies.of(group, kind);
    if (derivation.leads(controller, eve)) {
      return Gets.RIGHTS;
    }
    if (derivation.leadsAssuming(Deputies.unchecked(deputy), controller, eve)) {
      return Gets.ON_AN_ASSUMPTION;
    }
    assertThat(derivation.steps())
        .anyMatch(step -> step.row().equals("A8") && step.boundaries().length == 1);
    return Gets.NOTHING_BUT_BY_DEPUTY;
  }

  private DeputiesTest kustomization() {
    return written("kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization", "green");
  }

  @Test
  void fluxFollowsUntilBothItsSettingsLockItDown() {
    String image = "ghcr.io/fluxcd/kustomize-controller:v1.6.0";
    String references = "no-cross-namespace-refs=true";
    assertThat(kustomization().gets()).isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(kustomization().runs(image).gets()).isEqualTo(Gets.RIGHTS);
    assertThat(kustomization().runs(image, references).gets()).isEqualTo(Gets.RIGHTS);
    assertThat(kustomization().runs(image, references, "default-service-account=default").gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(kustomization().runs(image, references, "?").gets())
        .as("a script may set or unset anything")
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
  }

  @Test
  void ofSeveralPodsTheOneThatSaysNothingCountsToo() {
    String image = "ghcr.io/fluxcd/kustomize-controller:v1.6.0";
    String[] locked = {"no-cross-namespace-refs=true", "default-service-account=default"};
    assertThat(kustomization().runs(image, locked).runs(image, locked).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(kustomization().runs(image, locked).runs(image).gets()).isEqualTo(Gets.RIGHTS);
  }

  private DeputiesTest tenantResource() {
    return written("capsule.clastix.io", "tenantresources", "TenantResource", "green");
  }

  @Test
  void aCheckThatCameWithAReleaseIsToldByTheTag() {
    String image = "ghcr.io/projectcapsule/capsule:v0.";
    assertThat(tenantResource().runs(image + "13.8").gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(tenantResource().runs(image + "13.7").gets())
        .as("the first fix was not the whole of it")
        .isEqualTo(Gets.RIGHTS);
    assertThat(tenantResource().runs(image + "13.8-rc.1").gets()).isEqualTo(Gets.RIGHTS);
    assertThat(tenantResource().runs(image + "13.8-rc1").gets()).isEqualTo(Gets.RIGHTS);
    assertThat(tenantResource().runs(image + "12.9").gets()).isEqualTo(Gets.RIGHTS);
    assertThat(tenantResource().runs("ghcr.io/projectcapsule/capsule:latest").gets())
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(tenantResource().runs("ghcr.io/projectcapsule/capsule").gets())
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(tenantResource().gets()).as("nothing runs").isEqualTo(Gets.ON_AN_ASSUMPTION);
  }

  @Test
  void theWorstOfSeveralReleasesCounts() {
    String image = "registry.example/copies/projectcapsule/capsule:";
    assertThat(tenantResource().runs(image + "0.13.8").runs(image + "0.12.0").gets())
        .isEqualTo(Gets.RIGHTS);
  }

  @Test
  void anImageThatOnlyLooksLikeItShowsNothing() {
    assertThat(tenantResource().runs("registry.example/otherprojectcapsule/capsule:v0.13.8").gets())
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
  }

  @Test
  void veleroActsForItsOwnNamespaceAlone() {
    String image = "velero/velero:v1.18.0";
    assertThat(written("velero.io", "restores", "Restore", "green").runs(image).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(written("velero.io", "restores", "Restore", "system").runs(image).gets())
        .isEqualTo(Gets.RIGHTS);
    assertThat(written("velero.io", "restores", "Restore", "green").gets())
        .as("where it runs is not seen")
        .isEqualTo(Gets.RIGHTS);
  }

  private DeputiesTest application(String namespace) {
    return written("argoproj.io", "applications", "Application", namespace)
        .runs("quay.io/argoproj/argocd:v3.1.0");
  }

  @Test
  void argoActsForOtherNamespacesWhereItIsTold() {
    String map = "argocd-cmd-params-cm";
    assertThat(application("system").gets()).isEqualTo(Gets.RIGHTS);
    assertThat(application("green").gets()).isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(application("green").configured(map, Map.of()).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(
            application("green").configured(map, Map.of("application.namespaces", "green")).gets())
        .isEqualTo(Gets.RIGHTS);
  }

  private DeputiesTest ingress(String tag) {
    return written("networking.k8s.io", "ingresses", "Ingress", "green")
        .runs("registry.k8s.io/ingress-nginx/controller:" + tag);
  }

  @Test
  void anIngressNamesSecretsOfOthersWhereTheControllerLetsIt() {
    String map = "ingress-nginx-controller";
    String key = "allow-cross-namespace-resources";
    assertThat(ingress("v1.12.1").configured(map, Map.of(key, "false")).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(ingress("v1.12.1").configured(map, Map.of(key, "true")).gets())
        .isEqualTo(Gets.RIGHTS);
    assertThat(ingress("v1.12.1").gets()).isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(ingress("v1.12.1").configured(map, Map.of()).gets())
        .as("off by default since 1.12")
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(ingress("v1.11.5").configured(map, Map.of()).gets()).isEqualTo(Gets.RIGHTS);
  }

  @Test
  void anIngressRunsCodeInTheControllerWhereItTakesSnippets() {
    String map = "ingress-nginx-controller";
    Map<String, String> closed = Map.of("allow-cross-namespace-resources", "false");
    String key = "allow-snippet-annotations";
    assertThat(ingress("v1.9.0").configured(map, closed).gets())
        .as("off by default since 1.9.0")
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(ingress("v1.8.4").configured(map, closed).gets()).isEqualTo(Gets.RIGHTS);
    Map<String, String> open = Map.of("allow-cross-namespace-resources", "false", key, "true");
    assertThat(ingress("v1.12.1").configured(map, open).gets()).isEqualTo(Gets.RIGHTS);
    Map<String, String> off = Map.of("allow-cross-namespace-resources", "false", key, "false");
    assertThat(ingress("v1.8.4").configured(map, off).gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  @Test
  void anEnvoyConfigurationOfCiliumIsTakenAsItIs() {
    String image = "quay.io/cilium/cilium:v1.18.1";
    for (String kind : List.of("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig")) {
      String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
      assertThat(written("cilium.io", plural, kind, "green").runs(image).gets())
          .as(kind)
          .isEqualTo(Gets.RIGHTS);
    }
    assertThat(
            written("cilium.io", "ciliumnetworkpolicies", "CiliumNetworkPolicy", "green")
                .runs(image)
                .gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  @Test
  void imagesOfManyControllersAreToldByAPattern() {
    String bucket = "s3.services.k8s.aws";
    String image = "public.ecr.aws/aws-controllers-k8s/s3-controller:1.0.30";
    DeputiesTest runs = written(bucket, "buckets", "Bucket", "green").runs(image);
    runs.fixture
        .clusterRole("other", rule("get,list,watch", bucket, "buckets"))
        .bindEverywhere("other", account("system", "dashboard"));
    Derivation derivation = Derivation.of(runs.fixture);
    int eve = derivation.holds(user("eve"));
    assertThat(derivation.leads(derivation.holds(account("system", "controller")), eve)).isTrue();
    assertThat(derivation.leads(derivation.holds(account("system", "dashboard")), eve))
        .as("the pod that runs the image is the controller, and nobody else")
        .isFalse();
    Deputy ack = KnownDeputies.of(bucket, "Bucket");
    assertThat(ack.images()).containsExactly("aws-controllers-k8s/*-controller");
    DeputiesTest copy =
        written(bucket, "buckets", "Bucket", "green").runs("registry.example/s3-controller:1");
    copy.fixture
        .clusterRole("other", rule("get,list,watch", bucket, "buckets"))
        .bindEverywhere("other", account("system", "dashboard"));
    Derivation unseen = Derivation.of(copy.fixture);
    assertThat(
            unseen.leads(unseen.holds(account("system", "dashboard")), unseen.holds(user("eve"))))
        .as("where no image shows it, whoever watches is feared")
        .isTrue();
  }

  @Test
  void argoTakesSetsOfApplicationsElsewhereBySettingsOfTheirOwnAndProjectsNever() {
    String map = "argocd-cmd-params-cm";
    String image = "quay.io/argoproj/argocd:v3.1.0";
    Map<String, String> applications = Map.of("application.namespaces", "green");
    DeputiesTest set =
        written("argoproj.io", "applicationsets", "ApplicationSet", "green").runs(image);
    assertThat(set.configured(map, applications).gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    set = written("argoproj.io", "applicationsets", "ApplicationSet", "green").runs(image);
    assertThat(set.configured(map, Map.of("applicationsetcontroller.namespaces", "green")).gets())
        .isEqualTo(Gets.RIGHTS);
    DeputiesTest project = written("argoproj.io", "appprojects", "AppProject", "green").runs(image);
    assertThat(project.configured(map, applications).gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    project = written("argoproj.io", "appprojects", "AppProject", "system").runs(image);
    assertThat(project.gets()).isEqualTo(Gets.RIGHTS);
  }

  @Test
  void tektonReadsTasksOfAllNamespacesUnlessItsConfigMapSaysWhich() {
    String image = "ghcr.io/tektoncd/pipeline/cmd/resolvers:v1.6.0";
    String map = "cluster-resolver-config";
    DeputiesTest request =
        written("resolution.tekton.dev", "resolutionrequests", "ResolutionRequest", "green");
    assertThat(request.runs(image).configured(map, Map.of()).gets()).isEqualTo(Gets.RIGHTS);
    request = written("resolution.tekton.dev", "resolutionrequests", "ResolutionRequest", "green");
    assertThat(request.runs(image).configured(map, Map.of("allowed-namespaces", "tasks")).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  @Test
  void aCopierOfSecretsServesWhoeverWritesOne() {
    DeputiesTest secret = written("", "secrets", "Secret", "green");
    secret.runs("quay.io/mittwald/kubernetes-replicator:v2.12.0");
    assertThat(secret.gets()).isEqualTo(Gets.RIGHTS);
    Derivation without = Derivation.of(written("", "secrets", "Secret", "green").fixture);
    assertThat(without.steps()).noneMatch(step -> step.row().equals("A8"));
  }

  @Test
  void aTemplateForTheControllersNamespaceIsCodeThere() {
    DeputiesTest runner =
        written("actions.github.com", "autoscalingrunnersets", "AutoscalingRunnerSet", "green")
            .runs("ghcr.io/actions/gha-runner-scale-set-controller:0.13.0");
    Derivation derivation = Derivation.of(runner.fixture);
    int eve = derivation.holds(user("eve"));
    int there =
        derivation.facts().codeAnywhere(derivation.facts().crafted(derivation.namespace("system")));
    int here =
        derivation.facts().codeAnywhere(derivation.facts().crafted(derivation.namespace("green")));
    assertThat(derivation.leads(there, eve)).isTrue();
    assertThat(derivation.leads(here, eve)).isTrue();
    Derivation pipeline =
        Derivation.of(
            written("tekton.dev", "taskruns", "TaskRun", "green")
                .runs("ghcr.io/tektoncd/pipeline/cmd/controller:v1.6.0")
                .fixture);
    assertThat(pipeline.leads(there, pipeline.holds(user("eve")))).isFalse();
  }

  @Test
  void theAccountOfTheControllersPodsActsThoughOthersWatchTheKindToo() {
    DeputiesTest flux = kustomization().runs("ghcr.io/fluxcd/kustomize-controller:v1.6.0");
    flux.fixture
        .clusterRole("dashboard", rule("get,list,watch", group, plural))
        .bindEverywhere("dashboard", account("system", "dashboard"));
    Derivation derivation = Derivation.of(flux.fixture);
    int eve = derivation.holds(user("eve"));
    assertThat(derivation.leads(derivation.holds(account("system", "controller")), eve)).isTrue();
    assertThat(derivation.leads(derivation.holds(account("system", "dashboard")), eve)).isFalse();
  }

  @Test
  void everyEntryHasFieldsAndASourceAndNoneHidesAnother() {
    for (Deputy deputy : KnownDeputies.all()) {
      assertThat(deputy.fields()).as(deputy.product() + " " + deputy.group()).isNotEmpty();
      assertThat(deputy.source()).as(deputy.product()).startsWith("https://");
      String someKind = deputy.kinds().isEmpty() ? "Anything" : deputy.kinds().getFirst();
      String someGroup = deputy.group().startsWith(".") ? "any" + deputy.group() : deputy.group();
      List<Deputy> same =
          KnownDeputies.all().stream()
              .filter(other -> other.group().equals(deputy.group()))
              .filter(other -> other.kinds().equals(deputy.kinds()))
              .filter(other -> other.product().equals(deputy.product()))
              .toList();
      assertThat(same).as(deputy.product() + " " + deputy.kinds()).hasSize(1);
      if (!KnownDeputies.ofBuiltInKinds().contains(deputy)) {
        assertThat(KnownDeputies.of(someGroup, someKind)).isEqualTo(deputy);
      }
    }
  }
}
