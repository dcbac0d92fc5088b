package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Request;

/**
 * How the API server lets somebody impersonate: as ever, or constrained to some requests (KEP 5284,
 * on by default from 1.36). Source: {@code endpoints/filters/impersonation/mode.go} of apiserver.
 *
 * <p>The constrained ones need a second grant, {@code impersonate-on:MODE:VERB} on what is asked
 * for; without any such rule they are dead. On what it is, is not looked at, towards the attacker.
 */
enum ImpersonationMode {
  LEGACY("", ""),
  USER_INFO("user-info", "authentication.k8s.io"),
  SERVICE_ACCOUNT("serviceaccount", "authentication.k8s.io"),
  ARBITRARY_NODE("arbitrary-node", "authentication.k8s.io"),
  /** The node that the service account's own pod runs on; asked for as all of them. */
  ASSOCIATED_NODE("associated-node", "authentication.k8s.io");

  private static final String EVERY_NODE = "*";

  private final String mode;
  private final String group;

  ImpersonationMode(String mode, String group) {
    this.mode = mode;
    this.group = group;
  }

  /**
   * Whether the holder may impersonate so.
   *
   * @param resource users, groups, serviceaccounts or nodes
   * @param name empty for whatever name
   */
  boolean allows(Access access, int holder, String resource, String namespace, String name) {
    String verb = this == LEGACY ? "impersonate" : "impersonate:" + mode;
    String asked = this == ASSOCIATED_NODE ? EVERY_NODE : name;
    if (this == ASSOCIATED_NODE && access.identity(holder).kind() == Identity.Kind.USER) {
      return false; // only a service account's token says on which node it is
    }
    return access.allowed(holder, Request.resource(verb, group, resource, "", namespace, asked))
        && (this == LEGACY || isOnSomething(access, holder));
  }

  private boolean isOnSomething(Access access, int holder) {
    String prefix = "impersonate-on:" + mode + ":";
    return access.hasRule(
        holder,
        rule ->
            rule.verbs().stream().anyMatch(verb -> verb.equals("*") || verb.startsWith(prefix)));
  }
}
