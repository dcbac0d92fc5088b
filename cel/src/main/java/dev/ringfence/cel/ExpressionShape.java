package dev.ringfence.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an expression's cost is known before it is evaluated: {@code cel-go}'s planner folds what
 * is constant, and takes a chain of selections for one attribute, whose head costs one and each of
 * whose qualifiers costs one more. Nodes are those that the evaluation tells of.
 */
final class ExpressionShape {

  private static final Set<String> CONVERSIONS =
      Set.of(
          "bool",
          "bytes",
          "double",
          "duration",
          "dyn",
          "int",
          "string",
          "timestamp",
          "type",
          "uint");
  private static final Set<String> TYPES =
      Set.of(
          "bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint");
  private static final String TARGET = "@target";
  private static final String SORT_BY = "lists.@sortByAssociatedKeys";
  private static final Set<String> FREE_CALLS = Set.of("_?_:_", "orValue", "or");
  private static final Set<String> LOGICAL = Set.of("_&&_", "_||_");
  static final int LIST = 10;
  private static final int MAP = 30;
  static final int STRUCT = 40;

  private final Map<Long, NodeCost> nodes = new HashMap<>();
  private final Map<Long, Integer> fixed = new HashMap<>();
  private final Map<Long, Long> again = new HashMap<>();
  private final Set<Long> ambiguous = new HashSet<>();
  private final Set<Long> operands = new HashSet<>();
  private final Deque<Long> targets = new ArrayDeque<>();
  private final Map<Long, Long> starts = new HashMap<>();
  private final AbsorbedErrors absorbed = new AbsorbedErrors();
  private final CelAbstractSyntaxTree tree;
  private final boolean typedByServer;
  private int longestText = 1;

  ExpressionShape(CelAbstractSyntaxTree tree) {
    this.tree = tree;
    typedByServer = visit(tree.getExpr(), false);
  }

  NodeCost node(long id) {
    return nodes.getOrDefault(id, NodeCost.FREE);
  }

  int fixed(long id) {
    return fixed.getOrDefault(id, 0);
  }

  /** All nodes at and under one; empty where nothing takes its errors for nothing. */
  List<Long> below(long id) {
    return absorbed.below(id);
  }

  /** At most what a node costs whose error something took for nothing. */
  long mostOf(long id, long longestText, long longestList) {
    CelExpr node = absorbed.node(id);
    return node == null ? 0 : new ErrorBound(this, longestText, longestList).of(node);
  }

  /** At most what the whole costs where it ends in an error. */
  long mostOfAll(long longestText, long longestList) {
    return new ErrorBound(this, longestText, longestList).of(tree.getExpr());
  }

  /** The length of the longest text that stands in the expression. */
  int longestText() {
    return longestText;
  }

  /**
   * Whether variables occur that the API server gives a type, which are of unknown type here: then
   * it may choose an overload where there are several here.
   */
  boolean isTypedByServer() {
    return typedByServer;
  }

  /** Whether an optional selection evaluates it twice, which the server does not. */
  boolean isOperand(long id) {
    return operands.contains(id);
  }

  /** The node whose evaluation the server repeats for this one. */
  long again(long id) {
    return again.getOrDefault(id, -1L);
  }

  /** The node whose evaluation begins after this one's, or -1. */
  long startsAfter(long id) {
    return starts.getOrDefault(id, -1L);
  }

  /** The only overload that the arguments' types leave, or empty. */
  String overload(long id) {
    CelReference reference = tree.getReferenceMap().get(id);
    if (ambiguous.contains(id)) {
      return "";
    }
    return reference != null && reference.overloadIds().size() == 1
        ? reference.overloadIds().getFirst()
        : "";
  }

  /** Whether the type of a list's elements is known, by which the server chooses how to sort. */
  private boolean isOfKnownElements(CelExpr list) {
    return tree.getType(list.id()).orElse(SimpleType.DYN) instanceof ListType type
        && type.hasElemType()
        && !type.elemType().equals(SimpleType.DYN);
  }

