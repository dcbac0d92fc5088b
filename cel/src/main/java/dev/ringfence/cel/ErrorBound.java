package dev.ringfence.cel;

import dev.cel.common.ast.CelExpr;
import java.util.List;

/**
 * At most what an evaluation costs that ends in an error, of which nothing is told.
 *
 * @param text the length of the longest text that occurred
 * @param list the size of the longest list that occurred
 */
record ErrorBound(ExpressionShape shape, long text, long list) {

  /**
   * The server goes on with a loop whose step is an error, so every step may cost; a call with an
   * error for an argument counts one for that argument's size.
   */
  long of(CelExpr node) {
    return switch (node.exprKind().getKind()) {
      case CONSTANT, NOT_SET -> 0;
      case IDENT -> shape.fixed(node.id());
      case SELECT -> shape.fixed(node.id()) + of(node.select().operand());
      case CALL -> {
        List<CelExpr> given = node.call().args();
        boolean madeUp = !given.isEmpty() && !shape.isConstant(given.getLast());
        long own = CallCosts.most(node.call().function(), madeUp, text, list);
        long most = Math.max(shape.fixed(node.id()), own);
        for (CelExpr argument : given) {
          most += of(argument);
        }
        yield most + node.call().target().map(this::of).orElse(0L);
      }
      case LIST -> {
        long most = ExpressionShape.LIST;
        for (CelExpr element : node.list().elements()) {
          most += of(element);
        }
        yield most;
      }
      case MAP -> {
        long most = ExpressionShape.STRUCT;
        for (CelExpr.CelMap.Entry entry : node.map().entries()) {
          most += of(entry.key()) + of(entry.value());
        }
        yield most;
      }
      case STRUCT -> {
        long most = ExpressionShape.STRUCT;
        for (CelExpr.CelStruct.Entry entry : node.struct().entries()) {
          most += of(entry.value());
        }
        yield most;
      }
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = node.comprehension();
        yield of(loop.iterRange())
            + of(loop.accuInit())
            + of(loop.result())
            + list * (of(loop.loopCondition()) + of(loop.loopStep()));
      }
    };
  }
}
