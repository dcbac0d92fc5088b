package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small clusters with devices as JSON documents: nodes, slices of two drivers that reach one node,
 * some or all of them, device classes, and claims of every form that the scheduler decides by
 * itself.
 */
final class RandomDevices {

  static final int NODES = 4;
  static final int CLAIMS = 10;
  static final String NAMESPACE = "devices";

  /** What claims select by; each can be evaluated for every device of the two drivers. */
  private static final String[] EXPRESSIONS = {
    "device.driver == 'gpu.example'",
    "device.driver != 'gpu.example'",
    "has(device.attributes['gpu.example'].model) && device.attributes['gpu.example'].model == 'a'",
    "'nic.example' in device.attributes",
    "device.attributes['other.example'].size() == 0",
    "cel.bind(g, device.attributes['gpu.example'], has(g.index) && g.index > 0)",
    "has(device.attributes['gpu.example'].firmware)"
        + " && device.attributes['gpu.example'].firmware.isGreaterThan(semver('1.5.0'))",
    "has(device.capacity['gpu.example'].memory)"
        + " && device.capacity['gpu.example'].memory.compareTo(quantity('8Gi')) >= 0",
    "has(device.attributes['gpu.example'].whole) && device.attributes['gpu.example'].whole",
    "device.attributes['fabric.example'].exists(name, name == 'rail')",
    "!device.allowMultipleAllocations"
  };

  private final Random random;

