package dev.ringfence.intake.token;

import dev.ringfence.engine.document.DocumentPosition;
import java.io.Closeable;
import java.io.IOException;

/**
 * Reads documents token by token. Malformed text throws {@link MalformedException} from any method.
 */
public abstract class TokenReader implements Closeable {

  /** What a token is. */
  public enum Token {
    START_MAPPING,
    END_MAPPING,
    START_LIST,
    END_LIST,
    /** The name of a field; its value's first token is next. */
    FIELD,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  /**
   * Goes to the first token of the next document.
   *
   * @return false at the end of the input
   */
  public abstract boolean nextDocument() throws IOException;

  /** Goes to the next token of the document; may not be called beyond its last one. */
  public abstract Token next() throws IOException;

  public abstract Token current();

  /** The name of the current FIELD, or the characters of the current TEXT or NUMBER. */
  public abstract String text() throws IOException;

  /** The current TEXT or NUMBER as characters that the caller owns and may wipe. */
  public abstract char[] characters() throws IOException;

  /** From the first token of a value to its last one, without looking at it. */
  public abstract void skipValue() throws IOException;

  /** Where the current token starts. */
  public abstract DocumentPosition position();

  /** Whether the current FIELD came by a YAML merge key, so that a written field wins over it. */
  public abstract boolean merged();
}
