package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import java.util.Set;
import java.util.TreeSet;

/**
 * I27: who writes what a pod loads decides what it does.
 *
 * <p>Premise: writing a ConfigMap or Secret that a pod mounts or takes its environment from. That a
 * pod runs what it loads is how takeover is defined, not shown for each of them. Volumes and image
 * tags are storage's. No boundary.
 */
final class WriteWhatIsLoaded extends CapabilityRow {

  @Override
  public String id() {
    return "I27";
  }

  @Override
  public String title() {
    return "writes a ConfigMap or Secret that a pod loads";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Set<String> secrets = new TreeSet<>();
      Set<String> configMaps = new TreeSet<>();
      collect(podClass, secrets, configMaps);
      code(landscape, podClass, Capability.WRITE_SECRETS, secrets, steps);
      code(landscape, podClass, Capability.WRITE_CONFIG_MAPS, configMaps, steps);
    }
  }

  private static void collect(PodClass podClass, Set<String> secrets, Set<String> configMaps) {
    for (Container container : podClass.spec().containers()) {
      secrets.addAll(container.secretReferences());
      configMaps.addAll(container.configMapReferences());
    }
    for (Volume volume : podClass.spec().volumes()) {
      if (volume instanceof Volume.Projected projected) {
        secrets.addAll(projected.secrets());
        configMaps.addAll(projected.configMaps());
      }
    }
    if (podClass.spec().token() != PodSpec.Token.NOT_MOUNTED) {
      configMaps.add("kube-root-ca.crt"); // comes with the token: whom the pod takes for the API
    }
  }

  private static void code(
      Landscape landscape,
      PodClass podClass,
      Capability capability,
      Set<String> names,
      StepSink steps) {
    if (names.isEmpty()) {
      return;
    }
    Facts facts = landscape.facts();
    int code = facts.codeAnywhere(podClass.id());
    steps.to(code).from(facts.may(capability, podClass.namespace())).add();
    steps.to(code).from(facts.mayEverywhere(capability)).add();
    for (String name : names) {
      steps.to(code).from(facts.mayNamed(capability, podClass.namespace(), name)).add();
    }
  }
}
