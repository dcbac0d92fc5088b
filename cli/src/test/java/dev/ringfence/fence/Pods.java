package dev.ringfence.fence;

/** Pods of a test, each with one thing that a fence should refuse. */
final class Pods {

  static final String NOTHING = "";
  static final String NODE_NAME = "\"nodeName\":\"node-of-others\",";

  private Pods() {}

  /** A pod with more fields in its spec; each ends with a comma. */
  static String pod(String name, String specFields) {
    return pod(name, specFields, "", "");
  }

  static String pod(String name, String specFields, String containerFields, String metadata) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{%s"name":"%s"},"spec":%s}"""
        .formatted(metadata, name, spec(specFields, containerFields));
  }

  static String spec(String specFields, String containerFields) {
    return """
        {%s"containers":[{%s"name":"main","image":"example.test/main"}]}"""
        .formatted(specFields, containerFields);
  }

  /** The same spec as the template of another kind. */
  static String workload(String kind, String name, String spec) {
    String labels = "\"metadata\":{\"labels\":{\"app\":\"" + name + "\"}}";
    String template = "\"template\":{" + labels + ",\"spec\":" + spec + "}";
    String restarting = "\"template\":{" + labels + ",\"spec\":" + never(spec) + "}";
    String selector = "\"selector\":{\"matchLabels\":{\"app\":\"" + name + "\"}},";
    return switch (kind) {
      case "Job" -> object("batch/v1", kind, name, "\"spec\":{" + restarting + "}");
      case "CronJob" ->
          object(
              "batch/v1",
              kind,
              name,
              "\"spec\":{\"schedule\":\"* * * * *\",\"jobTemplate\":{\"spec\":{"
                  + restarting
                  + "}}}");
      case "ReplicationController" ->
          object(
              "v1",
              kind,
              name,
              "\"spec\":{\"selector\":{\"app\":\"" + name + "\"}," + template + "}");
      case "StatefulSet" ->
          object(
              "apps/v1",
              kind,
              name,
              "\"spec\":{\"serviceName\":\"s\"," + selector + template + "}");
      default -> object("apps/v1", kind, name, "\"spec\":{" + selector + template + "}");
    };
  }

  private static String never(String spec) {
    return "{\"restartPolicy\":\"Never\"," + spec.substring(1);
  }

  private static String object(String version, String kind, String name, String spec) {
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"},%s}"""
        .formatted(version, kind, name, spec);
  }

  /** The path of a kind in a namespace. */
  static String path(String kind, String namespace) {
    return switch (kind) {
      case "Job", "CronJob" -> "/apis/batch/v1/namespaces/" + namespace + "/" + plural(kind);
      case "ReplicationController", "Pod" -> "/api/v1/namespaces/" + namespace + "/" + plural(kind);
      default -> "/apis/apps/v1/namespaces/" + namespace + "/" + plural(kind);
    };
  }

  private static String plural(String kind) {
    return kind.toLowerCase(java.util.Locale.ROOT) + "s";
  }
}
