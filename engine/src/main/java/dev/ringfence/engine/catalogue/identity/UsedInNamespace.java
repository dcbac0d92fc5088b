package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.ReferenceFields;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a known controller does in the custom resource's own namespace: that it looks names up there
 * keeps nobody out who writes there by a grant of another's. A service account that it names acts
 * as the writer wishes; a Secret is read, and sent or written where the writer says; of other
 * objects the least is taken, that they are changed.
 */
final class UsedInNamespace {

  static final Assumption USED =
      new Assumption(
          "custom-resources-use-their-namespace",
          "Controllers may use service accounts, Secrets and other objects of a custom resource's"
              + " own namespace as whoever writes it wishes.",
          "true");

  private UsedInNamespace() {}

  static void conclude(
      Landscape landscape, int identity, int scope, Deputy deputy, StepSink steps) {
    Facts facts = landscape.facts();
    for (int conclusion : conclusions(landscape, scope, named(deputy))) {
      steps.to(conclusion).from(facts.holds(identity)).from(facts.apiPlace()).assuming(USED).add();
    }
  }

  private static Set<ReferenceFields.Kind> named(Deputy deputy) {
    Set<ReferenceFields.Kind> named = EnumSet.noneOf(ReferenceFields.Kind.class);
    for (Deputy.Field field : deputy.fields()) {
      if (field.where() == Deputy.Where.ITS_NAMESPACE && !field.makesPods()) {
        named.add(field.names());
      }
    }
    return named;
  }

  private static Set<Integer> conclusions(
      Landscape landscape, int scope, Set<ReferenceFields.Kind> named) {
    Facts facts = landscape.facts();
    Set<Integer> conclusions = new TreeSet<>();
    if (named.contains(ReferenceFields.Kind.SERVICE_ACCOUNT)) {
      if (scope == Access.EVERYWHERE) {
        conclusions.add(facts.everything());
      } else {
        for (int account : landscape.access().serviceAccountsOf(scope)) {
          conclusions.add(facts.holds(account));
        }
      }
    }
    if (named.contains(ReferenceFields.Kind.SECRET)) {
      conclusions.add(facts.fact(FactKind.SECRET, scope));
      conclusions.add(facts.fact(FactKind.MAY, Capability.WRITE_SECRETS.ordinal(), scope));
    }
    if (!named.isEmpty()) {
      conclusions.add(facts.fact(FactKind.MAY, Capability.DISTURB.ordinal(), scope));
    }
    return conclusions;
  }
}
