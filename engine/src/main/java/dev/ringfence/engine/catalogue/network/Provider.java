package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.placement.NodeClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's metadata service is.
 *
 * @param name names the boundary
 * @param addresses of the service
 * @param known whether the node says that it is such a cloud's
 */
record Provider(String name, List<String> addresses, boolean known) {

  private static final String LINK_LOCAL = "169.254.169.254";

  private static final Map<String, Provider> CLOUDS =
      Map.of(
          "aws", new Provider("aws", List.of(LINK_LOCAL, "fd00:ec2::254"), true),
          "azure", new Provider("azure", List.of(LINK_LOCAL, "168.63.129.16"), true),
          "gce", new Provider("gce", List.of(LINK_LOCAL, "fd20:ce::254"), true),
          "digitalocean", new Provider("digitalocean", List.of(LINK_LOCAL), true),
          "hcloud", new Provider("hcloud", List.of(LINK_LOCAL), true),
          "ibm", new Provider("ibm", List.of(LINK_LOCAL), true),
          "openstack", new Provider("openstack", List.of(LINK_LOCAL), true),
          "oci", new Provider("oci", List.of(LINK_LOCAL, "fd00:c1::a9fe:a9fe"), true));

  /** Schemes of nodes that no cloud stands behind. */
  private static final Set<String> WITHOUT =
      Set.of("kind", "k3s", "k3d", "rke2", "metal3", "vsphere", "proxmox", "docker", "minikube");

  private static final Provider UNKNOWN =
      new Provider(
          "unknown",
          List.of(
              LINK_LOCAL,
              "fd00:ec2::254",
              "fd20:ce::254",
              "fd00:c1::a9fe:a9fe",
              "168.63.129.16",
              "100.100.100.200",
              "169.254.0.23"),
          false);

  /** The first member's that has one; null where none has. */
  static @Nullable Provider of(Cluster cluster, NodeClass nodeClass) {
    for (int node : nodeClass.members()) {
      Provider provider = of(cluster.nodes().get(node));
      if (provider != null) {
        return provider;
      }
    }
    return null;
  }

  /** A node that was read and names no provider is taken to be in no cloud. */
  private static @Nullable Provider of(Node node) {
    String id = node.providerId();
    if (id.isEmpty()) {
      return node.assumed() ? UNKNOWN : null;
    }
    int scheme = id.indexOf("://");
    String name = scheme < 0 ? "" : id.substring(0, scheme);
    if (id.startsWith("ocid1.")) {
      name = "oci";
    }
    return WITHOUT.contains(name) ? null : CLOUDS.getOrDefault(name, UNKNOWN);
  }

  /** Rests a step on there being such a service, where the node does not say. */
  StepSink.Draft existing(StepSink.Draft draft) {
    return known ? draft : draft.assuming(NetworkAssumptions.METADATA_EXISTS);
  }
}
