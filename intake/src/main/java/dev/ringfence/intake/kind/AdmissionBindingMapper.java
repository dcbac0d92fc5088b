package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;

/** {@code ValidatingAdmissionPolicyBinding} and {@code MutatingAdmissionPolicyBinding}. */
final class AdmissionBindingMapper implements KindMapper {

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
    Fields spec = object.root().fields("spec");
    Fields parameters = spec.fields("paramRef");
    sink.builder()
        .add(
            new AdmissionRules.Binding(
                object.meta(false),
                object.kind().startsWith("Mutating"),
                spec.text("policyName"),
                parameters.isEmpty()
                    ? null
                    : new AdmissionRules.ParameterReference(
                        parameters.text("name"),
                        parameters.text("namespace"),
                        Selectors.labelsOrNull(parameters, "selector"),
                        parameters.text("parameterNotFoundAction").equals("Deny")),
                AdmissionMatchMapper.matchResources(spec, "matchResources"),
                spec.texts("validationActions")));
  }
}
