package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.CostBudget;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * One answer for many names, against every question asked by itself. {@code
 * -Dringfence.alike.policies} says how many random sets of policies are tried.
 */
class AlikeNamesTest {

  private static final int SETS = Integer.getInteger("ringfence.alike.policies", 30);

  private static final List<String> TENANTS =
      List.of("tenant-a", "tenant-b", "tenant-long-name", "t7");

  private static final AdmissionRequest.User SOMEBODY =
      new AdmissionRequest.User("somebody", List.of());

  private static final String OWN = "namespaceObject.metadata.?labels[?'tenant'].orValue('')";

  /** What compares names only, and what looks into them in every way there is. */
  private static final List<String> OF_PODS =
      List.of(
          "object.spec.?nodeName.orValue('') == ''",
          "object.spec.?nodeSelector[?'pool'].orValue('') == " + OWN,
          "object.spec.?tolerations.orValue([]).all(t, t.?value.orValue('') == " + OWN + ")",
          "object.spec.?tolerations.orValue([]).all(t, t.?key.orValue('').startsWith('dedi')"
              + " && t.?value.orValue('') == request.namespace)",
          OWN + " == request.namespace",
          OWN + " in [request.namespace, object.spec.?nodeName.orValue('')]",
          OWN + " == 'tenant-a'",
          OWN + ".startsWith('tenant-a')",
          OWN + ".endsWith('b')",
          "size(" + OWN + ") > 8",
          OWN + ".size() < 10",
          OWN + " + '-x' == 'tenant-b-x'",
          OWN + " > 'tenant-a'",
          "request.namespace.matches('^tenant-[ab]$')",
          "object.spec.?nodeName.orValue('').contains('-b')",
          "object.spec.?nodeSelector.orValue({}).all(k, object.spec.nodeSelector[k] < 'tenant-b')",
          "[" + OWN + ", 'tenant-b'].isSorted()",
          "namespaceObject.metadata.labels.map(k, namespaceObject.metadata.labels[k])[0] == " + OWN,
          OWN + ".split('-').size() == 2",
          OWN + ".split('-')[2] == 'name' || object.spec.?nodeName.orValue('') == ''",
          OWN + ".indexOf('b') < 0",
          "'%s'.format([" + OWN + "]) == 'tenant-b'",
          OWN + " == 'tenant-' + 'a'",
          "['a', 'b'].exists(x, " + OWN + " == 'tenant-' + x)",
          OWN + " in ['tenant', 'b'].join('-').split(',')",
          OWN + " != 'TENANT-A'.lowerAscii()",
          OWN + " == {'b': 'tenant-'}.map(k, 'tenant-' + k)[0]",
          "object.metadata.?labels[?'app'].orValue('') == " + OWN,
          "object.metadata.?labels[?" + OWN + "].orValue('') == ''",
          "namespaceObject.metadata.name == 'green' || request.namespace != " + OWN);

  private static final List<String> OF_NAMESPACES =
      List.of(
          "object.metadata.?labels[?'tenant'] == oldObject.metadata.?labels[?'tenant']",
          "object.metadata.?labels[?'tenant'].orValue('') == object.metadata.name",
          "object.metadata.?labels[?'tenant'].orValue('').startsWith('tenant-b')",
          "object.metadata.labels.all(k, k != 'team' || object.metadata.labels[k] < 'tenant-b')",
          "object.metadata.?labels[?'tenant'].orValue('').size() > 8",
          "object.metadata.?labels[?'tenant'].orValue('') != 'tenant-a'",
          "object.metadata.?labels[?'tenant'].orValue('') != 'tenant-' + 'a'",
          "authorizer.group('x').resource('y').name(object.metadata.name).check('z').allowed()",
          "authorizer.requestResource.check('manage').allowed()",
          "!authorizer.group('x').resource('y').check('z').allowed()",
          "object.metadata.name.endsWith('a') || request.name == oldObject.metadata.name");

  private final Random random = new Random(7);

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Cluster cluster(List<String> said) {
    MadeUpCluster cluster = new MadeUpCluster();
    TENANTS.forEach(name -> cluster.namespace(name, labels(name)));
    cluster.namespace("tenant-other", labels("tenant-a"));
    for (int policies = 1 + random.nextInt(2); policies > 0; policies--) {
      boolean pods = random.nextBoolean();
      MadeUpCluster.Policy policy = cluster.validating();
      if (!pods) {
        policy.ofNamespaces();
      }
      for (int rules = 1 + random.nextInt(2); rules > 0; rules--) {
        List<String> those = pods ? OF_PODS : OF_NAMESPACES;
        String expression = random.nextInt(3) == 0 ? one(those) + " || " + one(those) : one(those);
        said.add(expression);
        policy.asks(expression);
      }
      policy.add();
    }
    return cluster.build();
  }

  private static Map<String, String> labels(String tenant) {
    return Map.of("tenant", tenant, "team", tenant, "kind", "customer");
  }

  private static Node node(String tenant) {
    return Node.bare(
        "node-of-" + tenant,
        LabelSet.of(Map.of("pool", tenant)),
        List.of(new Node.Taint("dedicated", tenant, "NoSchedule")),
        new Origin(Origin.Source.FILE, "source.yaml", 0),
        false);
  }

