package dev.ringfence.engine.cluster;

import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import dev.ringfence.engine.cluster.PodSecurityContext.SeLinuxOptions;
import dev.ringfence.engine.cluster.PodSecurityContext.WindowsOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container of any kind. {@code requests} and {@code limits} map resource names to quantities
 * as written, for example {@code 500m}; requests are defaulted from limits.
 *
 * @param secretReferences names of Secrets in env and envFrom
 * @param configMapReferences names of ConfigMaps in env and envFrom
 * @param hostFields {@code host} values of probes and lifecycle hooks
 * @param settings those arguments of its command line that an analysis looks at, as {@code
 *     flag=value} without dashes; {@code ?} where some cannot be read
 * @param literalEnvironment whether a variable's value stands in the spec itself, for whoever may
 *     read that
 */
public record Container(
    Type type,
    String name,
    String image,
    String imagePullPolicy,
    SecurityContext securityContext,
    List<Port> ports,
    List<Mount> mounts,
    List<String> secretReferences,
    List<String> configMapReferences,
    Map<String, String> requests,
    Map<String, String> limits,
    List<String> hostFields,
    boolean restartableInit,
    List<String> settings,
    boolean literalEnvironment) {

  /** One whose command line nobody looks at, and without environment. */
  public Container(
      Type type,
      String name,
      String image,
      String imagePullPolicy,
      SecurityContext securityContext,
      List<Port> ports,
      List<Mount> mounts,
      List<String> secretReferences,
      List<String> configMapReferences,
      Map<String, String> requests,
      Map<String, String> limits,
      List<String> hostFields,
      boolean restartableInit) {
    this(
        type,
        name,
        image,
        imagePullPolicy,
        securityContext,
        ports,
        mounts,
        secretReferences,
        configMapReferences,
        requests,
        limits,
        hostFields,
        restartableInit,
        List.of(),
        false);
  }

  /** The same with another image. */
  public Container withImage(String other) {
    return new Container(
        type,
        name,
        other,
        imagePullPolicy,
        securityContext,
        ports,
        mounts,
        secretReferences,
        configMapReferences,
        requests,
        limits,
        hostFields,
        restartableInit,
        settings,
        literalEnvironment);
  }

  /** Which list of the pod spec the container stands in. */
  public enum Type {
    INIT("initContainers"),
    REGULAR("containers"),
    EPHEMERAL("ephemeralContainers");

    private final String field;

    Type(String field) {
      this.field = field;
    }

    /** The name of the list in the pod spec. */
    public String field() {
      return field;
    }
  }

  /** A declared port; {@code hostPort} is 0 where there is none, {@code name} empty where unset. */
  public record Port(
      String name, int containerPort, String protocol, int hostPort, String hostIP) {}

  /**
   * A volume mount; {@code propagation} is null where unset, which means None, and {@code
   * recursiveReadOnly} where unset, which means Disabled.
   *
   * @param device whether the container has the volume as a raw block device ({@code
   *     volumeDevices}); then {@code mountPath} is where the device is
   */
  public record Mount(
      String volume,
      String mountPath,
      String subPath,
      boolean readOnly,
      @Nullable String propagation,
      @Nullable String recursiveReadOnly,
      boolean device) {

    /** Files of a volume. */
    public Mount(
        String volume,
        String mountPath,
        String subPath,
        boolean readOnly,
        @Nullable String propagation,
        @Nullable String recursiveReadOnly) {
      this(volume, mountPath, subPath, readOnly, propagation, recursiveReadOnly, false);
    }

    /** A raw block device. */
    public static Mount ofDevice(String volume, String devicePath) {
      return new Mount(volume, devicePath, "", false, null, null, true);
    }

    /** One that is read-only at its top alone, if at all. */
    public Mount(
        String volume,
        String mountPath,
        String subPath,
        boolean readOnly,
        @Nullable String propagation) {
      this(volume, mountPath, subPath, readOnly, propagation, null);
    }
  }

  /** A container's own security settings; null means unset, so the pod's hold. */
  public record SecurityContext(
      @Nullable Boolean privileged,
      @Nullable Boolean allowPrivilegeEscalation,
      @Nullable Boolean readOnlyRootFilesystem,
      @Nullable Boolean runAsNonRoot,
      @Nullable Long runAsUser,
      List<String> addedCapabilities,
      List<String> droppedCapabilities,
      @Nullable String procMount,
      @Nullable Profile seccomp,
      @Nullable Profile appArmor,
      @Nullable SeLinuxOptions seLinux,
      @Nullable WindowsOptions windows) {

    public static final SecurityContext UNSET =
        new SecurityContext(
            null, null, null, null, null, List.of(), List.of(), null, null, null, null, null);

    public SecurityContext {
      addedCapabilities = List.copyOf(addedCapabilities);
      droppedCapabilities = List.copyOf(droppedCapabilities);
    }

    public boolean isPrivileged() {
      return Boolean.TRUE.equals(privileged);
    }
  }

  public Container {
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    secretReferences = List.copyOf(secretReferences);
    configMapReferences = List.copyOf(configMapReferences);
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
    hostFields = List.copyOf(hostFields);
    settings = List.copyOf(settings);
  }

  /** The same with other amounts of resources. */
  public Container withResources(Map<String, String> asked, Map<String, String> bounds) {
    return with(securityContext, mounts, asked, bounds);
  }

  /** The same without the mounts of a volume. */
  public Container withoutMountsOf(String volume) {
    List<Mount> others = mounts.stream().filter(mount -> !mount.volume().equals(volume)).toList();
    return with(securityContext, others, requests, limits);
  }

  /** The same with another security context. */
  public Container withSecurityContext(SecurityContext context) {
    return with(context, mounts, requests, limits);
  }

  private Container with(
      SecurityContext context,
      List<Mount> mounted,
      Map<String, String> asked,
      Map<String, String> bounds) {
    return new Container(
        type,
        name,
        image,
        imagePullPolicy,
        context,
        ports,
        mounted,
        secretReferences,
        configMapReferences,
        asked,
        bounds,
        hostFields,
        restartableInit,
        settings,
        literalEnvironment);
  }

  /**
   * The image's repository without tag and digest, normalised ({@code nginx} is {@code
   * docker.io/library/nginx}); empty where the image is.
   */
  public String imageRepository() {
    return ImageName.repository(image);
  }
}
