package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.deputies.KnownDeputies;
import dev.ringfence.intake.tree.Schema;
import java.util.Set;

/**
 * {@code v1 ConfigMap}: its data only where it configures an enforcer, DNS, identities or a deputy.
 */
final class ConfigMapMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("data");

  private static final Set<String> KEPT =
      Set.of(
          "amazon-vpc-cni",
          "aws-auth",
          "calico-config",
          "canal-config",
          "cilium-config",
          "coredns",
          "kube-flannel-cfg",
          "ingress-nginx-controller",
          "istio",
          "kube-router-cfg",
          "kubeadm-config",
          "kubelet-config",
          "kubernetes-services-endpoint",
          "kyverno",
          "nginx-configuration",
          "node-local-dns");

  private static final String ANTREA = "antrea-config";

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public boolean keepsData(String name) {
    return KEPT.contains(name)
        || name.startsWith(ANTREA)
        || KnownDeputies.configMaps().contains(name);
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    sink.builder().add(new Policies.ConfigMap(object.meta(true), object.root().textMap("data")));
  }
}
