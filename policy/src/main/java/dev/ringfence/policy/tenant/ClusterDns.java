package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Service;

/** The Service that kubelets write into pods' {@code resolv.conf}. */
public final class ClusterDns {

  private ClusterDns() {}

  /**
   * By the label that every installer gives it, or its name: OpenShift's is {@code dns-default}.
   */
  public static boolean isOne(Service service) {
    return "kube-dns".equals(service.meta().labels().get("k8s-app"))
        || service.meta().name().equals("kube-dns")
        || service.meta().name().equals("dns-default");
  }
}
