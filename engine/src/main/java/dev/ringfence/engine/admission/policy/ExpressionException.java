package dev.ringfence.engine.admission.policy;

/** An expression that does not compile, or whose evaluation is an error. */
public final class ExpressionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What kind of trouble. */
  public enum Kind {
    /** The API server, too, finds an error when it evaluates the expression. */
    EVALUATION,
    /** All that expressions may cost together is spent: the API server evaluates no more. */
    OUT_OF_BUDGET,
    /** The expression needs something that only the real API server has, or does not compile. */
    NOT_DECIDABLE
  }

  private final Kind kind;

  /** Something that cannot be decided here. */
  public ExpressionException(String message) {
    this(Kind.NOT_DECIDABLE, message);
  }

  public ExpressionException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
