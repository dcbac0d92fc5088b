package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;

/**
 * A6: whoever registers an APIService answers for a whole group and sees what is sent to it;
 * whoever changes a CustomResourceDefinition has its objects converted by a webhook of its own.
 *
 * <p>Premise: {@code create}, {@code update} or {@code patch} on apiservices or
 * customresourcedefinitions. No boundary.
 */
final class RegisterExtension extends GrantRow {

  RegisterExtension() {
    super(Permission.WRITE_API_SERVICES);
  }

  @Override
  public String id() {
    return "A6";
  }

  @Override
  public String title() {
    return "takes over an API group or a conversion";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(landscape.facts().everything());
  }
}
