package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that a policy adds uses the pod's token volume: found by random mutations. */
class AddedContainersTest {

  private static final String MESH =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: green}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: green}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: mesh}
      spec:
        reinvocationPolicy: Never
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        mutations:
        - patchType: ApplyConfiguration
          applyConfiguration:
            expression: >
              Object{spec: Object.spec{initContainers: [
                Object.spec.initContainers{name: "mesh", image: "mesh", restartPolicy: "Always"}]}}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicyBinding
      metadata: {name: mesh}
      spec: {policyName: mesh}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void oneTokenVolumeServesThemAll() throws Exception {
    Object pod =
        new Reviewed(folder, MESH)
            .of(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: green}
                spec: {containers: [{name: main, image: nginx}]}
                """)
            .object()
            .request()
            .object();
    List<Map<String, Object>> containers =
        PlainObjects.maps(PlainObjects.at(pod, "spec", "initContainers"));
    assertThat(PlainObjects.maps(PlainObjects.at(pod, "spec", "volumes"))).hasSize(1);
    assertThat(containers).hasSize(1);
    assertThat(PlainObjects.maps(containers.getFirst().get("volumeMounts"))).hasSize(1);
  }
}
