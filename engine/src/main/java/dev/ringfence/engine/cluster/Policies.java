package dev.ringfence.engine.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small kinds that bound or steer what pods may use. */
public final class Policies {

  private Policies() {}

  /**
   * A ResourceQuota: resource name to quantity as written.
   *
   * @param scopeSelector whether it has one, whatever it says
   * @param scopeExpressions what its scope selector says; all must match a pod
   */
  public record ResourceQuota(
      ObjectMeta meta,
      Map<String, String> hard,
      List<String> scopes,
      boolean scopeSelector,
      List<ScopeExpression> scopeExpressions) {
    public ResourceQuota {
      hard = Map.copyOf(hard);
      scopes = List.copyOf(scopes);
      scopeExpressions = List.copyOf(scopeExpressions);
    }

    /** Whether it has no room for any pod that it concerns. */
    public boolean allowsNoPods() {
      return "0".equals(hard.get("pods")) || "0".equals(hard.get("count/pods"));
    }

    /** A quota whose scope selector is not looked at. */
    public ResourceQuota(
        ObjectMeta meta, Map<String, String> hard, List<String> scopes, boolean scopeSelector) {
      this(meta, hard, scopes, scopeSelector, List.of());
    }
  }

  /** One expression of a quota's scope selector, for example on {@code PriorityClass}. */
  public record ScopeExpression(
      String scope, LabelSelector.Operator operator, List<String> values) {
    public ScopeExpression {
      values = List.copyOf(values);
    }

    /** Whether a pod that has this value for the scope is matched; null: it has none. */
    public boolean matches(@Nullable String value) {
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GT, LT, LIKE, NOT_LIKE -> false;
      };
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

  /**
   * A persistent volume.
   *
   * @param hostPath the path on its node, for hostPath and local volumes; null for other sources
   * @param backend what its source names there: driver and handle, server and path, or disk; two
   *     volumes with one backend hold the same data; empty where the source names nothing
   * @param location where a CSI driver's data is by the volume's attributes, as {@code TYPE
   *     server=… path=…}: volumes with different handles may hold the same; empty where that is not
   *     known
   * @param capacity storage as written, empty where unset
   */
  public record PersistentVolume(
      ObjectMeta meta,
      @Nullable String hostPath,
      String sourceType,
      String backend,
      @Nullable ObjectReference claim,
      String storageClassName,
      String reclaimPolicy,
      String capacity,
      List<String> accessModes,
      String volumeMode,
      @Nullable List<PodSpec.NodeSelectorTerm> requiredNodeAffinity,
      String location) {
    public PersistentVolume {
      accessModes = List.copyOf(accessModes);
    }

    /** One whose driver is not told by its attributes where the data is. */
    public PersistentVolume(
        ObjectMeta meta,
        @Nullable String hostPath,
        String sourceType,
        String backend,
        @Nullable ObjectReference claim,
        String storageClassName,
        String reclaimPolicy,
        String capacity,
        List<String> accessModes,
        String volumeMode,
        @Nullable List<PodSpec.NodeSelectorTerm> requiredNodeAffinity) {
      this(
          meta,
          hostPath,
          sourceType,
          backend,
          claim,
          storageClassName,
          reclaimPolicy,
          capacity,
          accessModes,
          volumeMode,
          requiredNodeAffinity,
          "");
    }

    /**
     * The disk of its node that the volume is, raw or with the file system on it; null where it is
     * none: a folder, or somewhere else.
     */
    public @Nullable String nodeDisk() {
      boolean disk =
          sourceType.equals("local")
              && hostPath != null
              && (volumeMode.equals("Block") || hostPath.startsWith("/dev/"));
      return disk ? hostPath : null;
    }

    /** The driver of a CSI volume, or null where it is of another type. */
    public @Nullable String csiDriver() {
      if (!sourceType.equals("csi") || !backend.startsWith(DRIVER)) {
        return null;
      }
      int end = backend.indexOf(' ');
      return backend.substring(DRIVER.length(), end < 0 ? backend.length() : end);
    }

    private static final String DRIVER = "driver=";
  }

  /**
   * A claim.
   *
   * @param volumeName empty until it is bound
   * @param storageClassName empty where it asks for none
   * @param requested storage as written, empty where unset
   * @param dataSource the claim or snapshot that it is filled from, or null; in another namespace
   *     where a ReferenceGrant lets it
   */
  public record PersistentVolumeClaim(
      ObjectMeta meta,
      String volumeName,
      String storageClassName,
      List<String> accessModes,
      String requested,
      String volumeMode,
      @Nullable LabelSelector selector,
      @Nullable ObjectReference dataSource) {
    public PersistentVolumeClaim {
      accessModes = List.copyOf(accessModes);
    }
  }

  /**
   * A StorageClass.
   *
   * @param waitsForConsumer whether volumes are bound when a pod is placed
   * @param allowedTopologies what nodes must have for a new volume: of the terms one must match
   */
  public record StorageClass(
      ObjectMeta meta,
      String provisioner,
      String reclaimPolicy,
      boolean waitsForConsumer,
      Map<String, String> parameters,
      List<PodSpec.NodeSelectorTerm> allowedTopologies) {

    /** The provisioner of classes whose volumes somebody makes by hand. */
    public static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    public StorageClass {
      parameters = Map.copyOf(parameters);
      allowedTopologies = List.copyOf(allowedTopologies);
    }
  }

  /**
   * A driver of volumes.
   *
   * @param inline whether pods may bring volumes of it along, with attributes of their own; one
   *     without such an object offers none
   * @param publishesCapacity whether the scheduler is to look at what it publishes of its capacity
   */
  public record CsiDriver(ObjectMeta meta, boolean inline, boolean publishesCapacity) {}

  /**
   * A custom resource definition.
   *
   * @param references the fields of its schema that seem to name something elsewhere, by path, with
   *     what that seems to be
   */
  public record CustomResource(
      ObjectMeta meta,
      String group,
      String plural,
      String kind,
      boolean namespaced,
      Map<String, String> references) {
    public CustomResource {
      references = Collections.unmodifiableMap(new TreeMap<>(references));
    }
  }

  /**
   * A webhook configuration, or a ValidatingAdmissionPolicy or MutatingAdmissionPolicy: what could
   * refuse or change objects. Only the presence of what may refuse pods is known so far.
   *
   * @param engine {@code ValidatingWebhookConfiguration}, {@code ValidatingAdmissionPolicy}, …
   */
  public record AdmissionExtension(ObjectMeta meta, String engine, boolean concernsPods) {}
}
