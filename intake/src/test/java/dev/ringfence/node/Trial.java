package dev.ringfence.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.node.RealNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pod that looks round on the node: a situation under an isolation. */
final class Trial {

  static final String NAMESPACE = "shop";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Situation situation;
  private final Isolation isolation;
  private final String podName;
  private @Nullable JsonNode created;
  private String refusal = "";
  private final Map<String, String> done = new LinkedHashMap<>();
  private final Map<String, String> failed = new LinkedHashMap<>();

  Trial(Situation situation, Isolation isolation, int number) {
    this.situation = situation;
    this.isolation = isolation;
    this.podName = "trial-" + number;
  }

  Situation situation() {
    return situation;
  }

  Isolation isolation() {
    return isolation;
  }

  String podName() {
    return podName;
  }

  /** Asks the API server for the pod; it may refuse, for user namespaces with host namespaces. */
  void create(ApiClient client, RealNode node) {
    ApiResponse response = client.post("/api/v1/namespaces/" + NAMESPACE + "/pods", pod(node));
    if (response.isSuccess()) {
      created = response.json();
    } else {
      refusal = response.message();
    }
  }

  /** The pod as the server has it, defaults included; null where it was refused. */
  @Nullable JsonNode created() {
    return created;
  }

  /** Why the pod never ran, or nothing. */
  String refusal() {
    return refusal;
  }

  void refuse(String reason) {
    refusal = reason;
  }

  /** Reads what the probe has said; false as long as it has not said all. */
  boolean read(RealNode node) {
    List<String> lines = node.log(NAMESPACE, podName, "look");
    done.clear();
    failed.clear();
    String last = "";
    for (String line : lines) {
      try {
        JsonNode outcome = JSON.readTree(line);
        last = outcome.path("move").asText();
        (outcome.path("done").asBoolean() ? done : failed)
            .put(last, outcome.path("value").asText());
      } catch (IOException noJson) {
        throw new UncheckedIOException(podName + " said " + line, noJson);
      }
    }
    return last.equals(Move.CORE_PATTERN_OF_VOLUME.words());
  }

  /** What the probe got hold of, by the move's words. */
  Map<String, String> done() {
    return done;
  }

  /** Why the probe could not, by the move's words. */
  Map<String, String> failed() {
    return failed;
  }

  private String pod(RealNode node) {
    List<String> mounts = new ArrayList<>();
    List<String> volumes = new ArrayList<>();
    for (Situation.Given given : situation.volumes()) {
      String name = "given-" + volumes.size();
      mounts.add(
          """
          {"name":"%s","mountPath":"%s","readOnly":%s%s}"""
              .formatted(
                  name,
                  given.at(),
                  given.readOnly(),
                  given.recursively() ? ",\"recursiveReadOnly\":\"Enabled\"" : ""));
      volumes.add(
          """
          {"name":"%s","hostPath":{"path":"%s"}}"""
              .formatted(name, given.path()));
    }
    String container =
        join(
            """
            "name":"look","image":"ringfence.dev/look:1","imagePullPolicy":"Never"\
            ,"volumeMounts":[%s],"env":[{"name":"PROBE_NAME","value":"%s"},\
            {"name":"NODE_ADDRESS","value":"%s"},{"name":"KUBELET_PORT","value":"10250"},\
            {"name":"KUBELET_HEALTH_PORT","value":"10248"}]"""
                .formatted(String.join(",", mounts), podName, node.address()),
            situation.container());
    String spec =
        join(
            """
            "restartPolicy":"Never","terminationGracePeriodSeconds":0,\
            "containers":[{%s}],"volumes":[%s]"""
                .formatted(container, String.join(",", volumes)),
            situation.pod(),
            isolation.fragment());
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s"},"spec":{%s}}"""
        .formatted(podName, NAMESPACE, spec);
  }

  private static String join(String... fragments) {
    return String.join(",", Stream.of(fragments).filter(one -> !one.isEmpty()).toList());
  }

  @Override
  public String toString() {
    return situation.name() + " under " + isolation.name();
  }
}
