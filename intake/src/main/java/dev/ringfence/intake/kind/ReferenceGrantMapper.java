package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code gateway.networking.k8s.io ReferenceGrant}: whose routes may lead to Services of its
 * namespace. Grants to other kinds (Secrets to Gateways) are left out.
 */
final class ReferenceGrantMapper implements KindMapper {

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
    List<String> namespaces = new ArrayList<>();
    Items from = spec.items("from");
    for (int i = 0; i < from.size(); i++) {
      Fields each = from.fields(i);
      if (each.text("kind").endsWith("Route")) {
        namespaces.add(each.text("namespace"));
      }
    }
    List<String> services = new ArrayList<>();
    boolean all = false;
    Items to = spec.items("to");
    for (int i = 0; i < to.size(); i++) {
      Fields each = to.fields(i);
      if (each.text("kind").equals("Service")) {
        services.add(each.text("name"));
        all |= each.text("name").isEmpty();
      }
    }
    sink.builder().addOther(object.meta(true));
    if (!services.isEmpty()) {
      sink.builder()
          .add(
              new Routing.ReferenceGrant(
                  object.meta(true), namespaces, all ? List.of() : services));
    }
  }
}
