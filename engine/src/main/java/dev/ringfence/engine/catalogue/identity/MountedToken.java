package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import org.jspecify.annotations.Nullable;

/**
 * I1: code in a pod holds the token of the pod's service account.
 *
 * <p>Premise: the token is in the pod. {@code automountServiceAccountToken} of the pod decides,
 * else of the account, else it is; a projected token for the API server's audience is one too,
 * whatever is automounted. No boundary: every container kind may read it, init and ephemeral ones
 * included.
 */
final class MountedToken implements Row {

  @Override
  public String id() {
    return "I1";
  }

  @Override
  public String title() {
    return "reads the service account token mounted in the pod";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Cluster cluster = landscape.cluster();
    for (PodClass podClass : cluster.podClasses()) {
      String namespace = cluster.namespaces().get(podClass.namespace()).name();
      String name = podClass.spec().serviceAccountName();
      int account = landscape.access().serviceAccount(namespace, name);
      if (account >= 0 && isMounted(landscape, podClass, account)) {
        steps
            .to(landscape.facts().holds(account))
            .from(landscape.facts().code(podClass.id()))
            .add();
      }
    }
  }

  private static boolean isMounted(Landscape landscape, PodClass podClass, int account) {
    if (hasProjectedToken(podClass.spec())) {
      return true;
    }
    return switch (podClass.spec().token()) {
      case MOUNTED -> true;
      case NOT_MOUNTED -> false;
      case BY_SERVICE_ACCOUNT -> {
        Rbac.ServiceAccount object = landscape.access().serviceAccountObject(account);
        yield object == null || !Boolean.FALSE.equals(object.automount());
      }
    };
  }

  private static boolean hasProjectedToken(PodSpec spec) {
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
  static boolean isForApiServer(@Nullable String audience) {
    return audience == null
        || audience.isEmpty()
        || audience.startsWith("https://kubernetes.default")
        || audience.equals("api");
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodClass podClass = landscape.cluster().podClasses().get(landscape.facts().a(step.premise(0)));
    CapabilityRow.pod(landscape, podClass, evidence);
    Cluster cluster = landscape.cluster();
    int pod = podClass.example();
    String path = cluster.pods().specPath(pod);
    if (hasProjectedToken(podClass.spec())) {
      evidence.add(
          cluster.pods().topmost(pod),
          cluster.pods().origin(pod),
          path + ".volumes",
          "projected serviceAccountToken");
      return;
    }
    evidence.add(
        cluster.pods().topmost(pod),
        cluster.pods().origin(pod),
        path + ".automountServiceAccountToken",
        podClass.spec().token() == PodSpec.Token.MOUNTED ? "true" : "unset, so mounted");
  }
}
