package dev.ringfence.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod's volume, as far as isolation depends on it. */
public sealed interface Volume {

  /** The volume's name in the pod. */
  String name();

  /** The API's field name of the volume's type, for example {@code hostPath}. */
  String type();

  /** A path of the node. */
  record HostPath(String name, String path, String pathType) implements Volume {
    @Override
    public String type() {
      return "hostPath";
    }
  }

  /** Secrets, ConfigMaps, tokens and pod fields: {@code secret}, {@code configMap}, projected. */
  record Projected(
      String name,
      String type,
      List<String> secrets,
      List<String> configMaps,
      List<TokenSource> tokens)
      implements Volume {
    public Projected {
      secrets = List.copyOf(secrets);
      configMaps = List.copyOf(configMaps);
      tokens = List.copyOf(tokens);
    }
  }

  /** A projected service account token; the audience is null for the API server's own. */
  record TokenSource(@Nullable String audience, @Nullable Long expirationSeconds) {}

  /** A claim of the pod's namespace. */
  record Claim(String name, String claimName, boolean readOnly) implements Volume {
    @Override
    public String type() {
      return "persistentVolumeClaim";
    }
  }

  /** An inline CSI volume. */
  record Csi(String name, String driver, @Nullable String secret) implements Volume {
    @Override
    public String type() {
      return "csi";
    }
  }

  /** Any other type, of which only the type matters so far. */
  record Other(String name, String type) implements Volume {}
}
