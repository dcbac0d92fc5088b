package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.ResourceList;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** {@code v1 ResourceQuota}. */
final class ResourceQuotaMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { hard scopes scopeSelector { matchExpressions } }");

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
    sink.builder()
        .add(
            new Policies.ResourceQuota(
                object.meta(true),
                ResourceList.in(spec, "hard", ResourceList.Place.QUOTA),
                spec.texts("scopes"),
                spec.has("scopeSelector"),
                expressions(spec.fields("scopeSelector").items("matchExpressions"))));
  }

  private static List<Policies.ScopeExpression> expressions(Items items) {
    List<Policies.ScopeExpression> expressions = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      LabelSelector.Operator operator =
          switch (item.text("operator")) {
            case "In" -> LabelSelector.Operator.IN;
            case "NotIn" -> LabelSelector.Operator.NOT_IN;
            case "DoesNotExist" -> LabelSelector.Operator.DOES_NOT_EXIST;
            case "Exists" -> LabelSelector.Operator.EXISTS;
            default ->
                throw ShapeException.refused(
                    item, "operator", "must be In, NotIn, Exists or DoesNotExist");
          };
      expressions.add(
          new Policies.ScopeExpression(item.text("scopeName"), operator, item.texts("values")));
    }
    return expressions;
  }
}
