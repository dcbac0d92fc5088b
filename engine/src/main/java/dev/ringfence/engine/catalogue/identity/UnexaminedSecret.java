package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.Set;

/**
 * I28 and O3, not examined yet: a Secret may be a credential for something wider than its namespace
 * (a kubeconfig, a cloud key, a registry's password). If it is as bad as feared, it is everything.
 */
final class UnexaminedSecret implements Row {

  /** Types whose content is known to open nothing but what stands in the same namespace. */
  private static final Set<String> HARMLESS =
      Set.of(
          "kubernetes.io/service-account-token",
          "kubernetes.io/tls",
          "helm.sh/release.v1",
          "kubernetes.io/dockercfg",
          "kubernetes.io/dockerconfigjson");

  private final boolean registries;

  private UnexaminedSecret(boolean registries) {
    this.registries = registries;
  }

  /** O3. */
  static UnexaminedSecret registryCredential() {
    return new UnexaminedSecret(true);
  }

  /** I28. */
  static UnexaminedSecret credential() {
    return new UnexaminedSecret(false);
  }

  @Override
  public String id() {
    return registries ? "O3" : "I28";
  }

  @Override
  public String title() {
    return registries
        ? "uses a registry credential"
        : "uses a Secret that is a credential for something else";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    Assumption assumption = Assumption.notExamined(id(), title());
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      if (!counts(secret)) {
        continue;
      }
      int namespace = landscape.cluster().namespaceIndex(secret.meta().namespace());
      int named = facts.fact(FactKind.SECRET, namespace, facts.nameId(secret.meta().name()));
      int any = facts.fact(FactKind.SECRET, namespace);
      steps.to(facts.everything()).from(named).assuming(assumption).add();
      steps.to(facts.everything()).from(any).assuming(assumption).add();
      steps.to(facts.everything()).from(facts.fact(FactKind.SECRET, -1)).assuming(assumption).add();
    }
  }

  private boolean counts(Policies.SecretReference secret) {
    boolean registry = secret.type().startsWith("kubernetes.io/dockerc");
    return registries ? registry : !HARMLESS.contains(secret.type());
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int namespace = landscape.facts().a(step.premise(0));
    int name = landscape.facts().b(step.premise(0));
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      ObjectMeta meta = secret.meta();
      boolean fits =
          namespace < 0
              || (landscape.cluster().namespaceIndex(meta.namespace()) == namespace
                  && (name == 0 || landscape.facts().nameOf(name).equals(meta.name())));
      if (fits && counts(secret)) {
        evidence.add(meta, "type", secret.type());
        return;
      }
    }
  }
}
