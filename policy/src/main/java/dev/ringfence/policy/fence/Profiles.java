package dev.ringfence.policy.fence;

import dev.ringfence.policy.document.IsolationClassDocument;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The profiles of quotas and networks that a class may name. */
public final class Profiles {

  /** Traffic to DNS, own namespaces and published services. */
  public static final String CLOSED = "closed";

  /** The same, and to addresses that belong to nobody here. */
  public static final String INTERNET = "internet";

  /** Of networks. */
  public static final List<String> NETWORKS = List.of(CLOSED, INTERNET);

  /** Of quotas. */
  public static final List<String> QUOTAS = List.of("small", "medium", "large");

  /** What a container gets that says no limit; one that requests more is refused then. */
  public static final SortedMap<String, String> DEFAULT_LIMITS =
      sorted(Map.of("cpu", "500m", "ephemeral-storage", "1Gi", "memory", "512Mi"));

  /** What a container gets that requests nothing and has no limit. */
  public static final SortedMap<String, String> DEFAULT_REQUESTS =
      sorted(Map.of("cpu", "100m", "ephemeral-storage", "100Mi", "memory", "128Mi"));

  private Profiles() {}

  private static SortedMap<String, String> sorted(Map<String, String> quantities) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
  }

  /** The quantities of a class: its profile's, or those of the medium one, with its own instead. */
  public static Map<String, String> quota(IsolationClassDocument settings) {
    String profile = settings.quotaProfile();
    return quota(profile == null ? "medium" : profile, settings.quota());
  }

  private static Map<String, String> quota(String profile, Map<String, String> instead) {
    int scale =
        switch (profile) {
          case "small" -> 1;
          case "large" -> 16;
          default -> 4;
        };
    Map<String, String> hard = new LinkedHashMap<>();
    hard.put("requests.cpu", String.valueOf(8 * scale));
    hard.put("limits.cpu", String.valueOf(16 * scale));
    hard.put("requests.memory", 16 * scale + "Gi");
    hard.put("limits.memory", 32 * scale + "Gi");
    hard.put("requests.ephemeral-storage", 20 * scale + "Gi");
    hard.put("limits.ephemeral-storage", 40 * scale + "Gi");
    hard.put("requests.storage", 100 * scale + "Gi");
    hard.put("persistentvolumeclaims", String.valueOf(10 * scale));
    hard.put("pods", String.valueOf(50 * scale));
    hard.put("services", String.valueOf(20 * scale));
    hard.put("services.loadbalancers", "0");
    hard.put("services.nodeports", "0");
    hard.put("configmaps", String.valueOf(100 * scale));
    hard.put("secrets", String.valueOf(100 * scale));
    hard.put("count/jobs.batch", String.valueOf(100 * scale));
    hard.put("count/cronjobs.batch", String.valueOf(20 * scale));
    hard.put("count/deployments.apps", String.valueOf(50 * scale));
    hard.put("count/replicasets.apps", String.valueOf(500 * scale));
    hard.put("count/statefulsets.apps", String.valueOf(50 * scale));
    hard.put("count/daemonsets.apps", String.valueOf(5 * scale));
    hard.put("count/replicationcontrollers", String.valueOf(50 * scale));
    hard.put("count/horizontalpodautoscalers.autoscaling", String.valueOf(50 * scale));
    hard.put("count/poddisruptionbudgets.policy", String.valueOf(50 * scale));
    hard.putAll(instead);
    return hard;
  }
}
