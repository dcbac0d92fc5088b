package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.pod.Quantity;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code v1 LimitRange}. */
final class LimitRangeMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { limits { type max min default defaultRequest } }");

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
    Items items = object.root().fields("spec").items("limits");
    List<Policies.LimitRange.Item> limits = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      limits.add(item(items.fields(i)));
    }
    sink.builder().add(new Policies.LimitRange(object.meta(true), limits));
  }

  /** For containers a default that is missing is taken from max, a request's then from min. */
  private static Policies.LimitRange.Item item(Fields item) {
    String type = item.text("type");
    Map<String, String> max = Quantity.map(item, "max");
    Map<String, String> limit = Quantity.map(item, "default");
    Map<String, String> request = Quantity.map(item, "defaultRequest");
    if (type.equals("Container")) {
      limit = filled(limit, max);
      request = filled(filled(request, limit), Quantity.map(item, "min"));
    }
    return new Policies.LimitRange.Item(type, max, limit, request);
  }

  private static Map<String, String> filled(Map<String, String> own, Map<String, String> from) {
    Map<String, String> filled = new LinkedHashMap<>(from);
    filled.putAll(own);
    return filled;
  }
}
