package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;
import java.util.ArrayList;
import java.util.List;

/**
 * I16: impersonation makes requests with another identity's grants.
 *
 * <p>Premise: {@code impersonate} on users, groups or serviceaccounts, or one of the constrained
 * forms ({@link ImpersonationMode}), those over nodes included. A group can only be impersonated
 * together with a user or a service account, by the same identity in the same request: a right over
 * groups alone is dead, one over any group is {@code system:masters}, which no constrained form
 * gives. A node by the old form takes its user and {@code system:nodes}. Rights over uids and extra
 * fields add nothing to what RBAC looks at. No boundary.
 */
final class Impersonation implements Row {

  /** What {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int ANY_USER = 16;

  private static final String NODE = "system:node:";
  private static final String NODES = "system:nodes";

  @Override
  public String id() {
    return "I16";
  }

  @Override
  public String title() {
    return "impersonates another user, group or service account";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    Access access = landscape.access();
    int anyUser = facts.fact(FactKind.AUXILIARY, ANY_USER);
    for (Identity identity : access.identities()) {
      if (identity.kind() == Identity.Kind.USER || identity.kind() == Identity.Kind.ANONYMOUS) {
        steps.to(facts.holds(identity.id())).from(anyUser).add();
      }
    }
    access.forEachRight(
        Permission.IMPERSONATE_USERS,
        (holder, scope, name) -> user(access, holder, name, anyUser, facts, steps));
    access.forEachRight(
        Permission.IMPERSONATE_ACCOUNTS,
        (holder, scope, name) -> account(landscape, holder, scope, name, steps));
    access.forEachRight(
        Permission.IMPERSONATE_GROUPS,
        (holder, scope, name) -> group(landscape, holder, name, steps));
    access.forEachRight(
        Permission.IMPERSONATE_NODES,
        (holder, scope, name) -> {
          if (ImpersonationMode.ASSOCIATED_NODE.allows(access, holder, "nodes", "", "")) {
            nodes(landscape, holder, "", steps);
          } else if (ImpersonationMode.ARBITRARY_NODE.allows(access, holder, "nodes", "", name)) {
            nodes(landscape, holder, name, steps);
          }
        });
  }

  private static void user(
      Access access, int holder, String name, int anyUser, Facts facts, StepSink steps) {
    boolean legacy = ImpersonationMode.LEGACY.allows(access, holder, "users", "", name);
    boolean constrained =
        !name.startsWith(NODE)
            && ImpersonationMode.USER_INFO.allows(access, holder, "users", "", name);
    int to = name.isEmpty() ? -1 : user(access, name);
    if ((legacy || constrained) && (name.isEmpty() || to >= 0)) {
      request(facts, holder, name.isEmpty() ? anyUser : facts.holds(to), steps);
    }
  }

  /** A service account's user name is authorized as serviceaccounts, never as users. */
  private static int user(Access access, String name) {
    int identity = access.identityOf(new Rbac.Subject(Rbac.SubjectKind.USER, "", name));
    boolean account =
        identity >= 0 && access.identity(identity).kind() == Identity.Kind.SERVICE_ACCOUNT;
    return account ? -1 : identity;
  }

  private static void account(
      Landscape landscape, int holder, int scope, String name, StepSink steps) {
    Facts facts = landscape.facts();
    Access access = landscape.access();
    String in =
        scope == Access.EVERYWHERE ? "" : landscape.cluster().namespaces().get(scope).name();
    if (!ImpersonationMode.LEGACY.allows(access, holder, "serviceaccounts", in, name)
        && !ImpersonationMode.SERVICE_ACCOUNT.allows(access, holder, "serviceaccounts", in, name)) {
      return;
    }
    if (scope == Access.EVERYWHERE && name.isEmpty()) {
      request(facts, holder, facts.everything(), steps);
      return;
    }
    int last = landscape.cluster().namespaces().size() - 1;
    int to = scope == Access.EVERYWHERE ? last : scope;
    for (int namespace = Math.max(scope, 0); namespace <= to; namespace++) {
      for (int account : access.serviceAccountsOf(namespace)) {
        if (name.isEmpty() || access.identity(account).name().equals(name)) {
          request(facts, holder, facts.holds(account), steps);
        }
      }
    }
  }

