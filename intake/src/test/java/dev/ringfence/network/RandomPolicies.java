package dev.ringfence.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * NetworkPolicies as JSON, with every field in every form; on request with mistakes too. The same
 * seed gives the same policies.
 */
final class RandomPolicies {

  static final List<String> NAMESPACES = List.of("north", "south", "west");

  private final Random random;
  private final boolean mistakes;
  private final boolean ipv6;

  /**
   * @param mistakes how often a value is one that the API server may refuse: never, or rarely
   */
  RandomPolicies(long seed, boolean mistakes, boolean ipv6) {
    this.random = new Random(seed);
    this.mistakes = mistakes;
    this.ipv6 = ipv6;
  }

  String policy(String name) {
    return "{\"apiVersion\": \"networking.k8s.io/v1\", \"kind\": \"NetworkPolicy\", \"metadata\":"
        + " {\"name\": \""
        + name
        + "\", \"namespace\": \""
        + pick(NAMESPACES)
        + "\"}, \"spec\": "
        + spec()
        + "}";
  }

  private String spec() {
    return object(
        field("podSelector", rarely() ? "{}" : selector()),
        maybe(
            "policyTypes",
            () ->
                either(
                    List.of("[\"Ingress\"]", "[\"Egress\"]", "[\"Ingress\", \"Egress\"]", "[]"),
                    List.of(
                        "[\"Foo\"]",
                        "[\"ingress\"]",
                        "[\"Ingress\", \"Egress\", \"Ingress\"]",
                        "[\"Ingress\", \"Ingress\"]",
                        "[\"\"]",
                        "\"Ingress\"",
                        "null"))),
        maybe("ingress", () -> rules("from")),
        maybe("egress", () -> rules("to")));
  }

  private String rules(String peers) {
    return list(
        3,
        () ->
            object(
                maybe(peers, () -> list(3, this::peer)),
                maybe("ports", () -> list(3, this::port))));
  }

  private String peer() {
    return switch (random.nextInt(mistakes ? 16 : 5)) {
      case 0, 5, 6 -> object(field("podSelector", selector()));
      case 1, 7 -> object(field("namespaceSelector", namespaceSelector()));
      case 2, 8, 9 ->
          object(field("podSelector", selector()), field("namespaceSelector", namespaceSelector()));
      case 14 -> object(field("podSelector", selector()), field("ipBlock", block()));
      case 15 -> random.nextBoolean() ? "{}" : "{\"podSelector\": null}";
      default -> object(field("ipBlock", block()));
    };
  }

  private String block() {
    List<String> odd =
        List.of(
            "\"\"",
            "\"10.0.0.0\"",
            "\"10.0.0.0/33\"",
            "\"10.0.0.0/-1\"",
            "\"10.0.0.0/08\"",
            "\"10.0.0/8\"",
            "\"010.0.0.0/8\"",
            "\"::/129\"",
            "\"::ffff:10.0.0.0/104\"",
            "\"::ffff:10.0.0.0/24\"",
            "\"fe80::1%eth0/64\"",
            "\"any\"",
            "8",
            "null");
    List<String> four = List.of("0.0.0.0/0", "10.0.0.0/8", "10.0.0.2/31", "10.0.0.1/32");
    List<String> six = List.of("::/0", "fd00::/16", "fd00::2/127", "fd00::1/128");
    List<String> own = ipv6 ? six : four;
    List<String> excepted =
        ipv6 ? List.of("fd00::3/128", "fd00::2/128") : List.of("10.0.0.3/32", "10.0.0.2/32");
    String cidr = pick(own);
    // An address with bits beyond its mask means the whole range.
    String written = cidr.equals("10.0.0.0/8") && rarely() ? "10.1.2.3/8" : cidr;
    List<String> fitting = cidr.endsWith("/32") || cidr.endsWith("/128") ? List.of() : excepted;
    List<String> oddExcept = new ArrayList<>(odd);
    oddExcept.addAll(
        List.of(
            quoted(cidr),
            "\"192.168.0.0/16\"",
            "\"fd00::/64\"",
            "\"10.0.0.0/9\"",
            "\"0.0.0.0/0\""));
    return object(
        mistakes && random.nextInt(20) == 0
            ? ""
            : field("cidr", either(List.of(quoted(written)), odd)),
        fitting.isEmpty() && !mistakes
            ? ""
            : maybe(
                "except",
                () ->
                    list(
                        2,
                        () ->
                            fitting.isEmpty()
                                ? pick(oddExcept)
                                : either(List.of(quoted(pick(fitting))), oddExcept))));
  }

