package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster of one namespace, green, with policies about the pods in it. */
final class MadeUpCluster {

  static final String CONTAINERS =
      "(object.spec.containers + object.spec.?initContainers.orValue([]))";
  static final String NOT_PRIVILEGED =
      CONTAINERS + ".all(c, !c.?securityContext.?privileged.orValue(false))";

  private final ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");
  private int policies;

  MadeUpCluster() {
    this(Map.of("tenant", "green"));
  }

  /**
   * @param labels those of the namespace
   */
  MadeUpCluster(Map<String, String> labels) {
    builder.addNamespace(meta("Namespace", null, "green", labels));
  }

  /** One more namespace. */
  MadeUpCluster namespace(String name, Map<String, String> labels) {
    return namespace(name, labels, Map.of());
  }

  MadeUpCluster namespace(
      String name, Map<String, String> labels, Map<String, String> annotations) {
    ObjectMeta meta = meta("Namespace", null, name, labels);
    builder.addNamespace(
        new ObjectMeta(
            meta.reference(), meta.labels(), annotations, meta.controller(), meta.origin()));
    return this;
  }

  private static ObjectMeta meta(
      String kind, @Nullable String namespace, String name, Map<String, String> labels) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name),
        LabelSet.of(labels),
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "source.yaml", 0));
  }

  /** A policy while it is put together; {@link #add} puts it in force. */
  final class Policy {
    private final boolean mutating;
    private String resource = "pods";
    private LabelSelector objects = LabelSelector.EVERYTHING;
    private AdmissionRules.@Nullable ParameterKind kind;
    private final List<AdmissionRules.Named> conditions = new ArrayList<>();
    private final List<AdmissionRules.Named> variables = new ArrayList<>();
    private final List<AdmissionRules.Validation> validations = new ArrayList<>();
    private final List<AdmissionRules.Mutation> mutations = new ArrayList<>();

    private Policy(boolean mutating) {
      this.mutating = mutating;
    }

    /** Of namespaces that are made or changed, instead of pods that are made. */
    Policy ofNamespaces() {
      resource = "namespaces";
      return this;
    }

    Policy onlyObjects(LabelSelector selector) {
      objects = selector;
      return this;
    }

    Policy onlyIf(String condition) {
      conditions.add(new AdmissionRules.Named("condition" + conditions.size(), condition));
      return this;
    }

    Policy with(String name, String expression) {
      variables.add(new AdmissionRules.Named(name, expression));
      return this;
    }

    Policy asks(String... expressions) {
      for (String expression : expressions) {
        validations.add(new AdmissionRules.Validation(expression, "", "", ""));
      }
      return this;
    }

    /** Its parameters are one ConfigMap of these data. */
    Policy takes(Map<String, Object> data) {
      kind = new AdmissionRules.ParameterKind("v1", "ConfigMap");
      builder.add(
          new AdmissionRules.Parameter(
              "v1",
              "ConfigMap",
              meta("ConfigMap", "green", "parameters", Map.of()),
              Map.of(
                  "apiVersion",
                  "v1",
                  "kind",
                  "ConfigMap",
                  "metadata",
                  Map.of("name", "parameters", "namespace", "green"),
                  "data",
                  data)));
      return this;
    }

    MadeUpCluster add() {
      String name = "policy-" + policies++;
      String prefix = mutating ? "Mutating" : "Validating";
      List<String> operations =
          resource.equals("pods") ? List.of("CREATE") : List.of("CREATE", "UPDATE");
      AdmissionRules.ResourceRule matched =
          new AdmissionRules.ResourceRule(
              operations, List.of(""), List.of("v1"), List.of(resource), List.of(), "*");
      builder.add(
          new AdmissionRules.Policy(
              meta(prefix + "AdmissionPolicy", null, name, Map.of()),
              mutating,
              kind,
              new AdmissionRules.MatchResources(
                  LabelSelector.EVERYTHING, objects, List.of(matched), List.of(), false),
              conditions,
              variables,
              validations,
              mutations,
              List.of(),
              true,
              false));
      builder.add(
          new AdmissionRules.Binding(
              meta(prefix + "AdmissionPolicyBinding", null, name, Map.of()),
              mutating,
              name,
              kind == null
                  ? null
                  : new AdmissionRules.ParameterReference("parameters", "", null, true),
              null,
              mutating ? List.of() : List.of("Deny")));
      return MadeUpCluster.this;
    }
  }

  Policy validating() {
    return new Policy(false);
  }

  MadeUpCluster mutating(boolean patch, String expression) {
    Policy policy = new Policy(true);
    policy.mutations.add(new AdmissionRules.Mutation(patch, expression));
    return policy.add();
  }

  PolicyVerdict verdict(DangerousShape shape) {
    Admission admission = admission();
    return admission.policiesOn(admission.profile(0), shape);
  }

  /** What is said of mirror pods of a node's identity. */
  PolicyVerdict mirror() {
    Admission admission = admission();
    return admission.onMirrorPods(admission.mirrorQuestion(0), "node").policies();
  }

  Cluster build() {
    return builder.build();
  }

  private Admission admission() {
    return Admission.of(build(), new KubernetesExpressions());
  }

  /** The verdict of one policy that asks for all of these. */
  static PolicyVerdict verdict(DangerousShape shape, String... expressions) {
    return new MadeUpCluster().validating().asks(expressions).add().verdict(shape);
  }

  static void passes(DangerousShape shape, String... expressions) {
    assertThat(verdict(shape, expressions).refused()).as(Arrays.toString(expressions)).isFalse();
  }

  static void isRefused(DangerousShape shape, String... expressions) {
    isRefused(verdict(shape, expressions), Arrays.toString(expressions));
  }

  static void isRefused(PolicyVerdict verdict, String why) {
    assertThat(verdict.refused()).as(why).isTrue();
    assertThat(verdict.undecided()).as(why).isFalse();
  }
}
