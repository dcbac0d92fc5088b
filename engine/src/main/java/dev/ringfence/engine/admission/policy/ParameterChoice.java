package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.Parameter;
import dev.ringfence.engine.cluster.AdmissionRules.ParameterKind;
import dev.ringfence.engine.cluster.AdmissionRules.ParameterReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which parameter objects a binding gives its policy: {@code CollectParams} of the API server. */
final class ParameterChoice {

  private ParameterChoice() {}

  /**
   * The objects to evaluate with, each once; a null element is an evaluation without any. An empty
   * list means that nothing is evaluated.
   *
   * @throws ExpressionException where the API server would fail, so that failurePolicy decides
   */
  static List<Parameter> of(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      List<Parameter> all,
      AdmissionRequest request) {
    ParameterKind kind = policy.parameterKind();
    ParameterReference reference = binding.parameters();
    if (kind == null || reference == null) {
      return Collections.singletonList(null);
    }
    List<Parameter> chosen = new ArrayList<>();
    for (Parameter parameter : all) {
      if (parameter.apiVersion().equals(kind.apiVersion())
          && parameter.kind().equals(kind.kind())
          && inNamespace(parameter, reference, request)
          && isChosen(parameter, reference)) {
        chosen.add(parameter);
      }
    }
    if (chosen.isEmpty() && reference.denyIfMissing()) {
      throw new ExpressionException(
          ExpressionException.Kind.EVALUATION,
          "no params found for policy binding with `Deny` parameterNotFoundAction");
    }
    return chosen;
  }

  private static boolean inNamespace(
      Parameter parameter, ParameterReference reference, AdmissionRequest request) {
    String own = parameter.meta().namespace();
    if (own.isEmpty()) {
      return true;
    }
    return own.equals(
        reference.namespace().isEmpty() ? request.namespace() : reference.namespace());
  }

  private static boolean isChosen(@Nullable Parameter parameter, ParameterReference reference) {
    if (parameter == null) {
      return false;
    }
    return reference.selector() != null
        ? reference.selector().matches(parameter.meta().labels())
        : parameter.meta().name().equals(reference.name());
  }
}
