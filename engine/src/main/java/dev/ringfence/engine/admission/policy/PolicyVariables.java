package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the expressions of one policy may refer to, for one request and one parameter object. */
final class PolicyVariables {

  private PolicyVariables() {}

  static Map<String, @Nullable Object> of(
      AdmissionRequest request,
      @Nullable Object parameters,
      List<AdmissionRules.Named> variables,
      ExpressionEngine engine,
      CostBudget budget) {
    Map<String, @Nullable Object> all = new HashMap<>();
    all.put("object", request.object());
    all.put("oldObject", request.oldObject());
    all.put("params", parameters);
    all.put("request", describe(request));
    all.put("namespaceObject", namespace(request));
    all.put("authorizer", request);
    all.put("variables", new Lazy(variables, all, engine, budget));
    return all;
  }

  private static Map<String, Object> describe(AdmissionRequest request) {
    Map<String, Object> kind =
        Map.of("group", request.group(), "version", request.version(), "kind", request.kind());
    Map<String, Object> resource =
        Map.of(
            "group", request.group(), "version", request.version(), "resource", request.resource());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("username", request.user().name());
    user.put("uid", "");
    user.put("groups", request.user().groups());
    user.put("extra", Map.of());
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("kind", kind);
    words.put("resource", resource);
    words.put("subResource", request.subresource());
    words.put("requestKind", kind);
    words.put("requestResource", resource);
    words.put("requestSubResource", request.subresource());
    words.put("name", request.name());
    words.put("namespace", request.namespace());
    words.put("operation", request.operation());
    words.put("userInfo", user);
    words.put("dryRun", false);
    return words;
  }

  private static @Nullable Map<String, Object> namespace(AdmissionRequest request) {
    if (request.namespace().isEmpty()) {
      return null;
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", request.namespace());
    Map<String, Object> labels = new LinkedHashMap<>(request.namespaceLabels().toMap());
    labels.put("kubernetes.io/metadata.name", request.namespace());
    metadata.put("labels", labels);
    if (!request.namespaceAnnotations().isEmpty()) {
      metadata.put("annotations", request.namespaceAnnotations());
    }
    return Map.of(
        "metadata",
        metadata,
        "spec",
        Map.of("finalizers", List.of("kubernetes")),
        "status",
        Map.of("phase", "Active"));
  }

  /** {@code variables}: each is worked out when somebody asks for it, and once. */
  private static final class Lazy extends AbstractMap<String, @Nullable Object> {
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> known = new HashMap<>();
    private final Map<String, @Nullable Object> all;
    private final ExpressionEngine engine;
    private final CostBudget budget;
    private final Map<String, ExpressionException> failed = new HashMap<>();

    Lazy(
        List<AdmissionRules.Named> variables,
        Map<String, @Nullable Object> all,
        ExpressionEngine engine,
        CostBudget budget) {
      variables.forEach(variable -> expressions.put(variable.name(), variable.expression()));
      this.all = all;
      this.engine = engine;
      this.budget = budget;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String && expressions.containsKey(key);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      String expression = key instanceof String name ? expressions.get(name) : null;
      if (expression == null) {
        return null;
      }
      String name = (String) key;
      ExpressionException before = failed.get(name);
      if (before != null) {
        throw before;
      }
      if (!known.containsKey(name)) {
        try {
          known.put(name, engine.compile(expression).evaluate(all, budget));
        } catch (ExpressionException problem) {
          failed.put(name, problem);
          throw problem;
        }
      }
      return known.get(name);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
      Map<String, @Nullable Object> every = new LinkedHashMap<>();
      expressions.keySet().forEach(name -> every.put(name, get(name)));
      return every.entrySet();
    }
  }
}
