package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bindings by whom they name. Users and service accounts are found by user name, as the API server
 * compares them; each subject's bindings stand in order of their scope, those of the whole cluster
 * first, so that one namespace's are found by binary search.
 */
final class BindingIndex {

  /** The scope of a ClusterRoleBinding. */
  static final int CLUSTER = -1;

  private static final int[] NONE = {};

  /** By number; those that went keep theirs and stand in no other list. */
  private final List<Rbac.Binding> bindings;

  private final int[] scopes;
  private final int[] inOrder;
  private final List<Rbac.Binding> come;
  private final List<Rbac.Binding> gone;
  private final Map<String, int[]> byUser;
  private final Map<String, int[]> byGroup;

  BindingIndex(Cluster cluster) {
    bindings = cluster.bindings();
    scopes = new int[bindings.size()];
    Integer[] order = new Integer[bindings.size()];
    for (int binding = 0; binding < bindings.size(); binding++) {
      Rbac.Binding one = bindings.get(binding);
      scopes[binding] =
          one.isClusterRoleBinding() ? CLUSTER : cluster.namespaceIndex(one.meta().namespace());
      order[binding] = binding;
    }
    Arrays.sort(order, (left, right) -> Integer.compare(scopes[left], scopes[right]));
    inOrder = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    Map<String, List<Integer>> users = new HashMap<>();
    Map<String, List<Integer>> groups = new HashMap<>();
    for (int binding : order) {
      Rbac.Binding one = bindings.get(binding);
      for (Rbac.Subject subject : one.subjects()) {
        String user = userOf(subject, one);
        if (!user.isEmpty()) {
          add(users, user, binding);
        } else if (subject.kind() == Rbac.SubjectKind.GROUP) {
          add(groups, subject.name(), binding);
        }
      }
    }
    byUser = pack(users);
    byGroup = pack(groups);
    come = List.of();
    gone = List.of();
  }

  private BindingIndex(
      BindingIndex before, Cluster cluster, List<Rbac.Binding> come, List<Integer> gone) {
    this.come = come;
    this.gone = gone.stream().map(before.bindings::get).toList();
    this.bindings = new ArrayList<>(before.bindings);
    this.scopes = Arrays.copyOf(before.scopes, before.scopes.length + come.size());
    this.byUser = new HashMap<>(before.byUser);
    this.byGroup = new HashMap<>(before.byGroup);
    int[] order = before.inOrder;
    for (int binding : gone) {
      order = without(order, binding);
      keysOf(bindings.get(binding), true).forEach(key -> drop(byUser, key, binding));
      keysOf(bindings.get(binding), false).forEach(key -> drop(byGroup, key, binding));
    }
    for (Rbac.Binding one : come) {
      int binding = bindings.size();
      bindings.add(one);
      scopes[binding] =
          one.isClusterRoleBinding() ? CLUSTER : cluster.namespaceIndex(one.meta().namespace());
      order = with(order, binding);
      for (String user : keysOf(one, true)) {
        byUser.put(user, with(byUser.getOrDefault(user, NONE), binding));
      }
      for (String group : keysOf(one, false)) {
        byGroup.put(group, with(byGroup.getOrDefault(group, NONE), binding));
      }
    }
    this.inOrder = order;
  }

  private static void drop(Map<String, int[]> map, String key, int binding) {
    int[] left = without(map.getOrDefault(key, NONE), binding);
    if (left.length == 0) {
      map.remove(key);
    } else {
      map.put(key, left);
    }
  }

  /**
   * The same for a cluster with other bindings: those that are the very same objects keep their
   * numbers.
   *
   * @param before the cluster of this index
   */
  BindingIndex with(Cluster before, Cluster cluster) {
    Set<Rbac.Binding> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(Followed.beside(before.bindings(), cluster.bindings()));
    List<Integer> gone = new ArrayList<>(left.size());
    for (int binding : inOrder) {
      if (!left.isEmpty() && left.contains(bindings.get(binding))) {
        gone.add(binding);
      }
    }
    List<Rbac.Binding> added = Followed.beside(cluster.bindings(), before.bindings());
    return new BindingIndex(this, cluster, added, gone);
  }

