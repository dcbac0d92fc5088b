package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.ControlObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose RuntimeClass a sandbox is: what an earlier fence made is needed while a fence names it. */
final class KeptRuntimeTest {

  private static String documents(String settings) {
    return """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: pool}
      spec: {pattern: Sandboxed%s}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: own}
      spec: {pattern: SandboxedDedicatedNodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: a}
      spec: {trust: Trusted, namespaces: {names: [a]}, isolationClass: pool}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: b}
      spec: {trust: Trusted, namespaces: {names: [b]}, isolationClass: own}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: worker}
      status: {runtimeHandlers: [{name: runc}, {name: runsc}]}
      """
        .formatted(settings);
  }

  private static String runtimeClass(String name, String labels) {
    return """
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: %s, labels: {%s}}
        handler: runsc
        """
        .formatted(name, labels);
  }

  private static List<String> made(String settings, String objects) {
    return FencedCluster.rendered(documents(settings) + objects).inOrder().stream()
        .filter(object -> object.kind().equals("RuntimeClass"))
        .map(ControlObject::name)
        .toList();
  }

  @Test
  void aPoolsAndThatOfOwnNodesAreTwo() {
    List<String> first = made("", "");
    assertThat(first).containsExactly("ringfence-runsc", "ringfence-runsc-own");
    String there = "app.kubernetes.io/managed-by: ringfence";
    assertThat(made("", runtimeClass(first.get(0), there) + runtimeClass(first.get(1), there)))
        .as("a second run changes nothing")
        .isEqualTo(first);
  }

  @Test
  void whatAnEarlierFenceMadeIsNotPrunedWhileItIsNamed() {
    String mark = "app.kubernetes.io/managed-by: ringfence";
    assertThat(made(", runtimeClassName: gvisor", runtimeClass("gvisor", mark))).contains("gvisor");
    assertThat(made(", runtimeClassName: gvisor", runtimeClass("gvisor", "")))
        .as("somebody else's is left as it is")
        .doesNotContain("gvisor");
  }
}
