package dev.ringfence.cel;

import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts of an expression whose errors something above them takes for nothing. */
final class AbsorbedErrors {

  private final Map<Long, List<Long>> below = new HashMap<>();
  private final Map<Long, CelExpr> nodes = new HashMap<>();

  /**
   * @param id of the node whose evaluation is told of
   * @param node which ends in the error
   */
  void note(long id, CelExpr node) {
    below.put(id, idsUnder(node));
    nodes.put(id, node);
  }

  /** All nodes at and under one that was noted. */
  List<Long> below(long id) {
    return below.getOrDefault(id, List.of());
  }

  @Nullable CelExpr node(long id) {
    return nodes.get(id);
  }

  private static List<Long> idsUnder(CelExpr node) {
    Set<Long> ids = new HashSet<>();
    collect(node, ids);
    return List.copyOf(ids);
  }

  private static void collect(CelExpr node, Set<Long> ids) {
    ids.add(node.id());
    switch (node.exprKind().getKind()) {
      case SELECT -> collect(node.select().operand(), ids);
      case CALL -> {
        node.call().target().ifPresent(target -> collect(target, ids));
        node.call().args().forEach(argument -> collect(argument, ids));
      }
      case LIST -> node.list().elements().forEach(element -> collect(element, ids));
      case MAP ->
          node.map()
              .entries()
              .forEach(
                  entry -> {
                    collect(entry.key(), ids);
                    collect(entry.value(), ids);
                  });
      case STRUCT -> node.struct().entries().forEach(entry -> collect(entry.value(), ids));
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = node.comprehension();
        collect(loop.iterRange(), ids);
        collect(loop.accuInit(), ids);
        collect(loop.loopCondition(), ids);
        collect(loop.loopStep(), ids);
        collect(loop.result(), ids);
      }
      case CONSTANT, IDENT, NOT_SET -> {}
    }
  }
}
