package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers single requests from the bindings: by whom one is allowed, and who is. Only the bindings
 * of the requester's name and groups are looked at, those of the whole cluster and then those of
 * the request's namespace.
 */
final class GrantSearch {

  private final Cluster cluster;
  private final BindingIndex bindings;
  private final List<ResolvedRole> roles;
  private final int[] roleOfBinding;

  /**
   * @param roleOfBinding the role of each binding, or -1 where it dangles
   */
  GrantSearch(
      Cluster cluster, BindingIndex bindings, List<ResolvedRole> roles, int[] roleOfBinding) {
    this.cluster = cluster;
    this.bindings = bindings;
    this.roles = roles;
    this.roleOfBinding = roleOfBinding;
  }

  /** Everything by which somebody may make the request; the first of it where that is enough. */
  List<Grant> grants(Requester requester, Request request, boolean first) {
    if (requester.groups().contains(Requester.MASTERS)) {
      return List.of(Grant.MASTERS);
    }
    List<Grant> found = new ArrayList<>(1);
    collect(bindings.ofUser(requester.user()), requester, request, first, found);
    for (String group : requester.groups()) {
      if (first && !found.isEmpty()) {
        break;
      }
      collect(bindings.ofGroup(group), requester, request, first, found);
    }
    return found;
  }

  /** Whether some rule of the bindings of somebody's name and groups is like that. */
  boolean hasRule(Requester requester, Predicate<Rbac.Rule> like) {
    List<int[]> all = new ArrayList<>(List.of(bindings.ofUser(requester.user())));
    requester.groups().forEach(group -> all.add(bindings.ofGroup(group)));
    for (int[] ofSubject : all) {
      for (int binding : ofSubject) {
        if (roleOfBinding[binding] >= 0
            && roles.get(roleOfBinding[binding]).rules().stream()
                .anyMatch(rule -> like.test(rule.rule()))) {
          return true;
        }
      }
    }
    return false;
  }

  private void collect(
      int[] ofSubject, Requester requester, Request request, boolean first, List<Grant> found) {
    for (int at = 0; at < ofSubject.length; at++) {
      if (bindings.scope(ofSubject[at]) != BindingIndex.CLUSTER) {
        break;
      }
      addGrants(ofSubject[at], requester, request, first, found);
    }
    int namespace =
        request.namespace().isEmpty() || !request.path().isEmpty()
            ? -1
            : cluster.namespaceIndex(request.namespace());
    if (namespace < 0) {
      return;
    }
    for (int at = bindings.first(ofSubject, namespace);
        at < ofSubject.length && bindings.scope(ofSubject[at]) == namespace;
        at++) {
      addGrants(ofSubject[at], requester, request, first, found);
    }
  }

  private void addGrants(
      int binding, Requester requester, Request request, boolean first, List<Grant> found) {
    if (roleOfBinding[binding] >= 0 && !(first && !found.isEmpty())) {
      Rbac.Binding one = bindings.binding(binding);
      int subject = first ? 0 : subjectOf(one, requester);
      addGrants(roles.get(roleOfBinding[binding]), one, subject, request, first, found);
    }
  }

  /** Adds what a role grants of the request. */
  static void addGrants(
      ResolvedRole role,
      Rbac.@Nullable Binding binding,
      int subject,
      Request request,
      boolean first,
      List<Grant> found) {
    for (ResolvedRole.ResolvedRule rule : role.rules()) {
      if (request.allowedBy(rule.rule())) {
        Grant grant = new Grant(binding, subject, role, rule);
        if (!found.contains(grant)) {
          found.add(grant);
        }
        if (first) {
          return;
        }
      }
    }
  }

  /** The first subject of the binding that is the requester. */
  static int subjectOf(Rbac.Binding binding, Requester requester) {
    for (int at = 0; at < binding.subjects().size(); at++) {
      Rbac.Subject subject = binding.subjects().get(at);
      boolean applies =
          subject.kind() == Rbac.SubjectKind.GROUP
              ? requester.groups().contains(subject.name())
              : BindingIndex.userOf(subject, binding).equals(requester.user());
      if (applies) {
        return at;
      }
    }
    return 0;
  }

  /** Every binding by which anybody at all may make the request, with the rule. */
  List<Grant> whoCan(Request request) {
    List<Grant> found = new ArrayList<>();
    Map<Integer, Optional<ResolvedRole.ResolvedRule>> known = new HashMap<>();
    for (int binding : bindings.ofScope(BindingIndex.CLUSTER)) {
      whoCan(binding, request, known, found);
    }
    int namespace =
        request.namespace().isEmpty() || !request.path().isEmpty()
            ? -1
            : cluster.namespaceIndex(request.namespace());
    if (namespace >= 0) {
      for (int binding : bindings.ofScope(namespace)) {
        whoCan(binding, request, known, found);
      }
    }
    return found;
  }

  private void whoCan(
      int binding,
      Request request,
      Map<Integer, Optional<ResolvedRole.ResolvedRule>> known,
      List<Grant> found) {
    int role = roleOfBinding[binding];
    if (role < 0) {
      return;
    }
    ResolvedRole resolved = roles.get(role);
    known
        .computeIfAbsent(
            role,
            ignored ->
                resolved.rules().stream()
                    .filter(rule -> request.allowedBy(rule.rule()))
                    .findFirst())
        .ifPresent(rule -> found.add(new Grant(bindings.binding(binding), 0, resolved, rule)));
  }
}
