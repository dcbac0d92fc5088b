package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * C3: two clusters that have a root in common: the authority of client certificates, the issuer of
 * service accounts' tokens, administrators' credentials.
 *
 * <p>Premise: a place outside, where another cluster may be the attacker's. Whether a root is
 * shared stands in no object of one cluster: an assumption, asked where something here tells of
 * other clusters (Cluster API, hubs and their agents, cluster meshes, meshes over several clusters,
 * credentials of remote clusters). Without any sign, the cluster is taken to stand alone. No
 * boundary.
 */
final class SharedRoots implements Row {

  static final Assumption SHARED =
      new Assumption(
          "roots-shared-between-clusters",
          "Other clusters, of which objects of this one tell, may share its certificate authority,"
              + " its issuer of tokens or its administrators' credentials.",
          "true");

  /** Groups of kinds by which clusters know of one another; those below them too. */
  private static final List<String> GROUPS =
      List.of(
          "cluster.x-k8s.io",
          "open-cluster-management.io",
          "karmada.io",
          "fleet.cattle.io",
          "management.cattle.io",
          "provisioning.cattle.io",
          "multicluster.x-k8s.io",
          "multicluster.crd.antrea.io",
          "submariner.io",
          "clusternet.io",
          "kubefed.io",
          "hypershift.openshift.io");

  private static final Set<String> MESH_SECRETS =
      Set.of("cilium-clustermesh", "clustermesh-apiserver-remote-cert");

  @Override
  public String id() {
    return "C3";
  }

  @Override
  public String title() {
    return "comes from another cluster that shares a root";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    if (!signs(landscape).isEmpty()) {
      steps
          .to(landscape.facts().everything())
          .from(landscape.facts().outside())
          .assuming(SHARED)
          .add();
    }
  }

  private static List<ObjectMeta> signs(Landscape landscape) {
    List<ObjectMeta> signs = new ArrayList<>();
    for (Policies.CustomResource definition : landscape.cluster().customResources()) {
      String group = definition.group();
      if (GROUPS.stream().anyMatch(one -> group.equals(one) || group.endsWith("." + one))) {
        signs.add(definition.meta());
      }
    }
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      if (SecretOpensMore.useOf(secret) == SecretOpensMore.Use.KUBECONFIG
          || secret.type().equals("cluster.x-k8s.io/secret")
          || MESH_SECRETS.contains(secret.meta().name())
          || "true".equals(secret.meta().labels().get("istio/multiCluster"))) {
        signs.add(secret.meta());
      }
    }
    return signs;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    ObjectMeta sign = signs(landscape).getFirst();
    evidence.add(sign, "metadata.name", "tells of other clusters");
  }
}
