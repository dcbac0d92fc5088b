package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.admission.NamespaceLabelling;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.NamespaceSelectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * I23: gives its own namespace the labels that others' selectors admit.
 *
 * <p>Premise: {@code update} or {@code patch} of the Namespace, its status or its finalize
 * subresource, and no policy in force that refuses every such label to whoever asks. {@code
 * kubernetes.io/metadata.name} is the API server's, so a selector that names namespaces is passed
 * only by those. What webhooks and policy engines say is taken as yes, towards the attacker. No
 * boundary.
 */
final class RelabelNamespace extends GrantRow {

  /** More questions than this are not asked of policies: then it is assumed what they say. */
  private static final int MOST_QUESTIONS = 5_000;

  /** What policies were not asked. */
  static final Assumption MORE_UPDATES =
      new Assumption(
          "namespace-labels-in-more-updates",
          "More updates of a Namespace, one after the other, than the three that were tried may get"
              + " past policies that look back at several things together.",
          "true");

  /** What is not asked because there is too much of it. */
  private static final Assumption NOT_ASKED =
      new Assumption(
          "namespace-labels-not-asked",
          "So many identities, namespaces and selectors are there that policies were not asked of all"
              + " of them; the rest may label namespaces as they like.",
          "true");

  RelabelNamespace() {
    super(Permission.CHANGE_NAMESPACES);
  }

  @Override
  public String id() {
    return "I23";
  }

  @Override
  public String title() {
    return "passes for another by labels of its own namespace or pods";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    NamespaceSelectors selectors = landscape.network().namespaceSelectors();
    int used = selectors.countUsed();
    if (used == 0) {
      return;
    }
    int any = Fence.NAMESPACE_SELECTORS.down(landscape.facts(), -1);
    int[] questions = {0};
    boolean[] unpinned = {false};
    landscape
        .access()
        .forEachRight(
            Permission.CHANGE_NAMESPACES,
            (identity, scope, name) -> {
              int[] namespaces = namespaces(landscape, scope, name);
              Set<Integer> conclusions = new HashSet<>();
              Set<Integer> feared = new HashSet<>();
              boolean mayBePinned = mayBePinned(landscape, identity);
              boolean isAsked = mayBePinned && questions[0] <= MOST_QUESTIONS;
              if (!isAsked) {
                unpinned[0] = true;
                Set<Integer> to = mayBePinned ? feared : conclusions;
                to.add(any);
                addNamed(landscape, namespaces, to);
              } else {
                questions[0] += used * namespaces.length;
                addPassing(landscape, identity, namespaces, any, conclusions, feared);
              }
              for (int conclusion : conclusions) {
                steps
                    .to(conclusion)
                    .from(landscape.facts().holds(identity))
                    .from(landscape.facts().apiPlace())
                    .add();
              }
              feared.removeAll(conclusions);
              for (int conclusion : feared) {
                steps
                    .to(conclusion)
                    .from(landscape.facts().holds(identity))
                    .from(landscape.facts().apiPlace())
                    .assuming(isAsked ? MORE_UPDATES : NOT_ASKED)
                    .add();
              }
            });
    for (int number = 0; unpinned[0] && number < selectors.count(); number++) {
      if (selectors.couldMatchWhateverTheName(number)) {
        steps.to(Fence.NAMESPACE_SELECTORS.down(landscape.facts(), number)).from(any).add();
      }
    }
  }

  private static int[] namespaces(Landscape landscape, int scope, String name) {
    if (scope != Access.EVERYWHERE) {
      return new int[] {scope};
    }
    if (name.isEmpty()) {
      return IntStream.range(0, landscape.cluster().namespaces().size()).toArray();
    }
    int named = landscape.cluster().namespaceIndex(name);
    return named < 0 ? new int[0] : new int[] {named};
  }

  /** A member of a group may be anybody by name, and a user in any group. */
  static boolean mayBePinned(Landscape landscape, int identity) {
    NamespaceLabelling labelling = landscape.admission().namespaceLabelling();
    if (!labelling.isConcerned()) {
      return false;
    }
    return switch (landscape.access().identity(identity).kind()) {
      case SERVICE_ACCOUNT -> true;
      case USER -> !labelling.tellsGroupsApart();
      default -> !labelling.tellsUsersApart();
    };
  }

  /** Selectors that name a namespace ask for labels of that one. */
  private static void addNamed(Landscape landscape, int[] namespaces, Set<Integer> conclusions) {
    NamespaceSelectors selectors = landscape.network().namespaceSelectors();
    Set<Integer> own = new HashSet<>();
    for (int namespace : namespaces) {
      own.add(namespace);
    }
    for (int number = 0; number < selectors.count(); number++) {
      for (String name : selectors.names(number)) {
        int named = landscape.cluster().namespaceIndex(name);
        if (named >= 0
            && own.contains(named)
            && selectors.couldMatch(number, landscape.cluster().namespaces().get(named))) {
          conclusions.add(Fence.NAMESPACE_SELECTORS.down(landscape.facts(), number));
        }
      }
    }
  }

  private static void addPassing(
      Landscape landscape,
      int identity,
      int[] namespaces,
      int any,
      Set<Integer> conclusions,
      Set<Integer> feared) {
    NamespaceSelectors selectors = landscape.network().namespaceSelectors();
    boolean tiers = !landscape.cluster().tieredPolicies().isEmpty();
    boolean bounded = landscape.admission().namespaceLabelling().isBounded();
    for (int number = 0; number < selectors.count(); number++) {
      for (int each : namespaces) {
        Namespace namespace = landscape.cluster().namespaces().get(each);
        if (selectors.couldMatch(number, namespace)) {
          boolean passes = passes(landscape, identity, namespace, selectors.get(number), true);
          if (passes || bounded) {
            Set<Integer> to = passes ? conclusions : feared;
            to.add(Fence.NAMESPACE_SELECTORS.down(landscape.facts(), number));
            to.add(any);
          }
        }
        if (tiers && selectors.couldEscape(number, namespace)) {
          if (passes(landscape, identity, namespace, selectors.get(number), false)) {
            conclusions.add(any);
          } else if (bounded) {
            feared.add(any);
          }
        }
      }
    }
  }

  /** Whether the identity may have the namespace match the selector, or no longer match it. */
  static boolean passes(
      Landscape landscape,
      int identity,
      Namespace namespace,
      LabelSelector selector,
      boolean matching) {
    Access access = landscape.access();
    List<String> subresources = new ArrayList<>();
    for (String subresource : List.of("", "status", "finalize")) {
      if (may(access, identity, "update", subresource, namespace)
          || may(access, identity, "patch", subresource, namespace)) {
        subresources.add(subresource);
      }
    }
    Identity asking = access.identity(identity);
    return subresources.isEmpty()
        || !landscape
            .admission()
            .namespaceLabelling()
            .refuses(
                namespace,
                selector,
                matching,
                new AdmissionRequest.User(asking.requester().user(), asking.requester().groups()),
                (user, verb, group, resource, subresource, in, name, path) ->
                    access.allowed(
                        identity, new Request(verb, group, resource, subresource, in, name, path)),
                subresources);
  }

  private static boolean may(
      Access access, int identity, String verb, String subresource, Namespace namespace) {
    return access.allowed(
        identity,
        Request.resource(verb, "", "namespaces", subresource, namespace.name(), namespace.name()));
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    for (int number = -1; number < landscape.network().namespaceSelectors().count(); number++) {
      int down = Fence.NAMESPACE_SELECTORS.named(landscape.facts(), number);
      if (down >= 0) {
        to.fact(down);
      }
    }
  }
}
