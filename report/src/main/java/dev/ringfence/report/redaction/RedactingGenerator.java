package dev.ringfence.report.redaction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes JSON in which no string is written as it is. */
public final class RedactingGenerator extends JsonGeneratorDelegate {

  /** Findings' ids and fingerprints are made of names, and few enough to guess. */
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

  /** Fields whose value is what an object is called. */
  private static final Pattern NAMED =
      Pattern.compile(".*([nN]ame|[nN]amespace|resourceNames\\W.*)");

  private final Pseudonyms pseudonyms;

  /** The field of the object whose value is written next. */
  private String path = "";

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
    String field = field();
    path = field.equals("field") ? text : path;
    super.writeString(redacted(field, text));
  }

  /** The name of the field, or of the one whose list it is. */
  private String field() {
    JsonStreamContext context = getOutputContext();
    while (context != null && context.inArray()) {
      context = context.getParent();
    }
    String name = context == null ? null : context.getCurrentName();
    return name == null ? "" : name;
  }

  private String redacted(String field, String text) {
    if (FINGERPRINT.matcher(text).matches()) {
      return pseudonyms.opaque("finding", text);
    }
    if (PublicWords.contains(text) || pseudonyms.isAlsoWord(text)) {
      return switch (field) {
        case "from", "to", "name", "tenants", "remarks" -> pseudonyms.everywhere(text);
        case "value" -> NAMED.matcher(path).matches() ? pseudonyms.everywhere(text) : text;
        case "source", "baseline" -> pseudonyms.opaque("source", text);
        case "file" -> pseudonyms.opaque("file", text);
        default -> text;
      };
    }
    return switch (field) {
      // Constants of the program, in which a name cannot stand.
      case "title", "stake", "verdict", "kind", "how", "words", "apiVersion" -> text;
      case "value" -> pseudonyms.value(text);
      case "source", "baseline" -> pseudonyms.opaque("source", text);
      case "file" -> pseudonyms.opaque("file", text);
      case "vouchedBy", "owner" -> pseudonyms.opaque("person", text);
      case "command", "patch" -> "(left out, because names are)";
      case "id", "assumptions" -> pseudonyms.id(text);
      case "field" -> pseudonyms.field(text);
      // Who is meant stands in many places of their sentences.
      case "remarks", "implementation" -> pseudonyms.everywhere(text);
      default -> pseudonyms.text(text);
    };
  }
}
