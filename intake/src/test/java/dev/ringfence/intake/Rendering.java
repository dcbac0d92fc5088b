package dev.ringfence.intake;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as text, field by field, without what a server alone decides: provenance, addresses,
 * generated names, and labels that controllers put on the pods they make.
 */
final class Rendering {

  private final Map<String, String> objects = new TreeMap<>();

  private Rendering() {}

  static Map<String, String> of(Cluster cluster) {
    Rendering rendering = new Rendering();
    cluster.namespaces().forEach(one -> rendering.add(one.meta(), one));
    cluster.serviceAccounts().forEach(one -> rendering.add(one.meta(), one));
    cluster.roles().forEach(one -> rendering.add(one.meta(), withoutAggregate(one)));
    cluster.bindings().forEach(one -> rendering.add(one.meta(), one));
    cluster.networkPolicies().forEach(one -> rendering.add(one.meta(), one));
    cluster.services().forEach(one -> rendering.add(one.meta(), withoutAllocations(one)));
    cluster.resourceQuotas().forEach(one -> rendering.add(one.meta(), one));
    cluster.limitRanges().forEach(one -> rendering.add(one.meta(), one));
    cluster.runtimeClasses().forEach(one -> rendering.add(one.meta(), one));
    cluster.priorityClasses().forEach(one -> rendering.add(one.meta(), one));
    cluster.secrets().forEach(one -> rendering.add(one.meta(), one));
    cluster.configMaps().forEach(one -> rendering.add(one.meta(), one));
    cluster.persistentVolumes().forEach(one -> rendering.add(one.meta(), one));
    for (Policies.PersistentVolumeClaim one : cluster.persistentVolumeClaims()) {
      // Controllers make claims of a StatefulSet's templates and of pods' ephemeral volumes.
      if (one.meta().controller() == null && !one.meta().name().startsWith("data-")) {
        rendering.add(one.meta(), one);
      }
    }
    cluster.customResources().forEach(one -> rendering.add(one.meta(), one));
    cluster.admissionExtensions().forEach(one -> rendering.add(one.meta(), one));
    for (Workload one : cluster.workloads()) {
      if (one.meta().reference().equals(one.topmost())) {
        rendering.add(one.meta(), one);
      }
    }
    rendering.pods(cluster);
    return rendering.objects;
  }

  private void add(ObjectMeta meta, Object object) {
    objects.put(meta.reference().toString(), text(object));
  }

  /** Pods by what a person would edit, with how many there are. */
  private void pods(Cluster cluster) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      LabelSet labels = cluster.pods().labels(pod).keeping(key -> !isControllers(key));
      counts
          .computeIfAbsent(
              "Pods of " + cluster.pods().topmost(pod) + " at " + cluster.pods().specPath(pod),
              ignored -> new TreeMap<>())
          .merge(
              labels + text(cluster.pods().spec(pod)), cluster.pods().replicas(pod), Integer::sum);
    }
    counts.forEach((key, specs) -> objects.put(key, specs.toString()));
  }

  private static boolean isControllers(String key) {
    return key.equals("pod-template-hash")
        || key.equals("controller-revision-hash")
        || key.equals("pod-template-generation")
        || key.equals("controller-uid")
        || key.equals("job-name")
        || key.startsWith("batch.kubernetes.io/")
        || key.startsWith("apps.kubernetes.io/")
        || key.startsWith("statefulset.kubernetes.io/");
  }

  private static Rbac.Role withoutAggregate(Rbac.Role role) {
    return role.aggregation() == null
        ? role
        : new Rbac.Role(role.meta(), List.of(), role.aggregation());
  }

  private static Service withoutAllocations(Service service) {
    return new Service(
        service.meta(),
        service.type(),
        service.selector(),
        service.ports().stream()
            .map(
                port ->
                    new Service.Port(
                        port.name(), port.protocol(), port.port(), port.targetPort(), 0))
            .toList(),
        service.clusterIps().contains("None") ? List.of("None") : List.of(),
        service.externalIps(),
        service.externalName());
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "-";
      case Origin origin -> "";
      case LabelSet labels -> labels.keeping(key -> !isControllers(key)).toString();
      case PodSpec.Toleration toleration -> record(toleration);
      // An ephemeral volume's claim is named after its pod.
      case Volume.Claim claim when claim.claimName().endsWith("-" + claim.name()) ->
          "claim of the pod's own " + claim.name() + " " + text(claim.template());
      case Volume.Claim claim -> "claim " + claim.claimName().replaceAll("-[0-9*]+$", "");
      case PodSpec.Token token -> token.name();
      case Enum<?> constant -> constant.name();
      case Record record -> record(record);
      case Map<?, ?> map ->
          new TreeMap<Object, Object>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                  .collect(Collectors.joining(",", "{", "}"));
      case Collection<?> list when isTolerations(list) -> tolerations(list);
      case Collection<?> list ->
          list.stream().map(Rendering::text).collect(Collectors.joining(",", "[", "]"));
      case Object other -> other.toString();
    };
  }

  private static boolean isTolerations(Collection<?> list) {
    return !list.isEmpty() && list.iterator().next() instanceof PodSpec.Toleration;
  }

  /**
   * As a set, without those that another one covers: RuntimeClass admission leaves those out, by
   * rules that depend on their seconds, and order means nothing.
   */
  private static String tolerations(Collection<?> list) {
    Set<String> kept = new TreeSet<>();
    for (Object one : list) {
      PodSpec.Toleration toleration = (PodSpec.Toleration) one;
      boolean covered = false;
      for (Object another : list) {
        PodSpec.Toleration other = (PodSpec.Toleration) another;
        covered |=
            !other.equals(toleration)
                && other.exists()
                && (other.key().isEmpty() || other.key().equals(toleration.key()))
                && (other.effect().isEmpty() || other.effect().equals(toleration.effect()));
      }
      if (!covered) {
        kept.add(record(toleration));
      }
    }
    return kept.toString();
  }

  private static String record(Record record) {
    StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append("(");
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        text.append(component.getName()).append(":");
        text.append(text(component.getAccessor().invoke(record))).append(" ");
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError("a record's accessor failed", impossible);
      }
    }
    return text.append(")").toString();
  }
}
