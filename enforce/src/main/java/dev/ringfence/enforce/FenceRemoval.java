package dev.ringfence.enforce;

import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes fences back, in an order that cuts nothing off: what denies goes before what allows, what
 * binds before what is bound. Namespaces and default accounts are only released.
 *
 * <p>A NetworkPolicy isolates by being there, whatever it allows, until the last of its namespace
 * is gone. So one of them is opened to everything first and goes last, after the namespace is
 * released too: where other tenants stay, the denial of the way to nodes selects by the namespace's
 * label, isolates as well, and allows nothing.
 */
final class FenceRemoval {

  private static final String DEFAULT_DENY = "/ringfence-default-deny";

  private final LiveApi api;
  private final boolean dryRun;
  private final List<String> done;
  private final List<String> refused;

  /**
   * @param done takes what was done
   * @param refused takes what was refused, with the server's words
   */
  FenceRemoval(LiveApi api, boolean dryRun, List<String> done, List<String> refused) {
    this.api = api;
    this.dryRun = dryRun;
    this.done = done;
    this.refused = refused;
  }

  /** Does it, or what can be done of it. */
  void run(List<Difference> marked) {
    List<Difference> ordered = new ArrayList<>(marked);
    for (String namespace : isolated(marked)) {
      Difference opened = open(namespace);
      if (marked.stream().noneMatch(each -> each.title().equals(opened.title()))) {
        ordered.add(opened);
      }
    }
    if (!refused.isEmpty()) {
      return;
    }
    ordered.sort(Comparator.comparingInt(difference -> rank(difference.title())));
    for (Difference difference : ordered) {
      if (Enforcement.isReleased(difference.title())) {
        release(difference);
      } else {
        delete(difference);
      }
    }
  }

  /**
   * Namespaces of which everything goes that isolates: pruning a single opening is no such case.
   */
  private static Set<String> isolated(List<Difference> marked) {
    Set<String> namespaces = new TreeSet<>();
    for (Difference difference : marked) {
      String title = difference.title();
      if (title.startsWith("NetworkPolicy ")
          && (title.endsWith(DEFAULT_DENY) || title.endsWith("/ringfence-own-namespaces"))) {
        namespaces.add(title.substring("NetworkPolicy ".length(), title.indexOf('/')));
      }
    }
    return namespaces;
  }

  /** Opens it, or puts it there open; what is to be deleted last. */
  private Difference open(String namespace) {
    String name = DEFAULT_DENY.substring(1);
    String text =
        """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"%s",\
        "labels":{"%s":"%s"}},"spec":{"podSelector":{},"policyTypes":["Ingress","Egress"],\
        "ingress":[{}],"egress":[{}]}}"""
            .formatted(name, ControlObject.OWNER_LABEL, ControlObject.OWNER);
    Addresses.Kind kind = new Addresses.Kind("networking.k8s.io/v1", "NetworkPolicy");
    String title = "NetworkPolicy " + namespace + DEFAULT_DENY;
    String path = kind.path(namespace, name);
    LiveApi.Answer answer =
        api.send(
            "PATCH",
            path + "?fieldManager=" + Enforcement.FIELD_MANAGER + "&force=true" + option(),
            text,
            Enforcement.APPLY);
    if (answer.isSuccess()) {
      done.add("opened " + title);
    } else {
      refused.add(title + ": " + Enforcement.message(answer));
    }
    return new Difference(
        Difference.Kind.NO_LONGER_NEEDED, null, title, path, List.of(), null, null);
  }

  private static int rank(String title) {
    String kind = title.substring(0, title.indexOf(' '));
    return switch (kind) {
      case "NetworkPolicy" -> title.endsWith(DEFAULT_DENY) ? 8 : 1;
      case "CiliumNetworkPolicy" -> 1;
      case "ClusterNetworkPolicy",
          "AdminNetworkPolicy",
          "CiliumClusterwideNetworkPolicy",
          "GlobalNetworkPolicy" ->
          0;
      case "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding" -> 3;
      case "ValidatingAdmissionPolicy", "MutatingAdmissionPolicy" -> 4;
      case "ResourceQuota", "LimitRange", "FlowSchema" -> 5;
      case "PriorityLevelConfiguration" -> 6;
      case "Namespace", "ServiceAccount" -> 7;
      case "RoleBinding", "ClusterRoleBinding" -> 10;
      default -> 9;
    };
  }

  private void delete(Difference difference) {
    LiveApi.Answer answer =
        api.send("DELETE", difference.path() + question(), null, "application/json");
    if (answer.isSuccess() || answer.status() == 404) {
      done.add("deleted " + difference.title());
    } else {
      refused.add(difference.title() + ": " + Enforcement.message(answer));
    }
  }

  /** Gives up every field that is owned here, and leaves the object to whoever else has it. */
  private void release(Difference difference) {
    String[] words = difference.title().split(" ", 2);
    String name = words[1].substring(words[1].indexOf('/') + 1);
    String nothing =
        "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(words[0], name);
    LiveApi.Answer answer =
        api.send(
            "PATCH",
            difference.path()
                + "?fieldManager="
                + Enforcement.FIELD_MANAGER
                + "&force=true"
                + option(),
            nothing,
            Enforcement.APPLY);
    if (answer.isSuccess()) {
      done.add("released " + difference.title());
    } else {
      refused.add(difference.title() + ": " + Enforcement.message(answer));
    }
  }

  private String option() {
    return dryRun ? "&dryRun=All" : "";
  }

  private String question() {
    return dryRun ? "?dryRun=All" : "";
  }
}
