package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;

/** Where pods want to be: selectors, tolerations, affinities and spread constraints. */
final class RandomConstraints {

  private static final String[] KEYS = {
    "topology.kubernetes.io/zone", "kubernetes.io/hostname", "rack"
  };

  private final RandomChoice choice;

  RandomConstraints(RandomChoice choice) {
    this.choice = choice;
  }

  String selectorEntry() {
    return choice.any(
        "\"disk\":\"ssd\"",
        "\"rack\":\"r1\"",
        "\"topology.kubernetes.io/zone\":\"a\"",
        "\"absent\":\"x\"");
  }

  String toleration() {
    return switch (choice.below(5)) {
      case 0 -> "{\"operator\":\"Exists\"}";
      case 1 -> "{\"key\":\"dedicated\",\"operator\":\"Exists\"}";
      case 2 -> "{\"key\":\"dedicated\",\"value\":\"x\",\"effect\":\"NoSchedule\"}";
      case 3 -> "{\"key\":\"gpu\",\"operator\":\"Exists\",\"effect\":\"NoExecute\"}";
      default -> "{\"key\":\"node.kubernetes.io/unschedulable\",\"operator\":\"Exists\"}";
    };
  }

  String affinity() {
    List<String> parts = new ArrayList<>();
    if (choice.chance(6)) {
      List<String> terms = new ArrayList<>();
      for (int i = choice.below(2); i >= 0; i--) {
        terms.add("{\"matchExpressions\":[%s]}".formatted(expression()));
      }
      parts.add(
          "\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
              + "{\"nodeSelectorTerms\":[%s]}}".formatted(String.join(",", terms)));
    }
    if (choice.chance(9)) {
      parts.add(
          "\"podAffinity\":{%s}"
              .formatted(required(podTerm() + (choice.chance(4) ? "," + podTerm() : ""))));
    }
    if (choice.chance(8)) {
      parts.add("\"podAntiAffinity\":{%s}".formatted(required(podTerm())));
    }
    return String.join(",", parts);
  }

  static String required(String terms) {
    return "\"requiredDuringSchedulingIgnoredDuringExecution\":[%s]".formatted(terms);
  }

  private String expression() {
    return switch (choice.below(6)) {
      case 0 -> "{\"key\":\"cores\",\"operator\":\"Gt\",\"values\":[\"4\"]}";
      case 1 -> "{\"key\":\"cores\",\"operator\":\"Lt\",\"values\":[\"8\"]}";
      case 2 -> "{\"key\":\"disk\",\"operator\":\"NotIn\",\"values\":[\"hdd\"]}";
      case 3 -> "{\"key\":\"rack\",\"operator\":\"Exists\"}";
      case 4 -> "{\"key\":\"rack\",\"operator\":\"DoesNotExist\"}";
      default ->
          "{\"key\":\"topology.kubernetes.io/zone\",\"operator\":\"In\",\"values\":[\"a\",\"c\"]}";
    };
  }

  String podTerm() {
    List<String> fields = new ArrayList<>();
    fields.add("\"topologyKey\":\"%s\"".formatted(choice.any(KEYS)));
    switch (choice.below(8)) {
      case 0 -> fields.add("\"labelSelector\":{}");
      case 1 -> {}
      case 2 ->
          fields.add(
              """
              "labelSelector":{"matchExpressions":[{"key":"tier","operator":"NotIn",\
              "values":["front"]}]}""");
      default ->
          fields.add(
              "\"labelSelector\":{\"matchLabels\":{\"app\":\"%s\"}}"
                  .formatted(choice.any(RandomWorld.APPS)));
    }
    switch (choice.below(6)) {
      case 0 -> fields.add("\"namespaces\":[\"place-red\"]");
      case 1 -> fields.add("\"namespaceSelector\":{}");
      case 2 -> fields.add("\"namespaceSelector\":{\"matchLabels\":{\"team\":\"blue\"}}");
      default -> {}
    }
    if (choice.chance(8) && fields.toString().contains("labelSelector")) {
      fields.add(choice.any("\"matchLabelKeys\":[\"tier\"]", "\"mismatchLabelKeys\":[\"tier\"]"));
    }
    return "{" + String.join(",", fields) + "}";
  }

  String spread(int key) {
    List<String> fields = new ArrayList<>();
    fields.add("\"maxSkew\":" + choice.any("1", "2"));
    fields.add("\"topologyKey\":\"" + (key == 0 ? choice.any(KEYS[0], KEYS[2]) : KEYS[1]) + "\"");
    fields.add(
        "\"whenUnsatisfiable\":\"%s\"".formatted(choice.any("DoNotSchedule", "ScheduleAnyway")));
    String selector =
        choice.chance(6)
            ? "\"labelSelector\":{}"
            : "\"labelSelector\":{\"matchLabels\":{\"app\":\"%s\"}}"
                .formatted(choice.any(RandomWorld.APPS));
    fields.add(selector);
    if (choice.chance(2)) {
      fields.add("\"nodeAffinityPolicy\":\"Ignore\"");
    }
    if (choice.chance(3)) {
      fields.add("\"nodeTaintsPolicy\":\"Honor\"");
    }
    if (choice.chance(6) && fields.get(2).contains("DoNot")) {
      fields.add("\"minDomains\":" + choice.any("2", "4"));
    }
    if (choice.chance(8)) {
      fields.add("\"matchLabelKeys\":[\"tier\"]");
    }
    return "{" + String.join(",", fields) + "}";
  }
}