  /**
   * The user name that a subject stands for; empty for groups and for a service account without a
   * namespace in a ClusterRoleBinding, which is nobody. In a RoleBinding it is the binding's.
   */
  static String userOf(Rbac.Subject subject, Rbac.Binding binding) {
    return switch (subject.kind()) {
      case USER -> subject.name();
      case GROUP -> "";
      case SERVICE_ACCOUNT -> {
        String namespace =
            subject.namespace().isEmpty() ? binding.meta().namespace() : subject.namespace();
        yield namespace.isEmpty() ? "" : Requester.serviceAccountUser(namespace, subject.name());
      }
    };
  }

  private static void add(Map<String, List<Integer>> map, String key, int binding) {
    List<Integer> list = map.computeIfAbsent(key, ignored -> new ArrayList<>(2));
    if (list.isEmpty() || list.getLast() != binding) {
      list.add(binding);
    }
  }

  private static Map<String, int[]> pack(Map<String, List<Integer>> map) {
    Map<String, int[]> packed = new HashMap<>(map.size() * 2);
    map.forEach(
        (key, list) -> packed.put(key, list.stream().mapToInt(Integer::intValue).toArray()));
    return packed;
  }

  /** By which names the binding is found. */
  private static Set<String> keysOf(Rbac.Binding binding, boolean users) {
    Set<String> keys = new HashSet<>();
    for (Rbac.Subject subject : binding.subjects()) {
      String user = userOf(subject, binding);
      if (users && !user.isEmpty()) {
        keys.add(user);
      } else if (!users && subject.kind() == Rbac.SubjectKind.GROUP) {
        keys.add(subject.name());
      }
    }
    return keys;
  }

  private static int[] without(int[] list, int binding) {
    return Arrays.stream(list).filter(one -> one != binding).toArray();
  }

  /** The binding behind those of its scope and of scopes before. */
  private int[] with(int[] list, int binding) {
    int place = first(list, scopes[binding] + 1);
    int[] more = new int[list.length + 1];
    System.arraycopy(list, 0, more, 0, place);
    more[place] = binding;
    System.arraycopy(list, place, more, place + 1, list.length - place);
    return more;
  }

  /** Bindings that were not there before, where this index follows another. */
  List<Rbac.Binding> come() {
    return come;
  }

  /** Bindings that were there before, where this index follows another. */
  List<Rbac.Binding> gone() {
    return gone;
  }

  /** Whether most numbers are those of bindings that went. */
  boolean isWornOut() {
    return bindings.size() > 2 * inOrder.length + 1024;
  }

  int[] ofUser(String user) {
    return byUser.getOrDefault(user, NONE);
  }

  int[] ofGroup(String group) {
    return byGroup.getOrDefault(group, NONE);
  }

  /** {@link #CLUSTER} or the index of the namespace. */
  int scope(int binding) {
    return scopes[binding];
  }

  Rbac.Binding binding(int binding) {
    return bindings.get(binding);
  }

  /** One past the highest number. */
  int count() {
    return bindings.size();
  }

  Set<String> users() {
    return byUser.keySet();
  }

  Set<String> groups() {
    return byGroup.keySet();
  }

  /** All that are there, in order of their scopes. */
  int[] all() {
    return inOrder;
  }

  /** The bindings of a scope. */
  int[] ofScope(int scope) {
    return Arrays.copyOfRange(inOrder, first(inOrder, scope), first(inOrder, scope + 1));
  }

  /** Where the bindings of a scope begin in a subject's list. */
  int first(int[] ofSubject, int scope) {
    int low = 0;
    int high = ofSubject.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scopes[ofSubject[middle]] < scope) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
