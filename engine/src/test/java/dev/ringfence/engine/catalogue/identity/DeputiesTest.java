package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.identity.DeputyScene.Gets;
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

  private static DeputyScene kustomization() {
    return DeputyScene.written(
        "kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization", "green");
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

  private static DeputyScene tenantResource() {
    return DeputyScene.written("capsule.clastix.io", "tenantresources", "TenantResource", "green");
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
    assertThat(DeputyScene.written("velero.io", "restores", "Restore", "green").runs(image).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(DeputyScene.written("velero.io", "restores", "Restore", "system").runs(image).gets())
        .isEqualTo(Gets.RIGHTS);
    assertThat(DeputyScene.written("velero.io", "restores", "Restore", "green").gets())
        .as("where it runs is not seen")
        .isEqualTo(Gets.RIGHTS);
  }

  private static DeputyScene application(String namespace) {
    return DeputyScene.written("argoproj.io", "applications", "Application", namespace)
        .runs("quay.io/argoproj/argocd:v3.1.0");
  }

  @Test
  void argoActsForOtherNamespacesWhereItIsTold() {
    String map = "argocd-cmd-params-cm";
    assertThat(application("system").gets())
        .as("a project that is not read may be narrower than the one that is there by default")
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(application("green").gets()).isEqualTo(Gets.ON_AN_ASSUMPTION);
    assertThat(application("green").configured(map, Map.of()).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    assertThat(
            application("green").configured(map, Map.of("application.namespaces", "green")).gets())
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
  }

  @Test
  void whatIsLookedUpInItsNamespaceIsUsedAsTheWriterWishes() {
    DeputyScene scene =
        DeputyScene.written(
            "kustomize.toolkit.fluxcd.io", "kustomizations", "Kustomization", "green");
    scene
        .fixture()
        .serviceAccount("green", "deployer", null)
        .serviceAccount("blue", "deployer", null);
    Derivation derivation = Derivation.of(scene.fixture());
    int eve = derivation.holds(user("eve"));
    int own = derivation.holds(account("green", "deployer"));
    int others = derivation.holds(account("blue", "deployer"));
    assertThat(derivation.leads(own, eve)).isFalse();
    assertThat(derivation.leadsAssuming(UsedInNamespace.USED, own, eve)).isTrue();
    assertThat(derivation.leadsAssuming(UsedInNamespace.USED, others, eve)).isFalse();
  }

  @Test
  void aCloudMayAssociateRolesWhereAnAgentHandsThemOut() {
    for (String image :
        new String[] {
          "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/eks-pod-identity-agent:v0.1.30",
          "example.org/agent:v1"
        }) {
      DeputyScene scene = DeputyScene.written("", "configmaps", "ConfigMap", "green").runs(image);
      scene.fixture().serviceAccount("green", "web", null);
      Derivation derivation = Derivation.of(scene.fixture());
      int web = derivation.holds(account("green", "web"));
      int everything = derivation.facts().everything();
      assertThat(derivation.leads(everything, web)).isFalse();
      assertThat(derivation.leadsAssuming(CloudRole.ASSOCIATED, everything, web))
          .isEqualTo(image.contains("identity"));
    }
  }

  @Test
  void aResourceSetIsMadeWithTheOperatorsRightsUnlessAnAccountIsItsDefault() {
    DeputyScene plain =
        DeputyScene.written("fluxcd.controlplane.io", "resourcesets", "ResourceSet", "green")
            .runs("ghcr.io/controlplaneio-fluxcd/flux-operator:v0.30.0");
    assertThat(plain.gets()).isEqualTo(Gets.RIGHTS);
    DeputyScene locked =
        DeputyScene.written("fluxcd.controlplane.io", "resourcesets", "ResourceSet", "green")
            .runs(
                "ghcr.io/controlplaneio-fluxcd/flux-operator:v0.30.0",
                "default-service-account=flux-operator");
    assertThat(locked.gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  private static DeputyScene ingress(String tag) {
    return DeputyScene.written("networking.k8s.io", "ingresses", "Ingress", "green")
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
      assertThat(DeputyScene.written("cilium.io", plural, kind, "green").runs(image).gets())
          .as(kind)
          .isEqualTo(Gets.RIGHTS);
    }
    assertThat(
            DeputyScene.written(
                    "cilium.io", "ciliumnetworkpolicies", "CiliumNetworkPolicy", "green")
                .runs(image)
                .gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  @Test
  void imagesOfManyControllersAreToldByAPattern() {
    String bucket = "s3.services.k8s.aws";
    String image = "public.ecr.aws/aws-controllers-k8s/s3-controller:1.0.30";
    DeputyScene runs = DeputyScene.written(bucket, "buckets", "Bucket", "green").runs(image);
    runs.fixture()
        .clusterRole("other", rule("get,list,watch", bucket, "buckets"))
        .bindEverywhere("other", account("system", "dashboard"));
    Derivation derivation = Derivation.of(runs.fixture());
    int eve = derivation.holds(user("eve"));
    assertThat(derivation.leads(derivation.holds(account("system", "controller")), eve)).isTrue();
    assertThat(derivation.leads(derivation.holds(account("system", "dashboard")), eve))
        .as("the pod that runs the image is the controller, and nobody else")
        .isFalse();
    Deputy ack = KnownDeputies.of(bucket, "Bucket");
    assertThat(ack.images()).containsExactly("aws-controllers-k8s/*-controller");
    DeputyScene copy =
        DeputyScene.written(bucket, "buckets", "Bucket", "green")
            .runs("registry.example/s3-controller:1");
    copy.fixture()
        .clusterRole("other", rule("get,list,watch", bucket, "buckets"))
        .bindEverywhere("other", account("system", "dashboard"));
    Derivation unseen = Derivation.of(copy.fixture());
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
    DeputyScene set =
        DeputyScene.written("argoproj.io", "applicationsets", "ApplicationSet", "green")
            .runs(image);
    assertThat(set.configured(map, applications).gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    set =
        DeputyScene.written("argoproj.io", "applicationsets", "ApplicationSet", "green")
            .runs(image);
    assertThat(set.configured(map, Map.of("applicationsetcontroller.namespaces", "green")).gets())
        .as("as far as projects let it, which are not read")
        .isEqualTo(Gets.ON_AN_ASSUMPTION);
    DeputyScene project =
        DeputyScene.written("argoproj.io", "appprojects", "AppProject", "green").runs(image);
    assertThat(project.configured(map, applications).gets()).isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
    project = DeputyScene.written("argoproj.io", "appprojects", "AppProject", "system").runs(image);
    assertThat(project.gets()).isEqualTo(Gets.RIGHTS);
  }

  @Test
  void tektonReadsTasksOfAllNamespacesUnlessItsConfigMapSaysWhich() {
    String image = "ghcr.io/tektoncd/pipeline/cmd/resolvers:v1.6.0";
    String map = "cluster-resolver-config";
    DeputyScene request =
        DeputyScene.written(
            "resolution.tekton.dev", "resolutionrequests", "ResolutionRequest", "green");
    assertThat(request.runs(image).configured(map, Map.of()).gets()).isEqualTo(Gets.RIGHTS);
    request =
        DeputyScene.written(
            "resolution.tekton.dev", "resolutionrequests", "ResolutionRequest", "green");
    assertThat(request.runs(image).configured(map, Map.of("allowed-namespaces", "tasks")).gets())
        .isEqualTo(Gets.NOTHING_BUT_BY_DEPUTY);
  }

  @Test
  void aCopierOfSecretsServesWhoeverWritesOne() {
    DeputyScene secret = DeputyScene.written("", "secrets", "Secret", "green");
    secret.runs("quay.io/mittwald/kubernetes-replicator:v2.12.0");
    assertThat(secret.gets()).isEqualTo(Gets.RIGHTS);
    Derivation without =
        Derivation.of(DeputyScene.written("", "secrets", "Secret", "green").fixture());
    assertThat(without.steps()).noneMatch(step -> step.row().equals("A8"));
  }

  @Test
  void aTemplateForTheControllersNamespaceIsCodeThere() {
    DeputyScene runner =
        DeputyScene.written(
                "actions.github.com", "autoscalingrunnersets", "AutoscalingRunnerSet", "green")
            .runs("ghcr.io/actions/gha-runner-scale-set-controller:0.13.0");
    Derivation derivation = Derivation.of(runner.fixture());
    int eve = derivation.holds(user("eve"));
    int there =
        derivation.facts().codeAnywhere(derivation.facts().crafted(derivation.namespace("system")));
    int here =
        derivation.facts().codeAnywhere(derivation.facts().crafted(derivation.namespace("green")));
    assertThat(derivation.leads(there, eve)).isTrue();
    assertThat(derivation.leads(here, eve)).isTrue();
    Derivation pipeline =
        Derivation.of(
            DeputyScene.written("tekton.dev", "taskruns", "TaskRun", "green")
                .runs("ghcr.io/tektoncd/pipeline/cmd/controller:v1.6.0")
                .fixture());
    assertThat(pipeline.leads(there, pipeline.holds(user("eve")))).isFalse();
  }

  @Test
  void theAccountOfTheControllersPodsActsThoughOthersWatchTheKindToo() {
    DeputyScene flux = kustomization().runs("ghcr.io/fluxcd/kustomize-controller:v1.6.0");
    flux.fixture()
        .clusterRole(
            "dashboard", rule("get,list,watch", "kustomize.toolkit.fluxcd.io", "kustomizations"))
        .bindEverywhere("dashboard", account("system", "dashboard"));
    Derivation derivation = Derivation.of(flux.fixture());
    int eve = derivation.holds(user("eve"));
    assertThat(derivation.leads(derivation.holds(account("system", "controller")), eve)).isTrue();
    assertThat(derivation.leads(derivation.holds(account("system", "dashboard")), eve)).isFalse();
  }

  @Test
  void crossplanesNamespacedObjectsNameWhatTheyLike() {
    for (String[] kind :
        new String[][] {
          {"kubernetes.m.crossplane.io", "objects", "Object"},
          {"kubernetes.m.crossplane.io", "providerconfigs", "ProviderConfig"},
          {"helm.m.crossplane.io", "releases", "Release"}
        }) {
      assertThat(
              DeputyScene.written(kind[0], kind[1], kind[2], "green")
                  .runs("xpkg.crossplane.io/crossplane-contrib/provider-kubernetes:v1.0.0")
                  .gets())
          .as(kind[2])
          .isEqualTo(Gets.RIGHTS);
    }
    assertThat(KnownDeputies.of("kubernetes.m.crossplane.io", "Object").fields())
        .anyMatch(
            field ->
                field.path().equals("spec.writeConnectionSecretToRef")
                    && field.where() == Deputy.Where.ITS_NAMESPACE)
        .anyMatch(
            field ->
                field.path().contains("connectionDetails[].namespace")
                    && field.where() == Deputy.Where.ELSEWHERE);
    assertThat(KnownDeputies.of("kubernetes.crossplane.io", "Object").fields())
        .as("before 2.0 the Secret may be anywhere")
        .anyMatch(field -> field.path().equals("spec.writeConnectionSecretToRef.namespace"));
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
