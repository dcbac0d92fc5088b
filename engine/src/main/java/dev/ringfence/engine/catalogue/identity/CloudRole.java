package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Rbac;
import java.util.Map;
import java.util.TreeMap;

/**
 * C1: a service account that a cloud takes for a role of its own.
 *
 * <p>Premise: the service account, by code in its pods (the cloud's webhook projects a token) or by
 * minting. The annotation names the role; what it opens stands in the cloud: one assumption for
 * each role, and one role of two accounts is one. The same namespace and name in another cluster of
 * an identity pool is a question of several clusters. No boundary.
 */
final class CloudRole implements Row {

  private static final String[] ANNOTATIONS = {
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
    "alibabacloud.com/role-name",
    "pod-identity.alibabacloud.com/role-name"
  };

  @Override
  public String id() {
    return "C1";
  }

  @Override
  public String title() {
    return "uses the service account's cloud role";
  }

  private static Map<String, String> roles(Rbac.ServiceAccount account) {
    Map<String, String> roles = new TreeMap<>();
    for (String annotation : ANNOTATIONS) {
      String role = account.meta().annotations().get(annotation);
      if (role != null && !role.isEmpty()) {
        roles.put(annotation, role);
      }
    }
    return roles;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Access access = landscape.access();
    for (Rbac.ServiceAccount account : access.serviceAccountObjects()) {
      for (String role : roles(account).values()) {
        int identity = access.serviceAccount(account.meta().namespace(), account.meta().name());
        Assumption assumption =
            new Assumption(
                "cloud-role-opens-more/" + role,
                "The cloud role " + role + " may open the cluster or others' data.",
                "true");
        steps
            .to(landscape.facts().everything())
            .from(landscape.facts().holds(identity))
            .assuming(assumption)
            .add();
        for (var podClass : landscape.cluster().podClasses()) {
          String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
          if (namespace.equals(account.meta().namespace())
              && podClass.spec().serviceAccountName().equals(account.meta().name())) {
            steps
                .to(landscape.facts().everything())
                .from(landscape.facts().code(podClass.id()))
                .assuming(assumption)
                .add();
          }
        }
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    String namespace;
    String name;
    if (landscape.facts().kind(premise) == dev.ringfence.engine.fact.FactKind.HOLDS) {
      var identity = landscape.access().identity(landscape.facts().a(premise));
      namespace = identity.namespace();
      name = identity.name();
    } else {
      var podClass = landscape.cluster().podClasses().get(landscape.facts().a(premise));
      namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
      name = podClass.spec().serviceAccountName();
    }
    for (Rbac.ServiceAccount account : landscape.cluster().serviceAccounts()) {
      if (account.meta().namespace().equals(namespace) && account.meta().name().equals(name)) {
        roles(account)
            .forEach(
                (annotation, role) ->
                    evidence.add(account.meta(), "metadata.annotations[" + annotation + "]", role));
      }
    }
  }
}
