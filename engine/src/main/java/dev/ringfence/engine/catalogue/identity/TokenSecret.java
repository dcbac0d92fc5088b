package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;

/**
 * I15: a Secret of type {@code kubernetes.io/service-account-token} is filled with the token of
 * whatever account its annotation names.
 *
 * <p>Premises, in separate requests, so perhaps of two identities: {@code create} on secrets, and
 * reading that Secret, by {@code get}, {@code list} or {@code watch}; a right over one name is
 * enough, for the creator chooses it. (Mounting it instead needs creation of pods, which gives
 * every account anyway.) No boundary.
 */
final class TokenSecret extends CapabilityRow {

  @Override
  public String id() {
    return "I15";
  }

  @Override
  public String title() {
    return "creates a token Secret and reads it";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    int createAnywhere = facts.mayEverywhere(Capability.CREATE_SECRETS);
    int readAnywhere = facts.mayEverywhere(Capability.READ_SECRETS);
    steps.to(facts.everything()).from(createAnywhere).from(readAnywhere).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int create = facts.may(Capability.CREATE_SECRETS, namespace);
      int read = facts.may(Capability.READ_SECRETS, namespace);
      for (int account : landscape.access().serviceAccountsOf(namespace)) {
        int holds = facts.holds(account);
        steps.to(holds).from(create).from(read).add();
        steps.to(holds).from(createAnywhere).from(read).add();
        steps.to(holds).from(create).from(readAnywhere).add();
      }
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.READ_SECRETS)) {
      int read = facts.mayNamed(Capability.READ_SECRETS, scope.namespace(), scope.name());
      int create = facts.may(Capability.CREATE_SECRETS, scope.namespace());
      for (int account : landscape.access().serviceAccountsOf(scope.namespace())) {
        steps.to(facts.holds(account)).from(create).from(read).add();
        steps.to(facts.holds(account)).from(createAnywhere).from(read).add();
      }
    }
  }
}
