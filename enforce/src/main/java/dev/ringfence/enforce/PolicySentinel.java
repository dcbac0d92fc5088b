package dev.ringfence.enforce;

import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Waits until the API server acts by the admission policies that were written before. It stores
 * them at once, and compiles and obeys them a second or more later: a pod that is made meanwhile is
 * neither changed nor refused, and runs on like that.
 *
 * <p>No status says since when a policy is obeyed. But a server follows each kind of policy, and
 * its bindings, in the order in which they were written: once it obeys one that was written last,
 * it obeys all. That last one, the sentinel, concerns only ConfigMaps of one name that is made up
 * for the run. None is ever made: it is asked for as a dry run. The sentinel is deleted again; one
 * that a killed run left behind is taken over by the next.
 *
 * <p>It tells of the server that answers. Where there are several, the others follow by themselves
 * within about the same time.
 */
final class PolicySentinel {

  /** The name of the sentinel's policies and bindings. */
  private static final String NAME = "ringfence-sentinel";

  private static final String BINDING = "Binding";
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String JSON = "application/json";

  private static final List<Addresses.Kind> POLICIES =
      Addresses.BUILT_IN.stream().filter(kind -> kind.kind().endsWith("AdmissionPolicy")).toList();

  private static final String MUTATING =
      """
      "reinvocationPolicy":"Never","mutations":[{"patchType":"ApplyConfiguration",\
      "applyConfiguration":{"expression":"Object{data: {'seen': 'yes'}}"}}]""";

  private final LiveApi api;
  private final List<Addresses.Kind> kinds;

  /** Of this run alone: what another has left behind is not taken for this one's. */
  private final String run = NAME + "-" + UUID.randomUUID();

  /**
   * @param kinds of policies to wait for, as the server has them
   */
  PolicySentinel(LiveApi api, List<Addresses.Kind> kinds) {
    this.api = api;
    this.kinds = List.copyOf(kinds);
  }

  /** The kinds of policies among what is written, bindings counting as their policies. */
  static List<Addresses.Kind> kindsIn(List<Difference> written) {
    Set<Addresses.Kind> found = new LinkedHashSet<>();
    for (Difference difference : written) {
      ControlObject object = difference.object();
      if (object != null) {
        Addresses.Kind kind = policy(Addresses.kind(object));
        if (POLICIES.stream().anyMatch(each -> kind.equals(each) || isOlder(kind, each))) {
          found.add(kind);
        }
      }
    }
    return List.copyOf(found);
  }

  private static Addresses.Kind policy(Addresses.Kind kind) {
    return kind.kind().endsWith(BINDING)
        ? new Addresses.Kind(
            kind.apiVersion(), kind.kind().substring(0, kind.kind().length() - BINDING.length()))
        : kind;
  }

  private static boolean isOlder(Addresses.Kind kind, Addresses.Kind newer) {
    return kind.equals(newer.older());
  }

  /** The kinds of which a run that was killed while it waited has left a sentinel. */
  static List<Addresses.Kind> leftBehind(LiveApi api) {
    List<Addresses.Kind> left = new ArrayList<>();
    for (Addresses.Kind policy : POLICIES) {
      for (Addresses.Kind kind : both(policy)) {
        if (api.get(kind.path(null, NAME)).isSuccess()) {
          left.add(kind);
          break;
        }
      }
    }
    return left;
  }

  private static List<Addresses.Kind> both(Addresses.Kind policy) {
    Addresses.Kind older = policy.older();
    return older == null ? List.of(policy) : List.of(policy, older);
  }

  /** Returns when all are in force; what could not be seen to be, or cleaned up, in words. */
  List<String> await() {
    List<String> problems = new ArrayList<>();
    try {
      for (Addresses.Kind kind : kinds) {
        put(kind, policyText(kind), problems);
        put(binding(kind), bindingText(kind), problems);
      }
      if (problems.isEmpty()) {
        long end = System.nanoTime() + BOUND.toNanos();
        kinds.forEach(kind -> await(kind, end, problems));
      }
    } finally {
      for (Addresses.Kind kind : kinds) {
        delete(binding(kind), problems);
        delete(kind, problems);
      }
    }
    return problems;
  }

