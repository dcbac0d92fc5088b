package dev.ringfence.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a control plane shall be like. Unless told otherwise: the newest known version, with a
 * scheduler and a controller manager, without the controllers that would take nodes for dead
 * because no kubelet speaks for them, without the one that empties deleted namespaces, and without
 * the one that writes warnings into the status of validating policies.
 */
public final class ControlPlaneBuilder {
  /**
   * What kubeadm runs, but nodes that are only objects stay ready, and namespaces are ended by who
   * deletes them ({@link ControlPlane#reset}): the namespace controller comes five seconds late and
   * deletes by name, so it would empty the next namespace that has the name. Warnings about the
   * types in a policy's expressions decide nothing, and to work them out, again after every change,
   * takes three times the processor time of all other controllers.
   */
  private static final List<String> CONTROLLERS =
      List.of(
          "*",
          "bootstrap-signer-controller",
          "token-cleaner-controller",
          "-namespace-controller",
          "-node-lifecycle-controller",
          "-taint-eviction-controller",
          "-validatingadmissionpolicy-status-controller");

  private String version = RealControlPlaneExtension.DEFAULT_VERSION;
  private boolean scheduler = true;
  private boolean controllerManager = true;
  private List<String> controllers = CONTROLLERS;
  private final Map<String, Boolean> featureGates = new TreeMap<>();
  private final List<String> apiServerFlags = new ArrayList<>();
  private @Nullable String admissionConfiguration;

  ControlPlaneBuilder() {}

  /** A minor version that is pinned ({@code 1.36}), or any full one ({@code 1.35.4}). */
  public ControlPlaneBuilder version(String newVersion) {
    this.version = newVersion;
    return this;
  }

  /** For tests that place no pods. */
  public ControlPlaneBuilder withoutScheduler() {
    this.scheduler = false;
    return this;
  }

  /**
   * For tests that need only the API server, which is then there a few seconds sooner. Without
   * controllers the aggregated roles ({@code view}, {@code edit}, {@code admin}) are empty, and
   * Deployments have no pods.
   */
  public ControlPlaneBuilder withoutControllerManager() {
    this.controllerManager = false;
    return this;
  }

  /** The values of {@code --controllers}: {@code "*"}, names, and names after a minus sign. */
  public ControlPlaneBuilder controllers(String... names) {
    this.controllers = List.of(names);
    return this;
  }

  /** Switches a feature on or off in all programs. */
  public ControlPlaneBuilder featureGate(String name, boolean on) {
    featureGates.put(name, on);
    return this;
  }

  /** Adds a flag of kube-apiserver, such as {@code --runtime-config=api/alpha=true}. */
  public ControlPlaneBuilder apiServerFlag(String flag) {
    apiServerFlags.add(flag);
    return this;
  }

  /** The text of an {@code AdmissionConfiguration}. */
  public ControlPlaneBuilder admissionConfiguration(String yaml) {
    this.admissionConfiguration = yaml;
    return this;
  }

  /**
   * Starts it and returns when it is ready. Builds its programs first, if they are not there.
   *
   * @throws IllegalStateException if a program ends or is not ready in time, with what it said last
   */
  public ControlPlane start() {
    return ControlPlane.start(
        new Options(
            version,
            scheduler,
            controllerManager,
            controllers,
            Map.copyOf(featureGates),
            List.copyOf(apiServerFlags),
            admissionConfiguration));
  }

  /** The choices made. */
  record Options(
      String version,
      boolean scheduler,
      boolean controllerManager,
      List<String> controllers,
      Map<String, Boolean> featureGates,
      List<String> apiServerFlags,
      @Nullable String admissionConfiguration) {}
}
