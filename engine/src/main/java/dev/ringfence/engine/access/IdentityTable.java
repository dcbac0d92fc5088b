package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every identity of a cluster: service accounts that exist, that pods or bindings name, or that
 * every namespace has; users and groups that bindings or callers name; whoever is anonymous.
 */
final class IdentityTable {

  private final List<Identity> identities = new ArrayList<>();
  private final Map<String, Integer> byUser;
  private final Map<String, Integer> byGroup;
  private final Map<String, List<Integer>> accountsOfNamespace;

  /** Those that are there whatever bindings name. */
  private final BitSet anyway;

  /** How many there are without those that are made up later. */
  private final int ownCount;

  IdentityTable(Cluster cluster, BindingIndex bindings, Collection<Rbac.Subject> others) {
    byUser = new HashMap<>();
    byGroup = new HashMap<>();
    accountsOfNamespace = new HashMap<>();
    anyway = new BitSet();
    user(Requester.ANONYMOUS);
    for (Namespace namespace : cluster.namespaces()) {
      serviceAccount(namespace.name(), "default");
    }
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      serviceAccount(account.meta().namespace(), account.meta().name());
    }
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
      addAccount(namespace, cluster.pods().spec(pod));
    }
    for (Workload workload : cluster.workloads()) {
      addAccount(workload.meta().namespace(), workload.template());
    }
    anyway.set(0, identities.size());
    bindings.users().forEach(this::user);
    bindings.groups().forEach(this::group);
    for (Rbac.Subject subject : others) {
      anyway.set(add(subject));
    }
    ownCount = identities.size();
  }

  /** The same without those that were made up. */
  IdentityTable(IdentityTable same) {
    byUser = same.byUser;
    byGroup = same.byGroup;
    accountsOfNamespace = same.accountsOfNamespace;
    anyway = same.anyway;
    ownCount = same.ownCount;
    identities.addAll(same.identities.subList(0, ownCount));
  }

  /** The same with those that were made up under these numbers. */
  IdentityTable(IdentityTable same, int[] numbers) {
    this(same);
    Identity[] renumbered = new Identity[numbers.length];
    for (int one = 0; one < numbers.length; one++) {
      renumbered[numbers[one] - ownCount] =
          same.identities.get(ownCount + one).numbered(numbers[one]);
    }
    identities.addAll(List.of(renumbered));
  }

  int ownCount() {
    return ownCount;
  }

  boolean isThereAnyway(int identity) {
    return anyway.get(identity);
  }

  private void addAccount(String namespace, PodSpec spec) {
    serviceAccount(namespace, spec.serviceAccountName());
  }

  private int add(Rbac.Subject subject) {
    return switch (subject.kind()) {
      case USER -> user(subject.name());
      case GROUP -> group(subject.name());
      case SERVICE_ACCOUNT -> serviceAccount(subject.namespace(), subject.name());
    };
  }

  private int serviceAccount(String namespace, String name) {
    return user(Requester.serviceAccountUser(namespace, name));
  }

  /** The identity of a user name, made where there is none yet. */
  private int user(String user) {
    Integer known = byUser.get(user);
    if (known != null) {
      return known;
    }
    String[] account = Requester.accountOf(user);
    int id;
    if (account != null) {
      Requester requester = Requester.serviceAccount(account[0], account[1]);
      id = add(Identity.Kind.SERVICE_ACCOUNT, account[0], account[1], requester);
      accountsOfNamespace.computeIfAbsent(account[0], ignored -> new ArrayList<>()).add(id);
    } else {
      boolean anonymous = user.equals(Requester.ANONYMOUS);
      Identity.Kind kind = anonymous ? Identity.Kind.ANONYMOUS : Identity.Kind.USER;
      id = add(kind, "", user, Requester.user(user, List.of()));
    }
    byUser.put(user, id);
    return id;
  }

  private int group(String group) {
    Integer known = byGroup.get(group);
    if (known != null) {
      return known;
    }
    int id = group.equals(Requester.UNAUTHENTICATED) ? user(Requester.ANONYMOUS) : newGroup(group);
    byGroup.put(group, id);
    return id;
  }

  private int newGroup(String group) {
    String accounts = Requester.SERVICE_ACCOUNTS;
    if (group.equals(Requester.AUTHENTICATED)) {
      return add(Identity.Kind.IMPLICIT_GROUP, "", group, new Requester("", List.of(group)));
    }
    if (group.equals(accounts)) {
      return add(
          Identity.Kind.IMPLICIT_GROUP,
          "",
          group,
          new Requester("", List.of(group, Requester.AUTHENTICATED)));
    }
    if (group.startsWith(accounts + ":")) {
      return add(
          Identity.Kind.IMPLICIT_GROUP,
          group.substring(accounts.length() + 1),
          group,
          new Requester("", List.of(group, accounts, Requester.AUTHENTICATED)));
    }
    return add(
        Identity.Kind.GROUP, "", group, new Requester("", List.of(group, Requester.AUTHENTICATED)));
  }

  int add(Identity.Kind kind, String namespace, String name, Requester requester) {
    int id = identities.size();
    identities.add(new Identity(id, kind, namespace, name, requester));
    return id;
  }

  int ofUser(String user) {
    return byUser.getOrDefault(user, -1);
  }

  int ofGroup(String group) {
    return byGroup.getOrDefault(group, -1);
  }

  Identity get(int id) {
    return identities.get(id);
  }

  int count() {
    return identities.size();
  }

  List<Identity> all() {
    return java.util.Collections.unmodifiableList(identities);
  }

  /** The service accounts of a namespace. */
  List<Integer> accountsOf(String namespace) {
    return accountsOfNamespace.getOrDefault(namespace, List.of());
  }
}
