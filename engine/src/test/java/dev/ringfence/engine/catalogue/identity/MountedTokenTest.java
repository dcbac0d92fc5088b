package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MountedTokenTest {

  private static boolean holds(
      @Nullable Boolean automount, PodSpec.Token token, List<Volume> volumes) {
    Derivation derivation =
        Derivation.of(
            ClusterFixture.manifests()
                .serviceAccount("blue", "web", automount)
                .pod("blue", "web", "web", token, volumes));
    return derivation.leads(derivation.holds(account("blue", "web")), derivation.facts().code(0));
  }

  private static List<Volume> projected(@Nullable String audience) {
    return List.of(
        new Volume.Projected(
            "token",
            "projected",
            List.of(),
            List.of(),
            List.of(new Volume.TokenSource(audience, 3600L))));
  }

  @Test
  void theTokenIsMountedUnlessPodOrAccountSaysOtherwise() {
    assertThat(holds(null, PodSpec.Token.BY_SERVICE_ACCOUNT, List.of())).isTrue();
    assertThat(holds(false, PodSpec.Token.BY_SERVICE_ACCOUNT, List.of())).isFalse();
    assertThat(holds(null, PodSpec.Token.NOT_MOUNTED, List.of())).isFalse();
    assertThat(holds(false, PodSpec.Token.MOUNTED, List.of())).isTrue();
  }

  @Test
  void aProjectedTokenForTheApiServerCountsWhateverIsAutomounted() {
    assertThat(holds(false, PodSpec.Token.NOT_MOUNTED, projected(null))).isTrue();
    assertThat(holds(false, PodSpec.Token.NOT_MOUNTED, projected("vault"))).isFalse();
  }
}
