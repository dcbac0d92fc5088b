package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E25, E20, and by which fields evidence says why a node is worth having. */
class AgentsAndKeepersTest {

  private static final PodSpec.Toleration EVERYTHING = new PodSpec.Toleration("", true, "", "");

  /** A node of a tenant's own, and an agent that may or may not come there. */
  private static Scene fenced(boolean tolerant) {
    return new Scene()
        .node("fenced", List.of(new Node.Taint("tenant", "shop", "NoSchedule")), List.of(), "linux")
        .node("common")
        .serviceAccount("kube-system", "agent")
        .pod(
            "kube-system",
            "agent",
            pod -> {
              pod.serviceAccountName = "agent";
              if (tolerant) {
                pod.tolerations.add(EVERYTHING);
              }
            });
  }

  @Test
  void aNodeHoldsTheAgentsThatTolerateTheirWayThereAndNoOthers() {
    String taken = "KUBELET(fenced) -> CODE_ON(kube-system/agent, fenced)";
    assertThat(fenced(true).steps(new NodeToPods())).contains(taken);
    assertThat(fenced(false).steps(new NodeToPods())).doesNotContain(taken);
    assertThat(fenced(true).stepsFrom("NODE_SECRETS(fenced)", new KeptOnNode()))
        .as("its token is there, too")
        .anyMatch(step -> step.contains("-> HOLDS("));
    assertThat(fenced(false).stepsFrom("NODE_SECRETS(fenced) -> HOLDS", new KeptOnNode()))
        .isEmpty();
  }

  @Test
  void whoeverIsInOneContainerIsInThePodWhateverItShares() {
    Scene scene =
        new Scene()
            .node("worker")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.containerType = Container.Type.INIT;
                  pod.privileged = true;
                });
    assertThat(scene.stepsFrom("CODE_ON(shop/web", new PrivilegedContainer()))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)");
  }

  @Test
  void evidenceNamesTheFieldThatTheNodeIsWorthHavingFor() {
    Scene scene =
        new Scene()
            .node("master", "node-role.kubernetes.io/control-plane", "")
            .pod("bank", "vault", pod -> pod.imagePullSecrets.add("registry"))
            .pod(
                "bank",
                "keys",
                pod ->
                    pod.volumes.add(
                        new Volume.Projected(
                            "tls", "secret", List.of("certificate"), List.of(), List.of())));
    assertThat(scene.evidence(new ControlPlaneNode(), "NODE(master)"))
        .contains(
            "Node master: metadata.labels[node-role.kubernetes.io/control-plane] = carries the"
                + " control plane");
    assertThat(scene.evidence(new CachedImage(), "CONTENT(bank)"))
        .contains(
            "Pod bank/vault: spec.containers[main].image = registry.example/app:1",
            "Pod bank/vault: spec.imagePullSecrets = registry");
    assertThat(scene.evidence(new KeptOnNode(), "SECRET(bank, certificate)"))
        .contains("Pod bank/keys: spec.volumes[tls].secret = certificate");
    Scene lured =
        new Scene()
            .node("worker")
            .pod("bank", "vault", pod -> pod.nodeSelector.put("owner", "bank"));
    assertThat(lured.evidence(new LuredPods(), "CODE(bank/vault)"))
        .contains(
            "Pod bank/vault: spec.nodeSelector[owner] = bank: labels that a kubelet may set itself");
  }

  @Test
  void aControlPlaneThatOnlyItsPodsShowIsNamedByThem() {
    Scene scene =
        new Scene()
            .node("plain")
            .running(
                "kube-system",
                "kube-apiserver-plain",
                "plain",
                pod -> pod.image = "registry.k8s.io/kube-apiserver:v1.36.3");
    assertThat(scene.evidence(new ControlPlaneNode(), "NODE(plain)"))
        .contains("Pod kube-system/kube-apiserver-plain: spec.nodeName = plain runs it now");
  }
}
