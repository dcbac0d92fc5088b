package dev.ringfence.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import dev.ringfence.engine.admission.policy.CostBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one evaluation costs, as the API server counts it ({@code CostTracker} of cel-go),
 * from what the evaluation tells of each node and its value.
 *
 * <p>Of what ends in an error nothing is told. Where something else takes that error for nothing
 * ({@code ||}, a loop that goes on), the cost is an interval: between nothing and what that side
 * could have cost with the longest text and the longest list that occurred.
 */
final class CostCount implements CelEvaluationListener {

  /** Ends an evaluation that costs more than one may. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("operation cancelled: actual cost limit exceeded", null, false, false);
    }
  }

  private static final String SORT_BY = "lists.@sortByAssociatedKeys";

  private final ExpressionShape shape;
  private final @Nullable NameWatch watch;
  private final Map<Long, Object> values = new HashMap<>();
  private final Set<Long> told = new HashSet<>();
  private final Map<Long, long[]> first = new HashMap<>();
  private final Map<Long, Long> begun = new HashMap<>();
  private final Map<Long, Long> costs = new HashMap<>();
  private final Set<Long> asked = new HashSet<>();
  private long last = -1;
  private long least;
  private long unknown;
  private long longestText;
  private long longestList = 1;

  /**
   * @param watch told of every call; null where nobody watches
   */
  CostCount(ExpressionShape shape, @Nullable NameWatch watch) {
    this.shape = shape;
    this.watch = watch;
    this.longestText = shape.longestText();
  }

  /** The cost for certain. */
  long least() {
    return least;
  }

  /** The cost at most. */
  long most() {
    return least + unknown;
  }

  /** The whole ended in an error, whose own cost nothing told but for the limit's. */
  void failed() {
    unknown += least > CostBudget.PER_CALL ? 0 : shape.mostOfAll(longestText, longestList);
  }

  @Override
  public void callback(CelExpr node, Object value) {
    long id = node.id();
    boolean again = id == last;
    last = id;
    switch (shape.node(id)) {
      case FREE -> {}
      case FIXED -> least += shape.fixed(id);
      case PRESENCE -> least += again ? 0 : shape.fixed(id);
      case QUALIFIER, OPTIONAL -> {
        if (!again) {
          qualify(shape.fixed(id), shape.node(id), value);
        }
      }
      case AGAIN -> repeat(shape.again(id));
      case CALL -> call(id, node.call(), value);
      case LOGIC -> logic(node.call());
    }
    note(id, node);
    if (watch != null && node.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
      watch.note(node.call(), values, value);
    }
    values.put(id, value);
    told.add(id);
    if (value instanceof String || value instanceof CelByteString) {
      longestText = Math.max(longestText, CallCosts.size(value));
    } else {
      longestList = Math.max(longestList, CallCosts.size(value));
    }
    if (least > CostBudget.PER_CALL) {
      throw new Exceeded();
    }
  }

  /** Of what is not there the server counts no qualifier; which of several it is, is not told. */
  private void qualify(int fixed, NodeCost kind, Object value) {
    boolean absent = value instanceof Optional<?> found && found.isEmpty();
    if (!absent) {
      least += fixed;
    } else if (kind == NodeCost.OPTIONAL) {
      least += fixed - 1;
    } else {
      unknown += fixed - 1;
    }
  }

  /** The first to ask is the evaluation itself; the second one costs it again. */
  private void repeat(long target) {
    Long cost = costs.get(target);
    if (cost != null && !asked.add(target)) {
      least += cost;
      asked.remove(target);
    }
  }

  private void note(long id, CelExpr node) {
    long next = shape.startsAfter(id);
    if (next >= 0) {
      begun.put(next, least);
    }
    Long begin = begun.get(id);
    if (begin != null) {
      costs.put(id, least - begin);
      asked.remove(id);
    }
    if (shape.isOperand(id)) {
      long[] before = first.putIfAbsent(id, new long[] {least, unknown});
      if (before != null) {
        least = before[0];
        unknown = before[1];
      }
    }
    if (shape.node(id) == NodeCost.OPTIONAL) {
      first.remove(node.call().args().getFirst().id());
    }
  }

  private void call(long id, CelExpr.CelCall call, Object value) {
    if (call.function().equals("@not_strictly_false")) {
      least += 1;
      long argument = call.args().getFirst().id();
      if (!told.remove(argument)) {
        absorbed(argument);
      }
      return;
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    call.target().ifPresent(target -> arguments.add(values.get(target.id())));
    call.args().forEach(argument -> arguments.add(values.get(argument.id())));
    String overload = shape.overload(id);
    if (call.function().equals(SORT_BY)) {
      least += 2; // the list is asked for by name twice
      overload = "";
    }
    long cost = CallCosts.of(call.function(), overload, arguments, value);
    if (overload.isEmpty() && (shape.isTypedByServer() || call.function().equals(SORT_BY))) {
      long chosen = CallCosts.of(call.function(), "chosen", arguments, value);
      unknown += Math.abs(chosen - cost);
      cost = Math.min(cost, chosen);
    }
    least += cost;
  }

  /** The left side is always tried, the right side where the left one does not decide. */
  private void logic(CelExpr.CelCall call) {
    long left = call.args().getFirst().id();
    long right = call.args().getLast().id();
    boolean leftTold = told.remove(left);
    boolean rightTold = told.remove(right);
    boolean decides = call.function().equals("_||_");
    if (!leftTold) {
      absorbed(left);
    }
    boolean decided = leftTold && Boolean.valueOf(decides).equals(values.get(left));
    if (!rightTold && !decided) {
      absorbed(right);
    }
  }

  private void absorbed(long id) {
    if (watch != null) {
      watch.tellsApart();
    }
    unknown += shape.mostOf(id, longestText, longestList);
    List<Long> below = shape.below(id);
    below.forEach(told::remove);
    below.forEach(first::remove);
  }
}
