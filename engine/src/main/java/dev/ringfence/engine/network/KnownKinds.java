package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.TieredPolicy.Api;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which APIs of policies beside NetworkPolicy each product upholds. Sources: the list of
 * implementations of the Network Policy API, and each product's release notes.
 */
final class KnownKinds {

  private static final Pattern CALICO = Pattern.compile(".*calico/node:v3\\.(\\d+).*");

  private KnownKinds() {}

  /**
   * What a product upholds.
   *
   * @param template its pods', or null where only the product's name is known
   */
  static Map<Api, PolicySupport> of(String product, @Nullable PodSpec template) {
    return switch (product) {
      case "calico" -> calico(template);
      case "cilium" ->
          Map.of(Api.CILIUM, PolicySupport.YES, Api.CLUSTER_NETWORK_POLICY, PolicySupport.UNSURE);
      case "ovn-kubernetes" ->
          Map.of(
              Api.ADMIN_NETWORK_POLICY,
              PolicySupport.YES,
              Api.CLUSTER_NETWORK_POLICY,
              PolicySupport.UNSURE);
      // Antrea's gate AdminNetworkPolicy is off unless its configuration switches it on.
      case "antrea", "kube-network-policies", "kube-ovn" ->
          Map.of(
              Api.ADMIN_NETWORK_POLICY,
              PolicySupport.UNSURE,
              Api.CLUSTER_NETWORK_POLICY,
              PolicySupport.UNSURE);
      case "aws-network-policy-agent" -> Map.of(Api.CLUSTER_NETWORK_POLICY, PolicySupport.UNSURE);
      case "unknown" ->
          Map.of(
              Api.ADMIN_NETWORK_POLICY,
              PolicySupport.UNSURE,
              Api.CLUSTER_NETWORK_POLICY,
              PolicySupport.UNSURE,
              Api.CALICO,
              PolicySupport.UNSURE,
              Api.CILIUM,
              PolicySupport.UNSURE);
      default -> Map.of();
    };
  }

  /** AdminNetworkPolicy from 3.29 to 3.31, ClusterNetworkPolicy from 3.32. */
  private static Map<Api, PolicySupport> calico(@Nullable PodSpec template) {
    if (template != null) {
      for (Container container : template.containers()) {
        Matcher version = CALICO.matcher(container.image());
        if (version.matches()) {
          int minor = Integer.parseInt(version.group(1));
          return Map.of(
              Api.CALICO,
              PolicySupport.YES,
              Api.ADMIN_NETWORK_POLICY,
              minor >= 29 && minor <= 31 ? PolicySupport.YES : PolicySupport.NO,
              Api.CLUSTER_NETWORK_POLICY,
              minor >= 32 ? PolicySupport.YES : PolicySupport.NO);
        }
      }
    }
    return Map.of(
        Api.CALICO,
        PolicySupport.YES,
        Api.ADMIN_NETWORK_POLICY,
        PolicySupport.UNSURE,
        Api.CLUSTER_NETWORK_POLICY,
        PolicySupport.UNSURE);
  }
}
