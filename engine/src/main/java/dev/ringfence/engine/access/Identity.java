package dev.ringfence.engine.access;

/**
 * Somebody who can make API requests.
 *
 * @param id what facts {@code HOLDS(id)} mean
 * @param namespace the namespace of a service account or of a namespace's administrator, else empty
 * @param name the account, user or group; empty for an administrator
 */
public record Identity(int id, Kind kind, String namespace, String name, Requester requester) {

  /** What kind of identity; only the first three are somebody's own. */
  public enum Kind {
    SERVICE_ACCOUNT,
    USER,
    /** Somebody who is a member of a group that an authenticator names. */
    GROUP,
    /**
     * A member of a group that the API server itself adds: everybody authenticated, every service
     * account, every service account of a namespace. Nobody's own: it follows from others.
     */
    IMPLICIT_GROUP,
    /** Whoever connects without credentials. */
    ANONYMOUS,
    /** An identity after it gave itself the roles that it may bind. */
    GROWN,
    /** Somebody who may do everything in one namespace, by a role that he may rewrite. */
    NAMESPACE_ADMINISTRATOR,
    /** One request as a user with groups, by impersonation. */
    IMPERSONATED
  }

  /** The same with another number. */
  Identity numbered(int number) {
    return number == id ? this : new Identity(number, kind, namespace, name, requester);
  }

  /** Whether it is somebody's own, so that holding it is taking over whose it is. */
  public boolean isOwn() {
    return kind == Kind.SERVICE_ACCOUNT || kind == Kind.USER || kind == Kind.GROUP;
  }

  /** In words, for example {@code service account saas/web}. */
  @Override
  public String toString() {
    return switch (kind) {
      case SERVICE_ACCOUNT -> "service account " + namespace + "/" + name;
      case USER -> "user " + name;
      case GROUP -> "a member of group " + name;
      case IMPLICIT_GROUP -> "group " + name;
      case ANONYMOUS -> "anonymous user";
      case GROWN -> name + " with the roles that it may bind";
      case NAMESPACE_ADMINISTRATOR ->
          namespace.isEmpty()
              ? "administrator of every namespace"
              : "administrator of namespace " + namespace;
      case IMPERSONATED -> name;
    };
  }
}