  private void put(Addresses.Kind kind, String text, List<String> problems) {
    LiveApi.Answer answer =
        api.send(
            "PATCH",
            kind.path(null, NAME) + "?fieldManager=" + Enforcement.FIELD_MANAGER + "&force=true",
            text,
            Enforcement.APPLY);
    if (!answer.isSuccess()) {
      problems.add(unseen(kind, answer));
    }
  }

  private void delete(Addresses.Kind kind, List<String> problems) {
    LiveApi.Answer answer = api.send("DELETE", kind.path(null, NAME), null, JSON);
    if (!answer.isSuccess() && answer.status() != 404) {
      problems.add(kind.kind() + " " + NAME + " is left behind: " + Enforcement.message(answer));
    }
  }

  private void await(Addresses.Kind kind, long end, List<String> problems) {
    LiveApi.Answer answer = ask(kind);
    while (!isObeyed(kind, answer)) {
      if (System.nanoTime() - end > 0 || isNotAllowed(answer)) {
        problems.add(unseen(kind, answer));
        return;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted; run again to take it up", interrupted);
      }
      answer = ask(kind);
    }
  }

  /** RBAC's words: whoever may not ask need not ask again. */
  private static boolean isNotAllowed(LiveApi.Answer answer) {
    return answer.status() == 403 && Enforcement.message(answer).contains("cannot create resource");
  }

  private static String unseen(Addresses.Kind kind, LiveApi.Answer answer) {
    return kind.kind()
        + ": written, but not seen to be in force, so that pods made now may be neither changed nor"
        + " refused: "
        + (answer.isSuccess()
            ? "after " + BOUND.toSeconds() + " seconds the server still takes what it should not"
            : Enforcement.message(answer));
  }

  private LiveApi.Answer ask(Addresses.Kind kind) {
    return api.send(
        "POST",
        "/api/v1/namespaces/default/configmaps?dryRun=All",
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"}}"""
            .formatted(probe(kind)),
        JSON);
  }

  /** One for each kind: what one sentinel refuses would not show what the other changes. */
  private String probe(Addresses.Kind kind) {
    return run + (isValidating(kind) ? "-refused" : "-changed");
  }

  private boolean isObeyed(Addresses.Kind kind, LiveApi.Answer answer) {
    return isValidating(kind)
        ? Enforcement.message(answer).contains(message(kind))
        : Trees.map(Trees.ofJson(answer.body()), "data").containsKey("seen");
  }

  /** Other words than those by which anybody else would refuse an object of that name. */
  private String message(Addresses.Kind kind) {
    return "seen by " + probe(kind);
  }

  private static boolean isValidating(Addresses.Kind kind) {
    return kind.kind().startsWith("Validating");
  }

  private static Addresses.Kind binding(Addresses.Kind kind) {
    return new Addresses.Kind(kind.apiVersion(), kind.kind() + BINDING);
  }

  private static String head(Addresses.Kind kind) {
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s","labels":{"%s":"%s"}},"""
        .formatted(
            kind.apiVersion(), kind.kind(), NAME, ControlObject.OWNER_LABEL, ControlObject.OWNER);
  }

  private String policyText(Addresses.Kind kind) {
    return head(kind)
        + """
        "spec":{"failurePolicy":"Fail","matchConstraints":{"resourceRules":[{"apiGroups":[""],\
        "apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"],\
        "resourceNames":["%s"]}]},%s}}"""
            .formatted(
                probe(kind),
                isValidating(kind)
                    ? "\"validations\":[{\"expression\":\"false\",\"message\":\""
                        + message(kind)
                        + "\"}]"
                    : MUTATING);
  }

  private static String bindingText(Addresses.Kind kind) {
    return head(binding(kind))
        + """
        "spec":{"policyName":"%s"%s}}"""
            .formatted(NAME, isValidating(kind) ? ",\"validationActions\":[\"Deny\"]" : "");
  }
}
