package dev.ringfence.engine.admission.policy;

/**
 * What the expressions of one pass over a policy may cost together, in the API server's units:
 * {@code apiserver/pkg/apis/cel/config.go}. Where the cost is known as an interval only, so is what
 * is left.
 */
public final class CostBudget {

  /** What one evaluation of one expression may cost. */
  public static final long PER_CALL = 1_000_000;

  private static final long VALIDATIONS = 10_000_000;
  private static final long MATCH_CONDITIONS = 2_500_000;

  private final long limit;
  private long least;
  private long most;

  private CostBudget(long limit) {
    this.limit = limit;
  }

  /** For the validations, or one mutation, of a policy by one binding with one parameter. */
  public static CostBudget ofPolicy() {
    return new CostBudget(VALIDATIONS);
  }

  /** For the match conditions of a policy or webhook. */
  public static CostBudget ofMatchConditions() {
    return new CostBudget(MATCH_CONDITIONS);
  }

  /** Takes what an evaluation cost, at least and at most. */
  public void spend(long atLeast, long atMost) {
    least += atLeast;
    most += atMost;
  }

  /** What was spent for certain. */
  public long least() {
    return least;
  }

  /** What was spent at most. */
  public long most() {
    return most;
  }

  /** Whether more may have been spent than there is. */
  public boolean mayBeExceeded() {
    return most > limit;
  }

  /** Whether it cannot be told if more was spent than there is. */
  boolean isUncertain() {
    return least <= limit && most > limit;
  }

  /**
   * @throws ExpressionException where more was spent than there is: nothing more is evaluated
   */
  void check() {
    if (least > limit) {
      throw new ExpressionException(
          ExpressionException.Kind.OUT_OF_BUDGET,
          "validation failed due to running out of cost budget, no further validation rules will be"
              + " run");
    }
    if (most > limit) {
      throw new ExpressionException("its cost may be more than the API server's budget, or less");
    }
  }
}
