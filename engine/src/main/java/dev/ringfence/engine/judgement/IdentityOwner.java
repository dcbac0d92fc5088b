package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Rbac;

/** Whose credential an identity is. */
final class IdentityOwner {

  private IdentityOwner() {}

  /**
   * The tenant that owns the identity, or -1 where nobody does: a user or group that no tenant
   * claims is the platform's if its name says that it is the system's own, else nobody's.
   */
  static int of(Landscape landscape, int id) {
    Identity identity = landscape.access().identity(id);
    return switch (identity.kind()) {
      case SERVICE_ACCOUNT -> {
        int namespace = landscape.cluster().namespaceIndex(identity.namespace());
        yield namespace < 0 ? -1 : landscape.tenancy().ofNamespace(namespace);
      }
      case USER -> person(landscape, new Rbac.Subject(Rbac.SubjectKind.USER, "", identity.name()));
      case GROUP ->
          person(landscape, new Rbac.Subject(Rbac.SubjectKind.GROUP, "", identity.name()));
      case IMPLICIT_GROUP, ANONYMOUS, GROWN, NAMESPACE_ADMINISTRATOR, IMPERSONATED -> -1;
    };
  }

  private static int person(Landscape landscape, Rbac.Subject subject) {
    int tenant = landscape.tenancy().ofSubject(subject);
    boolean claimed =
        tenant != landscape.tenancy().platform()
            || landscape.tenancy().tenant(tenant).subjects().contains(subject);
    return claimed || subject.name().startsWith("system:") ? tenant : -1;
  }
}
