package dev.ringfence.report.terminal;

/**
 * Names as they may be shown: whoever chose them cannot move the cursor, turn the line round or
 * hide a letter. Characters that act or hide are written as {@code \}{@code u{202e}}.
 */
public final class VisibleText {

  private VisibleText() {}

  /** The text with every character visible. */
  public static String of(String text) {
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character < ' ' || character > '~') {
        return rewritten(text);
      }
    }
    return text;
  }

  private static String rewritten(String text) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (isHidden(point)) {
        shown.append("\\u{").append(Integer.toHexString(point)).append('}');
      } else {
        shown.appendCodePoint(point);
      }
    }
    return shown.toString();
  }

  /** Whether a character has no look of its own: controls, directions, joiners, tags, halves. */
  static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default ->
          point == 0x115F
              || point == 0x1160
              || point == 0x3164
              || point == 0xFFA0
              || point == 0x34F;
    };
  }

  /** How many columns the text takes; it must be visible already. */
  public static int columns(String visible) {
    int columns = 0;
    for (int at = 0; at < visible.length(); ) {
      int point = visible.codePointAt(at);
      at += Character.charCount(point);
      columns += columns(point);
    }
    return columns;
  }

  private static int columns(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    // Unicode Standard Annex 11: the blocks whose characters are wide or full-width.
    boolean wide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1F64F)
            || (point >= 0x1F680 && point <= 0x1F6FF)
            || (point >= 0x1F900 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /**
   * The text, visible, in at most so many columns; a longer one ends in how many characters are
   * left out.
   */
  public static String clip(String text, int columns) {
    String visible = of(text);
    if (columns(visible) <= columns) {
      return visible;
    }
    int length = visible.codePointCount(0, visible.length());
    StringBuilder kept = new StringBuilder();
    int used = 0;
    int taken = 0;
    int room = columns - 3 - Integer.toString(length).length();
    for (int at = 0; at < visible.length(); ) {
      int point = visible.codePointAt(at);
      int wide = columns(point);
      if (used + wide > room) {
        break;
      }
      kept.appendCodePoint(point);
      used += wide;
      taken++;
      at += Character.charCount(point);
    }
    return kept.append("[+").append(length - taken).append(']').toString();
  }

  /** Spaces. */
  public static String spaces(int count) {
    return " ".repeat(Math.max(0, count));
  }
}
