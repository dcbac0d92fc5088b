package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pod specs, defaulted; token as the spec itself says, see {@link TokenVolume} for stored pods. */
public final class PodSpecMapper {

  private PodSpecMapper() {}

  /**
   * Maps a pod spec as its author wrote it, or as it stands in a template.
   *
   * @param annotations those of the pod or the template
   */
  public static PodSpec map(Fields spec, Fields annotations) {
    Boolean automount = spec.flagOrNull("automountServiceAccountToken");
    Long priority = spec.integerOrNull("priority");
    String osName = spec.fields("os").text("name");
    return new PodSpec(
        spec.text("serviceAccountName", spec.text("serviceAccount", "default")),
        automount == null
            ? PodSpec.Token.BY_SERVICE_ACCOUNT
            : automount ? PodSpec.Token.MOUNTED : PodSpec.Token.NOT_MOUNTED,
        spec.flag("hostNetwork"),
        spec.flag("hostPID"),
        spec.flag("hostIPC"),
        spec.flag("shareProcessNamespace"),
        spec.flagOrNull("hostUsers"),
        nullIfEmpty(spec.text("runtimeClassName")),
        nullIfEmpty(spec.text("priorityClassName")),
        priority == null ? null : priority.intValue(),
        nullIfEmpty(spec.text("nodeName")),
        spec.textMap("nodeSelector"),
        SchedulingMapper.nodeAffinity(spec),
        SchedulingMapper.podAffinity(spec, "podAffinity"),
        SchedulingMapper.podAffinity(spec, "podAntiAffinity"),
        SchedulingMapper.tolerations(spec),
        SchedulingMapper.spread(spec),
        spec.text("schedulerName", "default-scheduler"),
        nullIfEmpty(osName),
        SecurityMapper.ofPod(spec),
        ContainerMapper.all(spec, annotations),
        VolumeMapper.all(spec),
        spec.namesIn("imagePullSecrets"),
        resourceClaims(spec),
        spec.namesIn("schedulingGates"),
        ResourceList.in(spec, "overhead", ResourceList.Place.CONTAINER),
        podRequests(spec.fields("resources")),
        ResourceList.in(spec.fields("resources"), "limits", ResourceList.Place.POD),
        meshAnnotations(annotations));
  }

  /** Those annotations of a pod that change what a service mesh's proxy gets to see. */
  public static Map<String, String> meshAnnotations(Fields annotations) {
    Map<String, String> kept = new HashMap<>();
    for (int i = 0; i < annotations.size(); i++) {
      String name = annotations.name(i);
      if (PodSchema.MESH_ANNOTATIONS.field(name) == Schema.EVERYTHING) {
        kept.put(name, annotations.text(name));
      }
    }
    return kept;
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Requests of the pod as a whole; a limit without a request is its request. */
  private static Map<String, String> podRequests(Fields resources) {
    if (resources.isEmpty()) {
      return Map.of();
    }
    Map<String, String> requests = new HashMap<>(Quantity.map(resources, "limits"));
    requests.putAll(ResourceList.in(resources, "requests", ResourceList.Place.POD));
    return requests;
  }

  private static List<PodSpec.DeviceClaimReference> resourceClaims(Fields spec) {
    Items items = spec.items("resourceClaims");
    List<PodSpec.DeviceClaimReference> claims = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields claim = items.fields(i);
      String named = claim.text("resourceClaimName");
      claims.add(
          new PodSpec.DeviceClaimReference(
              claim.text("name"),
              named.isEmpty() ? claim.text("resourceClaimTemplateName") : named,
              named.isEmpty()));
    }
    return claims;
  }
}
