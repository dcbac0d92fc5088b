package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Restricted: only these types of volumes: configMap, csi, downwardAPI, emptyDir, ephemeral, image,
 * persistentVolumeClaim, projected, secret.
 */
final class RestrictedVolumes {

  static final Check CHECK =
      Check.restricted(
          "restrictedVolumes",
          List.of("hostPathVolumes"),
          Check.since(0, RestrictedVolumes::check));

  private RestrictedVolumes() {}

  private static final Set<String> ALLOWED =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad = new ArrayList<>();
    Set<String> types = new TreeSet<>();
    for (Volume volume : spec.volumes()) {
      if (!ALLOWED.contains(volume.type())) {
        bad.add(volume.name());
        types.add(volume.type());
      }
    }
    return bad.isEmpty()
        ? null
        : new Refusal(
            "restricted volume types",
            Wording.plural("volume", bad.size())
                + " "
                + Wording.quoted(bad)
                + " "
                + Wording.use(bad.size())
                + " "
                + Wording.plural("restricted volume type", types.size())
                + " "
                + Wording.quoted(types));
  }
}