  private String port() {
    boolean ranged = random.nextInt(4) == 0;
    return object(
        maybe(
            "protocol",
            () ->
                either(
                    List.of("\"TCP\"", "\"UDP\"", "\"SCTP\""),
                    List.of("\"tcp\"", "\"ICMP\"", "\"\"", "6", "null"))),
        ranged ? field("port", number()) : maybe("port", this::portValue),
        ranged || (mistakes && random.nextInt(30) == 0)
            ? field(
                "endPort",
                either(
                    List.of("90", "8080", "65535"),
                    List.of("0", "1", "70000", "\"90\"", "-1", "null")))
            : "");
  }

  private String portValue() {
    return random.nextInt(3) == 0
        ? either(
            List.of("\"web\"", "\"dns\""),
            List.of(
                "\"80\"",
                "\"\"",
                "\"WEB\"",
                "\"a--b\"",
                "\"-a\"",
                "\"a-\"",
                "\"a_b\"",
                "\"a-name-of-sixteen\"",
                "\"a.b\"",
                "true",
                "1.5",
                "[]",
                "null"))
        : number();
  }

  /** Not {@code 1e3}: kubectl makes 1000 of it before the server sees it, and so does intake. */
  private String number() {
    return either(
        List.of("53", "80", "81", "1"), List.of("0", "-1", "65536", "99999999999", "80.0"));
  }

  private String selector() {
    return selector("app", "tier");
  }

  private String namespaceSelector() {
    return selector("team", "kubernetes.io/metadata.name");
  }

  private String selector(String first, String second) {
    return switch (random.nextInt(4)) {
      case 0 -> either(List.of("{}"), List.of("null", "[]", "{\"matchLabels\": null}"));
      case 1, 2 ->
          object(
              field("matchLabels", "{" + label(first) + "}"),
              maybe("matchExpressions", () -> "[]"));
      default ->
          object(
              maybe("matchLabels", () -> "{" + label(second) + "}"),
              field("matchExpressions", list(2, () -> requirement(first, second))));
    };
  }

  private String label(String key) {
    return either(
            List.of(quoted(key)), List.of("\"a b\"", "\"\"", "\"a/b/c\"", "\"A.com/x\"", "\"-a\""))
        + ": "
        + either(
            List.of(value(key)),
            List.of("\"a b\"", "\"\"", "\"-a\"", "\"a/b\"", "null", "1", quoted("x".repeat(64))));
  }

  private String value(String key) {
    return key.startsWith("kubernetes")
        ? quoted(pick(NAMESPACES))
        : quoted(pick(List.of("a", "b", "c")));
  }

  private String requirement(String first, String second) {
    String key = random.nextBoolean() ? first : second;
    String operator =
        either(
            List.of("\"In\"", "\"NotIn\"", "\"Exists\"", "\"DoesNotExist\""),
            List.of("\"in\"", "\"Gt\"", "\"\"", "null"));
    boolean valued = operator.equals("\"In\"") || operator.equals("\"NotIn\"");
    if (mistakes && random.nextInt(20) == 0) {
      valued = !valued;
    }
    return object(
        field("key", either(List.of(quoted(key)), List.of("\"\"", "\"a b\"", "null"))),
        field("operator", operator),
        valued
            ? field(
                "values",
                "["
                    + either(List.of(value(key)), List.of("\"a b\"", "\"\"", "7", "null"))
                    + (random.nextBoolean() ? ", " + value(key) : "")
                    + "]")
            : maybe("values", () -> "[]"));
  }

  private String list(int most, Supplier<String> item) {
    List<String> items = new ArrayList<>();
    for (int count = random.nextInt(most + 1); count > 0; count--) {
      items.add(mistakes && random.nextInt(60) == 0 ? "null" : item.get());
    }
    return "[" + String.join(", ", items) + "]";
  }

  private static String object(String... fields) {
    List<String> present = new ArrayList<>();
    for (String field : fields) {
      if (!field.isEmpty()) {
        present.add(field);
      }
    }
    return "{" + String.join(", ", present) + "}";
  }

  private static String field(String name, String value) {
    return quoted(name) + ": " + value;
  }

  private String maybe(String name, Supplier<String> value) {
    return random.nextInt(3) == 0 ? "" : field(name, value.get());
  }

  private boolean rarely() {
    return random.nextInt(6) == 0;
  }

  private String either(List<String> sound, List<String> odd) {
    return mistakes && random.nextInt(25) == 0 ? pick(odd) : pick(sound);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean flag() {
    return random.nextBoolean();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
