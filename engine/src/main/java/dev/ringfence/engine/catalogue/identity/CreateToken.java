package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;

/**
 * I14: the token request API gives the credential of a service account.
 *
 * <p>Premise: {@code create} on {@code serviceaccounts/token}; resourceNames name the account, for
 * the URL has it. No boundary.
 */
final class CreateToken extends CapabilityRow {

  @Override
  public String id() {
    return "I14";
  }

  @Override
  public String title() {
    return "creates a token of a service account";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    steps.to(facts.everything()).from(facts.mayEverywhere(Capability.CREATE_TOKENS)).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      for (int account : landscape.access().serviceAccountsOf(namespace)) {
        steps.to(facts.holds(account)).from(facts.may(Capability.CREATE_TOKENS, namespace)).add();
      }
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.CREATE_TOKENS)) {
      String namespace = landscape.cluster().namespaces().get(scope.namespace()).name();
      int account = landscape.access().serviceAccount(namespace, scope.name());
      if (account >= 0) {
        steps
            .to(facts.holds(account))
            .from(facts.mayNamed(Capability.CREATE_TOKENS, scope.namespace(), scope.name()))
            .add();
      }
    }
  }
}
