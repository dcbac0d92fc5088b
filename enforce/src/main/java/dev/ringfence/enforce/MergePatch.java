package dev.ringfence.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.policy.controls.ControlObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A JSON merge patch that makes fields what an object says of them, and takes off those of which it
 * says nothing. Lists are replaced whole.
 */
final class MergePatch {

  private static final JsonFactory JSON = new JsonFactory();

  private MergePatch() {}

  static String of(ControlObject object, List<Difference.Field> fields) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object wanted = new Load(settings).loadFromString(object.text());
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    for (Difference.Field field : fields) {
      add(patch, wanted, Writer.words(field.path()));
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, patch);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  @SuppressWarnings("unchecked") // maps on the way are made here
  private static void add(
      Map<String, @Nullable Object> patch, @Nullable Object wanted, List<String> words) {
    Map<String, @Nullable Object> at = patch;
    Object own = wanted;
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      own = own instanceof Map<?, ?> map ? map.get(word) : null;
      if (index + 1 == words.size() || own instanceof List<?>) {
        at.put(word, own);
        return;
      }
      at =
          (Map<String, @Nullable Object>)
              at.computeIfAbsent(word, ignored -> new LinkedHashMap<String, @Nullable Object>());
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Number number -> json.writeNumber(number.toString());
      default -> json.writeString(value.toString());
    }
  }
}
