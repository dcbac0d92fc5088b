package dev.ringfence.cel;

/** What one evaluation of a node costs, whatever the values. */
enum NodeCost {
  /** A constant, or what is made of constants alone. */
  FREE,
  /** Costs {@link ExpressionShape#fixed}. */
  FIXED,
  /** A test for presence, of which the evaluation tells twice. */
  PRESENCE,
  /**
   * A qualifier of an attribute: {@link ExpressionShape#fixed}, or its head alone where nothing is
   * there.
   */
  QUALIFIER,
  /** The same for one that may be absent; it is told of twice where it is there. */
  OPTIONAL,
  /**
   * What stands for a target that the server evaluates once more: {@link ExpressionShape#again}.
   */
  AGAIN,
  /** By function, overload and arguments. */
  CALL,
  /** {@code &&}, {@code ||}: free, and they take an error of one side for nothing. */
  LOGIC
}
