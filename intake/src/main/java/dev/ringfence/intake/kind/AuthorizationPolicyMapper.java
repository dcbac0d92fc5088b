package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.MeshPolicy.Match;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code security.istio.io AuthorizationPolicy}, by Istio's reference: who is asked for, and which
 * ports. What it asks of requests themselves (methods, paths, hosts, tokens) is kept as "more".
 */
final class AuthorizationPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    List<MeshPolicy.Rule> rules = new ArrayList<>();
    Items items = spec.items("rules");
    for (int i = 0; i < items.size(); i++) {
      rules.add(rule(items.fields(i), "spec.rules[" + i + "]"));
    }
    sink.builder().addOther(object.meta(true));
    sink.builder()
        .add(
            new MeshPolicy.Authorization(
                object.meta(true),
                action(spec),
                new LabelSelector(spec.fields("selector").textMap("matchLabels"), List.of()),
                spec.has("targetRef") || !spec.items("targetRefs").isEmpty(),
                object.meta(true).annotations().getOrDefault("istio.io/dry-run", "").equals("true"),
                rules));
  }

  private static MeshPolicy.Action action(Fields spec) {
    return switch (spec.text("action", "ALLOW")) {
      case "ALLOW" -> MeshPolicy.Action.ALLOW;
      case "DENY" -> MeshPolicy.Action.DENY;
      case "AUDIT" -> MeshPolicy.Action.AUDIT;
      case "CUSTOM" -> MeshPolicy.Action.CUSTOM;
      default ->
          throw ShapeException.refused(spec, "action", "must be ALLOW, DENY, AUDIT or CUSTOM");
    };
  }

  private static MeshPolicy.Rule rule(Fields rule, String field) {
    List<MeshPolicy.Source> from = new ArrayList<>();
    Items sources = rule.items("from");
    for (int i = 0; i < sources.size(); i++) {
      from.add(source(sources.fields(i).fields("source")));
    }
    List<MeshPolicy.Operation> to = new ArrayList<>();
    Items operations = rule.items("to");
    for (int i = 0; i < operations.size(); i++) {
      Fields operation = operations.fields(i).fields("operation");
      boolean whole = asksOnly(operation, List.of("ports", "notPorts"));
      to.add(new MeshPolicy.Operation(ports(operation), whole));
    }
    List<MeshPolicy.Condition> when = new ArrayList<>();
    Items conditions = rule.items("when");
    for (int i = 0; i < conditions.size(); i++) {
      Fields condition = conditions.fields(i);
      when.add(
          new MeshPolicy.Condition(
              condition.text("key"),
              new Match(condition.texts("values"), condition.texts("notValues"))));
    }
    return new MeshPolicy.Rule(field, from, to, when);
  }

  private static MeshPolicy.Source source(Fields source) {
    List<String> ranges = source.texts("ipBlocks");
    ranges.forEach(range -> check(source, "ipBlocks", range));
    List<String> not = source.texts("notIpBlocks");
    not.forEach(range -> check(source, "notIpBlocks", range));
    boolean whole =
        asksOnly(
            source,
            List.of(
                "principals",
                "notPrincipals",
                "namespaces",
                "notNamespaces",
                "serviceAccounts",
                "notServiceAccounts",
                "ipBlocks",
                "notIpBlocks"));
    return new MeshPolicy.Source(
        new Match(source.texts("principals"), source.texts("notPrincipals")),
        new Match(source.texts("namespaces"), source.texts("notNamespaces")),
        new Match(source.texts("serviceAccounts"), source.texts("notServiceAccounts")),
        new Match(ranges, not),
        whole);
  }

  /** An address by itself is a range of one. */
  private static void check(Fields source, String field, String range) {
    boolean single = range.indexOf('/') < 0;
    Cidr.check(source, field, single ? range + (range.indexOf(':') < 0 ? "/32" : "/128") : range);
  }

  private static boolean asksOnly(Fields fields, List<String> known) {
    for (int i = 0; i < fields.size(); i++) {
      if (!known.contains(fields.name(i))) {
        return false;
      }
    }
    return true;
  }

  private static Match ports(Fields operation) {
    return new Match(numbers(operation, "ports"), numbers(operation, "notPorts"));
  }

  private static List<String> numbers(Fields operation, String field) {
    List<String> numbers = new ArrayList<>();
    Items items = operation.items(field);
    for (int i = 0; i < items.size(); i++) {
      String port = items.get(i) instanceof Tree.Numeral number ? number.digits() : items.text(i);
      if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
        throw ShapeException.refused(operation, field, "has " + port + ", which is no port number");
      }
      numbers.add(port);
    }
    return numbers;
  }
}
