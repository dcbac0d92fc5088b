package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.FactKind;

/**
 * O2: who lists anything reads its names.
 *
 * <p>Premise: {@code list}, {@code watch} or {@code deletecollection} (whose answer, of a dry run
 * too, is what it would delete) of anything in a namespace, or, for the whole cluster, of anything
 * in namespaces or of what has no namespace and may be named after tenants (namespaces, nodes,
 * custom resource definitions, priority classes and their like). {@code get} tells nobody a name
 * that he has not got. No boundary. DNS and error messages are the network's.
 */
final class ReadNames extends GrantRow {

  ReadNames() {
    super(Permission.READ_NAMES, Permission.READ_CLUSTER_NAMES, Permission.READ_EVENTS);
  }

  @Override
  public String id() {
    return "O2";
  }

  @Override
  public String title() {
    return "lists names of others";
  }

  @Override
  public boolean isRightByRight() {
    return true;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (name.isEmpty()) {
      to.fact(
          scope == Access.EVERYWHERE
              ? landscape.facts().fact(FactKind.ALL_NAMES)
              : landscape.facts().fact(FactKind.NAMES, scope));
    }
  }
}
