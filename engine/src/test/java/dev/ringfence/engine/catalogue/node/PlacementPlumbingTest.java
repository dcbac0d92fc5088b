package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementPlumbingTest {

  private final PlacementPlumbing row = new PlacementPlumbing();

  @Test
  void codeAnywhereIsCodeWhereThePodCouldBe() {
    Scene scene =
        new Scene()
            .node("blue", "pool", "blue")
            .node("red", "pool", "red")
            .pod("shop", "web", pod -> pod.nodeSelector.put("pool", "blue"));
    assertThat(scene.stepsFrom("shop/web", row))
        .containsExactly(
            "CODE_ANYWHERE(shop/web) -> CODE_ON(shop/web, blue)",
            "CODE_ON(shop/web, blue) -> CODE(shop/web)",
            "CODE_ON(shop/web, blue) -> ON_NODE(blue)");
  }

  @Test
  void codeOnOneNodeIsNotCodeOnAnother() {
    Scene scene =
        new Scene()
            .node("blue", "pool", "blue")
            .node("red", "pool", "red")
            .pod("shop", "web", pod -> pod.nodeSelector.put("pool", "blue"))
            .pod("kube-system", "agent", pod -> {});
    assertThat(scene.steps(row))
        .noneMatch(step -> step.startsWith("CODE_ON(kube-system/agent, blue) -> CODE_ON"));
    assertThat(scene.steps(new NodeToPods()))
        .contains("KUBELET(blue) -> CODE_ON(kube-system/agent, blue)")
        .doesNotContain("KUBELET(red) -> CODE_ON(shop/web, red)");
  }

  @Test
  void aNodeWithoutThePodsHandlerCannotStartIt() {
    Scene scene =
        new Scene()
            .node("plain", List.of(), List.of(new Node.RuntimeHandler("", false, false)), "linux")
            .runtimeClass("sandbox", "runsc")
            .pod("shop", "web", pod -> pod.runtimeClassName = "sandbox");
    assertThat(scene.stepsFrom("shop/web", row)).isEmpty();
  }

  @Test
  void aPodThatFitsNoNodeMayFindOneAndANodeThatIsNamedMayBeAny() {
    Scene scene =
        new Scene()
            .node("blue", "pool", "blue")
            .pod("shop", "web", pod -> pod.nodeSelector.put("pool", "green"))
            .pod("shop", "pinned", pod -> pod.nodeName = "gone");
    assertThat(scene.stepsFrom("shop/", row))
        .containsExactly(
            "CODE_ANYWHERE(shop/pinned) -> CODE_ON(shop/pinned, blue)",
            "CODE_ANYWHERE(shop/web) -> CODE(shop/web) assuming nodes-for-unplaceable-pods",
            "CODE_ON(shop/pinned, blue) -> CODE(shop/pinned)",
            "CODE_ON(shop/pinned, blue) -> ON_NODE(blue)");
  }
}
