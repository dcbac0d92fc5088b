package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of policies. Values are plain: Map, List, String, Long, Double, Boolean
 * and null; what an engine makes on the way may be anything.
 */
public interface ExpressionEngine {

  /** The engine of whoever has none: nothing can be evaluated. */
  ExpressionEngine NONE =
      expression -> {
        throw new ExpressionException("no engine for expressions is there");
      };

  /** How a doubt about a policy begins that {@link #refusal} names. */
  String NOT_TAKEN = "the API server would not take it: ";

  /** An expression that compiles. */
  interface Program {
    /**
     * @param variables by the names {@code object}, {@code request}, {@code variables}, …
     * @param budget what the evaluation's cost is taken from, whatever comes of it
     * @throws ExpressionException where the API server would say that it cannot be evaluated
     */
    @Nullable Object evaluate(Map<String, @Nullable Object> variables, CostBudget budget);
  }

  /**
   * @throws ExpressionException where it does not compile
   */
  Program compile(String expression);

  /**
   * Why the API server would not store a policy: some expression that does not compile where it
   * stands, or gives something else than is asked for there.
   */
  default Optional<String> refusal(AdmissionRules.Policy policy) {
    return Optional.empty();
  }

  /**
   * What was worked out before for an equal key, or is now: policies are asked the same of cluster
   * after cluster where changes are tried.
   *
   * @param key all that the work depends on
   */
  default <T> T remembered(Object key, Supplier<T> work) {
    return work.get();
  }

  /**
   * What the work gives, where no expression that it evaluates could tell these names from others:
   * they are compared and handed on, but nothing looks into them, and nothing makes a text of
   * others that could be one of those that they stand for. Then the same work with other names in
   * their place gives the same. Null where something may tell them apart, or nobody watches.
   *
   * @param names of the longest that there are, so that no others cost more
   * @param others whether a text may be one of those that they stand for
   */
  default <T> @Nullable T withoutLookingInto(
      Set<String> names, Predicate<String> others, Supplier<T> work) {
    return null;
  }
}
