package dev.ringfence.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that are written out, and that the API server therefore tries when it takes an
 * expression: texts that are made into numbers, the clauses of {@code format}, and lists and maps,
 * whose parts have to be of one type.
 */
final class WrittenArguments {

  private static final Pattern CLAUSE = Pattern.compile("%(%|(?:\\.(\\d+))?(.?))", Pattern.DOTALL);
  private static final Set<CelKind> PRINTED =
      Set.of(
          CelKind.STRING,
          CelKind.BOOL,
          CelKind.BYTES,
          CelKind.INT,
          CelKind.UINT,
          CelKind.DOUBLE,
          CelKind.MAP,
          CelKind.LIST,
          CelKind.TYPE,
          CelKind.NULL_TYPE,
          CelKind.DURATION,
          CelKind.TIMESTAMP);
  private static final Set<String> INDEXING = Set.of("_[_]", "_[?_]", "_?._");
  private static final Set<String> CONVERSIONS =
      Set.of("string", "int", "uint", "double", "bool", "bytes", "duration", "timestamp");

  private WrittenArguments() {}

  /** What is wrong with them; null where nothing is. */
  static @Nullable String trouble(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(node -> Optional.ofNullable(trouble(tree, node)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String trouble(CelAbstractSyntaxTree tree, CelNavigableExpr node) {
    CelExpr expression = node.expr();
    return switch (expression.exprKind().getKind()) {
      case CALL -> call(tree, node);
      case LIST -> {
        List<CelExpr> elements = expression.list().elements();
        Set<Integer> optional = Set.copyOf(expression.list().optionalIndices());
        List<CelType> types = new ArrayList<>();
        for (int at = 0; at < elements.size(); at++) {
          types.add(type(tree, elements.get(at), optional.contains(at)));
        }
        yield isMixed(types) && !isFormatted(node) ? "has a list of several types" : null;
      }
      case MAP -> {
        List<CelExpr.CelMap.Entry> entries = expression.map().entries();
        boolean mixed =
            isMixed(entries.stream().map(one -> type(tree, one.key(), false)).toList())
                || isMixed(
                    entries.stream()
                        .map(one -> type(tree, one.value(), one.optionalEntry()))
                        .toList());
        yield mixed && !isFormatted(node) ? "has a map of several types" : null;
      }
      case STRUCT ->
          expression.struct().entries().stream()
                  .anyMatch(entry -> entry.optionalEntry() && isNothing(tree, entry.value()))
              ? "has null where an optional value is asked for"
              : null;
      default -> null;
    };
  }

  private static boolean isNothing(CelAbstractSyntaxTree tree, CelExpr value) {
    return tree.getTypeOrThrow(value.id()).kind() == CelKind.NULL_TYPE;
  }

  /** Bytes, null, a list, a map, a time or a duration that is written out. */
  private static boolean isNoKey(CelExpr key) {
    return isWritten(key)
        && switch (key.exprKind().getKind()) {
          case CONSTANT ->
              key.constant().getKind() == CelConstant.Kind.BYTES_VALUE
                  || key.constant().getKind() == CelConstant.Kind.NULL_VALUE;
          case CALL -> Set.of("timestamp", "duration", "bytes").contains(key.call().function());
          default -> true;
        };
  }

  private static CelType type(CelAbstractSyntaxTree tree, CelExpr part, boolean optional) {
    CelType type = tree.getTypeOrThrow(part.id());
    return optional && !type.parameters().isEmpty() ? type.parameters().getFirst() : type;
  }

  private static boolean isMixed(List<CelType> types) {
    return types.stream().anyMatch(type -> !isSame(type, types.getFirst()));
  }

  /** Whether the types are one, with what they are made of. */
  static boolean isSame(CelType one, CelType other) {
    boolean same =
        one.kind() == other.kind()
            && one.name().equals(other.name())
            && one.parameters().size() == other.parameters().size();
    for (int at = 0; same && at < one.parameters().size(); at++) {
      same = isSame(one.parameters().get(at), other.parameters().get(at));
    }
    return same;
  }

  /** What a format is given may be of several types. */
  private static boolean isFormatted(CelNavigableExpr node) {
    Optional<CelNavigableExpr> above = node.parent();
    while (above.isPresent()) {
      CelExpr expression = above.get().expr();
      if (expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
          && expression.call().function().equals("format")) {
        return true;
      }
      above = above.get().parent();
    }
    return false;
  }

  private static @Nullable String call(CelAbstractSyntaxTree tree, CelNavigableExpr node) {
    CelExpr.CelCall call = node.expr().call();
    if (call.function().equals("format") && call.target().isPresent()) {
      String pattern = text(call.target().get());
      CelExpr arguments = call.args().getFirst();
      return pattern != null && arguments.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST
          ? format(tree, pattern, arguments.list().elements())
          : null;
    }
    if (INDEXING.contains(call.function()) && isNoKey(call.args().getLast())) {
      return "looks something up by what is no key";
    }
    boolean converts =
        CONVERSIONS.contains(call.function())
            && call.target().isEmpty()
            && call.args().size() == 1
            && isWritten(call.args().getFirst());
    return converts && !evaluates(tree, node.expr())
        ? "makes what is no " + call.function() + " into one"
        : null;
  }

  private static boolean isWritten(CelExpr value) {
    return switch (value.exprKind().getKind()) {
      case CONSTANT -> true;
      case LIST -> value.list().elements().stream().allMatch(WrittenArguments::isWritten);
      case MAP ->
          value.map().entries().stream()
              .allMatch(entry -> isWritten(entry.key()) && isWritten(entry.value()));
      case CALL ->
          CONVERSIONS.contains(value.call().function())
              && value.call().args().stream().allMatch(WrittenArguments::isWritten);
      default -> false;
    };
  }

  private static boolean evaluates(CelAbstractSyntaxTree tree, CelExpr written) {
    try {
      Cel cel = Standard.CEL;
      CelAbstractSyntaxTree alone =
          cel.check(CelAbstractSyntaxTree.newParsedAst(written, tree.getSource())).getAst();
      cel.createProgram(alone).eval();
      return true;
    } catch (CelValidationException | CelEvaluationException problem) {
      return false;
    }
  }

  /** What is loaded when the first value is written out. */
  private static final class Standard {
    private static final Cel CEL = CelFactory.legacyCelBuilder().build();
  }

  private static @Nullable String text(CelExpr expression) {
    return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? expression.constant().stringValue()
        : null;
  }

  private static @Nullable String format(
      CelAbstractSyntaxTree tree, String pattern, List<CelExpr> arguments) {
    Matcher clauses = CLAUSE.matcher(pattern);
    int used = 0;
    while (clauses.find()) {
      if (clauses.group(1).equals("%")) {
        continue;
      }
      if (used == arguments.size()) {
        return "formats more than it is given";
      }
      CelType type = tree.getTypeOrThrow(arguments.get(used++).id());
      if (!takes(clauses.group(3), type)) {
        return "formats " + type.name() + " by %" + clauses.group(3);
      }
    }
    return used == arguments.size() ? null : "is given more than it formats";
  }

  private static boolean takes(String clause, CelType type) {
    Set<CelKind> taken =
        switch (clause) {
          case "s" -> PRINTED;
          case "d" -> Set.of(CelKind.INT, CelKind.UINT);
          case "f", "e" -> Set.of(CelKind.DOUBLE, CelKind.STRING);
          case "b" -> Set.of(CelKind.INT, CelKind.UINT, CelKind.BOOL);
          case "x", "X" -> Set.of(CelKind.INT, CelKind.UINT, CelKind.STRING, CelKind.BYTES);
          case "o" -> Set.of(CelKind.INT, CelKind.UINT);
          default -> Set.of();
        };
    return taken.contains(type.kind())
        || (!taken.isEmpty() && (type.kind() == CelKind.DYN || type.kind() == CelKind.ANY));
  }
}
