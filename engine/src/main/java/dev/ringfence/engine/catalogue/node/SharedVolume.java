package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * S2. A volume on a backend → what others have there: at once where two PersistentVolumes name the
 * same data, or a claim is filled from another namespace's; past {@code storage} of the driver from
 * any volume to every other of it; and a volume that is kept after its claim (Retain) by whoever
 * binds it next, if nobody empties it, which the API does not show. Who writes the same data has it
 * loaded by the other's pods.
 *
 * <p>Source: Kubernetes documentation, "Persistent Volumes", reclaiming, volume cloning.
 */
final class SharedVolume implements Row {

  static final Assumption RECYCLED =
      new Assumption(
          "retained-volumes-recycled",
          "Volumes with reclaim policy Retain may be bound again without having been emptied.",
          "recycled");

  /** A pod class with one of its claims. */
  private record Holder(PodClass podClass, Storage.Use use) {}

  @Override
  public String id() {
    return "S2";
  }

  @Override
  public String title() {
    return "reads a shared or recycled volume";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Storage storage = Storage.of(landscape.cluster());
    List<Holder> holders = holders(landscape, storage);
    Map<String, Set<Integer>> namespacesOfDriver = new HashMap<>();
    for (Holder holder : holders) {
      String driver = holder.use().driver();
      if (driver.isEmpty()) {
        continue;
      }
      int backend = facts.fact(FactKind.STORAGE_BACKEND, facts.nameId(driver));
      steps
          .to(backend)
          .from(facts.code(holder.podClass().id()))
          .breaking(Boundaries.storage(driver))
          .add();
      namespacesOfDriver
          .computeIfAbsent(driver, ignored -> new HashSet<>())
          .add(holder.podClass().namespace());
    }
    namespacesOfDriver.forEach(
        (driver, namespaces) -> {
          int backend = facts.fact(FactKind.STORAGE_BACKEND, facts.nameId(driver));
          for (int namespace : namespaces) {
            steps.to(facts.fact(FactKind.CONTENT, namespace)).from(backend).add();
          }
          if (storage.provisioners().contains(driver)) {
            for (int index = 0; index < landscape.cluster().namespaces().size(); index++) {
              steps
                  .to(backend)
                  .from(facts.codeAnywhere(facts.crafted(index)))
                  .breaking(Boundaries.storage(driver))
                  .add();
            }
          }
        });
    sameData(landscape, steps, holders);
    retained(landscape, steps);
  }

  private static List<Holder> holders(Landscape landscape, Storage storage) {
    List<Holder> holders = new ArrayList<>();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (Storage.Use use : storage.uses(podClass)) {
        holders.add(new Holder(podClass, use));
      }
    }
    return holders;
  }

  private static void sameData(Landscape landscape, StepSink steps, List<Holder> holders) {
    var facts = landscape.facts();
    Map<String, List<Holder>> byType = new HashMap<>();
    for (Holder holder : holders) {
      Policies.PersistentVolume volume = holder.use().volume();
      if (volume != null && !volume.backend().isEmpty()) {
        // Only volumes of one server or driver can be the same data.
        String key = volume.sourceType() + volume.backend().split(" ", 2)[0];
        byType.computeIfAbsent(key, ignored -> new ArrayList<>()).add(holder);
      }
      Policies.PersistentVolumeClaim claim = holder.use().claim();
      ObjectReference source = claim == null ? null : claim.dataSource();
      int from = source == null ? -1 : namespaceOf(landscape, source);
      if (from >= 0 && from != holder.podClass().namespace()) {
        steps.to(facts.fact(FactKind.CONTENT, from)).from(facts.code(holder.podClass().id())).add();
      }
    }
    for (List<Holder> candidates : byType.values()) {
      for (Holder one : candidates) {
        for (Holder other : candidates) {
          if (isShared(one, other)) {
            int code = facts.code(one.podClass().id());
            int namespace = other.podClass().namespace();
            steps.to(facts.fact(FactKind.CONTENT, namespace)).from(code).add();
            if (!one.use().mount().readOnly()) {
              steps.to(facts.codeAnywhere(other.podClass().id())).from(code).add();
            }
          }
        }
      }
    }
  }

  private static int namespaceOf(Landscape landscape, ObjectReference source) {
    String namespace = source.namespace();
    return namespace == null ? -1 : landscape.cluster().namespaceIndex(namespace);
  }

  private static boolean isShared(Holder one, Holder other) {
    Policies.PersistentVolume first = one.use().volume();
    Policies.PersistentVolume second = other.use().volume();
    return first != null
        && second != null
        && one.podClass().namespace() != other.podClass().namespace()
        && Storage.areSame(first, second);
  }

  private static void retained(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Set<Integer> namespaces = retainedNamespaces(landscape);
    if (namespaces.isEmpty()) {
      return;
    }
    int recycled = facts.fact(FactKind.STORAGE_BACKEND, facts.nameId("retained volumes"));
    for (int index = 0; index < landscape.cluster().namespaces().size(); index++) {
      steps.to(recycled).from(facts.codeAnywhere(facts.crafted(index))).assuming(RECYCLED).add();
    }
    for (int namespace : namespaces) {
      steps.to(facts.fact(FactKind.CONTENT, namespace)).from(recycled).add();
    }
  }

  private static Set<Integer> retainedNamespaces(Landscape landscape) {
    Set<Integer> namespaces = new HashSet<>();
    for (Policies.PersistentVolume volume : landscape.cluster().persistentVolumes()) {
      ObjectReference claim = volume.claim();
      int namespace = claim == null ? -1 : namespaceOf(landscape, claim);
      if (namespace >= 0 && !volume.reclaimPolicy().equals("Delete")) {
        namespaces.add(namespace);
      }
    }
    return namespaces;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    Storage storage = Storage.of(landscape.cluster());
    int premise = step.premise(0);
    if (facts.kind(premise) == FactKind.CODE) {
      PodClass podClass = landscape.cluster().podClasses().get(facts.a(premise));
      for (Storage.Use use : storage.uses(podClass)) {
        show(landscape, podClass, use, evidence);
      }
      return;
    }
    if (facts.kind(step.conclusion()) == FactKind.CONTENT) {
      int namespace = facts.a(step.conclusion());
      for (PodClass podClass : landscape.cluster().podClasses()) {
        if (podClass.namespace() == namespace) {
          for (Storage.Use use : storage.uses(podClass)) {
            show(landscape, podClass, use, evidence);
            return;
          }
        }
      }
    }
  }

  private static void show(
      Landscape landscape, PodClass podClass, Storage.Use use, EvidenceSink evidence) {
    PodEvidence.add(
        landscape,
        podClass.id(),
        "volumes[" + use.mount().name() + "].persistentVolumeClaim.claimName",
        use.mount().claimName(),
        evidence);
    Policies.PersistentVolume volume = use.volume();
    if (volume != null) {
      String backend = volume.backend().isEmpty() ? volume.sourceType() : volume.backend();
      evidence.add(volume.meta(), "spec." + volume.sourceType(), backend);
    }
    Policies.PersistentVolumeClaim claim = use.claim();
    ObjectReference source = claim == null ? null : claim.dataSource();
    if (claim != null && source != null) {
      evidence.add(claim.meta(), "spec.dataSourceRef", source.toString());
    }
  }
}
