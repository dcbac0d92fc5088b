package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.document.DocumentValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** An object as the JSON that an API server takes. */
public final class ObjectJson {

  private ObjectJson() {}

  /** The whole tree in one text. */
  public static String of(DocumentValue.Mapping object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      DocumentJson.write(json, object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
