package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of {@code admissionregistration.k8s.io}: what may refuse or change requests. */
public final class AdmissionRules {

  private AdmissionRules() {}

  /**
   * Which requests a policy or webhook is asked about.
   *
   * @param scope {@code *}, {@code Cluster} or {@code Namespaced}
   */
  public record ResourceRule(
      List<String> operations,
      List<String> apiGroups,
      List<String> apiVersions,
      List<String> resources,
      List<String> resourceNames,
      String scope) {
    public ResourceRule {
      operations = List.copyOf(operations);
      apiGroups = List.copyOf(apiGroups);
      apiVersions = List.copyOf(apiVersions);
      resources = List.copyOf(resources);
      resourceNames = List.copyOf(resourceNames);
    }
  }

  /**
   * {@code matchConstraints} and {@code matchResources}; the two selectors match everything where
   * they are unset.
   *
   * @param exact whether {@code matchPolicy} is Exact instead of Equivalent
   */
  public record MatchResources(
      LabelSelector namespaceSelector,
      LabelSelector objectSelector,
      List<ResourceRule> resourceRules,
      List<ResourceRule> excludeResourceRules,
      boolean exact) {

    private static final Set<String> MAKERS =
        Set.of(
            "*",
            "*/*",
            "pods",
            "deployments",
            "replicasets",
            "statefulsets",
            "daemonsets",
            "jobs",
            "cronjobs",
            "replicationcontrollers");

    public MatchResources {
      resourceRules = List.copyOf(resourceRules);
      excludeResourceRules = List.copyOf(excludeResourceRules);
    }

    /** Whether some rule names pods, by their name or a wildcard. */
    public boolean namesPods() {
      return resourceRules.stream()
          .flatMap(rule -> rule.resources().stream())
          .anyMatch(name -> name.equals("pods") || name.equals("*") || name.equals("*/*"));
    }

    /** Whether some rule names the creation of pods or of what makes them, by a wildcard too. */
    public boolean mayChangePods() {
      return resourceRules.stream()
          .filter(rule -> rule.operations().contains("*") || rule.operations().contains("CREATE"))
          .flatMap(rule -> rule.resources().stream())
          .anyMatch(MAKERS::contains);
    }
  }

  /** A name and an expression: a matchCondition or a variable. */
  public record Named(String name, String expression) {}

  /** One validation; texts are empty where they are unset. */
  public record Validation(
      String expression, String message, String messageExpression, String reason) {}

  /**
   * One mutation.
   *
   * @param jsonPatch whether it is a list of JSONPatch operations instead of an apply configuration
   */
  public record Mutation(boolean jsonPatch, String expression) {}

  /** The kind of a policy's parameters. */
  public record ParameterKind(String apiVersion, String kind) {}

  /**
   * A ValidatingAdmissionPolicy or a MutatingAdmissionPolicy.
   *
   * @param auditAnnotations keys with the expressions of their values
   * @param failClosed whether {@code failurePolicy} is Fail
   */
  public record Policy(
      ObjectMeta meta,
      boolean mutating,
      @Nullable ParameterKind parameterKind,
      @Nullable MatchResources matchConstraints,
      List<Named> matchConditions,
      List<Named> variables,
      List<Validation> validations,
      List<Mutation> mutations,
      List<Named> auditAnnotations,
      boolean failClosed,
      boolean reinvoked) {
    public Policy {
      matchConditions = List.copyOf(matchConditions);
      variables = List.copyOf(variables);
      validations = List.copyOf(validations);
      mutations = List.copyOf(mutations);
      auditAnnotations = List.copyOf(auditAnnotations);
    }
  }

  /**
   * Which parameters a binding uses.
   *
   * @param name empty where {@code selector} chooses
   * @param namespace empty where it is that of the request
   * @param denyIfMissing whether {@code parameterNotFoundAction} is Deny
   */
  public record ParameterReference(
      String name, String namespace, @Nullable LabelSelector selector, boolean denyIfMissing) {}

  /** A binding of one of the two kinds of policies. */
  public record Binding(
      ObjectMeta meta,
      boolean mutating,
      String policyName,
      @Nullable ParameterReference parameters,
      @Nullable MatchResources matchResources,
      List<String> validationActions) {
    public Binding {
      validationActions = List.copyOf(validationActions);
    }
  }

  /**
   * An object that a policy may take as its parameters.
   *
   * @param content the whole object: maps, lists, texts, Long, Double, Boolean
   */
  public record Parameter(
      String apiVersion, String kind, ObjectMeta meta, Map<String, Object> content) {}

  /**
   * One webhook of a configuration.
   *
   * @param name its own name within the configuration
   * @param service what it calls, or null where that is a URL
   * @param url where it calls outside the cluster's Services; empty otherwise
   */
  public record Webhook(
      ObjectMeta configuration,
      boolean mutating,
      String name,
      MatchResources matches,
      List<Named> matchConditions,
      boolean failClosed,
      @Nullable Backend service,
      String url) {
    public Webhook {
      matchConditions = List.copyOf(matchConditions);
    }
  }

  /** The Service behind a webhook, an APIService or a conversion. */
  public record Backend(String namespace, String name, int port) {}

  /**
   * What the API server passes whole groups or conversions on to.
   *
   * @param meta of the APIService or the CustomResourceDefinition
   */
  public record Extension(ObjectMeta meta, Backend service) {}

  /**
   * An object by which a policy engine is configured: a policy, a constraint, an exception.
   *
   * @param content the whole object: maps, lists, texts, Long, Double, Boolean
   */
  public record EngineObject(
      String apiVersion, String kind, ObjectMeta meta, Map<String, Object> content) {}
}
