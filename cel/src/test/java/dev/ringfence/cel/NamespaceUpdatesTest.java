package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * I23: what policies are said to keep a namespace from, against every sequence of updates among a
 * few labels and annotations. {@code -Dringfence.namespace.policies} says how many random sets of
 * policies are tried.
 */
class NamespaceUpdatesTest {

  private static final int SETS = Integer.getInteger("ringfence.namespace.policies", 20);

  private static final List<String> VALUES = List.of("", "yes", "no");

  /** Those of the annotation that fewer policies read. */
  private static final List<String> BY = List.of("", "yes");

  private static final LabelSelector PARTNER =
      new LabelSelector(Map.of("partner", "yes"), List.of());

  private static final AdmissionRequest.User SOMEBODY =
      new AdmissionRequest.User("somebody", List.of());

  /**
   * The values of the labels team, partner and exempt and of the annotations note and by, empty if
   * unset.
   */
  private record State(String team, String partner, String exempt, String note, String by) {

    Map<String, String> labels() {
      return given("team", team, "partner", partner, "exempt", exempt);
    }

    Map<String, String> annotations() {
      return given("note", note, "by", by);
    }

    private static Map<String, String> given(String... pairs) {
      Map<String, String> given = new LinkedHashMap<>();
      for (int i = 0; i < pairs.length; i += 2) {
        if (!pairs[i + 1].isEmpty()) {
          given.put(pairs[i], pairs[i + 1]);
        }
      }
      return given;
    }

