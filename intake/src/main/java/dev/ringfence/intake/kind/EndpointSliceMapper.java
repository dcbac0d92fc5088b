package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code discovery.k8s.io EndpointSlice} that the endpoint slice controller does not keep: written
 * by hand, by some operator, or mirrored from Endpoints. Names instead of addresses are led to by
 * no proxy of Kubernetes.
 */
final class EndpointSliceMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("addressType endpoints { addresses targetRef } ports { name protocol port }");
  private static final String KEPT = "endpointslice-controller.k8s.io";

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
    Fields root = object.root();
    sink.builder().addOther(object.meta(true));
    Fields labels = object.metadata().fields("labels");
    String service = labels.text("kubernetes.io/service-name");
    if (service.isEmpty()
        || labels.text("endpointslice.kubernetes.io/managed-by").equals(KEPT)
        || root.text("addressType").equals("FQDN")) {
      return;
    }
    List<WrittenEndpoints.Address> addresses = new ArrayList<>();
    Items endpoints = root.items("endpoints");
    for (int i = 0; i < endpoints.size(); i++) {
      Fields endpoint = endpoints.fields(i);
      List<String> written = endpoint.texts("addresses");
      for (int j = 0; j < written.size(); j++) {
        addresses.add(
            EndpointAddress.of(
                endpoint,
                "addresses",
                "endpoints[" + i + "].addresses[" + j + "]",
                written.get(j),
                endpoint.fields("targetRef"),
                object.namespace()));
      }
    }
    sink.builder()
        .add(
            new WrittenEndpoints(
                object.meta(true), service, addresses, EndpointAddress.ports(root)));
  }
}
