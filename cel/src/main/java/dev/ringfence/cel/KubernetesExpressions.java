package dev.ringfence.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.ringfence.engine.admission.policy.CostBudget;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles and evaluates expressions as the API server does. Every variable is of unknown type
 * here, as {@code object} is there: what would be found by types is found when it is evaluated.
 *
 * <p>Loading takes some hundred milliseconds, so it is made when the first policy asks.
 */
public final class KubernetesExpressions implements ExpressionEngine {

  /** What admission's expressions may name. */
  private static final List<String> ADMISSION =
      List.of(
          "object", "oldObject", "request", "params", "namespaceObject", "variables", "authorizer");

  private final List<String> names;
  private @Nullable Cel cel;
  private @Nullable NameWatch watch;
  private final Map<String, Program> programs = new HashMap<>();
  private @Nullable PolicyTypeCheck types;
  private final Map<AdmissionRules.Policy, Optional<String>> refusals = new HashMap<>();
  private final Map<Object, Object> remembered = new HashMap<>();

  /** For the expressions of admission. */
  public KubernetesExpressions() {
    this(ADMISSION);
  }

  /**
   * @param names the variables that expressions may name
   */
  KubernetesExpressions(List<String> names) {
    this.names = names;
  }

  @Override
  public Program compile(String expression) {
    Program known = programs.get(expression);
    if (known == null) {
      known = newProgram(expression);
      programs.put(expression, known);
    }
    return known;
  }

  @Override
  @SuppressWarnings("unchecked") // the key tells what the work gives
  public <T> T remembered(Object key, Supplier<T> work) {
    Object known = remembered.get(key);
    if (known == null) {
      known = Objects.requireNonNull(work.get());
      remembered.put(key, known);
    }
    return (T) known;
  }

  @Override
  public Optional<String> refusal(AdmissionRules.Policy policy) {
    return refusals.computeIfAbsent(policy, one -> Optional.ofNullable(typeCheck().refusal(one)));
  }

  private PolicyTypeCheck typeCheck() {
    PolicyTypeCheck known = types;
    if (known == null) {
      known = new PolicyTypeCheck();
      types = known;
    }
    return known;
  }

  @Override
  public <T> @Nullable T withoutLookingInto(Set<String> names, Supplier<T> work) {
    NameWatch before = watch;
    NameWatch now = new NameWatch(names);
    watch = now;
    try {
      T given = work.get();
      return now.isToldApart() ? null : given;
    } finally {
      watch = before;
    }
  }

  private Program newProgram(String expression) {
    Cel engine = cel;
    if (engine == null) {
      engine = Environment.build(names);
      cel = engine;
    }
    try {
      CelAbstractSyntaxTree tree =
          engine.check(ConstructedObjects.asMaps(engine.parse(expression).getAst())).getAst();
      return new Compiled(this, expression, engine.createProgram(tree), new ExpressionShape(tree));
    } catch (CelValidationException | CelEvaluationException problem) {
      throw new ExpressionException("it does not compile: " + problem.getMessage());
    }
  }

  /** An expression that compiles, and what of its cost is known. */
  private record Compiled(
      KubernetesExpressions engine,
      String expression,
      CelRuntime.Program program,
      ExpressionShape shape)
      implements Program {

    @Override
    public @Nullable Object evaluate(Map<String, @Nullable Object> variables, CostBudget budget) {
      NameWatch watch = engine.watch;
      CostCount cost = new CostCount(shape, watch);
      Object value;
      try {
        value = KubernetesExpressions.evaluate(expression, program, variables, cost);
      } catch (ExpressionException problem) {
        if (watch != null) {
          watch.tellsApart();
        }
        cost.failed();
        budget.spend(cost.least(), cost.most());
        throw problem;
      }
      budget.spend(cost.least(), cost.most());
      boolean mayCostTooMuch = cost.most() > CostBudget.PER_CALL;
      if (watch != null && (mayCostTooMuch || budget.mayBeExceeded())) {
        watch.tellsApart();
      }
      if (mayCostTooMuch) {
        throw new ExpressionException(
            "expression '%s' may cost more than the API server lets it cost, or less"
                .formatted(expression.strip()));
      }
      return value;
    }
  }

  private static @Nullable Object evaluate(
      String expression,
      CelRuntime.Program program,
      Map<String, @Nullable Object> variables,
      CostCount cost) {
    try {
      Map<String, Object> bound = new HashMap<>();
      variables.forEach((name, value) -> bound.put(name, Values.toCel(value)));
      bound.put("authorizer.requestResource", Authorization.ofRequest(variables));
      Object value = program.trace(bound, cost);
      return value == NullValue.NULL_VALUE ? null : ConstructedObjects.checked(value);
    } catch (CostCount.Exceeded exceeded) {
      throw error(expression, exceeded.getMessage());
    } catch (CelEvaluationException problem) {
      for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
        if (cause instanceof ExpressionException own) {
          throw own;
        }
        if (cause instanceof CostCount.Exceeded) {
          throw error(expression, cause.getMessage());
        }
      }
      throw error(expression, problem.getMessage());
    }
  }

  private static ExpressionException error(String expression, @Nullable String why) {
    return new ExpressionException(
        ExpressionException.Kind.EVALUATION,
        "expression '" + expression.strip() + "' resulted in error: " + why);
  }

  /** What is loaded when the first expression comes. */
  private static final class Environment {

    private static Cel build(List<String> names) {
      CelLibrary library = new CelLibrary();
      KubernetesLibraries.addTo(library);
      Lists.addTo(library);
      ConstructedObjects.addTo(library);
      CelBuilder builder =
          CelFactory.plannerCelBuilder()
              .setOptions(KubernetesLibraries.OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addCompilerLibraries(KubernetesLibraries.extensions())
              .addRuntimeLibraries(
                  CelExtensions.optional(),
                  CelExtensions.strings(KubernetesLibraries.STRINGS),
                  CelExtensions.sets(KubernetesLibraries.OPTIONS),
                  CelExtensions.comprehensions(),
                  CelExtensions.lists());
      for (String variable : names) {
        builder.addVar(variable, SimpleType.DYN);
      }
      if (names.contains("authorizer")) {
        builder.addVar("authorizer.requestResource", SimpleType.DYN);
      } else {
        // Admission has no macro that names a value; the expressions that select devices do.
        builder.addCompilerLibraries(CelExtensions.bindings());
      }
      builder.addFunctionDeclarations(library.declarations());
      builder.addFunctionBindings(library.bindings());
      return builder.build();
    }
  }
}
