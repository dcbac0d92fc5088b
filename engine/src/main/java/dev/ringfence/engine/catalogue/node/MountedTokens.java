package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import java.util.HashSet;
import java.util.Set;

/** Which pods have their service account's token inside (I1's premise). */
final class MountedTokens {

  private final Landscape landscape;
  private final Set<String> withoutAutomount = new HashSet<>();

  MountedTokens(Landscape landscape) {
    this.landscape = landscape;
    for (Rbac.ServiceAccount account : landscape.cluster().serviceAccounts()) {
      if (Boolean.FALSE.equals(account.automount())) {
        withoutAutomount.add(account.meta().namespace() + "/" + account.meta().name());
      }
    }
  }

  /** The identity of the pod's service account, or -1 where none is known. */
  int identity(PodClass podClass) {
    return landscape
        .access()
        .serviceAccount(namespace(podClass), podClass.spec().serviceAccountName());
  }

  boolean isMounted(PodClass podClass) {
    PodSpec spec = podClass.spec();
    return switch (spec.token()) {
      case MOUNTED -> true;
      case NOT_MOUNTED -> false;
      case BY_SERVICE_ACCOUNT ->
          !withoutAutomount.contains(namespace(podClass) + "/" + spec.serviceAccountName());
    };
  }

  private String namespace(PodClass podClass) {
    return landscape.cluster().namespaces().get(podClass.namespace()).name();
  }
}
