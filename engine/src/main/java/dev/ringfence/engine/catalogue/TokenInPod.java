package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import org.jspecify.annotations.Nullable;

/** Whether a pod has a token of its service account for the API inside, and whose that is. */
public final class TokenInPod {

  private TokenInPod() {}

  /** The identity of the account whose token the class's pods have, or -1 where there is none. */
  public static int identity(Landscape landscape, PodClass podClass) {
    String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
    int account =
        landscape.access().serviceAccount(namespace, podClass.spec().serviceAccountName());
    return account >= 0 && isMounted(landscape, podClass.spec(), account) ? account : -1;
  }

  private static boolean isMounted(Landscape landscape, PodSpec spec, int account) {
    if (isProjected(spec)) {
      return true;
    }
    return switch (spec.token()) {
      case MOUNTED -> true;
      case NOT_MOUNTED -> false;
      case BY_SERVICE_ACCOUNT -> {
        Rbac.ServiceAccount object = landscape.access().serviceAccountObject(account);
        yield object == null || !Boolean.FALSE.equals(object.automount());
      }
    };
  }

  /** Whether a volume of the pod's own asks for a token that the API server takes. */
  public static boolean isProjected(PodSpec spec) {
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Projected projected) {
        for (Volume.TokenSource token : projected.tokens()) {
          if (isForApiServer(token.audience())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The API server's audiences default to its issuer, which by default is a name like these. */
  public static boolean isForApiServer(@Nullable String audience) {
    return audience == null
        || audience.isEmpty()
        || audience.startsWith("https://kubernetes.default")
        || audience.equals("api");
  }
}
