package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.document.DocumentValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/** Writes a generic tree back as JSON. */
final class DocumentJson {

  private DocumentJson() {}

  static void write(JsonGenerator json, DocumentValue value) throws IOException {
    switch (value) {
      case DocumentValue.Mapping mapping -> {
        json.writeStartObject();
        for (Map.Entry<String, DocumentValue> field : mapping.entries().entrySet()) {
          json.writeFieldName(JsonText.wellFormed(field.getKey()));
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      case DocumentValue.Sequence sequence -> {
        json.writeStartArray();
        for (DocumentValue item : sequence.items()) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case DocumentValue.Text text -> json.writeString(JsonText.wellFormed(text.value()));
      case DocumentValue.Numeral numeral -> number(json, numeral.digits());
      case DocumentValue.Flag flag -> json.writeBoolean(flag.value());
      case DocumentValue.Null nothing -> json.writeNull();
    }
  }

  /** As written where that is JSON, which YAML's other spellings of numbers are not. */
  private static void number(JsonGenerator json, String digits) throws IOException {
    try {
      json.writeNumber(new BigDecimal(digits));
    } catch (NumberFormatException otherSpelling) {
      json.writeString(digits);
    }
  }
}
