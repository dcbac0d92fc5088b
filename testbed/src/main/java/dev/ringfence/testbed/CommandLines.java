package dev.ringfence.testbed;

import dev.ringfence.testbed.ControlPlaneBuilder.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The flags with which the programs are started: kubeadm's where they bear on security, and nothing
 * that writes outside the run's folder or listens beyond loopback.
 */
final class CommandLines {
  /** kubeadm's default range, and the address in it that the API's own service takes. */
  static final String SERVICE_RANGE = "10.96.0.0/12";

  static final String SERVICE_ADDRESS = "10.96.0.1";

  /**
   * What the API server says its address is: one reserved for documentation (RFC 5737), since it
   * refuses loopback, and without an answer of its own looks for the machine's default route, which
   * an offline machine does not have. Nothing connects to it.
   */
  static final String ADVERTISED_ADDRESS = "192.0.2.1";

  /**
   * For who speaks to the server of a test only: with its default of 20 requests a second the
   * controller manager takes 6 s to come up, instead of 1.
   */
  private static final List<String> UNBOUNDED_REQUESTS =
      List.of("--kube-api-qps=1000", "--kube-api-burst=1000");

  private final Programs programs;
  private final Options options;
  private final KeyMaterial keys;
  private final Path folder;
  private final Ports ports;

  /** Where the programs listen, on 127.0.0.1. */
  record Ports(int apiServer, int etcdClients, int etcdPeers) {}

  CommandLines(Programs programs, Options options, KeyMaterial keys, Path folder, Ports ports) {
    this.programs = programs;
    this.options = options;
    this.keys = keys;
    this.folder = folder;
    this.ports = ports;
  }

  List<String> etcd() {
    String clients = "http://127.0.0.1:" + ports.etcdClients();
    String peers = "http://127.0.0.1:" + ports.etcdPeers();
    return List.of(
        programs.etcd(),
        "--name=testbed",
        "--data-dir=" + folder.resolve("etcd-data"),
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=testbed=" + peers,
        "--log-level=warn",
        // The data live as long as the run: no need to wait for a disk.
        "--unsafe-no-fsync");
  }

  List<String> apiServer() {
    List<String> command = new ArrayList<>();
    command.add(programs.kubernetes("kube-apiserver"));
    command.addAll(
        List.of(
            "--etcd-servers=http://127.0.0.1:" + ports.etcdClients(),
            "--bind-address=127.0.0.1",
            "--secure-port=" + ports.apiServer(),
            "--advertise-address=" + ADVERTISED_ADDRESS,
            "--tls-cert-file=" + keys.file("server.crt"),
            "--tls-private-key-file=" + keys.file("server.key"),
            "--client-ca-file=" + keys.file("ca.crt"),
            "--cert-dir=" + folder,
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=" + keys.file("service-accounts.pub"),
            "--service-account-signing-key-file=" + keys.file("service-accounts.key"),
            "--service-cluster-ip-range=" + SERVICE_RANGE,
            "--authorization-mode=Node,RBAC",
            "--enable-admission-plugins=NodeRestriction",
            "--enable-bootstrap-token-auth=true",
            "--allow-privileged=true"));
    if (options.admissionConfiguration() != null) {
      command.add("--admission-control-config-file=" + admissionConfigurationFile(folder));
    }
    addFeatureGates(command);
    command.addAll(options.apiServerFlags());
    return command;
  }

  static Path admissionConfigurationFile(Path folder) {
    return folder.resolve("admission-configuration.yaml");
  }

  List<String> scheduler(Path kubeconfig) {
    List<String> command = new ArrayList<>();
    command.add(programs.kubernetes("kube-scheduler"));
    command.addAll(
        List.of("--kubeconfig=" + kubeconfig, "--leader-elect=false", "--secure-port=0"));
    command.addAll(UNBOUNDED_REQUESTS);
    addFeatureGates(command);
    return command;
  }

  List<String> controllerManager(Path kubeconfig) {
    List<String> command = new ArrayList<>();
    command.add(programs.kubernetes("kube-controller-manager"));
    command.addAll(
        List.of(
            "--kubeconfig=" + kubeconfig,
            "--leader-elect=false",
            "--secure-port=0",
            "--use-service-account-credentials=true",
            "--service-account-private-key-file=" + keys.file("service-accounts.key"),
            "--root-ca-file=" + keys.file("ca.crt"),
            "--cluster-signing-cert-file=" + keys.file("ca.crt"),
            "--cluster-signing-key-file=" + keys.file("ca.key"),
            // It makes this folder if it is not there, by default in /usr.
            "--flex-volume-plugin-dir=" + folder.resolve("flex-volume-plugins"),
            "--controllers=" + String.join(",", options.controllers())));
    command.addAll(UNBOUNDED_REQUESTS);
    addFeatureGates(command);
    return command;
  }

  private void addFeatureGates(List<String> command) {
    Map<String, Boolean> gates = new TreeMap<>(options.featureGates());
    if (!gates.isEmpty()) {
      command.add(
          gates.entrySet().stream()
              .map(gate -> gate.getKey() + "=" + gate.getValue())
              .collect(Collectors.joining(",", "--feature-gates=", "")));
    }
  }
}
