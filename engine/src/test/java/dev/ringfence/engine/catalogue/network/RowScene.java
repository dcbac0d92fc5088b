package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.List;
import java.util.Map;

/** The small cluster of the tests of rows: an attacker, a victim that listens, and Calico. */
final class RowScene {

  private RowScene() {}

  static final PortSet HTTP = PortSet.of(PortSet.Protocol.TCP, 8080);

  static SmallCluster cluster(String providerId) {
    return new SmallCluster()
        .node(
            "node", Map.of(), List.of("192.168.0.1"), List.of("10.0.0.0/24"), providerId, "v1.36.0")
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .pod("red", "attacker", Map.of())
        .pod(
            "blue",
            "victim",
            Map.of("app", "victim"),
            SmallCluster.spec(
                SmallCluster.container(
                    "docker.io/library/nginx:1", SmallCluster.port("http", 8080, "TCP"))));
  }

  static final NetworkPolicy DENY_INGRESS =
      SmallCluster.policy("blue", "deny", Map.of(), List.of(), null);
}
