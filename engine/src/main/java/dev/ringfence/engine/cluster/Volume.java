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

  /**
   * A claim of the pod's namespace.
   *
   * @param template what a controller makes the claim from; null where somebody writes it
   */
  record Claim(String name, String claimName, boolean readOnly, @Nullable ClaimTemplate template)
      implements Volume {

    /** A claim that somebody writes. */
    public Claim(String name, String claimName, boolean readOnly) {
      this(name, claimName, readOnly, null);
    }

    @Override
    public String type() {
      return "persistentVolumeClaim";
    }
  }

  /** What a claim asks for that a controller makes for a pod. */
  record ClaimTemplate(
      String storageClassName,
      List<String> accessModes,
      String requested,
      String volumeMode,
      @Nullable LabelSelector selector) {
    public ClaimTemplate {
      accessModes = List.copyOf(accessModes);
    }
  }

  /**
   * A claim that is made with the pod and goes with it, as templates have it; of a pod it is a
   * {@link Claim}, because it is named after the pod.
   */
  record Ephemeral(String name, ClaimTemplate template) implements Volume {
    @Override
    public String type() {
      return "ephemeral";
    }

    /** The claim of the pod of that name. */
    public Claim of(String pod) {
      return new Claim(name, pod + "-" + name, false, template);
    }
  }

  /**
   * Data that the pod itself names, on a server or disk outside the cluster.
   *
   * @param type for example {@code nfs}
   * @param backend which data it is, as a PersistentVolume of that type would have it
   */
  record Remote(String name, String type, String backend, boolean readOnly) implements Volume {

    /** What the source says in a field; empty where it says nothing. */
    public String named(String field) {
      for (String word : backend.split(" ")) {
        if (word.startsWith(field + "=")) {
          return word.substring(field.length() + 1);
        }
      }
      return "";
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
