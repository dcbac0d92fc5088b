package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code apiextensions.k8s.io CustomResourceDefinition}; of its schemas, what names others. */
final class CustomResourceDefinitionMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            group scope names { plural kind }
            validation { openAPIV3Schema }
            versions { schema { openAPIV3Schema } }
            conversion { webhook { clientConfig { service { namespace name port } } } }
          }
          """);

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
    Fields spec = object.root().fields("spec");
    Fields names = spec.fields("names");
    sink.builder()
        .add(
            new Policies.CustomResource(
                object.meta(false),
                spec.text("group"),
                names.text("plural"),
                names.text("kind"),
                spec.text("scope").equals("Namespaced"),
                CustomResourceSchema.references(spec)));
    AdmissionRules.Backend conversion =
        AdmissionMatchMapper.backend(
            spec.fields("conversion").fields("webhook").fields("clientConfig").fields("service"));
    if (conversion != null) {
      sink.builder().add(new AdmissionRules.Extension(object.meta(false), conversion));
    }
  }
}
