package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I15: a Secret of type {@code kubernetes.io/service-account-token} is filled with the token of
 * whatever account its annotation names.
 *
 * <p>Premises, in separate requests, so perhaps of two identities: {@code create} on secrets, and
 * reading that Secret ({@link ReadSecrets} says by what); a right over one name is enough, for the
 * creator chooses it. Where a Secret of that type is there already, {@code update} or {@code patch}
 * of it does as well: with another account in its annotation it is filled anew. (Mounting it
 * instead needs creation of pods, which gives every account anyway.) No boundary.
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
    tokenSecrets(landscape)
        .forEach((namespace, names) -> pointElsewhere(landscape, namespace, names, steps));
  }

  /** Names of the token Secrets that are there, by namespace. */
  private static Map<Integer, Set<String>> tokenSecrets(Landscape landscape) {
    Map<Integer, Set<String>> names = new TreeMap<>();
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      if (secret.type().equals("kubernetes.io/service-account-token")) {
        names
            .computeIfAbsent(
                landscape.cluster().namespaceIndex(secret.meta().namespace()),
                one -> new TreeSet<>())
            .add(secret.meta().name());
      }
    }
    return names;
  }

  /** The type of a Secret cannot be changed; the account that it names can. */
  private static void pointElsewhere(
      Landscape landscape, int namespace, Set<String> names, StepSink steps) {
    Facts facts = landscape.facts();
    int[] writes = {
      facts.mayEverywhere(Capability.WRITE_SECRETS), facts.may(Capability.WRITE_SECRETS, namespace)
    };
    int[] reads = {
      facts.mayEverywhere(Capability.READ_SECRETS), facts.may(Capability.READ_SECRETS, namespace)
    };
    Set<NamedScope> named = NamedRights.of(landscape, Capability.WRITE_SECRETS);
    for (int account : landscape.access().serviceAccountsOf(namespace)) {
      int holds = facts.holds(account);
      for (int read : reads) {
        for (int write : writes) {
          steps.to(holds).from(write).from(read).add();
        }
      }
      for (NamedScope scope : named) {
        if (scope.namespace() == namespace && names.contains(scope.name())) {
          int write = facts.mayNamed(Capability.WRITE_SECRETS, namespace, scope.name());
          int own = facts.mayNamed(Capability.READ_SECRETS, namespace, scope.name());
          steps.to(holds).from(write).from(own).add();
          for (int read : reads) {
            steps.to(holds).from(write).from(read).add();
          }
        }
      }
    }
  }
}