  private static void group(Landscape landscape, int holder, String name, StepSink steps) {
    Access access = landscape.access();
    Facts facts = landscape.facts();
    boolean legacy =
        ImpersonationMode.LEGACY.allows(access, holder, "groups", "", name)
            && impersonatesSomebody(access, holder, ImpersonationMode.LEGACY);
    boolean constrained =
        ImpersonationMode.USER_INFO.allows(access, holder, "groups", "", name)
            && impersonatesSomebody(access, holder, ImpersonationMode.USER_INFO);
    if (legacy && (name.isEmpty() || name.equals(Requester.MASTERS))) {
      request(facts, holder, facts.everything(), steps);
      return;
    }
    if (legacy && name.equals(NODES)) {
      access.forEachRight(
          holder,
          Permission.IMPERSONATE_USERS,
          (same, scope, user) -> {
            if (user.isEmpty() || user.startsWith(NODE)) {
              nodes(landscape, holder, user.isEmpty() ? "" : user.substring(NODE.length()), steps);
            }
          });
    }
    if (!legacy && !constrained) {
      return;
    }
    for (Identity identity : access.identities()) {
      if ((identity.kind() == Identity.Kind.GROUP
              || identity.kind() == Identity.Kind.IMPLICIT_GROUP)
          && !identity.name().equals(Requester.MASTERS)
          && (name.isEmpty() || identity.name().equals(name))) {
        request(facts, holder, facts.holds(identity.id()), steps);
      }
    }
  }

  /** One node, or whichever where the name is empty. */
  private static void nodes(Landscape landscape, int holder, String name, StepSink steps) {
    int named = name.isEmpty() ? -1 : landscape.cluster().nodeIndex(name);
    for (NodeClass nodes : landscape.placement().nodeClasses()) {
      if (name.isEmpty()
          || (named >= 0 && landscape.placement().classOfNode(named) == nodes.id())) {
        request(landscape.facts(), holder, landscape.facts().nodeIdentity(nodes.id()), steps);
      }
    }
  }

  /** Whether the identity, its implicit groups included, has somebody to put the group to. */
  private static boolean impersonatesSomebody(Access access, int holder, ImpersonationMode mode) {
    List<Integer> same = new ArrayList<>(access.impliedGroups(holder));
    same.add(holder);
    boolean[] found = {false};
    for (int identity : same) {
      access.forEachRight(
          identity,
          Permission.IMPERSONATE_USERS,
          (holds, scope, name) -> found[0] |= mode.allows(access, holder, "users", "", name));
      if (mode == ImpersonationMode.LEGACY) {
        access.forEachRight(
            identity, Permission.IMPERSONATE_ACCOUNTS, (holds, scope, name) -> found[0] = true);
      }
    }
    return found[0];
  }

  private static void request(Facts facts, int holder, int to, StepSink steps) {
    if (facts.holds(holder) != to) {
      steps.to(to).from(facts.holds(holder)).from(facts.apiPlace()).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    Facts facts = landscape.facts();
    if (facts.kind(step.premise(0)) != FactKind.HOLDS) {
      return;
    }
    String wanted =
        facts.kind(step.conclusion()) == FactKind.HOLDS
            ? landscape.access().identity(facts.a(step.conclusion())).name()
            : "";
    List<Permission> those =
        facts.kind(step.conclusion()) == FactKind.NODE_IDENTITY
            ? List.of(
                Permission.IMPERSONATE_NODES,
                Permission.IMPERSONATE_USERS,
                Permission.IMPERSONATE_GROUPS)
            : List.of(
                Permission.IMPERSONATE_GROUPS,
                Permission.IMPERSONATE_ACCOUNTS,
                Permission.IMPERSONATE_USERS);
    for (Permission permission : those) {
      landscape
          .access()
          .forEachRight(
              holder,
              permission,
              (identity, scope, name) -> {
                if (name.isEmpty() || wanted.isEmpty() || name.equals(wanted)) {
                  GrantEvidence.add(landscape, identity, permission, scope, name, evidence);
                }
              });
    }
  }
}
