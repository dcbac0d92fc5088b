package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * C1: a service account that a cloud takes for a role of its own.
 *
 * <p>Premise: the service account, by code in its pods (the cloud's webhook projects a token) or by
 * minting. The annotation names the role; what it opens stands in the cloud: one assumption for
 * each role, and one role of two accounts is one. Where an agent hands out roles that the cloud
 * associates with accounts by itself, any may have one: one assumption for all. The same namespace
 * and name in another cluster of an identity pool is a question of several clusters. No boundary.
 */
final class CloudRole implements Row {

  private static final String[] ANNOTATIONS = {
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
    "alibabacloud.com/role-name",
    "pod-identity.alibabacloud.com/role-name"
  };

  static final Assumption ASSOCIATED =
      new Assumption(
          "cloud-roles-by-association",
          "The cloud may associate a service account with a role, which no annotation shows, that"
              + " opens the cluster or others' data.",
          "true");

  /** Images of agents that hand out such roles. */
  private static final List<String> AGENTS =
      List.of("eks-pod-identity-agent", "gke-metadata-server");

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

  private static boolean isAgent(PodClass podClass) {
    return podClass.spec().containers().stream()
        .anyMatch(container -> AGENTS.stream().anyMatch(container.image()::contains));
  }

  /** Roles that stand in the cloud alone. */
  private static void associated(Landscape landscape, StepSink steps) {
    if (landscape.cluster().podClasses().stream().noneMatch(CloudRole::isAgent)) {
      return;
    }
    int everything = landscape.facts().everything();
    for (Rbac.ServiceAccount account : landscape.access().serviceAccountObjects()) {
      int identity =
          landscape.access().serviceAccount(account.meta().namespace(), account.meta().name());
      steps.to(everything).from(landscape.facts().holds(identity)).assuming(ASSOCIATED).add();
    }
    for (PodClass podClass : landscape.cluster().podClasses()) {
      steps.to(everything).from(landscape.facts().code(podClass.id())).assuming(ASSOCIATED).add();
    }
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    associated(landscape, steps);
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
    boolean annotated = false;
    for (Rbac.ServiceAccount account : landscape.cluster().serviceAccounts()) {
      if (account.meta().namespace().equals(namespace) && account.meta().name().equals(name)) {
        annotated |= !roles(account).isEmpty();
        roles(account)
            .forEach(
                (annotation, role) ->
                    evidence.add(account.meta(), "metadata.annotations[" + annotation + "]", role));
      }
    }
    if (!annotated) {
      landscape.cluster().podClasses().stream()
          .filter(CloudRole::isAgent)
          .findFirst()
          .ifPresent(agent -> CapabilityRow.pod(landscape, agent, evidence));
    }
  }
}
