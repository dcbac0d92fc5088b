package dev.ringfence.node;

import dev.ringfence.engine.fact.FactKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A move that the probe tries (testbed/go/probe/moves.go, by the same words), and the fact that
 * whoever does it has.
 */
enum Move {
  NEIGHBOUR_ENVIRONMENT("neighbour's environment", FactKind.CONTENT),
  SHARED_MEMORY("shared memory of the node", FactKind.CONTENT),
  BRIDGE_PACKETS("packets of the pods' bridge", FactKind.CONTENT),
  NODE_LOOPBACK("node's loopback", FactKind.NODE_NETWORK),
  WRITE_NODE_FILE("write a file of the node", FactKind.NODE),
  NEIGHBOUR_TOKEN("neighbour's token from the node's files", FactKind.NODE_SECRETS),
  NODE_CREDENTIAL("node's credential", FactKind.NODE_IDENTITY),
  NEIGHBOUR_LOG("neighbour's log from the node's files", FactKind.CONTENT),
  ENVIRONMENT_OF_BUNDLE("neighbour's environment from the runtime's files", FactKind.CONTENT),
  RUNTIME_SOCKET("answer of the runtime's socket", FactKind.NODE),
  PLUG_IN_SOCKET("answer of the kubelet's plug-in socket", FactKind.NODE),
  CORE_PATTERN_OF_MOUNT("kernel's core pattern by a new mount", FactKind.NODE),
  RELEASE_AGENT("control group's release agent", FactKind.NODE),
  FILE_BY_HANDLE("node's file by its handle", FactKind.NODE),
  PROCESS_ROOT("node's root by a process", FactKind.NODE),
  CORE_PATTERN("kernel's core pattern", FactKind.NODE),
  CORE_PATTERN_OF_VOLUME("node's core pattern by a volume", FactKind.NODE);

  private final String words;
  private final FactKind gives;

  Move(String words, FactKind gives) {
    this.words = words;
    this.gives = gives;
  }

  String words() {
    return words;
  }

  /** What the engine calls what the move gives. */
  FactKind gives() {
    return gives;
  }

  /** The move of these words; none for those that only describe the container. */
  static Optional<Move> of(String words) {
    return Arrays.stream(values()).filter(move -> move.words.equals(words)).findFirst();
  }

  /** Every fact that some move gives. */
  static List<FactKind> facts() {
    return Arrays.stream(values()).map(Move::gives).distinct().sorted().toList();
  }
}
