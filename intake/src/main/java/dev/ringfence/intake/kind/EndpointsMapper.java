package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code v1 Endpoints}: of a Service of the same name; those of one with a selector are kept. */
final class EndpointsMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("subsets { addresses { ip targetRef } ports { name protocol port } }");

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
    sink.builder().addOther(object.meta(true));
    Items subsets = object.root().items("subsets");
    for (int i = 0; i < subsets.size(); i++) {
      Fields subset = subsets.fields(i);
      List<WrittenEndpoints.Address> addresses = new ArrayList<>();
      Items items = subset.items("addresses");
      for (int j = 0; j < items.size(); j++) {
        Fields address = items.fields(j);
        addresses.add(
            EndpointAddress.of(
                address,
                "ip",
                "subsets[" + i + "].addresses[" + j + "].ip",
                address.text("ip"),
                address.fields("targetRef"),
                object.namespace()));
      }
      sink.builder()
          .add(
              new WrittenEndpoints(
                  object.meta(true), object.name(), addresses, EndpointAddress.ports(subset)));
    }
  }
}
