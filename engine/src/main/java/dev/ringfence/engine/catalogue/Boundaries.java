package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.verdict.Boundary;

/** The boundaries of the catalogue, named by implementation. */
public final class Boundaries {

  private Boundaries() {}

  /** One for all Linux nodes, guests' kernels included; one more for Windows. */
  public static Boundary kernel(boolean windows) {
    return new Boundary("kernel", windows ? "windows" : "linux");
  }

  public static Boundary sentry() {
    return new Boundary("sentry", "gvisor");
  }

  public static Boundary hypervisor(String product) {
    return new Boundary("hypervisor", product);
  }

  public static Boundary wasmHost(String product) {
    return new Boundary("wasm-host", product);
  }

  public static Boundary containerManager(String product) {
    return new Boundary("container-manager", product);
  }

  public static Boundary networkPolicy(String enforcer) {
    return new Boundary("network-policy", enforcer);
  }

  /** By image repository; a workload without a known image is its own. */
  public static Boundary workload(String repositoryOrWorkload) {
    return new Boundary("workload", repositoryOrWorkload);
  }

  public static Boundary apiServer() {
    return new Boundary("api-server", "kube-apiserver");
  }

  /** Pod Security and the policies inside the API server count as one engine. */
  public static Boundary admission(String engine) {
    return new Boundary("admission", engine);
  }

  public static final String ADMISSION_IN_API_SERVER = "kube-apiserver";

  public static Boundary nodeAuthorization() {
    return new Boundary("node-authorization", "kube-apiserver");
  }

  public static Boundary kubelet() {
    return new Boundary("kubelet", "kubelet");
  }

  public static Boundary deputy(String controller) {
    return new Boundary("deputy", controller);
  }

  public static Boundary storage(String driver) {
    return new Boundary("storage", driver);
  }

  public static Boundary metadata(String provider) {
    return new Boundary("metadata", provider);
  }

  public static Boundary cloudIdentity(String provider) {
    return new Boundary("cloud-identity", provider);
  }

  public static Boundary hardware() {
    return new Boundary("hardware", "host");
  }
}