  private void put(CelExpr node, NodeCost kind, int cost) {
    nodes.put(node.id(), kind);
    fixed.put(node.id(), cost);
  }

  /**
   * @param headFree whether the node is a branch or an index, where an attribute's head is free
   * @return whether a variable occurs that has a type on the server
   */
  private boolean visit(CelExpr node, boolean headFree) {
    boolean typed = false;
    switch (node.exprKind().getKind()) {
      case CONSTANT -> {
        put(node, NodeCost.FREE, 0);
        CelConstant constant = node.constant();
        if (constant.getKind() == CelConstant.Kind.STRING_VALUE) {
          longestText = Math.max(longestText, constant.stringValue().length());
        }
      }
      case IDENT -> {
        ident(node, headFree);
        typed = Set.of("variables", "request", "namespaceObject").contains(node.ident().name());
      }
      case SELECT -> typed = select(node, headFree);
      case CALL -> typed = call(node, headFree);
      case LIST -> {
        for (CelExpr element : node.list().elements()) {
          typed |= visit(element, false);
        }
        boolean constant = node.list().elements().stream().allMatch(this::isConstant);
        put(node, constant ? NodeCost.FREE : NodeCost.FIXED, constant ? 0 : LIST);
      }
      case MAP -> {
        boolean constant = true;
        for (CelExpr.CelMap.Entry entry : node.map().entries()) {
          typed |= visit(entry.key(), false);
          typed |= visit(entry.value(), false);
          constant &= isConstant(entry.key()) && isConstant(entry.value());
        }
        if (ConstructedObjects.isConstructed(node)) {
          put(node, NodeCost.FIXED, STRUCT);
        } else {
          put(node, constant ? NodeCost.FREE : NodeCost.FIXED, constant ? 0 : MAP);
        }
      }
      case STRUCT -> {
        for (CelExpr.CelStruct.Entry entry : node.struct().entries()) {
          typed |= visit(entry.value(), false);
        }
        put(node, NodeCost.FIXED, STRUCT);
      }
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = node.comprehension();
        put(node, NodeCost.FIXED, 0);
        typed = visit(loop.iterRange(), false);
        typed |= visit(loop.accuInit(), false);
        typed |= visit(loop.loopCondition(), false);
        typed |= visit(loop.loopStep(), false);
        boolean bound = loop.accuVar().equals(TARGET);
        if (bound) {
          targets.push(loop.accuInit().id());
          starts.put(loop.iterRange().id(), loop.accuInit().id());
        }
        typed |= visit(loop.result(), false);
        if (bound) {
          targets.pop();
        }
        absorb(loop.loopCondition(), loop.loopStep());
      }
      case NOT_SET -> {}
    }
    return typed;
  }

  private void ident(CelExpr node, boolean headFree) {
    String name = node.ident().name();
    Long target = targets.peek();
    if (name.equals(TARGET) && target != null) {
      // optMap asks its target whether it is there, and then for its value.
      put(node, NodeCost.AGAIN, 0);
      again.put(node.id(), target);
    } else {
      put(node, NodeCost.FIXED, headFree || TYPES.contains(name) ? 0 : 1);
    }
  }

  /** One event comes for a whole chain of selections, from the topmost one. */
  private boolean select(CelExpr node, boolean headFree) {
    int qualifiers = 0;
    CelExpr root = node;
    while (root.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT) {
      qualifiers++;
      nodes.put(root.id(), NodeCost.FREE);
      root = root.select().operand();
    }
    boolean typed = visit(root, headFree);
    boolean named = root.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT;
    int head = headFree || (isAttribute(root) && !named) ? 0 : 1;
    boolean presence = node.select().testOnly();
    put(
        node,
        presence ? NodeCost.PRESENCE : NodeCost.QUALIFIER,
        head + qualifiers - (presence ? 1 : 0));
    return typed;
  }

  private boolean call(CelExpr node, boolean headFree) {
    CelExpr.CelCall call = node.call();
    String function = call.function();
    List<CelExpr> arguments = new ArrayList<>();
    call.target().ifPresent(arguments::add);
    arguments.addAll(call.args());
    boolean qualifies = isQualifier(function);
    boolean typed = false;
    for (int at = 0; at < arguments.size(); at++) {
      boolean free = qualifies ? at == 1 || headFree : function.equals("_?_:_") && at > 0;
      typed |= visit(arguments.get(at), free);
    }
    if (qualifies) {
      int head = headFree || isAttribute(arguments.getFirst()) ? 0 : 1;
      put(node, function.equals("_[_]") ? NodeCost.QUALIFIER : NodeCost.OPTIONAL, head + 1);
      if (function.equals("_?._")) {
        operands.add(arguments.getFirst().id());
      }
    } else if (LOGICAL.contains(function)) {
      put(node, NodeCost.LOGIC, 0);
      for (CelExpr argument : arguments) {
        absorbed.note(argument.id(), argument);
      }
    } else if (FREE_CALLS.contains(function) || isFolded(node, arguments)) {
      put(node, FREE_CALLS.contains(function) ? NodeCost.FIXED : NodeCost.FREE, 0);
    } else {
      put(node, NodeCost.CALL, 0);
      if (function.equals("sort") && !isOfKnownElements(arguments.getFirst())) {
        ambiguous.add(node.id());
      }
      if (function.equals(SORT_BY)) {
        pairsAreFree(arguments.getLast());
      }
    }
    return typed;
  }

  /** Here sortBy makes a list of pairs of keys and elements; on the server, of keys alone. */
  private void pairsAreFree(CelExpr keys) {
    if (keys.exprKind().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION
        && keys.comprehension().loopStep().exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
      CelExpr pairs = keys.comprehension().loopStep().call().args().getLast();
      CelExpr pair = pairs.list().elements().getFirst();
      put(pair, NodeCost.FREE, 0);
      put(pair.list().elements().getLast(), NodeCost.FREE, 0);
    }
  }

  private boolean isFolded(CelExpr node, List<CelExpr> arguments) {
    String function = node.call().function();
    if (function.equals("@in")) {
      return overload(node.id()).equals("in_list") && isPlainList(arguments.get(1));
    }
    return CONVERSIONS.contains(function)
        && arguments.size() == 1
        && isConstant(arguments.getFirst());
  }

  /** A list of constants is looked up as a set, which costs nothing. */
  private boolean isPlainList(CelExpr list) {
    return isConstant(list)
        && list.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST
        && list.list().elements().stream()
            .allMatch(
                element ->
                    element.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && element.constant().getKind() != CelConstant.Kind.BYTES_VALUE
                        && element.constant().getKind() != CelConstant.Kind.NULL_VALUE);
  }

  /** Whether the node is folded into a constant. */
  boolean isConstant(CelExpr node) {
    return nodes.get(node.id()) == NodeCost.FREE
        && switch (node.exprKind().getKind()) {
          case CONSTANT, LIST, MAP, CALL -> true;
          case IDENT, SELECT, STRUCT, COMPREHENSION, NOT_SET -> false;
        };
  }

  private static boolean isQualifier(String function) {
    return function.equals("_[_]") || function.equals("_?._") || function.equals("_[?_]");
  }

  /** What further selections belong to, and share the head of. */
  private static boolean isAttribute(CelExpr node) {
    return switch (node.exprKind().getKind()) {
      case IDENT, SELECT -> true;
      case CALL -> isQualifier(node.call().function()) || node.call().function().equals("_?_:_");
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> false;
    };
  }

  /** A loop goes on after a step that was an error: its condition takes that for true. */
  private void absorb(CelExpr condition, CelExpr step) {
    if (condition.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
        && condition.call().function().equals("@not_strictly_false")) {
      nodes.put(condition.id(), NodeCost.CALL);
      long condemned = condition.call().args().getFirst().id();
      absorbed.note(condemned, step);
    }
  }
}
