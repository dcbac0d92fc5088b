package dev.ringfence.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A few pods, namespaces, addresses outside and NetworkPolicies, as manifests and as a question.
 */
final class RandomNeighbourhood {

  /**
   * One end of connections.
   *
   * @param namespace empty for an address outside
   * @param ports names of the destination's ports, by protocol and number
   */
  record End(
      String name,
      String namespace,
      Map<String, String> labels,
      String address,
      Map<String, String> ports) {}

  static final List<String> PROBES =
      List.of("TCP 53", "TCP 80", "TCP 81", "TCP 8080", "UDP 53", "UDP 80", "SCTP 80", "TCP 65535");

  private static final String CALICO =
      """
      {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "calico-node",
       "namespace": "kube-system"}, "spec": {"selector": {"matchLabels": {"k": "v"}},
       "template": {"metadata": {"labels": {"k": "v"}}, "spec": {"hostNetwork": true,
       "containers": [{"name": "a", "image": "docker.io/calico/node:v3.30.0"}]}}}}
      """;

  final List<String> policies = new ArrayList<>();
  final List<End> ends = new ArrayList<>();
  private final Map<String, Map<String, String>> namespaceLabels = new TreeMap<>();
  private final boolean ipv6;

  RandomNeighbourhood(long seed) {
    Random random = new Random(seed);
    ipv6 = random.nextInt(3) == 0;
    RandomPolicies generator = new RandomPolicies(seed, false, ipv6);
    for (int policy = random.nextInt(5); policy >= 0; policy--) {
      policies.add(generator.policy("policy-" + policy));
    }
    // To Cyclonus, NotIn does not match where the label is missing. To the API server it does
    // (apimachinery's labels.Requirement.Matches), so that case is left to the oracle.
    boolean everyLabel = policies.stream().anyMatch(policy -> policy.contains("NotIn"));
    for (String namespace : RandomPolicies.NAMESPACES) {
      Map<String, String> labels = new TreeMap<>();
      // The API server adds this one; Cyclonus is told of it, intake has to know.
      labels.put("kubernetes.io/metadata.name", namespace);
      if (everyLabel || random.nextInt(4) > 0) {
        labels.put("team", value(random));
      }
      namespaceLabels.put(namespace, labels);
    }
    for (int pod = 0; pod < 5; pod++) {
      Map<String, String> labels = new TreeMap<>();
      for (String key : List.of("app", "tier")) {
        if (everyLabel || random.nextInt(4) > 0) {
          labels.put(key, value(random));
        }
      }
      Map<String, String> ports = new TreeMap<>();
      for (String probe : List.of("TCP 80", "TCP 8080", "UDP 53", "SCTP 80")) {
        if (random.nextInt(3) == 0) {
          ports.put(probe, random.nextBoolean() ? "web" : "dns");
        }
      }
      ends.add(
          new End(
              "p" + pod,
              RandomPolicies.NAMESPACES.get(random.nextInt(3)),
              labels,
              (ipv6 ? "fd00::" : "10.0.0.") + (pod + 1),
              ports));
    }
    for (String address :
        ipv6 ? List.of("fd00::9", "2001:db8::1") : List.of("10.200.0.1", "192.168.7.7")) {
      ends.add(new End(address, "", Map.of(), address, Map.of()));
    }
  }

  private static String value(Random random) {
    return List.of("a", "b", "c").get(random.nextInt(3));
  }

  String manifests() {
    List<String> documents = new ArrayList<>();
    documents.add(CALICO);
    documents.add(
        "{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"node\"}, \"spec\":"
            + " {\"podCIDRs\": [\""
            + (ipv6 ? "fd00::/64" : "10.0.0.0/24")
            + "\"]}}");
    namespaceLabels.forEach(
        (namespace, labels) -> {
          Map<String, String> own = new TreeMap<>(labels);
          own.remove("kubernetes.io/metadata.name");
          documents.add(
              "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \""
                  + namespace
                  + "\", \"labels\": "
                  + json(own)
                  + "}}");
        });
    for (End end : ends) {
      if (!end.namespace().isEmpty()) {
        documents.add(
            "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \""
                + end.name()
                + "\", \"namespace\": \""
                + end.namespace()
                + "\", \"labels\": "
                + json(end.labels())
                + "}, \"spec\": {\"nodeName\": \"node\", \"containers\": ["
                + containers(end)
                + "]}, \"status\": {\"podIP\": \""
                + end.address()
                + "\", \"podIPs\": [{\"ip\": \""
                + end.address()
                + "\"}]}}");
      }
    }
    documents.addAll(policies);
    return "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": " + documents + "}";
  }

  /** A container for each port: one container may not use a name twice, two may. */
  private static String containers(End end) {
    List<String> containers = new ArrayList<>();
    containers.add("{\"name\": \"main\", \"image\": \"a\"}");
    end.ports()
        .forEach(
            (probe, name) ->
                containers.add(
                    "{\"name\": \"c"
                        + containers.size()
                        + "\", \"image\": \"a\", \"ports\": [{\"name\": \""
                        + name
                        + "\", "
                        + portFields(probe, "containerPort")
                        + "}]}"));
    return String.join(", ", containers);
  }

  private static String portFields(String probe, String field) {
    String[] parts = probe.split(" ");
    return "\"protocol\": \"" + parts[0] + "\", \"" + field + "\": " + parts[1];
  }

  String question() {
    List<String> described = new ArrayList<>();
    for (End end : ends) {
      List<String> ports = new ArrayList<>();
      end.ports()
          .forEach(
              (probe, name) ->
                  ports.add("{\"name\": \"" + name + "\", " + portFields(probe, "port") + "}"));
      described.add(
          "{\"namespace\": \""
              + end.namespace()
              + "\", \"namespaceLabels\": "
              + json(namespaceLabels.getOrDefault(end.namespace(), Map.of()))
              + ", \"labels\": "
              + json(end.labels())
              + ", \"address\": \""
              + end.address()
              + "\", \"ports\": "
              + ports
              + "}");
    }
    List<String> probes =
        PROBES.stream().map(probe -> "{" + portFields(probe, "port") + "}").toList();
    return "{\"policies\": "
        + policies
        + ", \"ends\": "
        + described
        + ", \"probes\": "
        + probes
        + "}";
  }

  private static String json(Map<String, String> map) {
    List<String> fields = new ArrayList<>();
    map.forEach((key, value) -> fields.add("\"" + key + "\": \"" + value + "\""));
    return "{" + String.join(", ", fields) + "}";
  }
}
