package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One role's permissions, worked out once for however many bindings refer to it.
 *
 * @param whole permissions for whatever name, a bit each
 * @param named permissions for one name each
 * @param creatable what may be created if the same identity may also patch or update that name
 */
record RoleRights(long whole, List<Named> named, List<Creatable> creatable) {

  /** A permission for objects of one name. */
  record Named(Permission permission, String name) {}

  /**
   * A resource that resourceNames allow to create by name. A POST has no name, but server-side
   * apply (and PUT, for a few kinds) to a name that does not exist is authorized as {@code patch}
   * and then as {@code create}, with the name: {@code createAuthorizerAttributes} in {@code
   * apiserver/pkg/endpoints/handlers/patch.go}.
   */
  record Creatable(Permission permission, String group, String resource, String name) {}

  static final RoleRights NONE = new RoleRights(0, List.of(), List.of());

  private static final Permission[] PERMISSIONS = Permission.values();

  RoleRights {
    named = List.copyOf(named);
    creatable = List.copyOf(creatable);
  }

  /** Permissions of whoever holds the bits. */
  static List<Permission> permissions(long bits) {
    List<Permission> permissions = new ArrayList<>();
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      permissions.add(PERMISSIONS[Long.numberOfTrailingZeros(rest)]);
    }
    return permissions;
  }

  /** Works out roles; equal rules of many namespaces' roles are worked out once. */
  static final class Compiler {
    private final NamesRule names;
    private final Map<Rbac.Rule, RoleRights> known = new HashMap<>();

    Compiler(NamesRule names) {
      this.names = names;
    }

    RoleRights compile(List<ResolvedRole.ResolvedRule> rules) {
      if (rules.size() == 1) {
        return rule(rules.getFirst().rule());
      }
      long whole = 0;
      List<Named> named = new ArrayList<>();
      List<Creatable> creatable = new ArrayList<>();
      for (ResolvedRole.ResolvedRule resolved : rules) {
        RoleRights one = rule(resolved.rule());
        whole |= one.whole();
        named.addAll(one.named());
        creatable.addAll(one.creatable());
      }
      return whole == 0 && named.isEmpty() && creatable.isEmpty()
          ? NONE
          : new RoleRights(whole, named, creatable);
    }

    private RoleRights rule(Rbac.Rule rule) {
      RoleRights rights = known.get(rule);
      if (rights == null) {
        rights = rule.resourceNames().isEmpty() ? unnamed(rule) : named(rule);
        known.put(rule, rights);
      }
      return rights;
    }

    private RoleRights unnamed(Rbac.Rule rule) {
      long whole = 0;
      for (Permission permission : PERMISSIONS) {
        if (grants(permission, rule)) {
          whole |= permission.bit();
        }
      }
      return whole == 0 ? NONE : new RoleRights(whole, List.of(), List.of());
    }

    boolean grants(Permission permission, Rbac.Rule rule) {
      return switch (permission) {
        case READ_NAMES -> names.listsNamespaced(rule);
        case READ_CLUSTER_NAMES -> names.listsClusterScoped(rule);
        case READ_PATHS -> names.readsPaths(rule);
        default ->
            byKind(permission, rule)
                || permission.patterns().stream().anyMatch(pattern -> pattern.isAllowedBy(rule));
      };
    }

    /** What is asked of any kind, and so of one name too. */
    private boolean byKind(Permission permission, Rbac.Rule rule) {
      return switch (permission) {
        case WRITE_CUSTOM_RESOURCES -> names.writesCustomResources(rule);
        case DISTURB -> names.deletesNamespaced(rule);
        case DISTURB_CLUSTER -> names.deletesClusterScoped(rule);
        default -> false;
      };
    }

    private RoleRights named(Rbac.Rule rule) {
      List<Named> named = new ArrayList<>();
      List<Creatable> creatable = new ArrayList<>();
      for (String name : rule.resourceNames()) {
        for (Permission permission : PERMISSIONS) {
          boolean byName = byKind(permission, rule);
          for (RequestPattern pattern : permission.patterns()) {
            byName |= pattern.isAllowedByName(rule);
            for (String resource : pattern.creatableByName(rule)) {
              creatable.add(new Creatable(permission, pattern.group(), resource, name));
            }
          }
          if (byName) {
            named.add(new Named(permission, name));
          }
        }
      }
      return new RoleRights(0, named, creatable);
    }
  }
}
