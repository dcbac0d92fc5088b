package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.NetworkPolicy.Peer;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of which pods, policies and namespaces can be chosen apart from each other. Each
 * namespace has workloads of three replicas; policies go round the namespaces: all closed, its own
 * namespace, the namespaces of its tenant on one port, a front by its labels, ranges outside.
 */
record GrownCluster(int pods, int policies, int namespaces) {

  private static final int REPLICAS = 3;
  private static final int NAMESPACES_A_TENANT = 10;
  private static final Origin ORIGIN = new Origin(Origin.Source.FILE, "grown", 0);
  private static final LabelSelector ALL = LabelSelector.EVERYTHING;

  Cluster build(PodSpec spec) {
    ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.DUMP, "1.36");
    for (int namespace = 0; namespace < namespaces; namespace++) {
      builder.addNamespace(
          meta("Namespace", null, "n" + namespace, Map.of("tenant", tenant(namespace))));
    }
    for (int pod = 0; pod < pods; pod++) {
      int workload = pod / REPLICAS;
      String namespace = "n" + workload % namespaces;
      String app = "app-" + workload / namespaces;
      String tier = workload / namespaces % 4 == 0 ? "front" : "back";
      ObjectMeta meta = meta("Pod", namespace, "p" + pod, Map.of("app", app, "tier", tier));
      ObjectReference topmost = new ObjectReference("Deployment", namespace, app);
      String address = "10." + (pod >> 16) + "." + (pod >> 8 & 255) + "." + (pod & 255);
      builder.addPod(meta, spec, topmost, "spec", null, 1, false, List.of(address));
    }
    for (int policy = 0; policy < policies; policy++) {
      builder.add(policy(policy));
    }
    return builder.build();
  }

  private static String tenant(int namespace) {
    return "t" + namespace / NAMESPACES_A_TENANT;
  }

  private NetworkPolicy policy(int number) {
    int namespace = number % namespaces;
    int form = number / namespaces;
    ObjectMeta meta = meta("NetworkPolicy", "n" + namespace, "np" + number, Map.of());
    return switch (form % 5) {
      case 0 -> new NetworkPolicy(meta, ALL, true, true, List.of(), List.of(own()));
      case 1 -> new NetworkPolicy(meta, ALL, true, false, List.of(own()), List.of());
      case 2 ->
          new NetworkPolicy(
              meta, labels("tier", "back"), true, false, List.of(tenantOn(namespace)), List.of());
      case 3 ->
          new NetworkPolicy(
              meta, labels("app", "app-" + form), true, false, List.of(front()), List.of());
      default ->
          new NetworkPolicy(
              meta, labels("tier", "front"), false, true, List.of(), List.of(outside(number)));
    };
  }

  private static NetworkPolicy.Rule own() {
    return new NetworkPolicy.Rule(List.of(new Peer(ALL, null, null)), List.of());
  }

  private static NetworkPolicy.Rule tenantOn(int namespace) {
    return new NetworkPolicy.Rule(
        List.of(new Peer(null, labels("tenant", tenant(namespace)), null)),
        List.of(new NetworkPolicy.Port("TCP", null, 8080, 8080)));
  }

  private static NetworkPolicy.Rule front() {
    return new NetworkPolicy.Rule(
        List.of(new Peer(labels("tier", "front"), ALL, null)),
        List.of(new NetworkPolicy.Port("TCP", null, 8000, 8100)));
  }

  private static NetworkPolicy.Rule outside(int number) {
    String range = "203.0." + number % 16 + ".0/24";
    return new NetworkPolicy.Rule(
        List.of(new Peer(null, null, new NetworkPolicy.IpBlock(range, List.of()))),
        List.of(new NetworkPolicy.Port("TCP", null, 443, 443)));
  }

  private static LabelSelector labels(String key, String value) {
    return new LabelSelector(Map.of(key, value), List.of());
  }

  private static ObjectMeta meta(
      String kind, @Nullable String namespace, String name, Map<String, String> labels) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name), LabelSet.of(labels), Map.of(), null, ORIGIN);
  }
}
