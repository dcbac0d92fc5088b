package dev.ringfence.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the commands that Ringfence tells would show, asked of a real API server. In place of
 * kubectl stands the request that it would send.
 */
final class ShownByServer {

  private static final Pattern OF_ONE =
      Pattern.compile(
          "kubectl (?:-n (\\S+) )?(get|describe) ([a-z0-9.-]+) (\\S+?)(?: -o (?:yaml|jsonpath='\\{([^']+)}'))?");

  private static final Pattern OF_ALL = Pattern.compile("kubectl -n (\\S+) get ([a-z]+)");
  private static final Pattern PART = Pattern.compile("\\.([A-Za-z]+)|\\[(\\d+|\\*)]");

  private final ApiClient administrator;

  /**
   * By singular and plural, with the group or without: the path, with a place for the namespace.
   */
  private final Map<String, String> resources = new HashMap<>();

  private final Map<String, JsonNode> objects = new HashMap<>();

  ShownByServer(ApiClient administrator) {
    this.administrator = administrator;
    add("", "/api/v1");
    for (JsonNode group : administrator.get("/apis").json().path("groups")) {
      String version = group.at("/preferredVersion/groupVersion").asText();
      add(group.path("name").asText(), "/apis/" + version);
    }
  }

  private void add(String group, String api) {
    for (JsonNode resource : administrator.get(api).json().path("resources")) {
      String name = resource.path("name").asText();
      if (!name.contains("/")) {
        boolean namespaced = resource.path("namespaced").asBoolean();
        String path = api + (namespaced ? "/namespaces/%s/" : "/") + name;
        String singular = resource.path("singularName").asText();
        for (String word : new String[] {name, singular}) {
          // As kubectl does, the group that is told first wins.
          resources.putIfAbsent(word, path);
          resources.putIfAbsent(word + "." + group, path);
        }
      }
    }
  }

  /** The kind of objects that a command asks for, as it stands there. */
  static String kind(String command) {
    return command.replaceFirst("kubectl (-n \\S+ )?(get|describe) ", "").split(" ", 2)[0];
  }

  /** What is wrong with a command; the empty string if it shows something. */
  String problem(String command) {
    if (command.equals("kubectl get nodes --show-labels")) {
      return "";
    }
    Matcher all = OF_ALL.matcher(command);
    if (all.matches()) {
      String resource = resources.get(all.group(2));
      boolean exists = resource != null && object("/api/v1/namespaces/" + all.group(1)) != null;
      return exists ? "" : "no such resource or namespace";
    }
    Matcher parts = OF_ONE.matcher(command);
    if (!parts.matches()) {
      return "is no command";
    }
    String resource = resources.get(parts.group(3));
    if (resource == null) {
      return "no such resource";
    }
    if (resource.contains("%s") != (parts.group(1) != null)) {
      return "the namespace is wrong";
    }
    JsonNode object = object(resource.formatted(parts.group(1)) + "/" + parts.group(4));
    if (object == null) {
      return "no such object";
    }
    String path = parts.group(5);
    JsonNode shown = path == null ? object : at(object, path);
    return shown.isMissingNode() || shown.isNull() ? "shows nothing" : "";
  }

  private @Nullable JsonNode object(String path) {
    JsonNode known = objects.get(path);
    if (known == null) {
      ApiResponse response = administrator.get(path);
      if (!response.isSuccess()) {
        return null;
      }
      known = response.json();
      objects.put(path, known);
    }
    return known;
  }

  private static JsonNode at(JsonNode object, String path) {
    JsonNode node = object;
    Matcher part = PART.matcher(path);
    while (part.find()) {
      String index = part.group(2);
      if (index == null) {
        node = node.path(part.group(1));
      } else {
        // Of each item what the first one has is enough: they are of one kind.
        node = node.path(index.equals("*") ? 0 : Integer.parseInt(index));
      }
    }
    return node;
  }
}