  /** Asks every question by itself, and counts what is evaluated. */
  private static class OneByOne implements ExpressionEngine {
    final KubernetesExpressions engine = new KubernetesExpressions();
    int evaluations;

    @Override
    public Program compile(String expression) {
      Program program = engine.compile(expression);
      return (Map<String, @Nullable Object> variables, CostBudget budget) -> {
        evaluations++;
        return program.evaluate(variables, budget);
      };
    }

    @Override
    public <T> T remembered(Object key, Supplier<T> work) {
      return engine.remembered(key, work);
    }
  }

  private static final class Together extends OneByOne {
    @Override
    public <T> @Nullable T withoutLookingInto(
        Set<String> names, Predicate<String> others, Supplier<T> work) {
      return engine.withoutLookingInto(names, others, work);
    }
  }

  private static List<Object> answers(Cluster cluster, ExpressionEngine engine) {
    Admission admission = Admission.of(cluster, engine);
    List<Object> answers = new ArrayList<>();
    for (int profile = 0; profile < admission.profiles().size(); profile++) {
      answers.add(admission.policiesOn(profile, DangerousShape.PRIVILEGED));
      for (String tenant : TENANTS) {
        answers.add(admission.policiesOn(profile, node(tenant)));
      }
    }
    for (int namespace = 0; namespace < cluster.namespaces().size(); namespace++) {
      answers.add(admission.onMirrorPods(admission.mirrorQuestion(namespace), "tenant-b"));
      for (String tenant : TENANTS) {
        for (LabelSelector selector : selectors(tenant)) {
          for (boolean matching : new boolean[] {true, false}) {
            answers.add(
                admission
                    .namespaceLabelling()
                    .refuses(
                        cluster.namespaces().get(namespace),
                        selector,
                        matching,
                        SOMEBODY,
                        // He may do what he asks about in one namespace.
                        (as, verb, group, resource, subresource, in, name, path) ->
                            name.equals("tenant-b"),
                        List.of("", "status")));
          }
        }
      }
    }
    return answers;
  }

  /** By one name, by several, by part of one, and by none. */
  private static List<LabelSelector> selectors(String tenant) {
    List<LabelSelector> selectors = new ArrayList<>();
    selectors.add(new LabelSelector(Map.of("tenant", tenant), List.of()));
    selectors.add(new LabelSelector(Map.of("tenant", tenant, "team", "tenant-a"), List.of()));
    selectors.add(by("tenant", LabelSelector.Operator.IN, tenant, "tenant-other"));
    selectors.add(by("team", LabelSelector.Operator.NOT_IN, tenant, "customer"));
    selectors.add(by("tenant-b", LabelSelector.Operator.IN, tenant));
    selectors.add(by("tenant", LabelSelector.Operator.EXISTS));
    selectors.add(by("tenant", LabelSelector.Operator.LIKE, "tenant-b*"));
    return selectors;
  }

  private static LabelSelector by(String key, LabelSelector.Operator operator, String... values) {
    return new LabelSelector(
        Map.of(), List.of(new LabelSelector.Requirement(key, operator, List.of(values))));
  }

  @Test
  void whatIsSaidForManyNamesIsWhatIsSaidOfEach() {
    int fewer = 0;
    for (int set = 0; set < SETS; set++) {
      List<String> said = new ArrayList<>();
      Cluster cluster = cluster(said);
      OneByOne each = new OneByOne();
      OneByOne together = new Together();
      assertThat(answers(cluster, together))
          .as("set %d: %s", set, String.join("\n", said))
          .isEqualTo(answers(cluster, each));
      fewer += together.evaluations < each.evaluations ? 1 : 0;
    }
    System.out.println(SETS + " sets, fewer evaluations in " + fewer);
    assertThat(fewer).isPositive();
  }

  /** What an annotation says stays, so a name that it says too is no other's. */
  @Test
  void aNameInAnAnnotationStaysWhatItIs() {
    MadeUpCluster made = new MadeUpCluster();
    TENANTS.forEach(name -> made.namespace(name, labels(name), Map.of("owner", name)));
    made.namespace("tenant-other", labels("tenant-other"), Map.of("owner", "tenant-a"));
    String owner = "namespaceObject.metadata.?annotations[?'owner'].orValue('')";
    made.validating().asks(owner + " == request.namespace").add();
    made.validating().ofNamespaces().asks(owner + " != object.metadata.name").add();
    Cluster cluster = made.build();
    assertThat(answers(cluster, new Together())).isEqualTo(answers(cluster, new OneByOne()));
  }

  /** Of names that nobody looks into a hundred cost what two cost. */
  @Test
  void moreTenantsAreNotMoreQuestions() {
    assertThat(evaluations(30)).isEqualTo(evaluations(3));
  }

  private static int evaluations(int tenants) {
    MadeUpCluster cluster = new MadeUpCluster();
    for (int tenant = 0; tenant < tenants; tenant++) {
      cluster.namespace("customer-" + tenant, labels("customer-" + tenant));
    }
    cluster.validating().asks(OF_PODS.get(0), OF_PODS.get(1), OF_PODS.get(2)).add();
    cluster.validating().ofNamespaces().asks(OF_NAMESPACES.get(0), OF_NAMESPACES.get(1)).add();
    Together engine = new Together();
    answers(cluster.build(), engine);
    return engine.evaluations;
  }
}
