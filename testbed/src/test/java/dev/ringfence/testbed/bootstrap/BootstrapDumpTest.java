package dev.ringfence.testbed.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapDumpTest {
  private static final String STALE = "%s is stale: run testbed/dump-bootstrap %s and commit it";

  @ParameterizedTest
  @MethodSource("dev.ringfence.testbed.RealControlPlaneExtension#versions")
  void theCommittedFilesAreWhatAFreshServerHoldsAndServes(String version) {
    BootstrapDump dump = BootstrapDump.of(version);
    assertThat(dump.objectsFile())
        .as(STALE, dump.objectsFile(), version)
        .content()
        .isEqualTo(dump.objects());
    assertThat(dump.kindsFile())
        .as(STALE, dump.kindsFile(), version)
        .content()
        .isEqualTo(dump.kinds());
  }
}
