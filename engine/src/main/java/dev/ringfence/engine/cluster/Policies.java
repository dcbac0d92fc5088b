package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small kinds that bound or steer what pods may use. */
public final class Policies {

  private Policies() {}

  /** A ResourceQuota: resource name to quantity as written. */
  public record ResourceQuota(
      ObjectMeta meta, Map<String, String> hard, List<String> scopes, boolean scopeSelector) {
    public ResourceQuota {
      hard = Map.copyOf(hard);
      scopes = List.copyOf(scopes);
    }
  }

  /** A LimitRange's items. */
  public record LimitRange(ObjectMeta meta, List<Item> items) {
    public LimitRange {
      items = List.copyOf(items);
    }

    /** One item; {@code type} is Container, Pod or PersistentVolumeClaim. */
    public record Item(
        String type,
        Map<String, String> max,
        Map<String, String> defaultLimit,
        Map<String, String> defaultRequest) {
      public Item {
        max = Map.copyOf(max);
        defaultLimit = Map.copyOf(defaultLimit);
        defaultRequest = Map.copyOf(defaultRequest);
      }
    }
  }

  /** A RuntimeClass; {@code handler} decides, never the name. */
  public record RuntimeClass(
      ObjectMeta meta,
      String handler,
      Map<String, String> nodeSelector,
      List<PodSpec.Toleration> tolerations,
      Map<String, String> overhead) {
    public RuntimeClass {
      nodeSelector = Map.copyOf(nodeSelector);
      tolerations = List.copyOf(tolerations);
      overhead = Map.copyOf(overhead);
    }
  }

  /** A PriorityClass. */
  public record PriorityClass(
      ObjectMeta meta, int value, boolean globalDefault, boolean preemptsLowerPriority) {}

  /**
   * A Secret without its data.
   *
   * @param serviceAccount the account named by a token Secret's annotation, or null
   */
  public record SecretReference(ObjectMeta meta, String type, @Nullable String serviceAccount) {}

  /** A ConfigMap; {@code data} only for the few that configure enforcers and DNS. */
  public record ConfigMap(ObjectMeta meta, Map<String, String> data) {
    public ConfigMap {
      data = Map.copyOf(data);
    }
  }

  /** A persistent volume; {@code hostPath} is null unless that is its source. */
  public record PersistentVolume(
      ObjectMeta meta,
      @Nullable String hostPath,
      String sourceType,
      @Nullable ObjectReference claim,
      String storageClassName,
      String reclaimPolicy,
      @Nullable List<PodSpec.NodeSelectorTerm> requiredNodeAffinity) {}

  /** A claim; {@code volumeName} is empty until it is bound. */
  public record PersistentVolumeClaim(
      ObjectMeta meta, String volumeName, String storageClassName, List<String> accessModes) {
    public PersistentVolumeClaim {
      accessModes = List.copyOf(accessModes);
    }
  }

  /** A custom resource definition, for discovery. */
  public record CustomResource(
      ObjectMeta meta, String group, String plural, String kind, boolean namespaced) {}

  /**
   * A webhook configuration, or a ValidatingAdmissionPolicy or MutatingAdmissionPolicy: what could
   * refuse or change objects. Only the presence of what may refuse pods is known so far.
   *
   * @param engine {@code ValidatingWebhookConfiguration}, {@code ValidatingAdmissionPolicy}, …
   */
  public record AdmissionExtension(ObjectMeta meta, String engine, boolean concernsPods) {}
}
