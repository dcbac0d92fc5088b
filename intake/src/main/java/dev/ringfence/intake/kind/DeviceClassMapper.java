package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code resource.k8s.io DeviceClass}. */
final class DeviceClassMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec { selectors extendedResourceName }");

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
            new DeviceKinds.DeviceClass(
                object.meta(false),
                DeviceClaimMapper.selectors(spec),
                spec.text("extendedResourceName")));
  }
}
