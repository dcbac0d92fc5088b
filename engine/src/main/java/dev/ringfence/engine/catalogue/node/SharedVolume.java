package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
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
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * S2. A volume on a backend → what others have there: at once where two volumes name the same data,
 * of a PersistentVolume or of the pod itself, by the source or by a CSI driver's attributes, or one
 * a folder of the other's, or a claim is filled from another namespace's; past {@code storage} of
 * the driver from any volume to every other of it; a pod of one's own making that names another's
 * data, if the server answers every node; and a volume that is kept after its claim (Retain) by
 * whoever binds it next, if nobody empties it: the API shows neither. Who writes the same data has
 * it loaded by the other's pods.
 *
 * <p>Source: Kubernetes documentation, "Persistent Volumes", reclaiming, volume cloning.
 */
final class SharedVolume implements Row {

  static final Assumption RECYCLED =
      new Assumption(
          "retained-volumes-recycled",
          "Volumes with reclaim policy Retain may be bound again without having been emptied.",
          "recycled");

  static final Assumption OPEN_TO_NODES =
      new Assumption(
          "network-volumes-open-to-nodes",
          "Servers of volumes that pods may name themselves (NFS, iSCSI, Fibre Channel) may answer"
              + " every node that asks.",
          "open");

  /** Types of which a pod needs to know the name alone: the node that mounts it is who asks. */
  private static final Set<String> OPEN_TYPES = Set.of("nfs", "iscsi", "fc");

  /** A pod class with one of its volumes. */
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
    Set<String> known = new HashSet<>();
    for (Holder holder : holders) {
      String driver = holder.use().driver();
      if (driver.isEmpty() || !known.add(holder.podClass().id() + " " + driver)) {
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
    named(landscape, steps, holders);
    retained(landscape, steps);
  }

  /** A pod of one's own making names a server's data itself, whosever it is. */
  private static void named(Landscape landscape, StepSink steps, List<Holder> holders) {
    var facts = landscape.facts();
    Set<Integer> namespaces = new TreeSet<>();
    Set<Integer> written = new TreeSet<>();
    for (Holder holder : holders) {
      if (holder.use().data().stream().anyMatch(data -> OPEN_TYPES.contains(data.type()))) {
        namespaces.add(holder.podClass().namespace());
        written.add(holder.podClass().id());
      }
    }
    if (namespaces.isEmpty()) {
      return;
    }
    int open = facts.fact(FactKind.STORAGE_BACKEND, facts.nameId("volumes named by pods"));
    int shape = facts.fact(FactKind.SHAPE, DangerousShape.NETWORK_VOLUME.ordinal());
    for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
      int placed = facts.fact(FactKind.CRAFTED_ON, node);
      steps.to(open).from(shape).from(placed).assuming(OPEN_TO_NODES).add();
    }
    for (int namespace : namespaces) {
      steps.to(facts.fact(FactKind.CONTENT, namespace)).from(open).add();
    }
    for (int podClass : written) {
      steps.to(facts.codeAnywhere(podClass)).from(open).add();
    }
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
    for (Holder holder : holders) {
      Policies.PersistentVolumeClaim claim = holder.use().claim();
      ObjectReference source = claim == null ? null : claim.dataSource();
      int from = source == null ? -1 : namespaceOf(landscape, source);
      if (from >= 0 && from != holder.podClass().namespace()) {
        steps.to(facts.fact(FactKind.CONTENT, from)).from(facts.code(holder.podClass().id())).add();
      }
    }
    forEachPair(
        holders,
        (one, other) -> {
          int code = facts.code(one.podClass().id());
          int namespace = other.podClass().namespace();
          steps.to(facts.fact(FactKind.CONTENT, namespace)).from(code).add();
          if (!one.use().readOnly()) {
            steps.to(facts.codeAnywhere(other.podClass().id())).from(code).add();
          }
        });
  }

  /** Holders in two namespaces of the same data, or one of a folder that holds the other's. */
  private static void forEachPair(List<Holder> holders, BiConsumer<Holder, Holder> action) {
    Map<String, Map<String, List<Holder>>> byServer = new HashMap<>();
    for (Holder holder : holders) {
      for (Storage.Data data : holder.use().data()) {
        byServer
            .computeIfAbsent(data.server(), ignored -> new HashMap<>())
            .computeIfAbsent(data.places().getFirst(), ignored -> new ArrayList<>())
            .add(holder);
      }
    }
    for (Holder inner : holders) {
      for (Storage.Data data : inner.use().data()) {
        Map<String, List<Holder>> there = byServer.getOrDefault(data.server(), Map.of());
        String own = data.places().getFirst();
        for (String place : data.places()) {
          for (Holder outer : there.getOrDefault(place, List.of())) {
            if (inner.podClass().namespace() != outer.podClass().namespace()) {
              action.accept(inner, outer);
              if (!place.equals(own)) { // else the other comes here by itself
                action.accept(outer, inner);
              }
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
      explainOwn(landscape, storage, podClass, step.conclusion(), evidence);
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

  /** The volumes of the data that both have, and the other's; else all that the pod has. */
  private static void explainOwn(
      Landscape landscape,
      Storage storage,
      PodClass podClass,
      int conclusion,
      EvidenceSink evidence) {
    var facts = landscape.facts();
    List<Storage.Use> own = storage.uses(podClass);
    for (PodClass other : landscape.cluster().podClasses()) {
      boolean concluded =
          facts.kind(conclusion) == FactKind.CONTENT
              ? other.namespace() == facts.a(conclusion)
              : other.id() == facts.a(conclusion);
      if (concluded && other.namespace() != podClass.namespace()) {
        for (Storage.Use theirs : storage.uses(other)) {
          for (Storage.Use use : own) {
            if (overlap(use, theirs)) {
              show(landscape, podClass, use, evidence);
              show(landscape, other, theirs, evidence);
              return;
            }
          }
        }
      }
    }
    own.forEach(use -> show(landscape, podClass, use, evidence));
  }

  private static boolean overlap(Storage.Use one, Storage.Use other) {
    return one.data().stream().anyMatch(data -> other.data().stream().anyMatch(data::overlaps));
  }

  private static void show(
      Landscape landscape, PodClass podClass, Storage.Use use, EvidenceSink evidence) {
    String volumes = "volumes[" + use.mount().name() + "].";
    if (use.mount() instanceof Volume.Claim mount) {
      String field = volumes + "persistentVolumeClaim.claimName";
      PodEvidence.add(landscape, podClass.id(), field, mount.claimName(), evidence);
    } else if (use.mount() instanceof Volume.Remote remote) {
      PodEvidence.add(
          landscape, podClass.id(), volumes + remote.type(), remote.backend(), evidence);
    }
    Policies.PersistentVolume volume = use.volume();
    if (volume != null) {
      String backend = volume.backend().isEmpty() ? volume.sourceType() : volume.backend();
      evidence.add(volume.meta(), "spec." + volume.sourceType(), backend);
      if (!volume.location().isEmpty()) {
        evidence.add(volume.meta(), "spec.csi.volumeAttributes", volume.location());
      }
    }
    Policies.PersistentVolumeClaim claim = use.claim();
    ObjectReference source = claim == null ? null : claim.dataSource();
    if (claim != null && source != null) {
      evidence.add(claim.meta(), "spec.dataSourceRef", source.toString());
    }
  }
}
