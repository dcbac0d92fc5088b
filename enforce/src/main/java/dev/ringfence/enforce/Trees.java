package dev.ringfence.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Objects as plain trees: maps, lists and scalars as text. */
final class Trees {

  private static final JsonFactory JSON = new JsonFactory();

  private Trees() {}

  /** One document of YAML. */
  static Map<String, @Nullable Object> ofYaml(String text) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return map(texts(new Load(settings).loadFromString(text)));
  }

  /** Scalars as they are written in JSON, so that both sources compare. */
  static @Nullable Object texts(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, entry) -> copy.put(String.valueOf(key), texts(entry)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(entry -> copy.add(texts(entry)));
        yield copy;
      }
      default -> value.toString();
    };
  }

  /** An answer of the API server; an empty map where it is no object. */
  static Map<String, @Nullable Object> ofJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return map(value(parser));
    } catch (IOException broken) {
      throw new UncheckedIOException("the API server sent no JSON", broken);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        map.put(key, value(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  /** The map in a field; empty where there is none. */
  static Map<String, @Nullable Object> map(Map<String, @Nullable Object> tree, String field) {
    return map(tree.get(field));
  }

  @SuppressWarnings("unchecked") // made here: keys are texts
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  static List<?> list(Map<String, @Nullable Object> tree, String field) {
    return tree.get(field) instanceof List<?> list ? list : List.of();
  }

  static String text(Map<String, @Nullable Object> tree, String field) {
    Object value = tree.get(field);
    return value == null ? "" : value.toString();
  }
}
