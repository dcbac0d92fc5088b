package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegedContainerTest {

  private final PrivilegedContainer row = new PrivilegedContainer();

  @Test
  void aPrivilegedContainerOfAnyKindGivesTheNode() {
    for (Container.Type type : Container.Type.values()) {
      Scene scene =
          new Scene()
              .node("worker")
              .pod(
                  "shop",
                  "web",
                  pod -> {
                    pod.privileged = true;
                    pod.containerType = type;
                  });
      assertThat(scene.stepsFrom("CODE_ON", row))
          .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)");
    }
  }

  @Test
  void aContainerThatIsNotPrivilegedDoesNot() {
    Scene scene = new Scene().node("worker").pod("shop", "web", pod -> pod.privileged = false);
    assertThat(scene.stepsFrom("CODE_ON", row)).isEmpty();
  }

  @Test
  void insideGvisorItGivesTheGuestOnly() {
    Scene scene =
        new Scene()
            .node("worker")
            .runtimeClass("fast", "runsc")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.privileged = true;
                  pod.runtimeClassName = "fast";
                });
    assertThat(scene.stepsFrom("CODE_ON", row)).isEmpty();
    assertThat(scene.steps(new SandboxEscape()))
        .containsExactly(
            "CODE_ON(shop/web, worker) -> NODE(worker) assuming handler-runsc",
            "CODE_ON(shop/web, worker) -> NODE(worker) breaking kernel:linux and sentry:gvisor");
  }

  @Test
  void aRuntimeClassCalledGvisorWhoseHandlerIsRuncIsNoSandbox() {
    Scene scene =
        new Scene()
            .node("worker")
            .runtimeClass("gvisor", "runc")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.privileged = true;
                  pod.runtimeClassName = "gvisor";
                });
    assertThat(scene.stepsFrom("CODE_ON", row))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)");
  }

  @Test
  void aUserNamespaceConfinesItOnlyWhereTheNodesHandlerCan() {
    for (boolean can : new boolean[] {true, false}) {
      Scene scene =
          new Scene()
              .node("worker", List.of(), List.of(new Node.RuntimeHandler("", can, false)), "linux")
              .pod(
                  "shop",
                  "web",
                  pod -> {
                    pod.privileged = true;
                    pod.hostUsers = false;
                  });
      assertThat(scene.stepsFrom("CODE_ON", row)).hasSize(can ? 0 : 1);
      assertThat(scene.steps(new UserNamespaceEscape())).hasSize(can ? 1 : 0);
    }
  }

  @Test
  void whereNoNodeWasReadTheUserNamespaceIsAnAssumption() {
    Scene scene =
        new Scene()
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.privileged = true;
                  pod.hostUsers = false;
                });
    assertThat(scene.stepsFrom("CODE_ON", row))
        .containsExactly(
            "CODE_ON(shop/web, any-node) -> NODE(any-node) assuming user-namespaces-unsupported");
    assertThat(
            scene.stepsFrom(
                "CODE_ON",
                row,
                new Assumptions.Statement("user-namespaces-unsupported", "no", "me", null)))
        .isEmpty();
  }

  @Test
  void evidenceNamesContainerFieldAndValue() {
    Scene scene = new Scene().node("worker").pod("shop", "web", pod -> pod.privileged = true);
    assertThat(scene.evidence(row, "CODE_ON"))
        .first()
        .isEqualTo("Pod shop/web: spec.containers[main].securityContext.privileged = true");
  }
}
