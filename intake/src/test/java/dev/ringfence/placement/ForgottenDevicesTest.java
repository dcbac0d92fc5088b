package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disagreement that world 49 of {@link DeviceDifferentialTest} found: of three devices with two
 * models the scheduler gives a claim all three, though their models are to be distinct.
 */
@RealControlPlane
class ForgottenDevicesTest {

  private static final List<String> OBJECTS =
      List.of(
          """
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}"""
              .formatted(RandomDevices.NAMESPACE),
          """
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-0",\
          "labels":{"kubernetes.io/hostname":"node-0"}},"spec":{"taints":[]},\
          "status":{"capacity":{"cpu":"8","memory":"8Gi","pods":"110"},\
          "allocatable":{"cpu":"8","memory":"8Gi","pods":"110"},\
          "conditions":[{"type":"Ready","status":"True"}]}}""",
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"any"},"spec":{}}""",
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"ResourceSlice","metadata":{"name":"cards"},\
          "spec":{"driver":"gpu.example","pool":{"name":"cards","generation":1,\
          "resourceSliceCount":1},"nodeName":"node-0","devices":[\
          {"name":"device-0","attributes":{"model":{"string":"b"}}},\
          {"name":"device-1","attributes":{"model":{"string":"a"}}},\
          {"name":"device-2","attributes":{"model":{"string":"b"}}}]}}""",
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"distinct",\
          "namespace":"%s"},"spec":{"devices":{"requests":[\
          {"name":"two","exactly":{"deviceClassName":"any","allocationMode":"ExactCount","count":2}},\
          {"name":"one","exactly":{"deviceClassName":"any","allocationMode":"ExactCount","count":1,\
          "selectors":[{"cel":{"expression":"device.attributes['gpu.example'].model == 'a'"}}]}}],\
          "constraints":[{"distinctAttribute":"gpu.example/model"}]}}}"""
              .formatted(RandomDevices.NAMESPACE));

  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod","namespace":"%s"},"spec":\
      {"terminationGracePeriodSeconds":0,\
      "resourceClaims":[{"name":"c","resourceClaimName":"distinct"}],\
      "containers":[{"name":"main","image":"registry.example/app:1"}]}}"""
          .formatted(RandomDevices.NAMESPACE);

  @Test
  void devicesThatTheSchedulerForgetsAreDoubtAndNoRefusal(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    plane.reset();
    RealScheduler scheduler = new RealScheduler(plane);
    scheduler.createNamespace(OBJECTS.get(0));
    scheduler.createNode(OBJECTS.get(1));
    OBJECTS.subList(2, OBJECTS.size()).forEach(object -> scheduler.create(object).orThrow());
    scheduler.create(POD).orThrow();
    assertThat(scheduler.await(RandomDevices.NAMESPACE, "pod").node()).isEqualTo("node-0");
    plane.reset();

    List<String> documents = new ArrayList<>(OBJECTS);
    documents.add(POD);
    String list =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + String.join(",", documents) + "]}";
    Cluster cluster = Reading.file(folder, "forgotten.json", list).cluster();
    Set<String> doubts = new HashSet<>();
    int pod = Reading.pod(cluster, "pod");
    assertThat(CurrentPlacement.of(cluster, new DeviceExpressions()).refusals(pod, doubts::add)[0])
        .isNull();
    assertThat(doubts).singleElement().asString().contains("taken to forget");
  }
}
