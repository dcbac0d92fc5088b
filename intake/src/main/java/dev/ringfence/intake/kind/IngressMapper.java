package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code networking.k8s.io Ingress}: its hosts and the Services of its namespace it leads to. */
final class IngressMapper implements KindMapper {

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
    String namespace = object.meta(true).namespace();
    boolean beta = object.apiVersion().endsWith("beta1");
    List<String> hosts = new ArrayList<>();
    List<Routing.Target> backends = new ArrayList<>();
    boolean whole =
        add(spec.fieldsOrNull("defaultBackend"), "spec.defaultBackend", namespace, backends);
    whole &= add(spec.fieldsOrNull("backend"), "spec.backend", namespace, backends);
    Items rules = spec.items("rules");
    for (int i = 0; i < rules.size(); i++) {
      Fields rule = rules.fields(i);
      if (!rule.text("host").isEmpty()) {
        hosts.add(rule.text("host"));
      }
      Items paths = rule.fields("http").items("paths");
      for (int j = 0; j < paths.size(); j++) {
        IngressPath.check(paths.fields(j), beta);
        String field = "spec.rules[" + i + "].http.paths[" + j + "].backend";
        whole &= add(paths.fields(j).fieldsOrNull("backend"), field, namespace, backends);
      }
    }
    sink.builder().addOther(object.meta(true));
    sink.builder().add(new Routing.Route(object.meta(true), hosts, List.of(), backends, whole));
  }

  /** False where the backend is no Service. The beta API had two fields where v1 has a mapping. */
  private static boolean add(
      @Nullable Fields backend, String field, String namespace, List<Routing.Target> backends) {
    if (backend == null) {
      return true;
    }
    String old = backend.text("serviceName");
    if (!old.isEmpty()) {
      String port = backend.scalarOrNull("servicePort");
      backends.add(new Routing.Target(namespace, old, port == null ? "" : port, field));
      return true;
    }
    Fields service = backend.fields("service");
    if (service.text("name").isEmpty()) {
      return false;
    }
    String number = service.fields("port").scalarOrNull("number");
    backends.add(
        new Routing.Target(
            namespace,
            service.text("name"),
            number == null ? service.fields("port").text("name") : number,
            field));
    return true;
  }
}
