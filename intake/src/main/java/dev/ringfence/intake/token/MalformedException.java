package dev.ringfence.intake.token;

import dev.ringfence.engine.document.DocumentPosition;
import org.jspecify.annotations.Nullable;

/** The text is no JSON or YAML, is cut off, or goes beyond {@link Limits}. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient DocumentPosition position;
  private final boolean beyondLimits;

  MalformedException(String message, DocumentPosition position, @Nullable Throwable cause) {
    super(message, cause);
    this.position = position;
    this.beyondLimits = false;
  }

  private MalformedException(String message, DocumentPosition position) {
    super(message);
    this.position = position;
    this.beyondLimits = true;
  }

  /** The text goes beyond a limit. */
  public static MalformedException beyond(String message, DocumentPosition position) {
    return new MalformedException(message, position);
  }

  /** Whether a limit was met rather than the grammar violated. */
  public boolean beyondLimits() {
    return beyondLimits;
  }

  public DocumentPosition position() {
    return position;
  }
}
