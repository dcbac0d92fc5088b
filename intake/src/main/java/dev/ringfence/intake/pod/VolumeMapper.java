package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.ArrayList;
import java.util.List;

/** Volumes of pods. */
public final class VolumeMapper {

  /** What the API server gives a token that does not say how long it is good for. */
  private static final long TOKEN_SECONDS = 3600;

  private VolumeMapper() {}

  static List<Volume> all(Fields spec) {
    Items items = spec.items("volumes");
    if (items.isEmpty()) {
      return List.of();
    }
    List<Volume> volumes = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      volumes.add(one(items.fields(i)));
    }
    return volumes;
  }

  private static Volume one(Fields volume) {
    String name = volume.text("name");
    String type = type(volume);
    return switch (type) {
      case "hostPath" -> {
        Fields source = volume.fields(type);
        yield new Volume.HostPath(name, source.text("path"), source.text("type"));
      }
      case "secret" ->
          new Volume.Projected(
              name, type, List.of(volume.fields(type).text("secretName")), List.of(), List.of());
      case "configMap" ->
          new Volume.Projected(
              name, type, List.of(), List.of(volume.fields(type).text("name")), List.of());
      case "projected" -> projected(name, volume.fields(type));
      case "persistentVolumeClaim" -> {
        Fields source = volume.fields(type);
        yield new Volume.Claim(name, source.text("claimName"), source.flag("readOnly"));
      }
      case "csi" -> {
        Fields source = volume.fields(type);
        Fields secret = source.fieldsOrNull("nodePublishSecretRef");
        yield new Volume.Csi(
            name, source.text("driver"), secret == null ? null : secret.text("name"));
      }
      case "ephemeral" ->
          new Volume.Ephemeral(
              name,
              claimTemplate(volume.fields(type).fields("volumeClaimTemplate").fields("spec")));
      default ->
          VolumeBackend.isRemote(type)
              ? new Volume.Remote(
                  name,
                  type,
                  VolumeBackend.of(volume.fields(type)),
                  volume.fields(type).flag("readOnly"))
              : new Volume.Other(name, type);
    };
  }

  /** The spec of a claim that a controller makes. */
  public static Volume.ClaimTemplate claimTemplate(Fields spec) {
    return new Volume.ClaimTemplate(
        spec.text("storageClassName"),
        spec.texts("accessModes"),
        ResourceList.in(spec.fields("resources"), "requests", ResourceList.Place.VOLUME)
            .getOrDefault("storage", ""),
        spec.text("volumeMode", "Filesystem"),
        Selectors.labelsOrNull(spec, "selector"));
  }

  /** The one field beside the name; a volume without any is an emptyDir. */
  private static String type(Fields volume) {
    for (int i = 0; i < volume.size(); i++) {
      if (!volume.name(i).equals("name")) {
        return volume.name(i);
      }
    }
    return "emptyDir";
  }

  private static Volume projected(String name, Fields projected) {
    List<String> secrets = new ArrayList<>();
    List<String> configMaps = new ArrayList<>();
    List<Volume.TokenSource> tokens = new ArrayList<>();
    Items sources = projected.items("sources");
    for (int i = 0; i < sources.size(); i++) {
      Fields source = sources.fields(i);
      ContainerMapper.addName(source, "secret", secrets);
      ContainerMapper.addName(source, "configMap", configMaps);
      Fields token = source.fieldsOrNull("serviceAccountToken");
      if (token != null) {
        Long seconds = token.integerOrNull("expirationSeconds");
        String audience = token.text("audience");
        tokens.add(
            new Volume.TokenSource(
                audience.isEmpty() ? null : audience, seconds == null ? TOKEN_SECONDS : seconds));
      }
    }
    return new Volume.Projected(name, "projected", secrets, configMaps, tokens);
  }
}