    Map<String, Object> object() {
      Map<String, Object> metadata = new HashMap<>();
      metadata.put("name", "green");
      metadata.put("labels", new HashMap<String, Object>(labels()));
      metadata.put("annotations", new HashMap<String, Object>(annotations()));
      return Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata);
    }
  }

  private static List<State> states() {
    List<State> states = new ArrayList<>();
    for (String team : VALUES) {
      for (String partner : VALUES) {
        for (String exempt : VALUES) {
          for (String note : VALUES) {
            BY.forEach(by -> states.add(new State(team, partner, exempt, note, by)));
          }
        }
      }
    }
    return states;
  }

  private static final State START = new State("yes", "", "", "", "");

  private final Random random = new Random(23);

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String atom() {
    String of = one(List.of("object", "object", "oldObject"));
    String value = one(VALUES);
    String how = one(List.of("==", "!="));
    return switch (random.nextInt(10)) {
      case 0, 1 -> of + ".metadata.?annotations['note'].orValue('') " + how + " '" + value + "'";
      case 2 -> "variables.before == variables.after";
      case 3 -> "variables.after.all(k, k in variables.before)";
      case 4 -> "object.metadata.?labels['team'] == oldObject.metadata.?labels['team']";
      case 5 -> "object.metadata.?annotations == oldObject.metadata.?annotations";
      case 6 -> of + ".metadata.?annotations['by'].orValue('') " + how + " '" + one(BY) + "'";
      default ->
          "%s.metadata.?labels['%s'].orValue('') %s '%s'"
              .formatted(of, one(List.of("team", "exempt", "exempt", "partner")), how, value);
    };
  }

  private String expression() {
    String both = random.nextInt(3) == 0 ? " && " : " || ";
    return switch (random.nextInt(5)) {
      case 0 -> atom();
      case 1, 2 -> atom() + both + atom();
      case 3 -> "(" + atom() + " && " + atom() + " && " + atom() + ")";
      default -> "(" + atom() + both + atom() + ") || " + atom();
    };
  }

  private MadeUpCluster cluster(List<String> said) {
    MadeUpCluster cluster = new MadeUpCluster(START.labels());
    for (int policies = 1 + random.nextInt(2); policies > 0; policies--) {
      MadeUpCluster.Policy policy =
          cluster
              .validating()
              .ofNamespaces()
              .with("before", "oldObject.metadata.?labels.orValue({})")
              .with("after", "object.metadata.?labels.orValue({})");
      if (random.nextInt(4) == 0) {
        String condition = atom();
        said.add("if " + condition);
        policy.onlyIf(condition);
      }
      String pinned = "object.metadata.?labels['partner'].orValue('') != 'yes' || " + expression();
      said.add(pinned);
      policy.asks(pinned);
      for (int more = random.nextInt(3); more > 0; more--) {
        String expression = expression();
        said.add(expression);
        policy.asks(expression);
      }
      policy.add();
    }
    return cluster;
  }

  @Test
  void noSequenceOfUpdatesLeadsToWhatIsSaidToBeRefused() {
    int refused = 0;
    int possible = 0;
    for (int set = 0; set < SETS; set++) {
      List<String> said = new ArrayList<>();
      Cluster cluster = cluster(said).build();
      List<State> way = way(cluster);
      if (refuses(cluster)) {
        refused++;
        assertThat(way).as("set %d: %s", set, String.join("\n", said)).isEmpty();
      }
      possible += way.isEmpty() ? 0 : 1;
    }
    System.out.println(SETS + " sets, " + refused + " refuse, " + possible + " let it happen");
    assertThat(refused).isPositive();
    assertThat(possible).isPositive();
  }

  /** Each update is possible after the one before and not earlier. */
  @Test
  void fourUpdatesOfWhichEachOpensTheNextAreNotRuledOut() {
    Cluster open = steps("oldObject.metadata.?annotations['note'].orValue('') == 'yes'");
    assertThat(way(open)).hasSize(4);
    assertThat(refuses(open)).isFalse();
  }

  private static Cluster steps(String first) {
    MadeUpCluster cluster = new MadeUpCluster(START.labels());
    cluster
        .validating()
        .ofNamespaces()
        .asks(
            "object.metadata.?labels['partner'].orValue('') != 'yes' || oldObject.metadata.?labels['exempt'].orValue('') == 'yes'")
        .asks(
            "object.metadata.?labels['exempt'] == oldObject.metadata.?labels['exempt'] || oldObject.metadata.?labels['team'].orValue('') == 'no'")
        .asks("object.metadata.?labels['team'] == oldObject.metadata.?labels['team'] || " + first)
        .add();
    return cluster.build();
  }

  private static boolean refuses(Cluster cluster) {
    return Admission.of(cluster, new KubernetesExpressions())
        .namespaceLabelling()
        .refuses(
            cluster.namespaces().getFirst(),
            PARTNER,
            true,
            SOMEBODY,
            (as, verb, group, resource, subresource, in, name, path) -> false,
            List.of(""));
  }

  /** A shortest sequence of states from the first one to a partner, empty where there is none. */
  private static List<State> way(Cluster cluster) {
    ValidatingPolicies policies =
        ValidatingPolicies.of(cluster, new KubernetesExpressions()).about("namespaces");
    List<State> states = states();
    Map<State, State> from = new HashMap<>();
    from.put(START, START);
    ArrayDeque<State> waiting = new ArrayDeque<>(List.of(START));
    while (!waiting.isEmpty()) {
      State before = waiting.poll();
      for (State after : states) {
        if (from.containsKey(after) || policies.refuse(update(before, after))) {
          continue;
        }
        from.put(after, before);
        if (after.partner().equals("yes")) {
          List<State> way = new ArrayList<>();
          for (State at = after; !at.equals(START); at = Objects.requireNonNull(from.get(at))) {
            way.addFirst(at);
          }
          return way;
        }
        waiting.add(after);
      }
    }
    return List.of();
  }

  private static AdmissionRequest update(State before, State after) {
    return new AdmissionRequest(
        "UPDATE",
        "",
        "v1",
        "Namespace",
        "namespaces",
        "",
        "green",
        "green",
        after.object(),
        before.object(),
        LabelSet.of(after.labels()),
        Map.of(),
        SOMEBODY,
        (as, verb, group, resource, subresource, in, name, path) -> false);
  }
}
