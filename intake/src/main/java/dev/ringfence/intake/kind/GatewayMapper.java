package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code gateway.networking.k8s.io Gateway}: whose routes each listener takes. */
final class GatewayMapper implements KindMapper {

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
    List<Routing.Listener> listeners = new ArrayList<>();
    Items items = spec.items("listeners");
    for (int i = 0; i < items.size(); i++) {
      Fields namespaces = items.fields(i).fields("allowedRoutes").fields("namespaces");
      listeners.add(
          new Routing.Listener(
              namespaces.text("from", "Same"), Selectors.labelsOrNull(namespaces, "selector")));
    }
    sink.builder().addOther(object.meta(true));
    sink.builder().add(new Routing.Gateway(object.meta(true), listeners));
  }
}
