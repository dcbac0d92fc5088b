package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: hostPath volumes must be forbidden.
 *
 * <p>Restricted field: spec.volumes[*].hostPath. Allowed value: undefined.
 */
final class HostPathVolumes {

  static final Check CHECK =
      Check.baseline("hostPathVolumes", Check.since(0, HostPathVolumes::check));

  private HostPathVolumes() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad = new ArrayList<>();
    for (Volume volume : spec.volumes()) {
      if (volume.type().equals("hostPath")) {
        bad.add(volume.name());
      }
    }
    return bad.isEmpty()
        ? null
        : new Refusal(
            "hostPath volumes", Wording.plural("volume", bad.size()) + " " + Wording.quoted(bad));
  }
}
