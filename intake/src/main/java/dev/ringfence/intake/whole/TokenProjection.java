package dev.ringfence.intake.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volume by which a service account's token comes into a pod. */
final class TokenProjection {

  private TokenProjection() {}

  static Map<String, Object> volume(String name) {
    Map<String, Object> projected = new LinkedHashMap<>();
    List<Object> sources = new ArrayList<>();
    sources.add(Map.of("serviceAccountToken", Map.of("expirationSeconds", 3607L, "path", "token")));
    sources.add(
        Map.of(
            "configMap",
            Map.of(
                "name",
                "kube-root-ca.crt",
                "items",
                List.of(Map.of("key", "ca.crt", "path", "ca.crt")))));
    sources.add(
        Map.of(
            "downwardAPI",
            Map.of(
                "items",
                List.of(
                    Map.of(
                        "path",
                        "namespace",
                        "fieldRef",
                        Map.of("apiVersion", "v1", "fieldPath", "metadata.namespace"))))));
    projected.put("sources", sources);
    projected.put("defaultMode", 420L);
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("name", name);
    volume.put("projected", projected);
    return volume;
  }
}
