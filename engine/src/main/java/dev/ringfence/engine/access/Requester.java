package dev.ringfence.engine.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as the API server sees it once authentication is done.
 *
 * @param user the user name; service accounts are {@code system:serviceaccount:NAMESPACE:NAME}
 * @param groups every group, those that authentication adds included
 */
public record Requester(String user, List<String> groups) {

  public static final String ANONYMOUS = "system:anonymous";
  public static final String AUTHENTICATED = "system:authenticated";
  public static final String UNAUTHENTICATED = "system:unauthenticated";
  public static final String SERVICE_ACCOUNTS = "system:serviceaccounts";

  /** The API server lets this group do everything, without asking RBAC. */
  public static final String MASTERS = "system:masters";

  static final String NODE_PREFIX = "system:node:";

  private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

  public Requester {
    groups = List.copyOf(groups);
  }

  public static Requester serviceAccount(String namespace, String name) {
    return new Requester(
        serviceAccountUser(namespace, name),
        List.of(SERVICE_ACCOUNTS, SERVICE_ACCOUNTS + ":" + namespace, AUTHENTICATED));
  }

  static String serviceAccountUser(String namespace, String name) {
    return SERVICE_ACCOUNT_PREFIX + namespace + ":" + name;
  }

  /** A user name and groups as {@code --as} and {@code --as-group} give them. */
  public static Requester user(String user, List<String> groups) {
    String[] account = accountOf(user);
    if (account != null && groups.isEmpty()) {
      return serviceAccount(account[0], account[1]);
    }
    List<String> all = new ArrayList<>(groups);
    if (user.startsWith(NODE_PREFIX) && groups.isEmpty()) {
      all.add(NodeAuthorizer.GROUP); // as the certificate of every node says
    }
    String implied = user.equals(ANONYMOUS) ? UNAUTHENTICATED : AUTHENTICATED;
    if (!all.contains(UNAUTHENTICATED) && !all.contains(implied)) {
      all.add(implied);
    }
    return new Requester(user, all);
  }

  /** Namespace and name, where the user name is a service account's; else null. */
  static String @Nullable [] accountOf(String user) {
    if (!user.startsWith(SERVICE_ACCOUNT_PREFIX)) {
      return null;
    }
    String[] parts = user.substring(SERVICE_ACCOUNT_PREFIX.length()).split(":", -1);
    return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty() ? parts : null;
  }
}
