package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.VolumeLimits;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.HashMap;
import java.util.Map;

/** {@code storage.k8s.io CSINode}. */
final class CsiNodeMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { drivers { name allocatable { count } } }");

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
    Items drivers = object.root().fields("spec").items("drivers");
    Map<String, Integer> limits = new HashMap<>();
    for (int i = 0; i < drivers.size(); i++) {
      Fields allocatable = drivers.fields(i).fields("allocatable");
      if (allocatable.has("count")) {
        limits.put(drivers.fields(i).text("name"), allocatable.integer("count", 0));
      }
    }
    sink.builder().add(new VolumeLimits.OfNode(object.meta(false), limits));
  }
}
