package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes of {@code gateway.networking.k8s.io}, which share a form: the Gateways they hang on, host
 * names, and the Services they lead to, copies of requests ({@code requestMirror}) included.
 */
final class RouteMapper implements KindMapper {

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
    List<Routing.Target> gateways = new ArrayList<>();
    Items parents = spec.items("parentRefs");
    for (int i = 0; i < parents.size(); i++) {
      Fields parent = parents.fields(i);
      if (parent.text("kind", "Gateway").equals("Gateway")) {
        gateways.add(
            new Routing.Target(
                parent.text("namespace", namespace),
                parent.text("name"),
                "",
                "spec.parentRefs[" + i + "]"));
      }
    }
    List<Routing.Target> backends = new ArrayList<>();
    boolean whole = true;
    Items rules = spec.items("rules");
    for (int i = 0; i < rules.size(); i++) {
      Fields rule = rules.fields(i);
      Items references = rule.items("backendRefs");
      for (int j = 0; j < references.size(); j++) {
        String field = "spec.rules[" + i + "].backendRefs[" + j + "]";
        whole &= add(references.fields(j), field, namespace, backends);
        whole &= mirrored(references.fields(j), field, namespace, backends);
      }
      whole &= mirrored(rule, "spec.rules[" + i + "]", namespace, backends);
    }
    sink.builder().addOther(object.meta(true));
    sink.builder()
        .add(
            new Routing.Route(
                object.meta(true), spec.texts("hostnames"), gateways, backends, whole));
  }

  private static boolean mirrored(
      Fields rule, String field, String namespace, List<Routing.Target> backends) {
    boolean whole = true;
    Items filters = rule.items("filters");
    for (int i = 0; i < filters.size(); i++) {
      Fields mirror = filters.fields(i).fields("requestMirror").fieldsOrNull("backendRef");
      String at = field + ".filters[" + i + "].requestMirror.backendRef";
      whole &= mirror == null || add(mirror, at, namespace, backends);
    }
    return whole;
  }

  private static boolean add(
      Fields reference, String field, String namespace, List<Routing.Target> backends) {
    if (!reference.text("group").isEmpty()
        || !reference.text("kind", "Service").equals("Service")) {
      return false;
    }
    String port = reference.scalarOrNull("port");
    backends.add(
        new Routing.Target(
            reference.text("namespace", namespace),
            reference.text("name"),
            port == null ? "" : port,
            field));
    return true;
  }
}
