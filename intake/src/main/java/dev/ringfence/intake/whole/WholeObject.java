package dev.ringfence.intake.whole;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.document.ValueReader;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An object as its author wrote it.
 *
 * @param fields everything but {@code apiVersion} and {@code kind}
 */
public record WholeObject(String apiVersion, String kind, Fields fields, Origin origin) {

  /** The object as a generic tree, {@code apiVersion} and {@code kind} first. */
  public DocumentValue.Mapping content() {
    DocumentValue.Mapping rest = (DocumentValue.Mapping) ValueReader.of(fields);
    Map<String, DocumentValue> entries = new LinkedHashMap<>();
    entries.put("apiVersion", new DocumentValue.Text(apiVersion, rest.position()));
    entries.put("kind", new DocumentValue.Text(kind, rest.position()));
    entries.putAll(rest.entries());
    return new DocumentValue.Mapping(entries, rest.position());
  }

  /** The object as plain values. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("apiVersion", apiVersion);
    plain.put("kind", kind);
    plain.putAll(PlainValue.of(fields));
    return plain;
  }

  /** {@code metadata.name}, or its generated beginning with a star; may be empty. */
  public String name() {
    return read(
        root -> {
          Fields metadata = root.fields("metadata");
          String name = metadata.text("name");
          String prefix = metadata.text("generateName");
          return name.isEmpty() && !prefix.isEmpty() ? prefix + "*" : name;
        });
  }

  /** {@code metadata.namespace}; empty where it is unset. */
  public String namespace() {
    return read(root -> root.fields("metadata").text("namespace"));
  }

  /** Reads some fields; one of the wrong shape is bad input with its place. */
  public <T> T read(Function<Fields, T> reading) {
    try {
      return reading.apply(fields);
    } catch (ShapeException shape) {
      throw new InputException(
          new Place(origin.file(), origin.document(), shape.pathFrom(fields)),
          shape.getMessage() == null ? "is refused" : shape.getMessage(),
          "The API server refuses such an object; correct the field",
          shape);
    }
  }
}
