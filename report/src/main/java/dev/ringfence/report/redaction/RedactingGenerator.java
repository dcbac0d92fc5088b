package dev.ringfence.report.redaction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes JSON in which no string is written as it is. */
public final class RedactingGenerator extends JsonGeneratorDelegate {

  /** Findings' ids and fingerprints are made of names, and few enough to guess. */
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

  private final Pseudonyms pseudonyms;

  public RedactingGenerator(JsonGenerator json, Pseudonyms pseudonyms) {
    super(json, false);
    this.pseudonyms = pseudonyms;
  }

  @Override
  public void writeString(@Nullable String text) throws IOException {
    if (text == null) {
      super.writeNull();
      return;
    }
    String field = getOutputContext().getCurrentName();
    super.writeString(redacted(field == null ? "" : field, text));
  }

  private String redacted(String field, String text) {
    if (FINGERPRINT.matcher(text).matches()) {
      return pseudonyms.opaque("finding", text);
    }
    if (PublicWords.contains(text)) {
      return text;
    }
    return switch (field) {
      // Constants of the program, in which a name cannot stand.
      case "title", "stake", "verdict", "kind", "how", "words", "apiVersion" -> text;
      case "value" -> pseudonyms.value(text);
      case "source", "baseline" -> pseudonyms.opaque("source", text);
      case "file" -> pseudonyms.opaque("file", text);
      case "vouchedBy", "owner" -> pseudonyms.opaque("person", text);
      case "command" -> "(left out, because names are)";
      default -> pseudonyms.text(text);
    };
  }
}
