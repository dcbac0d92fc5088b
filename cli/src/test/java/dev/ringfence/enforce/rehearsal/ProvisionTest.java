package dev.ringfence.enforce.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.advice.Adviser;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.document.AssumptionsDocument.NodePool;
import dev.ringfence.policy.traits.ClusterTraits;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nodes that are provided in the model run what the fence asks of them: else its pods would fit
 * nowhere there, and the pattern would be credited with their absence.
 */
final class ProvisionTest {

  private static final String TENANT =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jobs}
      spec:
        trust: Untrusted
        code: Arbitrary
        namespaces: {names: [jobs]}
        needs: {podSpec: Platform}
      """;

  @Test
  void theHandlerThatTheClustersNodesReportIsProvided() {
    assertThat(handlers("{name: \"\"}, {name: runc}, {name: kata}", TENANT))
        .containsExactly("kata", "kata");
  }

  @Test
  void theHandlerOfTheClassThatIsThereIsProvided() {
    assertThat(
            handlers(
                "{name: \"\"}, {name: runc}",
                TENANT
                    + """
                    ---
                    apiVersion: node.k8s.io/v1
                    kind: RuntimeClass
                    metadata: {name: small-machines}
                    handler: kata-fc
                    """))
        .containsExactly("kata-fc", "kata-fc");
  }

  @Test
  void theHandlerThatTheIsolationClassNamesIsProvided() {
    assertThat(
            handlers(
                "{name: \"\"}, {name: runc}, {name: runsc}",
                TENANT.replace("podSpec: Platform}", "podSpec: Platform}\n  isolationClass: own")
                    + """
                    ---
                    apiVersion: ringfence.dev/v1alpha1
                    kind: IsolationClass
                    metadata: {name: own}
                    spec: {pattern: Sandboxed, runtimeClassName: machines, runtimeHandler: kata-clh}
                    """))
        .containsExactly("kata-clh", "kata-clh");
  }

  @Test
  void whereNothingIsKnownItIsThatOfGvisor() {
    assertThat(handlers("{name: \"\"}, {name: runc}", TENANT)).containsExactly("runsc", "runsc");
  }

  /** The handler of the fence's RuntimeClass, rendered or there, and that of the provided pool. */
  private static List<String> handlers(String ofNodes, String documents) {
    String source =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: general, labels: {kubernetes.io/hostname: general}}
        status: {runtimeHandlers: [%s]}
        ---
        """
            .formatted(ofNodes);
    Intake.Result read =
        Intake.read(
            List.of(new SourceSpec.Text("source", source + documents)), IntakeOptions.DEFAULT);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    Draft draft =
        new Rehearsal(
                read.cluster(),
                policy,
                Adviser.advise(policy, resolution, ClusterTraits.of(resolution.cluster())))
            .draft(java.util.Map.of());
    return List.of(rendered(draft), provided(draft));
  }

  private static String rendered(Draft draft) {
    for (ControlObject object : draft.controls().inOrder()) {
      if (object.kind().equals("RuntimeClass")) {
        return object
            .text()
            .lines()
            .filter(line -> line.startsWith("handler: "))
            .map(line -> line.substring("handler: ".length()))
            .findFirst()
            .orElse("none");
      }
    }
    return draft.cluster().runtimeClasses().isEmpty()
        ? "no RuntimeClass is rendered"
        : draft.cluster().runtimeClasses().getFirst().handler();
  }

  private static String provided(Draft draft) {
    NodePool pool = draft.provision().pools().getLast();
    return pool.runtimeHandlers().stream()
        .map(Node.RuntimeHandler::name)
        .filter(ClusterTraits::isSandbox)
        .findFirst()
        .orElse("none");
  }
}
