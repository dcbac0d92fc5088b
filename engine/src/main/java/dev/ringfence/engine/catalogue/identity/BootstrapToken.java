package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.placement.NodeClass;

/**
 * I20: a Secret of type {@code bootstrap.kubernetes.io/token} in kube-system is a token, of
 * whatever group below {@code system:bootstrappers} it names; such a group may join nodes.
 *
 * <p>Premises: {@code create} on secrets in kube-system (or changing one of them), and bindings
 * that let a bootstrappers' group create certificate requests that the controller approves by
 * itself. That the API server takes bootstrap tokens is off by default and on in clusters that
 * kubeadm made: an assumption. No boundary.
 */
final class BootstrapToken extends GrantRow {

  static final Assumption ENABLED =
      new Assumption(
          "bootstrap-tokens-enabled",
          "The API server may take bootstrap tokens (--enable-bootstrap-token-auth), as in clusters"
              + " made by kubeadm.",
          "true");

  BootstrapToken() {
    super(Permission.CREATE_SECRETS, Permission.WRITE_SECRETS);
  }

  @Override
  public String id() {
    return "I20";
  }

  @Override
  public String title() {
    return "makes a bootstrap token and joins as a node";
  }

  @Override
  protected Assumption assumption(Landscape landscape) {
    return ENABLED;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    boolean system =
        scope == Access.EVERYWHERE || scope == landscape.cluster().namespaceIndex("kube-system");
    boolean named = name.isEmpty() || name.startsWith("bootstrap-token-");
    if (!system || !named) {
      return;
    }
    for (Identity identity : landscape.access().identities()) {
      if (identity.kind() != Identity.Kind.GROUP
          || !identity.name().startsWith("system:bootstrappers")) {
        continue;
      }
      to.fact(landscape.facts().holds(identity.id()));
      if (ClientCertificate.joins(landscape.access(), identity.id())) {
        for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
          to.fact(landscape.facts().nodeIdentity(nodeClass.id()));
        }
      }
    }
  }
}
