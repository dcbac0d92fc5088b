package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.CostBudget;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.cluster.LabelSet;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What each of some two hundred expressions costs, against the API server's own library: {@code
 * expression-costs.tsv} is what {@code src/test/go/expression-costs} wrote with {@code
 * k8s.io/apiserver} 0.36.3.
 */
class ExpressionCostTest {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  private static String resource(String name) throws Exception {
    try (InputStream stream = ExpressionCostTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @SuppressWarnings("unchecked") // an object of JSON
  private static Map<String, @Nullable Object> variables() throws Exception {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.putAll(MAPPER.readValue(resource("expression-variables.json"), Map.class));
    variables.put(
        "authorizer",
        new AdmissionRequest(
            "CREATE",
            "",
            "v1",
            "Pod",
            "pods",
            "",
            "web-1",
            "shop",
            Map.of(),
            null,
            LabelSet.EMPTY,
            Map.of(),
            new AdmissionRequest.User("admin", List.of()),
            (user, verb, group, resource, subresource, namespace, name, path) -> true));
    return variables;
  }

  @Test
  void expressionsCostWhatTheServerCounts() throws Exception {
    KubernetesExpressions engine = new KubernetesExpressions();
    Map<String, @Nullable Object> variables = variables();
    List<String> wrong = new ArrayList<>();
    int exact = 0;
    int intervals = 0;
    for (String line : resource("expression-costs.tsv").lines().toList()) {
      long cost = Long.parseLong(line.substring(0, line.indexOf('\t')));
      String expression = line.substring(line.indexOf('\t') + 1);
      CostBudget budget = CostBudget.ofPolicy();
      String problem = "";
      try {
        engine.compile(expression).evaluate(variables, budget);
      } catch (ExpressionException own) {
        problem = String.valueOf(own.getMessage());
      }
      if (budget.least() == cost && budget.most() == cost) {
        exact++;
      } else if (budget.least() <= cost && cost <= budget.most()) {
        intervals++;
      } else {
        wrong.add(
            "%s: %d, here %d to %d %s"
                .formatted(expression, cost, budget.least(), budget.most(), problem));
      }
    }
    System.out.println(exact + " exact, " + intervals + " within an interval");
    assertThat(wrong).isEmpty();
    assertThat(exact).isGreaterThan(12 * intervals);
  }
}
