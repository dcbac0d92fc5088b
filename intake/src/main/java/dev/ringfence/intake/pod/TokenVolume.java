package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * How a service account's token shows in a pod that was admitted: a projected volume {@code
 * kube-api-access-xxxxx} that admission added. It becomes {@link PodSpec.Token#MOUNTED} and is
 * taken out of the spec, for its name differs from pod to pod.
 */
public final class TokenVolume {

  /** Where every client library looks for the token. */
  static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final String PREFIX = "kube-api-access-";

  private TokenVolume() {}

  /** The spec of an admitted pod, with its token as seen. */
  public static PodSpec observed(PodSpec spec) {
    String added = null;
    for (Volume volume : spec.volumes()) {
      if (volume.name().startsWith(PREFIX)
          && volume instanceof Volume.Projected projected
          && projected.secrets().isEmpty()
          && projected.tokens().size() == 1
          && projected.tokens().getFirst().audience() == null) {
        added = volume.name();
      }
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    boolean mounted = added != null || hasExplicitToken(spec);
    edit.token = mounted ? PodSpec.Token.MOUNTED : PodSpec.Token.NOT_MOUNTED;
    if (added != null) {
      String volumeName = added;
      edit.volumes =
          spec.volumes().stream().filter(volume -> !volume.name().equals(volumeName)).toList();
      List<Container> containers = new ArrayList<>(spec.containers().size());
      for (Container container : spec.containers()) {
        containers.add(container.withoutMountsOf(volumeName));
      }
      edit.containers = containers;
    }
    return edit.build();
  }

  /** A token that the author mounts by hand: projected, or a token Secret of old. */
  static boolean hasExplicitToken(PodSpec spec) {
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Projected projected) {
        for (Volume.TokenSource token : projected.tokens()) {
          if (isForApiServer(token)) {
            return true;
          }
        }
        if (!projected.secrets().isEmpty() && isMountedAtPath(spec, projected.name())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The API server's usual audiences; which others it accepts cannot be seen. */
  private static boolean isForApiServer(Volume.TokenSource token) {
    String audience = token.audience();
    return audience == null
        || audience.startsWith("https://kubernetes.default.svc")
        || audience.equals("kubernetes.default.svc")
        || audience.equals("api");
  }

  private static boolean isMountedAtPath(PodSpec spec, String volume) {
    for (Container container : spec.containers()) {
      for (Container.Mount mount : container.mounts()) {
        if (mount.volume().equals(volume) && mount.mountPath().equals(MOUNT_PATH)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether some container has room for the token: nothing of its own at the usual path. */
  static boolean hasRoom(PodSpec spec) {
    for (Container container : spec.containers()) {
      boolean taken = false;
      for (Container.Mount mount : container.mounts()) {
        taken |= mount.mountPath().equals(MOUNT_PATH);
      }
      if (!taken && container.type() != Container.Type.EPHEMERAL) {
        return true;
      }
    }
    return false;
  }
}
