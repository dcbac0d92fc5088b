package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.fact.FactKind;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * P1, no move of its own. What a node keeps for the pods that could ever be placed there, pod by
 * pod: contents (environment, logs, volumes, ConfigMaps), and Secrets with tokens. Steps that get
 * at them (E3, E5, E14, E18, E22) conclude with the node's contents or Secrets as a whole.
 */
final class KeptOnNode implements Row {

  @Override
  public String id() {
    return "P1";
  }

  @Override
  public String title() {
    return "finds what a node keeps for its pods";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int contents = facts.fact(FactKind.NODE_CONTENT, nodeClass);
      int secrets = facts.fact(FactKind.NODE_SECRETS, nodeClass);
      steps.to(contents).from(secrets).add();
      BitSet namespaces = new BitSet();
      Set<Integer> found = new HashSet<>();
      for (int id : landscape.placement().podClassesOn(nodeClass)) {
        PodClass podClass = landscape.cluster().podClasses().get(id);
        namespaces.set(podClass.namespace());
        int account = TokenInPod.identity(landscape, podClass);
        if (account >= 0) {
          found.add(facts.holds(account));
        }
        for (String name : secretsOf(podClass.spec())) {
          found.add(facts.fact(FactKind.SECRET, podClass.namespace(), facts.nameId(name)));
        }
      }
      namespaces.stream()
          .forEach(
              namespace -> steps.to(facts.fact(FactKind.CONTENT, namespace)).from(contents).add());
      for (int fact : found) {
        steps.to(fact).from(secrets).add();
      }
    }
  }

  /** Names of the Secrets that the kubelet fetches for a pod. */
  static Set<String> secretsOf(PodSpec spec) {
    Set<String> names = new HashSet<>(spec.imagePullSecrets());
    for (Container container : spec.containers()) {
      names.addAll(container.secretReferences());
    }
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Projected projected) {
        names.addAll(projected.secrets());
      } else if (volume instanceof Volume.Csi csi && csi.secret() != null) {
        names.add(csi.secret());
      }
    }
    return names;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int nodeClass = facts.a(step.premise(0));
    int conclusion = step.conclusion();
    FactKind kind = facts.kind(conclusion);
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      boolean found =
          switch (kind) {
            case CONTENT -> podClass.namespace() == facts.a(conclusion);
            case HOLDS -> TokenInPod.identity(landscape, podClass) == facts.a(conclusion);
            case SECRET ->
                podClass.namespace() == facts.a(conclusion)
                    && secretsOf(podClass.spec()).contains(facts.nameOf(facts.b(conclusion)));
            default -> false;
          };
      if (found) {
        switch (kind) {
          case SECRET -> {
            String name = facts.nameOf(facts.b(conclusion));
            PodEvidence.add(landscape, id, secretField(podClass.spec(), name), name, evidence);
          }
          case HOLDS -> {
            String account = podClass.spec().serviceAccountName();
            PodEvidence.add(landscape, id, "serviceAccountName", account, evidence);
          }
          default -> PodEvidence.add(landscape, id, "containers", "on the node", evidence);
        }
        PodEvidence.addPlace(landscape, id, nodeClass, evidence);
        return;
      }
    }
  }

  /** Where a spec names a Secret. */
  private static String secretField(PodSpec spec, String name) {
    for (Volume volume : spec.volumes()) {
      boolean projected = volume instanceof Volume.Projected one && one.secrets().contains(name);
      if (projected || (volume instanceof Volume.Csi csi && name.equals(csi.secret()))) {
        return "volumes[" + volume.name() + "]." + volume.type();
      }
    }
    for (Container container : spec.containers()) {
      if (container.secretReferences().contains(name)) {
        return PodEvidence.containerPath(container) + ".env";
      }
    }
    return "imagePullSecrets";
  }
}
