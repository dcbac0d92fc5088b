package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code ValidatingAdmissionPolicy} and {@code MutatingAdmissionPolicy}. */
final class AdmissionPolicyMapper implements KindMapper {

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
    Fields kind = spec.fields("paramKind");
    List<AdmissionRules.Validation> validations = new ArrayList<>();
    Items written = spec.items("validations");
    for (int at = 0; at < written.size(); at++) {
      Fields one = written.fields(at);
      validations.add(
          new AdmissionRules.Validation(
              one.text("expression"),
              one.text("message"),
              one.text("messageExpression"),
              one.text("reason")));
    }
    List<AdmissionRules.Mutation> mutations = new ArrayList<>();
    Items changes = spec.items("mutations");
    for (int at = 0; at < changes.size(); at++) {
      Fields one = changes.fields(at);
      boolean patch = one.text("patchType").equals("JSONPatch");
      mutations.add(
          new AdmissionRules.Mutation(
              patch, one.fields(patch ? "jsonPatch" : "applyConfiguration").text("expression")));
    }
    AdmissionRules.Policy policy =
        new AdmissionRules.Policy(
            object.meta(false),
            object.kind().startsWith("Mutating"),
            kind.isEmpty()
                ? null
                : new AdmissionRules.ParameterKind(kind.text("apiVersion"), kind.text("kind")),
            AdmissionMatchMapper.matchResources(spec, "matchConstraints"),
            AdmissionMatchMapper.named(spec.items("matchConditions")),
            AdmissionMatchMapper.named(spec.items("variables")),
            validations,
            mutations,
            annotations(spec.items("auditAnnotations")),
            spec.text("failurePolicy", "Fail").equals("Fail"),
            spec.text("reinvocationPolicy").equals("IfNeeded"));
    sink.builder().add(policy);
    sink.builder()
        .add(
            new Policies.AdmissionExtension(
                object.meta(false),
                object.kind(),
                policy.matchConstraints() != null
                    && WebhookMapper.concernsPods(policy.matchConstraints().resourceRules())));
  }

  private static List<AdmissionRules.Named> annotations(Items written) {
    List<AdmissionRules.Named> annotations = new ArrayList<>();
    for (int at = 0; at < written.size(); at++) {
      Fields one = written.fields(at);
      annotations.add(new AdmissionRules.Named(one.text("key"), one.text("valueExpression")));
    }
    return annotations;
  }
}
