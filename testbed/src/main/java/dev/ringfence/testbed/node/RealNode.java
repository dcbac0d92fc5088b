package dev.ringfence.testbed.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.Repository;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import dev.ringfence.testbed.process.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A node that runs pods: {@code testbed/start-node}, in the folder of its control plane. Its images
 * are {@code ringfence.dev/stay:1}, which does nothing, and {@code ringfence.dev/look:1}, which
 * tries the catalogue's moves; its runtime handlers are {@code runc} and {@code runsc}. It has the
 * label that GKE gives nodes with gVisor.
 */
public final class RealNode implements AutoCloseable {

  /** The flag of the API server with which a node, which has its own network, can reach it. */
  public static final String LISTEN = "--bind-address=0.0.0.0";

  /** Images are unpacked and processes started while other tests run. */
  private static final Duration BOUND = Duration.ofMinutes(4);

  private static final Duration END = Duration.ofSeconds(20);

  private final String name;
  private final int number;
  private final Path folder;
  private final SupervisedProcess process;

  private RealNode(ControlPlane plane, Path programs, String name) {
    this.name = name;
    this.number = ThreadLocalRandom.current().nextInt(1, 255);
    this.folder = plane.folder().resolve("node-" + name);
    try {
      Files.createDirectories(folder);
      // The server's certificate is for this name, and not for the address that the node sees.
      String kubeconfig = Files.readString(plane.kubeconfig("system:node:" + name, "system:nodes"));
      Files.writeString(
          folder.resolve("kubeconfig"),
          kubeconfig.replace(
              "server: https://127.0.0.1",
              "tls-server-name: localhost\n    server: https://10.213." + number + ".1"));
      Files.copy(
          plane.folder().resolve("ca.crt"),
          folder.resolve("ca.crt"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(folder + " cannot be prepared for a node", failure);
    }
    this.process =
        SupervisedProcess.start(
            "start-node",
            folder,
            List.of(
                Repository.root().resolve("testbed/start-node").toString(),
                programs.toString(),
                folder.toString(),
                name,
                "ringfence" + number,
                Integer.toString(number)));
  }

  /** Why this machine can run no node; empty if it can. Builds the programs if need be. */
  public static Optional<String> obstacle() {
    return switch (NodePrograms.find()) {
      case NodePrograms.Built _ -> Optional.empty();
      case NodePrograms.Impossible(String reason) -> Optional.of(reason);
    };
  }

  /**
   * Starts a node and returns when it is Ready.
   *
   * @param plane with an API server that listens beyond loopback ({@link #LISTEN})
   * @throws IllegalStateException where this machine can run none, or it does not become Ready
   */
  public static RealNode start(ControlPlane plane, String name) {
    Path programs =
        switch (NodePrograms.find()) {
          case NodePrograms.Built(Path folder) -> folder;
          case NodePrograms.Impossible(String reason) -> throw new IllegalStateException(reason);
        };
    RealNode node = new RealNode(plane, programs, name);
    try {
      Await.until("node " + name + " to be Ready", BOUND, () -> node.notReady(plane));
      return node;
    } catch (RuntimeException | Error failure) {
      node.close();
      throw failure;
    }
  }

  private Optional<String> notReady(ControlPlane plane) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the node has ended; " + process.lastWords());
    }
    ApiResponse node = plane.administrator().get("/api/v1/nodes/" + name);
    if (!node.isSuccess()) {
      return Optional.of(node.message());
    }
    for (JsonNode condition : node.json().path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True")
            ? Optional.empty()
            : Optional.of(condition.path("message").asText());
      }
    }
    return Optional.of("it has no condition Ready");
  }

  public String name() {
    return name;
  }

  /** The node's own address, which its pods reach by their gateway. */
  public String address() {
    return "10.213." + number + ".2";
  }

  /** What the node has as {@code /srv/ringfence}. */
  public Path files() {
    return folder.resolve("files");
  }

  /** What a container has said so far, by the node's own log; empty before it has begun. */
  public List<String> log(String namespace, String pod, String container) {
    Path pods = folder.resolve("log/pods");
    try (Stream<Path> folders = Files.isDirectory(pods) ? Files.list(pods) : Stream.empty()) {
      for (Path one : folders.toList()) {
        Path file = one.resolve(container).resolve("0.log");
        boolean same = one.getFileName().toString().startsWith(namespace + "_" + pod + "_");
        if (same && Files.exists(file)) {
          return Files.readAllLines(file).stream().map(RealNode::withoutPrefix).toList();
        }
      }
      return List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException("logs of " + pod + " cannot be read", failure);
    }
  }

  /** A line of the CRI's log is {@code TIME STREAM FLAG TEXT}. */
  private static String withoutPrefix(String line) {
    String[] parts = line.split(" ", 4);
    return parts.length == 4 ? parts[3] : line;
  }

  /** What the node's programs last said, for an error message. */
  public String lastWords() {
    return process.lastWords();
  }

  @Override
  public void close() {
    process.close();
    removeControlGroups();
  }

  /** Control groups belong to no namespace of the node's, and stay when it is killed. */
  private void removeControlGroups() {
    Path kept = folder.resolve("containerd/io.containerd.grpc.v1.cri");
    List<Path> containers =
        Stream.of("sandboxes", "containers").map(kept::resolve).flatMap(RealNode::list).toList();
    List<Path> groups = new ArrayList<>();
    for (Path hierarchy : list(Path.of("/sys/fs/cgroup")).toList()) {
      containers.forEach(one -> groups.add(hierarchy.resolve("k8s.io/" + one.getFileName())));
    }
    // Processes end a moment after they are killed, and their groups are removable then.
    Await.until("the node's control groups to be removable", END, () -> remove(groups));
    for (Path hierarchy : list(Path.of("/sys/fs/cgroup")).toList()) {
      removed(hierarchy.resolve("k8s.io")); // another node's groups may be in it
    }
  }

  private static Optional<String> remove(List<Path> groups) {
    return groups.stream().filter(group -> !removed(group)).findFirst().map(Path::toString);
  }

  private static Stream<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(folder + " cannot be listed", failure);
    }
  }

  /** Whether there is no such control group any more. */
  private static boolean removed(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (IOException stillUsed) {
      return false;
    }
  }
}
