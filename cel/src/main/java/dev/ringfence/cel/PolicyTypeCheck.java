package dev.ringfence.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API server takes a policy: each expression has to compile with what its place may
 * name, and to give exactly the type that its place asks for; an unknown one will not do. {@code
 * pkg/apis/admissionregistration/validation}.
 */
final class PolicyTypeCheck {

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(KubernetesLibraries.OPTIONS).build();

  /** What the place of an expression may name beside object, oldObject, request and namespace. */
  private record Place(boolean params, boolean authorizer, boolean variables, boolean patches) {}

  private final PolicyTypes types = new PolicyTypes();
  private final Map<Place, CelCompiler> compilers = new HashMap<>();

  /** Why the API server does not take it, or null where it does. */
  @Nullable String refusal(AdmissionRules.Policy policy) {
    types.variables().clear();
    boolean params = policy.parameterKind() != null;
    try {
      for (AdmissionRules.Named condition : policy.matchConditions()) {
        Place place = new Place(params, true, false, false);
        check(
            place, "match condition " + condition.name(), condition.expression(), SimpleType.BOOL);
      }
      boolean variables = !policy.variables().isEmpty();
      Place place = new Place(params, true, variables, false);
      for (AdmissionRules.Named variable : policy.variables()) {
        CelType type = check(place, "variable " + variable.name(), variable.expression());
        types.variables().put(variable.name(), kept(type));
      }
      Place message = new Place(params, false, variables, false);
      for (AdmissionRules.Validation validation : policy.validations()) {
        check(place, "validation", validation.expression(), SimpleType.BOOL);
        if (!validation.messageExpression().isEmpty()) {
          check(message, "messageExpression", validation.messageExpression(), SimpleType.STRING);
        }
      }
      for (AdmissionRules.Named annotation : policy.auditAnnotations()) {
        check(
            place,
            "audit annotation " + annotation.name(),
            annotation.expression(),
            SimpleType.STRING,
            SimpleType.NULL_TYPE);
      }
      Place change = new Place(params, true, variables, true);
      for (AdmissionRules.Mutation mutation : policy.mutations()) {
        CelType wanted =
            mutation.jsonPatch() ? ListType.create(PolicyTypes.PATCH) : PolicyTypes.OBJECT;
        check(change, "mutation", mutation.expression(), wanted);
      }
      return null;
    } catch (RefusedException refused) {
      return refused.getMessage();
    }
  }

  /** An expression that the API server would not take. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String where, String why) {
      super("its " + where + " " + why);
    }
  }

  private CelType check(Place place, String where, String expression, CelType... wanted)
      throws RefusedException {
    types.about(place.patches() ? expression : "");
    CelType type;
    try {
      CelCompiler compiler = compilers.computeIfAbsent(place, this::compiler);
      CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
      // What is written out has to be valid, and lists and maps to be of one type.
      CelValidatorFactory.standardCelValidatorBuilder(compiler, RUNTIME)
          .addAstValidators(
              DurationLiteralValidator.INSTANCE,
              TimestampLiteralValidator.INSTANCE,
              RegexLiteralValidator.INSTANCE)
          .build()
          .validate(tree)
          .getAst();
      String wrong = WrittenArguments.trouble(tree);
      if (wrong != null) {
        throw new RefusedException(where, wrong);
      }
      type = tree.getResultType();
    } catch (CelValidationException problem) {
      throw new RefusedException(where, "does not compile: " + problem.getMessage());
    }
    for (CelType one : wanted) {
      if (WrittenArguments.isSame(one, type)) {
        return type;
      }
    }
    if (wanted.length > 0) {
      throw new RefusedException(
          where, "gives " + type.name() + " where " + wanted[0].name() + " is asked for");
    }
    return type;
  }

  /**
   * What is known of a variable's type where it is used: neither structures nor optional values.
   */
  private static CelType kept(CelType type) {
    return switch (type) {
      case ListType list -> ListType.create(kept(list.elemType()));
      case MapType map -> MapType.create(kept(map.keyType()), kept(map.valueType()));
      case SimpleType simple -> simple;
      default -> SimpleType.DYN;
    };
  }

  private CelCompiler compiler(Place place) {
    CelLibrary library = new CelLibrary();
    KubernetesLibraries.addTo(library);
    if (place.patches()) {
      ConstructedObjects.addTo(library);
    }
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(KubernetesLibraries.OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(KubernetesLibraries.extensions())
            .setTypeProvider(types)
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", PolicyTypes.REQUEST)
            .addVar("namespaceObject", PolicyTypes.NAMESPACE)
            .addFunctionDeclarations(library.declarations())
            .addFunctionDeclarations(TypedLists.declarations());
    if (place.params()) {
      builder.addVar("params", SimpleType.DYN);
    }
    if (place.authorizer()) {
      builder.addVar("authorizer", Authorization.AUTHORIZER.type());
      builder.addVar("authorizer.requestResource", Authorization.RESOURCE.type());
    }
    if (place.variables()) {
      builder.addVar("variables", PolicyTypes.VARIABLES);
    }
    return builder.build();
  }
}
