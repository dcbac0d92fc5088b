package dev.ringfence.testbed;

import java.io.IOException;

/** A program that starts a control plane and never closes it. */
final class AbandonedRun {
  private AbandonedRun() {}

  /** Says the run's folder; ends when its standard input does. */
  public static void main(String[] arguments) throws IOException {
    ControlPlane cluster =
        ControlPlane.builder().withoutScheduler().withoutControllerManager().start();
    System.out.println(cluster.folder());
    var _ = System.in.read();
    System.exit(0);
  }
}
