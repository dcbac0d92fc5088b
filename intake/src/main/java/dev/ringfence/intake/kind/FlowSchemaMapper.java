package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code flowcontrol.apiserver.k8s.io FlowSchema}. */
final class FlowSchemaMapper implements KindMapper {

  /** What the API server takes where none is given. */
  private static final int DEFAULT_PRECEDENCE = 1000;

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            matchingPrecedence priorityLevelConfiguration { name } distinguisherMethod { type }
            rules
          }
          """);

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    sink.builder()
        .add(
            new FlowControl.FlowSchema(
                object.meta(false),
                spec.integer("matchingPrecedence", DEFAULT_PRECEDENCE),
                spec.fields("priorityLevelConfiguration").text("name"),
                spec.fields("distinguisherMethod").text("type"),
                each(spec.items("rules"), FlowSchemaMapper::rules)));
  }

  private static FlowControl.PolicyRules rules(Fields rules) {
    return new FlowControl.PolicyRules(
        each(rules.items("subjects"), FlowSchemaMapper::subject),
        each(
            rules.items("resourceRules"),
            rule ->
                new FlowControl.ResourceRule(
                    rule.texts("verbs"),
                    rule.texts("apiGroups"),
                    rule.texts("resources"),
                    rule.flag("clusterScope"),
                    rule.texts("namespaces"))),
        each(
            rules.items("nonResourceRules"),
            rule -> new FlowControl.PathRule(rule.texts("verbs"), rule.texts("nonResourceURLs"))));
  }

  private static FlowControl.Subject subject(Fields subject) {
    String kind = subject.text("kind");
    Fields named =
        subject.fields(
            switch (kind) {
              case "User" -> "user";
              case "Group" -> "group";
              default -> "serviceAccount";
            });
    return new FlowControl.Subject(kind, named.text("namespace"), named.text("name"));
  }

  private static <T> List<T> each(Items items, Function<Fields, T> map) {
    List<T> list = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      list.add(map.apply(items.fields(i)));
    }
    return list;
  }
}
