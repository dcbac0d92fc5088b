package dev.ringfence.engine.document;

/**
 * Where a value starts in its file.
 *
 * @param line from 1; 0 where it is not known
 * @param column from 1, in characters; 0 where it is not known
 */
public record DocumentPosition(int line, int column) {

  public static final DocumentPosition UNKNOWN = new DocumentPosition(0, 0);

  /** {@code line 3, column 7}, or the empty string where it is not known. */
  @Override
  public String toString() {
    return line == 0 ? "" : "line " + line + ", column " + column;
  }
}
