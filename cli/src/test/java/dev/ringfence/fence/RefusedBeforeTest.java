package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.fence.FenceException;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server would refuse when half a fence stands is refused before, and nothing else. */
@RealControlPlane
final class RefusedBeforeTest {

  private static String documents(String settings) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: worker}
    spec: {podCIDRs: [10.244.0.0/24]}
    ---
    apiVersion: ringfence.dev/v1alpha1
    kind: IsolationClass
    metadata: {name: shared}
    spec: {pattern: Shared, %s}
    ---
    apiVersion: ringfence.dev/v1alpha1
    kind: Tenant
    metadata: {name: ours}
    spec: {trust: Trusted, namespaces: {names: [ours]}, isolationClass: shared}
    """
        .formatted(settings);
  }

  private static List<String> problems(String settings) {
    try {
      FencedCluster.planned(documents(settings));
      return List.of();
    } catch (FenceException refused) {
      return refused.problems();
    } catch (DocumentException refused) {
      return refused.problems().stream().map(Object::toString).toList();
    }
  }

  @Test
  void quotasAreRefusedAsTheServerRefusesThem(ControlPlane plane) {
    List<String> resources =
        List.of(
            "cpu",
            "memory",
            "storage",
            "pods",
            "gadgets",
            "requests.cpu",
            "requests.storage",
            "requests.gadgets",
            "limits.memory",
            "limits.storage",
            "hugepages-2Mi",
            "requests.hugepages-2Mi",
            "services",
            "services.nodeports",
            "services.gadgets",
            "configmaps",
            "resourcequotas",
            "jobs",
            "count/jobs.batch",
            "count/gadgets",
            "requests.nvidia.com/gpu",
            "gold.storageclass.storage.k8s.io/requests.storage");
    for (String resource : resources) {
      for (String quantity : List.of("1", "500m", "1.5", "8Gi", "0")) {
        ApiResponse answer =
            plane
                .administrator()
                .dryRun()
                .post(
                    "/api/v1/namespaces/default/resourcequotas",
                    """
                    {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"tried"},\
                    "spec":{"hard":{"%s":"%s"}}}"""
                        .formatted(resource, quantity));
        assertThat(problems("quota: {\"%s\": \"%s\"}".formatted(resource, quantity)).isEmpty())
            .as(Map.of(resource, quantity) + " " + answer.body())
            .isEqualTo(answer.isSuccess());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1/32 |",
        "fd00::1/128 |",
        "10.0.0.300/32 | is no range of addresses",
        "10.0.0.1/33 | is no range of addresses",
        "0.0.0.0/0 | would open the metadata service",
        "10.244.0.0/16 | would open others' pods on Node worker"
      })
  void rangesAreThoseOfTheApiServer(String range, String problem) {
    List<String> found = problems("apiServerAddresses: [\"%s\"]".formatted(range));
    if (problem == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).anyMatch(line -> line.contains(problem));
    }
  }
}
