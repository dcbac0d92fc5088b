package dev.ringfence.testbed.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.Repository;
import dev.ringfence.testbed.api.ClusterContents;
import dev.ringfence.testbed.api.Discovery;
import dev.ringfence.testbed.api.HeldObject;
import dev.ringfence.testbed.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The committed text of one minor version.
 *
 * @param minor such as {@code v1.36}
 * @param objects a {@code List} of all objects, an object a line, sorted by apiVersion, kind,
 *     namespace and name
 * @param kinds an {@code APIGroupDiscoveryList}, a group a line, in the server's order of groups
 *     and versions, resources sorted by name
 */
public record BootstrapDump(String minor, String objects, String kinds) {
  /** Below {@link Repository#root}. */
  private static final String RESOURCES = "intake/src/main/resources/dev/ringfence/intake";

  /** Nothing but the addresses of the server that was asked. */
  private static final Set<String> ADDRESSES_ONLY = Set.of("servicecidrs", "ipaddresses");

  private static final Comparator<ObjectNode> ORDER =
      Comparator.<ObjectNode, String>comparing(object -> object.path("apiVersion").asText())
          .thenComparing(object -> object.path("kind").asText())
          .thenComparing(object -> object.at("/metadata/namespace").asText())
          .thenComparing(object -> object.at("/metadata/name").asText());

  /** Starts a control plane of {@code version} as kubeadm does, and dumps it. */
  public static BootstrapDump of(String version) {
    try (ControlPlane cluster =
        ControlPlane.builder()
            .version(version)
            .withoutScheduler()
            .controllers("*", "bootstrap-signer-controller", "token-cleaner-controller")
            .start()) {
      String full = cluster.version();
      return new BootstrapDump(
          full.substring(0, full.lastIndexOf('.')), objectsOf(cluster), kindsOf(cluster));
    }
  }

  private static String objectsOf(ControlPlane cluster) {
    List<ObjectNode> objects =
        ClusterContents.of(cluster.administrator()).items().values().stream()
            .filter(held -> !ADDRESSES_ONLY.contains(held.resource().resource()))
            .map(HeldObject::wanted)
            .map(ServerTraces::remove)
            .sorted(ORDER)
            .toList();
    return lines("v1", "List", objects);
  }

  private static String kindsOf(ControlPlane cluster) {
    List<JsonNode> groups = Discovery.read(cluster.administrator());
    for (JsonNode group : groups) {
      // The core group has no name, and none of them a real time of creation.
      ((ObjectNode) group.path("metadata")).remove("creationTimestamp");
      for (JsonNode version : group.path("versions")) {
        ((ObjectNode) version).remove("freshness");
        sortByName((ObjectNode) version);
      }
    }
    return lines("apidiscovery.k8s.io/v2", "APIGroupDiscoveryList", groups);
  }

  private static void sortByName(ObjectNode version) {
    ArrayNode sorted = Json.array();
    StreamSupport.stream(version.path("resources").spliterator(), false)
        .sorted(Comparator.comparing(resource -> resource.path("resource").asText()))
        .forEach(sorted::add);
    version.set("resources", sorted);
  }

  /** One item a line, so that what changed between versions can be read as a difference. */
  private static String lines(String apiVersion, String kind, List<? extends JsonNode> items) {
    StringBuilder text = new StringBuilder();
    text.append("{\"apiVersion\":\"").append(apiVersion);
    text.append("\",\"kind\":\"").append(kind).append("\",\"items\":[");
    String separator = "\n";
    for (JsonNode item : items) {
      text.append(separator).append(item);
      separator = ",\n";
    }
    return text.append("\n]}\n").toString();
  }

  /** Where the objects are committed. */
  public Path objectsFile() {
    return Repository.root().resolve(RESOURCES).resolve("bootstrap").resolve(minor + ".json");
  }

  /** Where the kinds are committed. */
  public Path kindsFile() {
    return Repository.root().resolve(RESOURCES).resolve("discovery").resolve(minor + ".json");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    System.err.println("wrote " + file);
  }

  /** Writes the files of each version that is named. */
  public static void main(String[] versions) throws IOException {
    for (String version : versions) {
      BootstrapDump dump = of(version);
      write(dump.objectsFile(), dump.objects());
      write(dump.kindsFile(), dump.kinds());
    }
  }
}
