package dev.ringfence.testbed;

import dev.ringfence.testbed.CommandLines.Ports;
import dev.ringfence.testbed.ControlPlaneBuilder.Options;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.identity.CertificateAuthority;
import dev.ringfence.testbed.identity.IssuedCertificate;
import dev.ringfence.testbed.identity.Kubeconfig;
import dev.ringfence.testbed.process.Await;
import dev.ringfence.testbed.process.FreePorts;
import dev.ringfence.testbed.process.RunFolder;
import dev.ringfence.testbed.process.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The processes of a control plane with their folder, from start to end. */
final class Installation implements AutoCloseable {
  /** A start takes about 4 s; a machine that is busy with builds may need many times that. */
  private static final Duration BOUND = Duration.ofMinutes(2);

  private static final int PORT_DRAWS = 3;

  private final Options options;
  private final String version;
  private final RunFolder folder;
  private final KeyMaterial keys;
  private final URI server;
  private final Deque<SupervisedProcess> processes = new ArrayDeque<>();
  private final ApiClient administrator;
  private final Thread shutdownHook = new Thread(this::closeAll, "end of a control plane");

  private Installation(Options options, Programs programs, RunFolder folder) {
    this.options = options;
    this.version = programs.kubernetesVersion();
    this.folder = folder;
    this.keys = new KeyMaterial(folder.path());
    List<Integer> drawn = FreePorts.draw(3);
    Ports ports = new Ports(drawn.get(0), drawn.get(1), drawn.get(2));
    this.server = URI.create("https://127.0.0.1:" + ports.apiServer());
    this.administrator =
        ApiClient.of(
            server,
            keys.authority(),
            keys.authority().client("administrator", List.of("system:masters")));
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    try {
      run(new CommandLines(programs, options, keys, folder.path(), ports), ports);
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /** Starts the programs and returns when the API server is ready. */
  static Installation start(Options options) {
    Programs programs = Programs.of(options.version());
    for (int draw = 1; ; draw++) {
      try {
        return new Installation(options, programs, RunFolder.create());
      } catch (PortTaken taken) {
        if (draw == PORT_DRAWS) {
          throw taken;
        }
      }
    }
  }

  private void run(CommandLines commands, Ports ports) {
    launch("etcd", commands.etcd());
    Await.until("etcd to listen", BOUND, () -> connect(ports.etcdClients()));
    writeAdmissionConfiguration();
    launch("kube-apiserver", commands.apiServer());
    Await.until("kube-apiserver to be ready", BOUND, this::askReady);
    if (options.controllerManager()) {
      launch(
          "kube-controller-manager",
          commands.controllerManager(kubeconfigOf("system:kube-controller-manager")));
    }
    if (options.scheduler()) {
      launch("kube-scheduler", commands.scheduler(kubeconfigOf("system:kube-scheduler")));
    }
  }

  private void launch(String name, List<String> command) {
    processes.push(SupervisedProcess.start(name, folder.path(), command));
  }

  private Path kubeconfigOf(String component) {
    IssuedCertificate certificate = keys.authority().client(component, List.of());
    Path file = folder.path().resolve(component.replace(':', '-') + ".kubeconfig");
    return Kubeconfig.write(file, server, keys.authority(), certificate);
  }

  private void writeAdmissionConfiguration() {
    String text = options.admissionConfiguration();
    if (text != null) {
      Path file = CommandLines.admissionConfigurationFile(folder.path());
      try {
        Files.writeString(file, text);
      } catch (IOException failure) {
        throw new UncheckedIOException(file + " cannot be written", failure);
      }
    }
  }

  private Optional<String> connect(int port) {
    checkAlive();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected() ? Optional.empty() : Optional.of("no connection");
    } catch (IOException refused) {
      return Optional.of("port " + port + ": " + refused.getMessage());
    }
  }

  private Optional<String> askReady() {
    checkAlive();
    try {
      ApiResponse response = administrator.get("/readyz?verbose");
      return response.isSuccess() ? Optional.empty() : Optional.of(response.message());
    } catch (UncheckedIOException notListening) {
      return Optional.of(notListening.getMessage() + lastWords());
    }
  }

  private String lastWords() {
    return "; " + processes.getFirst().lastWords();
  }

  /** Fails at once, and with its reason, when a program has ended. */
  void checkAlive() {
    for (SupervisedProcess process : processes) {
      if (!process.isAlive()) {
        String message = process.name() + " has ended; " + process.lastWords();
        throw process.hasSaid("address already in use")
            ? new PortTaken(message)
            : new IllegalStateException(message);
      }
    }
  }

  Options options() {
    return options;
  }

  String version() {
    return version;
  }

  Path folder() {
    return folder.path();
  }

  URI server() {
    return server;
  }

  CertificateAuthority authority() {
    return keys.authority();
  }

  ApiClient administrator() {
    return administrator;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already, or will.
    }
    closeAll();
  }

  /** Those that were started last end first, so that none complains of a missing server. */
  private synchronized void closeAll() {
    while (!processes.isEmpty()) {
      processes.pop().close();
    }
    folder.close();
  }

  /** Another program was quicker to take a port. */
  private static final class PortTaken extends IllegalStateException {
    private static final long serialVersionUID = 1;

    PortTaken(String message) {
      super(message);
    }
  }
}
