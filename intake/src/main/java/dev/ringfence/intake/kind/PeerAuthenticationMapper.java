package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code security.istio.io PeerAuthentication}, by Istio's reference. */
final class PeerAuthenticationMapper implements KindMapper {

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
    Map<String, String> labels = spec.fields("selector").textMap("matchLabels");
    Map<Integer, MeshPolicy.Mode> ports = new HashMap<>();
    Fields byPort = spec.fields("portLevelMtls");
    for (int i = 0; i < byPort.size(); i++) {
      String port = byPort.name(i);
      if (!port.matches("[0-9]{1,5}")) {
        throw ShapeException.refused(byPort, port, "is no port number");
      }
      MeshPolicy.Mode mode = mode(byPort.fields(port));
      if (mode != null) {
        ports.put(Integer.parseInt(port), mode);
      }
    }
    if (!ports.isEmpty() && labels.isEmpty()) {
      throw ShapeException.refused(spec, "portLevelMtls", "needs a selector with labels");
    }
    sink.builder().addOther(object.meta(true));
    sink.builder()
        .add(
            new MeshPolicy.PeerAuthentication(
                object.meta(true),
                labels.isEmpty() ? null : new LabelSelector(labels, List.of()),
                mode(spec.fields("mtls")),
                ports));
  }

  private static MeshPolicy.@Nullable Mode mode(Fields mtls) {
    return switch (mtls.text("mode", "UNSET")) {
      case "UNSET" -> null;
      case "STRICT" -> MeshPolicy.Mode.STRICT;
      case "PERMISSIVE" -> MeshPolicy.Mode.PERMISSIVE;
      case "DISABLE" -> MeshPolicy.Mode.DISABLE;
      default ->
          throw ShapeException.refused(
              mtls, "mode", "must be UNSET, STRICT, PERMISSIVE or DISABLE");
    };
  }
}
