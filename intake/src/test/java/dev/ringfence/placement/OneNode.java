package dev.ringfence.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import java.util.List;

/** Documents of a world of one node and the namespace {@code ever}. */
final class OneNode {

  static final String NAMESPACE =
      "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"ever\"}}";

  /** A class of devices and the one device of the node. */
  static final List<String> DEVICE =
      List.of(
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass",\
          "metadata":{"name":"gpu"},"spec":{}}""",
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"ResourceSlice",\
          "metadata":{"name":"card"},"spec":{"driver":"gpu.example","nodeName":"only",\
          "pool":{"name":"only","generation":1,"resourceSliceCount":1},\
          "devices":[{"name":"card"}]}}""");

  private OneNode() {}

  /** A node by the name of {@code only}. */
  static String node(String taints, String more) {
    return """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"only",\
      "labels":{"kubernetes.io/hostname":"only","zone":"a"}},"spec":{"taints":[%s]%s},\
      "status":{"capacity":{"cpu":"2","memory":"4Gi","pods":"10"},\
      "allocatable":{"cpu":"2","memory":"4Gi","pods":"10"},\
      "conditions":[{"type":"Ready","status":"True"}]}}"""
        .formatted(taints, more);
  }

  static String pod(String name, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"ever",\
        "labels":{"app":"%s"}},"spec":{"terminationGracePeriodSeconds":0,%s}}"""
        .formatted(name, name, spec);
  }

  static String containers(String more) {
    return "\"containers\":[{\"name\":\"main\",\"image\":\"registry.example/app:1\"%s}]"
        .formatted(more);
  }

  static String volume(String labels, String mode) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"disk","labels":{%s}},\
        "spec":{"capacity":{"storage":"1Gi"},"accessModes":["%s"],"storageClassName":"",\
        "persistentVolumeReclaimPolicy":"Retain",\
        "csi":{"driver":"disk.example","volumeHandle":"disk"}}}"""
        .formatted(labels, mode);
  }

  static String claim(String name, String mode) {
    return """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%s",\
        "namespace":"ever"},"spec":{"accessModes":["%s"],"storageClassName":"",\
        "resources":{"requests":{"storage":"1Gi"}}}}"""
        .formatted(name, mode);
  }

  static String uses(String claim) {
    return """
        ,"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"%s"}}]"""
        .formatted(claim);
  }

  static String deviceClaim(String name) {
    return """
        {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"%s",\
        "namespace":"ever"},"spec":{"devices":{"requests":[{"name":"one",\
        "exactly":{"deviceClassName":"gpu"}}]}}}"""
        .formatted(name);
  }

  static String usesDevice(String claim) {
    return ",\"resourceClaims\":[{\"name\":\"gpu\",\"resourceClaimName\":\"%s\"}]".formatted(claim);
  }

  static Cluster read(Path folder, List<String> documents) {
    return Reading.file(
            folder,
            "case.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                + String.join(",", documents)
                + "]}")
        .cluster();
  }
}
