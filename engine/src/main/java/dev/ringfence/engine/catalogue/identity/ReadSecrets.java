package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * I13: who reads a Secret knows it; a token Secret of old is its service account's credential.
 *
 * <p>Premise: {@code get}, {@code list} or {@code watch} on secrets, for all names or for one:
 * resourceNames hold for list and watch with a {@code metadata.name} selector. {@code patch} reads
 * too (an empty one is answered with the object), and so do {@code delete} (in the foreground) and
 * {@code deletecollection}, each as a dry run; {@code create} and {@code update} do not. No
 * boundary.
 */
final class ReadSecrets extends CapabilityRow {

  @Override
  public String id() {
    return "I13";
  }

  @Override
  public String title() {
    return "reads Secrets, and the service account tokens in them";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    int all = facts.fact(FactKind.SECRET, -1);
    steps.to(all).from(facts.mayEverywhere(Capability.READ_SECRETS)).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      steps
          .to(facts.fact(FactKind.SECRET, namespace))
          .from(facts.may(Capability.READ_SECRETS, namespace))
          .add();
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.READ_SECRETS)) {
      steps
          .to(facts.fact(FactKind.SECRET, scope.namespace(), facts.nameId(scope.name())))
          .from(facts.mayNamed(Capability.READ_SECRETS, scope.namespace(), scope.name()))
          .add();
    }
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      credential(landscape, secret, all, steps);
    }
  }

  private static void credential(
      Landscape landscape, Policies.SecretReference secret, int all, StepSink steps) {
    String name = secret.serviceAccount();
    if (name == null || !secret.type().equals("kubernetes.io/service-account-token")) {
      return;
    }
    Facts facts = landscape.facts();
    String namespace = secret.meta().namespace();
    int index = landscape.cluster().namespaceIndex(namespace);
    int account = landscape.access().serviceAccount(namespace, name);
    if (account >= 0) {
      int holds = facts.holds(account);
      int named = facts.fact(FactKind.SECRET, index, facts.nameId(secret.meta().name()));
      steps.to(holds).from(all).add();
      steps.to(holds).from(facts.fact(FactKind.SECRET, index)).add();
      steps.to(holds).from(named).add();
    }
  }
}
