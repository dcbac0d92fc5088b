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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I28 and O3: a Secret may be a credential of something wider than its namespace.
 *
 * <p>Premise: the Secret's content. What it opens is told by type, label and name: a kubeconfig of
 * Cluster API or a cluster Secret of Argo CD, a key of a cloud or a database, a registry's password
 * that may push what others run. Their values are never read, so how wide it opens is an
 * assumption: for each namespace with Secrets of that use one, each of which takes it as the whole
 * cluster. Service account tokens are I13's, certificates of servers open nothing here. No
 * boundary.
 */
final class SecretOpensMore implements Row {

  /** What a Secret is for. */
  enum Use {
    KUBECONFIG("a kubeconfig, perhaps of this cluster"),
    REGISTRY("a registry's password, which may push images that others run"),
    OPAQUE("a credential of something else");

    private final String words;

    Use(String words) {
      this.words = words;
    }
  }

  private final List<Use> uses;

  private SecretOpensMore(Use... uses) {
    this.uses = List.of(uses);
  }

  /** O3. */
  static SecretOpensMore registries() {
    return new SecretOpensMore(Use.REGISTRY);
  }

  /** I28. */
  static SecretOpensMore credentials() {
    return new SecretOpensMore(Use.KUBECONFIG, Use.OPAQUE);
  }

  @Override
  public String id() {
    return uses.contains(Use.REGISTRY) ? "O3" : "I28";
  }

  @Override
  public String title() {
    return uses.contains(Use.REGISTRY)
        ? "uses a registry credential"
        : "uses a Secret that is a credential for something else";
  }

  static @Nullable Use useOf(Policies.SecretReference secret) {
    String type = secret.type();
    String name = secret.meta().name();
    boolean ofClusterApi = type.equals("cluster.x-k8s.io/secret") && name.endsWith("-kubeconfig");
    boolean ofArgo = "cluster".equals(secret.meta().labels().get("argocd.argoproj.io/secret-type"));
    if (ofClusterApi || ofArgo || name.contains("kubeconfig")) {
      return Use.KUBECONFIG;
    }
    return switch (type) {
      case "kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson" -> Use.REGISTRY;
      case "kubernetes.io/service-account-token",
          "kubernetes.io/tls",
          "helm.sh/release.v1",
          "bootstrap.kubernetes.io/token" ->
          null;
      default -> Use.OPAQUE;
    };
  }

  private static Assumption assumption(Use use, String namespace) {
    return new Assumption(
        "secrets-open-more-" + use.name().toLowerCase(java.util.Locale.ROOT) + "/" + namespace,
        "A Secret of namespace " + namespace + " may be " + use.words + ".",
        "true");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      Use use = useOf(secret);
      if (use == null || !uses.contains(use)) {
        continue;
      }
      Assumption assumption = assumption(use, secret.meta().namespace());
      int namespace = landscape.cluster().namespaceIndex(secret.meta().namespace());
      int named = facts.fact(FactKind.SECRET, namespace, facts.nameId(secret.meta().name()));
      for (int known :
          new int[] {
            named, facts.fact(FactKind.SECRET, namespace), facts.fact(FactKind.SECRET, -1)
          }) {
        steps.to(facts.everything()).from(known).assuming(assumption).add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int namespace = landscape.facts().a(step.premise(0));
    int name = landscape.facts().b(step.premise(0));
    for (Policies.SecretReference secret : landscape.cluster().secrets()) {
      ObjectMeta meta = secret.meta();
      Use use = useOf(secret);
      boolean fits =
          namespace < 0
              || (landscape.cluster().namespaceIndex(meta.namespace()) == namespace
                  && (name == 0 || landscape.facts().nameOf(name).equals(meta.name())));
      if (fits && use != null && uses.contains(use)) {
        evidence.add(meta, "type", secret.type());
        return;
      }
    }
  }
}
