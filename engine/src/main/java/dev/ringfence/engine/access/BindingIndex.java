package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bindings by whom they name. Users and service accounts are found by user name, as the API server
 * compares them; each subject's bindings stand in order of their scope, those of the whole cluster
 * first, so that one namespace's are found by binary search.
 */
final class BindingIndex {

  /** The scope of a ClusterRoleBinding. */
  static final int CLUSTER = -1;

  private static final int[] NONE = {};

  private final List<Rbac.Binding> bindings;
  private final int[] scopes;
  private final int[] inOrder;
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

  int count() {
    return bindings.size();
  }

  java.util.Set<String> users() {
    return byUser.keySet();
  }

  java.util.Set<String> groups() {
    return byGroup.keySet();
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
