package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A7: made-up pods against policies in force, with their way out and without it. */
class MadeUpPodsTest {

  private static final String CONTAINERS =
      "(object.spec.containers + object.spec.?initContainers.orValue([]))";
  private static final String NOT_PRIVILEGED =
      CONTAINERS + ".all(c, !c.?securityContext.?privileged.orValue(false))";

  private static ObjectMeta meta(String kind, String name, Map<String, String> labels) {
    return new ObjectMeta(
        new ObjectReference(kind, null, name),
        LabelSet.of(labels),
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "source.yaml", 0));
  }

  private static PolicyVerdict verdict(
      DangerousShape shape, String condition, LabelSelector objects, String... validations) {
    ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");
    builder.addNamespace(meta("Namespace", "green", Map.of("tenant", "green")));
    AdmissionRules.ResourceRule pods =
        new AdmissionRules.ResourceRule(
            List.of("CREATE"), List.of(""), List.of("v1"), List.of("pods"), List.of(), "*");
    builder.add(
        new AdmissionRules.Policy(
            meta("ValidatingAdmissionPolicy", "guard", Map.of()),
            false,
            null,
            new AdmissionRules.MatchResources(
                LabelSelector.EVERYTHING, objects, List.of(pods), List.of(), false),
            condition.isEmpty()
                ? List.of()
                : List.of(new AdmissionRules.Named("condition", condition)),
            List.of(),
            java.util.Arrays.stream(validations)
                .map(one -> new AdmissionRules.Validation(one, "", "", ""))
                .toList(),
            List.of(),
            List.of(),
            true,
            false));
    builder.add(
        new AdmissionRules.Binding(
            meta("ValidatingAdmissionPolicyBinding", "guard", Map.of()),
            false,
            "guard",
            null,
            null,
            List.of("Deny")));
    Admission admission = Admission.of(builder.build(), new KubernetesExpressions());
    return admission.policiesOn(admission.profile(0), shape);
  }

  /** Mirror pods of a node's identity, where a policy's variables name each other. */
  private static PolicyVerdict mirror(String validation) {
    ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");
    builder.addNamespace(meta("Namespace", "green", Map.of()));
    AdmissionRules.ResourceRule pods =
        new AdmissionRules.ResourceRule(
            List.of("CREATE"), List.of(""), List.of("v1"), List.of("pods"), List.of(), "*");
    builder.add(
        new AdmissionRules.Policy(
            meta("ValidatingAdmissionPolicy", "guard", Map.of()),
            false,
            null,
            new AdmissionRules.MatchResources(
                LabelSelector.EVERYTHING,
                LabelSelector.EVERYTHING,
                List.of(pods),
                List.of(),
                false),
            List.of(),
            List.of(
                new AdmissionRules.Named("notes", "object.metadata.?annotations.orValue({})"),
                new AdmissionRules.Named(
                    "isMirror", "'kubernetes.io/config.mirror' in variables.notes"),
                new AdmissionRules.Named("broken", "object.nothing.there")),
            List.of(new AdmissionRules.Validation(validation, "", "", "")),
            List.of(),
            List.of(),
            true,
            false));
    builder.add(
        new AdmissionRules.Binding(
            meta("ValidatingAdmissionPolicyBinding", "guard", Map.of()),
            false,
            "guard",
            null,
            null,
            List.of("Deny")));
    Admission admission = Admission.of(builder.build(), new KubernetesExpressions());
    return admission.onMirrorPods(admission.mirrorQuestion(0), "node").policies();
  }

  @Test
  void mirrorPodsAreRefusedByThePolicyThatLooksAtThemAndByNoOther() {
    PolicyVerdict refused = mirror("!variables.isMirror");
    assertThat(refused.refused()).isTrue();
    assertThat(refused.undecided()).isFalse();
    assertThat(mirror("!has(object.spec.hostNetwork)").refused()).isFalse();
    assertThat(mirror("!variables.isMirror || 'way-out' in object.metadata.annotations").refused())
        .isFalse();
    assertThat(mirror("request.userInfo.username.startsWith('system:node:')").refused()).isFalse();
  }

  private static PolicyVerdict verdict(DangerousShape shape, String... validations) {
    return verdict(shape, "", LabelSelector.EVERYTHING, validations);
  }

  @Test
  void whatAPolicyRefusesIsRefusedAndAnotherShapeIsNot() {
    PolicyVerdict refused = verdict(DangerousShape.PRIVILEGED, NOT_PRIVILEGED);
    assertThat(refused.refused()).isTrue();
    assertThat(refused.undecided()).isFalse();
    assertThat(refused.refusals()).hasSize(1);
    assertThat(verdict(DangerousShape.HOST_PID, NOT_PRIVILEGED).refused()).isFalse();
  }

  @Test
  void aLabelThatAPolicyExemptsIsFound() {
    assertThat(
            verdict(
                    DangerousShape.PRIVILEGED,
                    "object.metadata.?labels['exempt'].orValue('') != 'yes'",
                    LabelSelector.EVERYTHING,
                    NOT_PRIVILEGED)
                .refused())
        .isFalse();
    assertThat(
            verdict(
                    DangerousShape.PRIVILEGED,
                    "",
                    new LabelSelector(Map.of("guarded", "yes"), List.of()),
                    NOT_PRIVILEGED)
                .refused())
        .as("pods without the label that the policy selects by")
        .isFalse();
  }

  @Test
  void aKeyThatIsWrittenAsAFieldIsFound() {
    for (String exempt :
        List.of(
            "has(object.metadata.annotations) && has(object.metadata.annotations.approved)",
            "object.metadata.?annotations.?approved.hasValue()",
            "has(object.metadata.labels) && has(object.metadata.labels.breakglass)"
                + " && object.metadata.labels.breakglass == 'granted'")) {
      assertThat(
              verdict(DangerousShape.PRIVILEGED, "(" + exempt + ") || " + NOT_PRIVILEGED).refused())
          .as(exempt)
          .isFalse();
    }
  }

  @Test
  void aRuntimeClassAnImageAndAControllerThatAreExemptAreFound() {
    assertThat(
            verdict(
                    DangerousShape.HOST_PATH,
                    "!(has(object.spec.runtimeClassName) && object.spec.runtimeClassName =="
                        + " 'gvisor')",
                    LabelSelector.EVERYTHING,
                    "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))")
                .refused())
        .isFalse();
    assertThat(
            verdict(
                    DangerousShape.HOST_PATH,
                    "!('system:serviceaccounts:kube-system' in request.userInfo.groups)",
                    LabelSelector.EVERYTHING,
                    "!has(object.spec.volumes)")
                .refused())
        .isFalse();
  }

  @Test
  void whatCannotBeEnumeratedOrCompiledIsUndecided() {
    PolicyVerdict searched =
        verdict(
            DangerousShape.PRIVILEGED,
            "!object.metadata.name.matches('^ops-[0-9]+$')",
            LabelSelector.EVERYTHING,
            NOT_PRIVILEGED);
    assertThat(searched.refused()).isTrue();
    assertThat(searched.undecided()).isTrue();
    PolicyVerdict broken = verdict(DangerousShape.PRIVILEGED, "object.spec.(");
    assertThat(broken.refused()).isTrue();
    assertThat(broken.undecided()).isTrue();
  }

  private static PolicyVerdict changed(DangerousShape shape, boolean patch, String expression) {
    ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");
    builder.addNamespace(meta("Namespace", "green", Map.of("tenant", "green")));
    AdmissionRules.ResourceRule pods =
        new AdmissionRules.ResourceRule(
            List.of("CREATE"), List.of(""), List.of("v1"), List.of("pods"), List.of(), "*");
    builder.add(
        new AdmissionRules.Policy(
            meta("MutatingAdmissionPolicy", "tamer", Map.of()),
            true,
            null,
            new AdmissionRules.MatchResources(
                LabelSelector.EVERYTHING,
                LabelSelector.EVERYTHING,
                List.of(pods),
                List.of(),
                false),
            List.of(),
            List.of(),
            List.of(),
            List.of(new AdmissionRules.Mutation(patch, expression)),
            List.of(),
            true,
            false));
    builder.add(
        new AdmissionRules.Binding(
            meta("MutatingAdmissionPolicyBinding", "tamer", Map.of()),
            true,
            "tamer",
            null,
            null,
            List.of()));
    Admission admission = Admission.of(builder.build(), new KubernetesExpressions());
    return admission.policiesOn(admission.profile(0), shape);
  }

  @Test
  void aPolicyThatTakesTheDangerOutOfAPodIsAsGoodAsARefusal() {
    String tame = "Object{spec: Object.spec{hostNetwork: false}}";
    PolicyVerdict network = changed(DangerousShape.HOST_NETWORK, false, tame);
    assertThat(network.refused()).isTrue();
    assertThat(network.undecided()).isFalse();
    assertThat(changed(DangerousShape.HOST_PID, false, tame).refused()).isFalse();
    String remove = "[JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]";
    assertThat(changed(DangerousShape.HOST_NETWORK, true, remove).refused()).isTrue();
    PolicyVerdict broken = changed(DangerousShape.HOST_NETWORK, false, "Object{spec: nothing}");
    assertThat(broken.undecided()).isTrue();
  }

  private static void passes(DangerousShape shape, String validation) {
    assertThat(verdict(shape, validation).refused()).as(validation).isFalse();
  }

  private static void isRefused(DangerousShape shape, String validation) {
    PolicyVerdict verdict = verdict(shape, validation);
    assertThat(verdict.refused()).as(validation).isTrue();
    assertThat(verdict.undecided()).as(validation).isFalse();
  }

  @Test
  void whatAPolicyForgetsOfTheKindsOfContainersIsTried() {
    for (DangerousShape shape :
        List.of(
            DangerousShape.PRIVILEGED, DangerousShape.CAPABILITY, DangerousShape.UNMASKED_PROC)) {
      String each =
          ".all(c, !c.?securityContext.?privileged.orValue(false)"
              + " && size(c.?securityContext.?capabilities.?add.orValue([])) == 0"
              + " && c.?securityContext.?procMount.orValue('Default') == 'Default')";
      passes(shape, "object.spec.containers" + each);
      isRefused(shape, CONTAINERS + each);
    }
    passes(
        DangerousShape.HOST_PORT,
        "object.spec.containers.all(c, c.?ports.orValue([]).all(p, !has(p.hostPort)))");
    isRefused(
        DangerousShape.HOST_PORT,
        CONTAINERS + ".all(c, c.?ports.orValue([]).all(p, !has(p.hostPort)))");
    passes(
        DangerousShape.HOST_PROCESS,
        "!object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)");
    isRefused(
        DangerousShape.HOST_PROCESS,
        "!object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false) && "
            + CONTAINERS
            + ".all(c, !c.?securityContext.?windowsOptions.?hostProcess.orValue(false))");
  }

  @Test
  void anImageThatIsExemptInInitContainersIsFound() {
    passes(
        DangerousShape.PRIVILEGED,
        "object.spec.containers.all(c, !c.?securityContext.?privileged.orValue(false))"
            + " && object.spec.?initContainers.orValue([]).all(c, c.image == 'registry.example/ops'"
            + " || !c.?securityContext.?privileged.orValue(false))");
  }

  @Test
  void everyCapabilityThatDoesIsTriedInEverySpelling() {
    String added =
        CONTAINERS + ".all(c, c.?securityContext.?capabilities.?add.orValue([]).all(a, %s))";
    isRefused(DangerousShape.CAPABILITY, added.formatted("a in ['NET_BIND_SERVICE', 'CHOWN']"));
    passes(DangerousShape.CAPABILITY, added.formatted("a != 'SYS_ADMIN'"));
    passes(
        DangerousShape.CAPABILITY,
        added.formatted(
            "!(a in ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF',"
                + " 'PERFMON', 'SYS_BOOT'])"));
    isRefused(
        DangerousShape.CAPABILITY,
        added.formatted(
            "!(a.upperAscii().replace('CAP_', '') in ['ALL', 'SYS_ADMIN', 'SYS_MODULE',"
                + " 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF', 'PERFMON', 'SYS_BOOT'])"));
    passes(DangerousShape.DEBUGGER, added.formatted("a != 'SYS_PTRACE'"));
    isRefused(DangerousShape.DEBUGGER, "!object.spec.?hostPID.orValue(false)");
  }

  @Test
  void pathsThatAPolicyDoesNotNameAreTriedAndThoseThatItAllows() {
    String volumes = "object.spec.?volumes.orValue([]).all(v, !has(v.hostPath) || %s)";
    isRefused(DangerousShape.HOST_PATH, volumes.formatted("false"));
    passes(DangerousShape.HOST_PATH, volumes.formatted("!(v.hostPath.path in ['/', '/etc'])"));
    passes(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path.startsWith('/var/log')"));
    isRefused(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path == '/dev/null'"));
    passes(
        DangerousShape.RUNTIME_SOCKET,
        volumes.formatted("!(v.hostPath.path in ['/run/containerd/containerd.sock', '/'])"));
    isRefused(DangerousShape.RUNTIME_SOCKET, volumes.formatted("v.hostPath.path == '/var/log'"));
    passes(
        DangerousShape.HOST_PATH_READ_ONLY,
        volumes.formatted("!(v.hostPath.path in ['/', '/etc'])"));
    PolicyVerdict searched =
        verdict(DangerousShape.HOST_PATH, volumes.formatted("v.hostPath.path.endsWith('.log')"));
    assertThat(searched.undecided()).as("some path may end so").isTrue();
    passes(
        DangerousShape.HOST_PATH,
        "object.spec.?hostUsers.orValue(true) == false || " + volumes.formatted("false"));
    isRefused(
        DangerousShape.PRIVILEGED,
        "(object.spec.?hostUsers.orValue(true) == false || true) && " + NOT_PRIVILEGED);
  }

  @Test
  void aPlainPodPassesWhatRefusesEveryShape() {
    String strict =
        "!object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)"
            + " && !object.spec.?hostNetwork.orValue(false)"
            + " && !object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)"
            + " && object.spec.?volumes.orValue([]).all(v, !has(v.hostPath) && !has(v.nfs)) && "
            + CONTAINERS
            + ".all(c, !c.?securityContext.?privileged.orValue(false)"
            + " && !c.?securityContext.?windowsOptions.?hostProcess.orValue(false)"
            + " && c.?securityContext.?procMount.orValue('Default') == 'Default'"
            + " && c.?ports.orValue([]).all(p, !has(p.hostPort))"
            + " && size(c.?securityContext.?capabilities.?add.orValue([])) == 0)";
    // Were plain pods refused too, each of these would be undecided.
    for (DangerousShape shape : DangerousShape.values()) {
      isRefused(shape, strict);
    }
    for (DangerousShape shape : DangerousShape.values()) {
      assertThat(verdict(shape, "false").undecided()).as("nothing passes: " + shape).isTrue();
    }
  }
}
