package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads manifests: files and folders of YAML and JSON, of many documents, with {@code List}s. */
public final class Manifests {
  /** Where Kubernetes' own reader cuts a file into documents. */
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---.*$");

  private static final Set<String> SUFFIXES = Set.of(".yaml", ".yml", ".json");

  /** What a server writes into every object, and refuses to be told by those who apply. */
  private static final List<String> SET_BY_SERVER =
      List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  private Manifests() {}

  /** All objects of a file, or of the files below a folder in the order of their names. */
  public static List<Manifest> read(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      List<Manifest> all = new ArrayList<>();
      files
          .filter(Files::isRegularFile)
          .filter(file -> file.equals(path) || hasSuffix(file))
          .sorted()
          .forEach(file -> all.addAll(parse(file.toString(), textOf(file))));
      return all;
    } catch (IOException failure) {
      throw new UncheckedIOException("manifests in " + path + " cannot be read", failure);
    }
  }

  private static boolean hasSuffix(Path file) {
    return SUFFIXES.stream().anyMatch(file.toString()::endsWith);
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(file + " cannot be read as UTF-8 text", failure);
    }
  }

  /**
   * All objects of one text.
   *
   * @param source its name, for messages
   */
  public static List<Manifest> parse(String source, String text) {
    List<Manifest> all = new ArrayList<>();
    int number = 0;
    for (String document : SEPARATOR.split(text)) {
      number++;
      String where = source + ", document " + number;
      JsonNode tree = tree(where, document);
      if (!tree.isMissingNode()) {
        add(all, where, tree, document);
      }
    }
    return all;
  }

  private static JsonNode tree(String where, String document) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(where)
            .setSchema(new CoreSchema())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      @Nullable Object value = new Load(settings).loadFromString(document);
      return value == null ? Json.MAPPER.missingNode() : Json.MAPPER.<JsonNode>valueToTree(value);
    } catch (YamlEngineException failure) {
      throw new IllegalArgumentException(where + " is no YAML: " + failure.getMessage(), failure);
    }
  }

  private static void add(
      List<Manifest> all, String where, JsonNode tree, @Nullable String document) {
    if (!(tree instanceof ObjectNode object) || !object.path("kind").isTextual()) {
      throw new IllegalArgumentException(where + " is no Kubernetes object: it has no kind");
    }
    if (object.path("kind").asText().endsWith("List") && object.path("items").isArray()) {
      int index = 0;
      for (JsonNode item : object.path("items")) {
        add(all, where + ", items[" + index++ + "]", withKind(object, item), null);
      }
      return;
    }
    boolean changed = forgetServer(object);
    String text = document == null || changed ? object.toString() : document;
    all.add(new Manifest(where, object, text));
  }

  /** Items of typed lists ({@code PodList}) carry no kind of their own. */
  private static JsonNode withKind(ObjectNode list, JsonNode item) {
    if (item instanceof ObjectNode object && !object.has("kind")) {
      String kind = list.path("kind").asText();
      object.put("kind", kind.substring(0, kind.length() - "List".length()));
      object.set("apiVersion", list.path("apiVersion"));
    }
    return item;
  }

  private static boolean forgetServer(ObjectNode object) {
    boolean changed = false;
    if (object.path("metadata") instanceof ObjectNode metadata) {
      for (String field : SET_BY_SERVER) {
        changed |= metadata.remove(field) != null;
      }
    }
    return changed;
  }
}
