package dev.ringfence.report.terminal;

/** Text broken into lines at spaces; nothing is lost, a word that is too long gets its own line. */
public final class Wrapped {

  private Wrapped() {}

  /**
   * Breaks visible text.
   *
   * @param columns of a line
   * @param indent of every line but the first
   */
  public static String text(String visible, int columns, int indent) {
    if (VisibleText.columns(visible) <= columns) {
      return visible;
    }
    StringBuilder lines = new StringBuilder(visible.length() + 32);
    int used = 0;
    int start = 0;
    boolean lineHasWord = false;
    while (start < visible.length()) {
      int end = start;
      while (end < visible.length() && visible.charAt(end) == ' ') {
        end++;
      }
      int word = end;
      while (end < visible.length() && visible.charAt(end) != ' ') {
        end++;
      }
      String spaced = visible.substring(start, end);
      int width = VisibleText.columns(spaced);
      if (lineHasWord && used + width > columns) {
        lines.append('\n').append(VisibleText.spaces(indent)).append(visible, word, end);
        used = indent + width - (word - start);
      } else {
        lines.append(spaced);
        used += width;
      }
      lineHasWord = true;
      start = end;
    }
    return lines.toString();
  }
}
