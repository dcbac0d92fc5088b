package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.NetworkSet;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;
import java.util.List;

/** {@code projectcalico.org NetworkSet} and {@code GlobalNetworkSet}: addresses found by label. */
final class NetworkSetMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  private final boolean namespaced;

  NetworkSetMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    List<String> nets = spec.texts("nets");
    nets.forEach(range -> Cidr.check(spec, "nets", range));
    sink.builder().addOther(object.meta(namespaced));
    if (namespaced) {
      sink.builder().namespace(object.namespace(), object.origin());
    }
    sink.builder().add(new NetworkSet(object.meta(namespaced), nets));
  }
}
