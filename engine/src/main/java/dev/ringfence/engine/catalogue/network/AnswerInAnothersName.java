package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.fact.FactKind;

/**
 * N11: answers in another's name, and so reads what clients send: with pods whose labels, or whose
 * status, put them behind a Service.
 *
 * <p>Premises: an identity that may create pods or what makes them, change pods or their status, in
 * the Service's namespace, or the objects by which a CNI tells where packets to an address go; a
 * place from which API requests can be made. A node's identity reaches the same by mirror pods,
 * which is {@link AnswerByMirrorPods}; endpoints are N4, addresses N3, host names N5, DNS N7. That
 * clients verify TLS names is not visible and so does not count. Breaks: none.
 */
final class AnswerInAnothersName extends GrantRow {

  AnswerInAnothersName() {
    super(
        Permission.CREATE_WORKLOADS,
        Permission.CHANGE_TEMPLATES,
        Permission.LABEL_PODS,
        Permission.WRITE_NETWORK_OBJECTS);
  }

  @Override
  public String id() {
    return "N11";
  }

  @Override
  public String title() {
    return "answers in another's name";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    to.fact(
        isEverywhere(scope)
            ? Traffic.ofEveryNamespace(landscape.facts())
            : landscape.facts().fact(FactKind.TRAFFIC, scope));
  }
}
