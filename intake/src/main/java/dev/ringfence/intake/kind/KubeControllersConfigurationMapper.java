package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/**
 * {@code projectcalico.org KubeControllersConfiguration}: whether Calico makes a host endpoint of
 * every node.
 */
final class KubeControllersConfigurationMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

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
    sink.builder().addOther(object.meta(false));
    Fields node = object.root().fields("spec").fields("controllers").fields("node");
    if (node.fields("hostEndpoint").text("autoCreate").equals("Enabled")) {
      sink.builder().addAutomaticHostEndpoints(object.meta(false));
    }
  }
}
