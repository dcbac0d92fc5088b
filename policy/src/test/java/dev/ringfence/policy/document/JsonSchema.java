package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema of a kind, draft 2020-12, as it is published. */
final class JsonSchema {

  private JsonSchema() {}

  static String of(DocumentKind kind) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://ringfence.dev/schema/v1alpha1/" + kind.word() + ".json");
    schema.put("title", kind.word());
    schema.put("description", kind.meaning());
    schema.putAll(schema(kind.shape(), true));
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(schema)
        + "\n";
  }

  /** A field that is not required may be null, which means that it is left out. */
  private static Map<String, Object> schema(Shape shape, boolean required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (shape) {
      case Shape.Text text -> {
        type(schema, "string", required);
        if (text.pattern() != null) {
          schema.put("pattern", text.pattern().pattern());
        }
        schema.put("maxLength", text.maximumLength());
      }
      case Shape.Date date -> {
        type(schema, "string", required);
        schema.put("format", "date");
      }
      case Shape.Choice choice -> {
        List<Object> words = new ArrayList<>(choice.words());
        if (!required) {
          words.add(null);
        }
        schema.put("enum", words);
      }
      case Shape.Flag flag -> type(schema, "boolean", required);
      case Shape.Count count -> {
        type(schema, "integer", required);
        schema.put("minimum", count.minimum());
        schema.put("maximum", count.maximum());
      }
      case Shape.Listing listing -> {
        type(schema, "array", required);
        schema.put("items", schema(listing.item(), true));
        if (listing.minimumItems() > 0) {
          schema.put("minItems", listing.minimumItems());
        }
      }
      case Shape.Table table -> {
        type(schema, "object", required);
        schema.put("propertyNames", schema(table.key(), true));
        schema.put("additionalProperties", schema(table.value(), true));
      }
      case Shape.Fields fields -> {
        type(schema, "object", required);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        for (Field field : fields.fields()) {
          Map<String, Object> property = new LinkedHashMap<>();
          property.put("description", field.meaning());
          property.putAll(schema(field.shape(), field.required()));
          properties.put(field.name(), property);
          if (field.required()) {
            needed.add(field.name());
          }
        }
        schema.put("properties", properties);
        if (!needed.isEmpty()) {
          schema.put("required", needed);
        }
        schema.put("additionalProperties", false);
      }
      case Shape.Anything anything -> {}
    }
    return schema;
  }

  private static void type(Map<String, Object> schema, String type, boolean required) {
    schema.put("type", required ? type : List.of(type, "null"));
  }
}
