package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strings that JSON can carry. A name may hold half of a surrogate pair, which no encoding of
 * Unicode can write; it becomes U+FFFD, the replacement character, instead of an error.
 */
public final class JsonText {

  private JsonText() {}

  /** The text with every broken pair replaced. */
  public static String wellFormed(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        return rewritten(text);
      }
    }
    return text;
  }

  private static String rewritten(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      result.appendCodePoint(half ? 0xFFFD : point);
    }
    return result.toString();
  }

  /** Writes a field; null stays null. */
  public static void write(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, wellFormed(value));
    }
  }

  /** Writes a field; null stays null. */
  public static void write(JsonGenerator json, String field, @Nullable Integer value)
      throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, value);
    }
  }

  /** Writes a field that holds a list. */
  public static void writeAll(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(wellFormed(value));
    }
    json.writeEndArray();
  }
}
