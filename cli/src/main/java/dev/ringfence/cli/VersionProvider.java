package dev.ringfence.cli;

import dev.ringfence.intake.Intake;
import picocli.CommandLine;

/** The program's version, from the jar's manifest. */
final class VersionProvider implements CommandLine.IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return new String[] {
      "ringfence " + (version == null ? "(not packaged)" : version),
      "Kubernetes " + String.join(", ", Intake.kubernetesVersions()),
      "Java " + Runtime.version()
    };
  }
}
