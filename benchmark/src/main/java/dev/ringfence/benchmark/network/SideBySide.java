package dev.ringfence.benchmark.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.Matrix;
import dev.ringfence.engine.network.Network;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.util.List;

/**
 * From files to the number of pairs of pods between which any port is open, pods of the host's
 * network left out: what {@code testbed/go/cyclonus} answers of the same files.
 */
public final class SideBySide {

  private SideBySide() {}

  /** Reads the source, answers once, and prints one line. */
  public static void measure(String source) {
    long start = clock();
    Cluster cluster = Intake.read(List.of(SourceSpec.of(source)), IntakeOptions.DEFAULT).cluster();
    Network network = Network.asItStands(cluster, false);
    Matrix matrix = network.matrix(0);
    long[] sending = new long[matrix.sourceClassCount()];
    long[] receiving = new long[matrix.destinationClassCount()];
    int pods = 0;
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.classOfPod(pod) >= 0 && !cluster.pods().spec(pod).hostNetwork()) {
        int endpoint = network.endpointOfPod(pod);
        sending[matrix.sourceClass(endpoint)]++;
        receiving[matrix.destinationClass(endpoint)]++;
        pods++;
      }
    }
    int[] held = new int[receiving.length];
    int[] open = new int[receiving.length];
    long pairs = 0;
    for (int from = 0; from < sending.length; from++) {
      if (sending[from] > 0) {
        matrix.row(from, true, held, open);
        for (int to = 0; to < held.length; to++) {
          pairs += held[to] == Matrix.CLOSED ? 0 : sending[from] * receiving[to];
        }
      }
    }
    System.out.printf(
        "ringfence: %d pods, %d policies, %d open pairs of pods, %.2f s%n",
        pods, cluster.networkPolicies().size(), pairs, (clock() - start) / 1e9);
  }

  private static long clock() {
    return System.nanoTime();
  }
}
