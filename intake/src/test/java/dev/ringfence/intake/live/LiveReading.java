package dev.ringfence.intake.live;

import dev.ringfence.intake.Intake;
import dev.ringfence.intake.assembly.ClusterAssembly;
import dev.ringfence.intake.assembly.FreshServer;
import java.nio.file.Path;
import java.util.Map;

/** Reads a live cluster by a kubeconfig file, whatever the environment says. */
public final class LiveReading {

  private LiveReading() {}

  public static Intake.Result read(Path kubeconfig) {
    ClusterAssembly assembly = new ClusterAssembly(false, (object, content) -> {});
    assembly.readsLive();
    String version =
        LiveSource.read(
            null,
            Map.of("KUBECONFIG", kubeconfig.toString()),
            Path.of("/nowhere"),
            assembly,
            message -> {});
    return new Intake.Result(
        assembly.finish(new FreshServer("1.36"), version),
        assembly.documents(),
        assembly.findings());
  }
}
