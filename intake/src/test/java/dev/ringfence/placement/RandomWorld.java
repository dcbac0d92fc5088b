package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Small clusters as JSON documents: nodes that differ in labels, taints and room, pods on them, and
 * pods that wait, each with a few of the fields that the scheduler's filters read.
 */
final class RandomWorld {

  static final int NODES = 7;
  static final List<String> NAMESPACES = List.of("place-red", "place-blue");

  static final String[] ZONES = {"a", "b", "c"};
  static final String[] APPS = {"web", "db", "cache"};
  private static final String[] TAINTS = {"dedicated", "gpu"};
  private static final String[] EFFECTS = {"NoSchedule", "NoExecute", "PreferNoSchedule"};

  private final RandomChoice choice;
  private final RandomVolumes volumes;
  private final RandomConstraints constraints;

  RandomWorld(long seed) {
    this.choice = new RandomChoice(seed);
    this.volumes = new RandomVolumes(choice);
    this.constraints = new RandomConstraints(choice);
  }

  /** Namespaces, runtime classes, storage classes, volumes and claims. */
  List<String> surroundings() {
    List<String> documents = new ArrayList<>();
    for (String name : NAMESPACES) {
      documents.add(
          """
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","labels":{"team":"%s"}}}"""
              .formatted(name, name.substring("place-".length())));
    }
    documents.add(
        """
        {"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"sandbox"},\
        "handler":"runsc","overhead":{"podFixed":{"memory":"300Mi"}},\
        "scheduling":{"nodeSelector":{"rack":"r1"},\
        "tolerations":[{"key":"gpu","operator":"Exists"}]}}""");
    documents.addAll(volumes.documents());
    return documents;
  }

  /** What drivers say of nodes: how many volumes they take, and one that is attached for nobody. */
  List<String> volumeLimits() {
    return volumes.limits();
  }

  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      String name = "node-" + i;
      List<String> taints = new ArrayList<>();
      if (choice.chance(3)) {
        taints.add(
            "{\"key\":\"%s\",\"value\":\"%s\",\"effect\":\"%s\"}"
                .formatted(choice.any(TAINTS), choice.any("x", "y"), choice.any(EFFECTS)));
      }
      nodes.add(
          """
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s","labels":%s},\
          "spec":{"taints":[%s]%s},\
          "status":{"capacity":%5$s,"allocatable":%5$s,\
          "conditions":[{"type":"Ready","status":"True"}]}}"""
              .formatted(
                  name,
                  RandomChoice.labels(
                      "kubernetes.io/hostname",
                      name,
                      "topology.kubernetes.io/zone",
                      choice.chance(10) ? "" : choice.any(ZONES),
                      "rack",
                      choice.chance(3) ? "" : choice.any("r1", "r2"),
                      "cores",
                      choice.any("", "4", "8", "many"),
                      "disk",
                      choice.any("", "ssd", "hdd")),
                  String.join(",", taints),
                  choice.chance(14) ? ",\"unschedulable\":true" : "",
                  RandomChoice.labels(
                      "cpu",
                      choice.any("2", "4", "8", "2500m"),
                      "memory",
                      choice.any("4Gi", "8Gi"),
                      "pods",
                      choice.any("4", "110", "110"),
                      "ephemeral-storage",
                      "10Gi",
                      "example.com/gpu",
                      choice.any("", "", "2"))));
    }
    return nodes;
  }

  /** Pods that are on nodes already. */
  List<String> residents(int count) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String spec =
          "\"nodeName\":\"node-%d\",%s"
              .formatted(choice.below(NODES), containers(choice.chance(6), choice.chance(12)));
      if (choice.chance(9)) {
        spec +=
            ",\"affinity\":{\"podAntiAffinity\":{%s}}"
                .formatted(RandomConstraints.required(constraints.podTerm()));
      }
      String namespace = choice.any(NAMESPACES);
      spec += volumes.of(namespace, 2, false);
      pods.add(pod(namespace, "resident-" + i, spec));
    }
    return pods;
  }

  /** Pods that wait for a node. */
  List<String> candidates(int count) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> fields = new ArrayList<>();
      fields.add(containers(choice.chance(5), choice.chance(12)));
      if (choice.chance(7)) {
        fields.add("\"nodeSelector\":{%s}".formatted(constraints.selectorEntry()));
      }
      if (choice.chance(2)) {
        fields.add(
            "\"tolerations\":["
                + constraints.toleration()
                + (choice.chance(3) ? "," + constraints.toleration() : "")
                + "]");
      }
      String affinity = constraints.affinity();
      if (!affinity.isEmpty()) {
        fields.add("\"affinity\":{" + affinity + "}");
      }
      if (choice.chance(4)) {
        fields.add(
            "\"topologySpreadConstraints\":["
                + constraints.spread(0)
                + (choice.chance(3) ? "," + constraints.spread(1) : "")
                + "]");
      }
      if (choice.chance(12)) {
        fields.add("\"runtimeClassName\":\"sandbox\"");
      }
      if (choice.chance(25)) {
        fields.add("\"schedulingGates\":[{\"name\":\"example.com/wait\"}]");
      }
      String namespace = choice.any(NAMESPACES);
      pods.add(
          pod(
              namespace,
              "candidate-" + i,
              String.join(",", fields) + volumes.of(namespace, 2, true)));
    }
    return pods;
  }

  private String pod(String namespace, String name, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s","labels":%s},\
        "spec":{"terminationGracePeriodSeconds":0,%s}}"""
        .formatted(
            name,
            namespace,
            RandomChoice.labels("app", choice.any(APPS), "tier", choice.any("", "front", "back")),
            spec);
  }

  private String containers(boolean ports, boolean initial) {
    String containers = "\"containers\":[%s]".formatted(container("main", ports));
    return initial
        ? "\"initContainers\":[%s,%s],%s"
            .formatted(
                container("sidecar", false).replaceFirst("\\{", "{\"restartPolicy\":\"Always\","),
                container("first", false),
                containers)
        : containers;
  }

  private String container(String name, boolean ports) {
    String resources =
        RandomChoice.labels(
            "cpu",
            choice.any("", "100m", "500m", "1", "1500m"),
            "memory",
            choice.any("", "64Mi", "1Gi", "3Gi"));
    String gpu = choice.chance(14) ? choice.any("1", "2") : "";
    String limits = gpu.isEmpty() ? "{}" : RandomChoice.labels("example.com/gpu", gpu);
    String port =
        ports
            ? """
              ,"ports":[{"containerPort":80,"hostPort":%s,"protocol":"%s"%s}]"""
                .formatted(
                    choice.any("8080", "8081"),
                    choice.any("TCP", "TCP", "UDP"),
                    choice.any("", "", ",\"hostIP\":\"127.0.0.1\"", ",\"hostIP\":\"10.0.0.1\""))
            : "";
    return """
        {"name":"%s","image":"registry.example/app:1","resources":{"requests":%s,"limits":%s}%s}"""
        .formatted(name, resources, limits, port);
  }
}
