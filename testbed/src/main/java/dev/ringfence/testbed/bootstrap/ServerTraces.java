package dev.ringfence.testbed.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.api.Json;
import java.util.List;

/**
 * What in an object comes from the very server that was asked: its certificates, its addresses, its
 * port.
 */
final class ServerTraces {
  /** The port on which kubeadm has API servers listen, in place of the test bed's. */
  private static final int USUAL_PORT = 6443;

  private ServerTraces() {}

  /** Removes them in place; kinds without traces stay as they are. */
  static ObjectNode remove(ObjectNode object) {
    switch (object.path("kind").asText()) {
      case "ConfigMap", "Secret" -> object.remove(List.of("data", "binaryData"));
      case "Service" -> {
        ObjectNode spec = (ObjectNode) object.path("spec");
        spec.remove(List.of("clusterIP", "clusterIPs"));
        usePort(spec.path("ports"), "targetPort");
      }
      case "EndpointSlice" -> {
        object.set("endpoints", Json.array());
        usePort(object.path("ports"), "port");
      }
      case "Endpoints" -> object.remove("subsets");
      default -> {}
    }
    return object;
  }

  private static void usePort(JsonNode ports, String field) {
    for (JsonNode port : ports) {
      ((ObjectNode) port).put(field, USUAL_PORT);
    }
  }
}
