package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyTexts;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Namespace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the expressions of a policy may compare a pod with that does not stand in them: its
 * parameters, the namespace that the pod is in, and who creates it.
 *
 * @param parameters all that any policy may take
 */
record GivenTexts(List<AdmissionRules.Parameter> parameters, Namespace namespace)
    implements PodVariants.Given {

  @Override
  public Set<String> to(AdmissionRules.Policy policy) {
    Set<String> texts = parametersOf(policy, parameters);
    if (ExpressionTexts.mentions(policy, "namespaceObject")) {
      texts.addAll(namespace.labels().toMap().values());
      if (ExpressionTexts.mentions(policy, "annotations")) {
        texts.addAll(namespace.meta().annotations().values());
      }
    }
    if (ExpressionTexts.mentions(policy, "namespace")) {
      texts.add(namespace.name());
    }
    if (ExpressionTexts.looksAtRequester(policy)) {
      MadeUpRequests.CREATORS.forEach(creator -> texts.add(creator.name()));
    }
    return texts;
  }

  /** The texts in all that the policy may take as parameters. */
  static Set<String> parametersOf(
      AdmissionRules.Policy policy, List<AdmissionRules.Parameter> parameters) {
    Set<String> texts = new LinkedHashSet<>();
    AdmissionRules.ParameterKind kind = policy.parameterKind();
    if (kind != null) {
      for (AdmissionRules.Parameter parameter : parameters) {
        if (parameter.kind().equals(kind.kind())
            && parameter.apiVersion().equals(kind.apiVersion())) {
          texts.addAll(PolicyTexts.of(parameter.content()));
        }
      }
    }
    return texts;
  }
}