  RandomDevices(long seed) {
    this.random = new Random(seed);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String any(String... values) {
    return values[random.nextInt(values.length)];
  }

  private static String quoted(String value) {
    return "\"" + value + "\"";
  }

  List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(
          """
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%d",\
          "labels":{"kubernetes.io/hostname":"node-%d","rack":"r%d"}},"spec":{"taints":[]},\
          "status":{"capacity":{"cpu":"8","memory":"8Gi","pods":"110"},\
          "allocatable":{"cpu":"8","memory":"8Gi","pods":"110"},\
          "conditions":[{"type":"Ready","status":"True"}]}}"""
              .formatted(i, i, i / 2));
    }
    return nodes;
  }

  List<String> classes() {
    return List.of(
        deviceClass("any", ""),
        deviceClass("gpu", selector("device.driver == 'gpu.example'")),
        deviceClass(
            "big", selector("device.driver == 'gpu.example'") + "," + selector(EXPRESSIONS[7])));
  }

  private static String deviceClass(String name, String selectors) {
    return """
        {"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"%s"},\
        "spec":{"selectors":[%s]}}"""
        .formatted(name, selectors);
  }

  private static String selector(String expression) {
    return "{\"cel\":{\"expression\":%s}}".formatted(quoted(expression));
  }

  /** Slices: per node one of graphics cards, and pools that several nodes share. */
  List<String> slices() {
    List<String> slices = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      if (!chance(5)) {
        String reach = "\"nodeName\":\"node-%d\"".formatted(node);
        int count = chance(8) ? 2 : 1;
        slices.add(slice("cards-" + node, "gpu.example", "node-" + node, 1, count, reach, node));
        if (chance(6)) {
          slices.add(slice("old-" + node, "gpu.example", "node-" + node, 0, 1, reach, node));
        }
      }
    }
    slices.add(slice("nics", "nic.example", "shared", 1, 1, "\"allNodes\":true", -1));
    slices.add(
        slice(
            "rack",
            "nic.example",
            "rack",
            1,
            1,
            """
            "nodeSelector":{"nodeSelectorTerms":[{"matchExpressions":\
            [{"key":"rack","operator":"In","values":["r0"]}]}]}""",
            -1));
    slices.add(slice("each", "gpu.example", "each", 1, 1, "\"perDeviceNodeSelection\":true", -2));
    slices.add(partitionSlice("parts", 2, false));
    slices.add(partitionSlice("counters", 2, true));
    return slices;
  }

  /** Partitions of one card on node-1, and what they share. */
  private static String partitionSlice(String name, int slices, boolean counters) {
    String content =
        counters
            ? "\"sharedCounters\":[{\"name\":\"card\",\"counters\":{\"memory\":{\"value\":\"10Gi\"}}}]"
            : "\"devices\":[%s,%s,%s]".formatted(part(0, "5Gi"), part(1, "5Gi"), part(2, "10Gi"));
    return document(name, "gpu.example", "parts", 1, slices, "\"nodeName\":\"node-1\"", content);
  }

  private static String part(int number, String memory) {
    return """
        {"name":"part-%d","attributes":{"part":{"bool":true}},"capacity":{"memory":{"value":"%s"}},\
        "consumesCounters":[{"counterSet":"card","counters":{"memory":{"value":"%s"}}}]}"""
        .formatted(number, memory, memory);
  }

  private String slice(
      String name, String driver, String pool, int generation, int count, String reach, int node) {
    List<String> devices = new ArrayList<>();
    int devicesInSlice = 2 + random.nextInt(3);
    for (int i = 0; i < devicesInSlice; i++) {
      String own = node == -2 ? ",\"nodeName\":\"node-%d\"".formatted(random.nextInt(NODES)) : "";
      devices.add(device(driver, "device-" + i, i, own));
    }
    String content = "\"devices\":[%s]".formatted(String.join(",", devices));
    return document(name, driver, pool, generation, count, reach, content);
  }

  private static String document(
      String name,
      String driver,
      String pool,
      int generation,
      int count,
      String reach,
      String content) {
    return """
        {"apiVersion":"resource.k8s.io/v1","kind":"ResourceSlice","metadata":{"name":"%s"},\
        "spec":{"driver":"%s","pool":{"name":"%s","generation":%d,"resourceSliceCount":%d},%s,%s}}"""
        .formatted(name, driver, pool, generation, count, reach, content);
  }

  private String device(String driver, String name, int index, String own) {
    List<String> attributes = new ArrayList<>();
    attributes.add("\"index\":{\"int\":%d}".formatted(index));
    if (!chance(4)) {
      attributes.add("\"model\":{\"string\":\"%s\"}".formatted(any("a", "b")));
    }
    if (chance(2)) {
      attributes.add(
          "\"firmware\":{\"version\":\"%s\"}".formatted(any("1.2.3", "1.10.0", "2.0.0")));
    }
    if (chance(3)) {
      attributes.add("\"whole\":{\"bool\":%s}".formatted(any("true", "false")));
    }
    if (chance(2)) {
      attributes.add("\"fabric.example/rail\":{\"string\":\"%s\"}".formatted(any("x", "y")));
    }
    String taints =
        chance(6)
            ? ",\"taints\":[{\"key\":\"example.com/broken\",\"effect\":\"%s\"}]"
                // A controller would end pods for NoExecute, and with them the world.
                .formatted(any("NoSchedule", "NoSchedule", "None"))
            : "";
    String capacity =
        driver.equals("gpu.example")
            ? ",\"capacity\":{\"memory\":{\"value\":\"%s\"}}".formatted(any("4Gi", "8Gi", "16Gi"))
            : "";
    return "{\"name\":\"%s\",\"attributes\":{%s}%s%s%s}"
        .formatted(name, String.join(",", attributes), capacity, taints, own);
  }

  /** Claims {@code claim-0} and so on. */
  List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (int i = 0; i < CLAIMS; i++) {
      claims.add(
          """
          {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"claim-%d",\
          "namespace":"%s"},"spec":%s}"""
              .formatted(i, NAMESPACE, spec()));
    }
    return claims;
  }

  String template() {
    return """
        {"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":\
        {"name":"template","namespace":"%s"},"spec":{"spec":%s}}"""
        .formatted(NAMESPACE, spec());
  }

  private String spec() {
    List<String> requests = new ArrayList<>();
    int count = chance(4) ? 2 : 1;
    for (int i = 0; i < count; i++) {
      requests.add(request("r" + i));
    }
    String constraints =
        chance(4)
            ? ",\"constraints\":[{\"%s\":\"%s\"}]"
                .formatted(
                    any("matchAttribute", "matchAttribute", "distinctAttribute"),
                    any("fabric.example/rail", "gpu.example/model"))
            : "";
    return "{\"devices\":{\"requests\":[%s]%s}}".formatted(String.join(",", requests), constraints);
  }

  private String request(String name) {
    if (chance(4)) {
      return """
          {"name":"%s","firstAvailable":[{"name":"best",%s},{"name":"next",%s}]}"""
          .formatted(name, alternative(false), alternative(false));
    }
    return "{\"name\":\"%s\",\"exactly\":{%s}}".formatted(name, alternative(true));
  }

  private String alternative(boolean exactly) {
    List<String> fields = new ArrayList<>();
    fields.add(
        "\"deviceClassName\":\"%s\""
            .formatted(chance(30) ? "absent" : any("any", "any", "gpu", "gpu", "big")));
    if (chance(2)) {
      fields.add("\"selectors\":[%s]".formatted(selector(any(EXPRESSIONS))));
    }
    if (chance(6)) {
      fields.add("\"allocationMode\":\"All\"");
    } else if (chance(4)) {
      fields.add("\"count\":" + any("2", "3"));
    }
    if (chance(4)) {
      fields.add("\"tolerations\":[{\"key\":\"example.com/broken\",\"operator\":\"Exists\"}]");
    }
    if (exactly && chance(8)) {
      fields.add("\"adminAccess\":true");
    }
    return String.join(",", fields);
  }

  /**
   * A pod with one or two claims.
   *
   * @param made whether it has one from the template too
   */
  String pod(String name, boolean made) {
    List<String> claims = new ArrayList<>();
    List<String> used = new ArrayList<>();
    if (made) {
      claims.add("{\"name\":\"made\",\"resourceClaimTemplateName\":\"template\"}");
    }
    for (int i = random.nextInt(2); i >= 0; i--) {
      String claim = "claim-" + random.nextInt(CLAIMS);
      if (!used.contains(claim)) {
        used.add(claim);
        claims.add(
            "{\"name\":\"c%d\",\"resourceClaimName\":\"%s\"}".formatted(claims.size(), claim));
      }
    }
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s"},"spec":\
        {"terminationGracePeriodSeconds":0,"resourceClaims":[%s],\
        "containers":[{"name":"main","image":"registry.example/app:1"}]}}"""
        .formatted(name, NAMESPACE, String.join(",", claims));
  }
}
