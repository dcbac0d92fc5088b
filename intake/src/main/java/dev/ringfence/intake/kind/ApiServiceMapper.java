package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.intake.tree.Schema;

/** {@code apiregistration.k8s.io APIService}: what the API server passes a group on to. */
final class ApiServiceMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec { service { namespace name port } }");

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
    AdmissionRules.Backend service =
        AdmissionMatchMapper.backend(object.root().fields("spec").fields("service"));
    sink.builder().addOther(object.meta(false));
    if (service != null) {
      sink.builder().add(new AdmissionRules.Extension(object.meta(false), service));
    }
  }
}
