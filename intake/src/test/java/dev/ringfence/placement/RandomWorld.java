package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small clusters as JSON documents: nodes that differ in labels, taints and room, pods on them, and
 * pods that wait, each with a few of the fields that the scheduler's filters read.
 */
final class RandomWorld {

  static final int NODES = 7;
  static final List<String> NAMESPACES = List.of("place-red", "place-blue");

  private static final String[] ZONES = {"a", "b", "c"};
  private static final String[] APPS = {"web", "db", "cache"};
  private static final String[] KEYS = {
    "topology.kubernetes.io/zone", "kubernetes.io/hostname", "rack"
  };
  private static final String[] TAINTS = {"dedicated", "gpu"};
  private static final String[] EFFECTS = {"NoSchedule", "NoExecute", "PreferNoSchedule"};

  private final Random random;
  private final List<String> claims = new ArrayList<>();

  RandomWorld(long seed) {
    this.random = new Random(seed);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String any(String... values) {
    return values[random.nextInt(values.length)];
  }

  private String namespaceName() {
    return NAMESPACES.get(random.nextInt(NAMESPACES.size()));
  }

  private static String labels(String... pairs) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        entries.add("\"%s\":\"%s\"".formatted(pairs[i], pairs[i + 1]));
      }
    }
    return "{" + String.join(",", entries) + "}";
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
    documents.add(
        """
        {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"late"},\
        "provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}""");
    for (int i = 0; i < 7; i++) {
      volume("volume-" + i, namespaceName(), i, documents);
    }
    return documents;
  }

  /** A volume of a node or a zone, and its claim. */
  private void volume(String name, String namespace, int number, List<String> documents) {
    String affinity =
        switch (number) {
          case 0 ->
              """
              ,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":\
              [{"key":"kubernetes.io/hostname","operator":"In","values":["node-1","node-3"]}]}]}}""";
          case 1, 3, 4, 5, 6 -> "";
          default ->
              """
              ,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":\
              [{"key":"rack","operator":"Exists"}]}]}}""";
        };
    String zone = number == 1 ? labels("topology.kubernetes.io/zone", any(ZONES)) : "{}";
    String mode = number == 1 ? "ReadWriteOncePod" : "ReadWriteMany";
    documents.add(
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%s","labels":%s},\
        "spec":{"capacity":{"storage":"1Gi"},"accessModes":["%s"],\
        %s,\
        "persistentVolumeReclaimPolicy":"Retain","storageClassName":"",\
        "claimRef":{"namespace":"%s","name":"%s"}%s}}"""
            .formatted(name, zone, mode, source(name, number), namespace, name, affinity));
    documents.add(
        """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%s",\
        "namespace":"%s"},"spec":{"accessModes":["%s"],"storageClassName":"",\
        "volumeName":"%s","resources":{"requests":{"storage":"1Gi"}}}}"""
            .formatted(name, namespace, mode, name));
    claims.add(namespace + "/" + name);
  }

  /** A file server's, or a disk's whose driver bounds how many a node takes. */
  private static String source(String name, int number) {
    return number < 3
        ? "\"nfs\":{\"server\":\"files.example\",\"path\":\"/%s\"}".formatted(name)
        : "\"csi\":{\"driver\":\"disk-%d.example\",\"volumeHandle\":\"%s\"}"
            .formatted(number / 6, name);
  }

  /** What drivers say of nodes: how many volumes they take, and one that is attached for nobody. */
  List<String> volumeLimits() {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      if (!chance(4)) {
        documents.add(
            """
            {"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"node-%1$d"},\
            "spec":{"drivers":[{"name":"disk-0.example","nodeID":"node-%1$d","topologyKeys":[],\
            "allocatable":{"count":%2$s}},{"name":"disk-1.example","nodeID":"node-%1$d"}]}}"""
                .formatted(i, any("0", "1", "1", "2")));
      }
    }
    if (chance(2)) {
      documents.add(
          """
          {"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"left"},\
          "spec":{"attacher":"disk-0.example","nodeName":"node-%d",\
          "source":{"persistentVolumeName":"volume-3"}}}"""
              .formatted(random.nextInt(NODES)));
    }
    return documents;
  }

  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      String name = "node-" + i;
      List<String> taints = new ArrayList<>();
      if (chance(3)) {
        taints.add(
            "{\"key\":\"%s\",\"value\":\"%s\",\"effect\":\"%s\"}"
                .formatted(any(TAINTS), any("x", "y"), any(EFFECTS)));
      }
      nodes.add(
          """
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s","labels":%s},\
          "spec":{"taints":[%s]%s},\
          "status":{"capacity":%5$s,"allocatable":%5$s,\
          "conditions":[{"type":"Ready","status":"True"}]}}"""
              .formatted(
                  name,
                  labels(
                      "kubernetes.io/hostname",
                      name,
                      "topology.kubernetes.io/zone",
                      chance(10) ? "" : any(ZONES),
                      "rack",
                      chance(3) ? "" : any("r1", "r2"),
                      "cores",
                      any("", "4", "8", "many"),
                      "disk",
                      any("", "ssd", "hdd")),
                  String.join(",", taints),
                  chance(14) ? ",\"unschedulable\":true" : "",
                  labels(
                      "cpu",
                      any("2", "4", "8", "2500m"),
                      "memory",
                      any("4Gi", "8Gi"),
                      "pods",
                      any("4", "110", "110"),
                      "ephemeral-storage",
                      "10Gi",
                      "example.com/gpu",
                      any("", "", "2"))));
    }
    return nodes;
  }

  /** Pods that are on nodes already. */
  List<String> residents(int count) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String spec =
          "\"nodeName\":\"node-%d\",%s"
              .formatted(random.nextInt(NODES), containers(chance(6), chance(12)));
      if (chance(9)) {
        spec += ",\"affinity\":{\"podAntiAffinity\":{%s}}".formatted(required(podTerm()));
      }
      String namespace = namespaceName();
      spec += volumes(namespace, 2, false);
      pods.add(pod(namespace, "resident-" + i, spec));
    }
    return pods;
  }

  /** Pods that wait for a node. */
  List<String> candidates(int count) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> fields = new ArrayList<>();
      fields.add(containers(chance(5), chance(12)));
      if (chance(7)) {
        fields.add("\"nodeSelector\":{%s}".formatted(selectorEntry()));
      }
      if (chance(2)) {
        fields.add(
            "\"tolerations\":[" + toleration() + (chance(3) ? "," + toleration() : "") + "]");
      }
      String affinity = affinity();
      if (!affinity.isEmpty()) {
        fields.add("\"affinity\":{" + affinity + "}");
      }
      if (chance(4)) {
        fields.add(
            "\"topologySpreadConstraints\":["
                + spread(0)
                + (chance(3) ? "," + spread(1) : "")
                + "]");
      }
      if (chance(12)) {
        fields.add("\"runtimeClassName\":\"sandbox\"");
      }
      if (chance(25)) {
        fields.add("\"schedulingGates\":[{\"name\":\"example.com/wait\"}]");
      }
      String namespace = namespaceName();
      pods.add(
          pod(namespace, "candidate-" + i, String.join(",", fields) + volumes(namespace, 2, true)));
    }
    return pods;
  }

  private String volumes(String namespace, int oneIn, boolean absent) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String claim = claims.get(random.nextInt(claims.size()));
      String name = claim.substring(claim.indexOf('/') + 1);
      if (chance(oneIn) && claim.startsWith(namespace + "/") && !names.contains(name)) {
        names.add(name);
      }
    }
    if (names.isEmpty() && absent && chance(60)) {
      names.add("absent");
    }
    List<String> volumes = new ArrayList<>();
    for (String name : names) {
      volumes.add(
          "{\"name\":\"v%d\",\"persistentVolumeClaim\":{\"claimName\":\"%s\"}}"
              .formatted(volumes.size(), name));
    }
    return volumes.isEmpty() ? "" : ",\"volumes\":[%s]".formatted(String.join(",", volumes));
  }

  private String pod(String namespace, String name, String spec) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s","labels":%s},\
        "spec":{"terminationGracePeriodSeconds":0,%s}}"""
        .formatted(
            name, namespace, labels("app", any(APPS), "tier", any("", "front", "back")), spec);
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
        labels(
            "cpu", any("", "100m", "500m", "1", "1500m"), "memory", any("", "64Mi", "1Gi", "3Gi"));
    String gpu = chance(14) ? any("1", "2") : "";
    String limits = gpu.isEmpty() ? "{}" : labels("example.com/gpu", gpu);
    String port =
        ports
            ? """
              ,"ports":[{"containerPort":80,"hostPort":%s,"protocol":"%s"%s}]"""
                .formatted(
                    any("8080", "8081"),
                    any("TCP", "TCP", "UDP"),
                    any("", "", ",\"hostIP\":\"127.0.0.1\"", ",\"hostIP\":\"10.0.0.1\""))
            : "";
    return """
        {"name":"%s","image":"registry.example/app:1","resources":{"requests":%s,"limits":%s}%s}"""
        .formatted(name, resources, limits, port);
  }

  private String selectorEntry() {
    return any(
        "\"disk\":\"ssd\"",
        "\"rack\":\"r1\"",
        "\"topology.kubernetes.io/zone\":\"a\"",
        "\"absent\":\"x\"");
  }

  private String toleration() {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"operator\":\"Exists\"}";
      case 1 -> "{\"key\":\"dedicated\",\"operator\":\"Exists\"}";
      case 2 -> "{\"key\":\"dedicated\",\"value\":\"x\",\"effect\":\"NoSchedule\"}";
      case 3 -> "{\"key\":\"gpu\",\"operator\":\"Exists\",\"effect\":\"NoExecute\"}";
      default -> "{\"key\":\"node.kubernetes.io/unschedulable\",\"operator\":\"Exists\"}";
    };
  }

  private String affinity() {
    List<String> parts = new ArrayList<>();
    if (chance(6)) {
      List<String> terms = new ArrayList<>();
      for (int i = random.nextInt(2); i >= 0; i--) {
        terms.add("{\"matchExpressions\":[%s]}".formatted(expression()));
      }
      parts.add(
          "\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
              + "{\"nodeSelectorTerms\":[%s]}}".formatted(String.join(",", terms)));
    }
    if (chance(9)) {
      parts.add(
          "\"podAffinity\":{%s}"
              .formatted(required(podTerm() + (chance(4) ? "," + podTerm() : ""))));
    }
    if (chance(8)) {
      parts.add("\"podAntiAffinity\":{%s}".formatted(required(podTerm())));
    }
    return String.join(",", parts);
  }

  private static String required(String terms) {
    return "\"requiredDuringSchedulingIgnoredDuringExecution\":[%s]".formatted(terms);
  }

  private String expression() {
    return switch (random.nextInt(6)) {
      case 0 -> "{\"key\":\"cores\",\"operator\":\"Gt\",\"values\":[\"4\"]}";
      case 1 -> "{\"key\":\"cores\",\"operator\":\"Lt\",\"values\":[\"8\"]}";
      case 2 -> "{\"key\":\"disk\",\"operator\":\"NotIn\",\"values\":[\"hdd\"]}";
      case 3 -> "{\"key\":\"rack\",\"operator\":\"Exists\"}";
      case 4 -> "{\"key\":\"rack\",\"operator\":\"DoesNotExist\"}";
      default ->
          "{\"key\":\"topology.kubernetes.io/zone\",\"operator\":\"In\",\"values\":[\"a\",\"c\"]}";
    };
  }

  private String podTerm() {
    List<String> fields = new ArrayList<>();
    fields.add("\"topologyKey\":\"%s\"".formatted(any(KEYS)));
    switch (random.nextInt(8)) {
      case 0 -> fields.add("\"labelSelector\":{}");
      case 1 -> {}
      case 2 ->
          fields.add(
              """
              "labelSelector":{"matchExpressions":[{"key":"tier","operator":"NotIn",\
              "values":["front"]}]}""");
      default ->
          fields.add("\"labelSelector\":{\"matchLabels\":{\"app\":\"%s\"}}".formatted(any(APPS)));
    }
    switch (random.nextInt(6)) {
      case 0 -> fields.add("\"namespaces\":[\"place-red\"]");
      case 1 -> fields.add("\"namespaceSelector\":{}");
      case 2 -> fields.add("\"namespaceSelector\":{\"matchLabels\":{\"team\":\"blue\"}}");
      default -> {}
    }
    if (chance(8) && fields.toString().contains("labelSelector")) {
      fields.add(any("\"matchLabelKeys\":[\"tier\"]", "\"mismatchLabelKeys\":[\"tier\"]"));
    }
    return "{" + String.join(",", fields) + "}";
  }

  private String spread(int key) {
    List<String> fields = new ArrayList<>();
    fields.add("\"maxSkew\":" + any("1", "2"));
    fields.add("\"topologyKey\":\"" + (key == 0 ? any(KEYS[0], KEYS[2]) : KEYS[1]) + "\"");
    fields.add("\"whenUnsatisfiable\":\"%s\"".formatted(any("DoNotSchedule", "ScheduleAnyway")));
    String selector =
        chance(6)
            ? "\"labelSelector\":{}"
            : "\"labelSelector\":{\"matchLabels\":{\"app\":\"%s\"}}".formatted(any(APPS));
    fields.add(selector);
    if (chance(2)) {
      fields.add("\"nodeAffinityPolicy\":\"Ignore\"");
    }
    if (chance(3)) {
      fields.add("\"nodeTaintsPolicy\":\"Honor\"");
    }
    if (chance(6) && fields.get(2).contains("DoNot")) {
      fields.add("\"minDomains\":" + any("2", "4"));
    }
    if (chance(8)) {
      fields.add("\"matchLabelKeys\":[\"tier\"]");
    }
    return "{" + String.join(",", fields) + "}";
  }
}
