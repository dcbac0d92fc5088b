package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;

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
      int account = TokenInPod.identity(landscape, podClass);
      if (account >= 0) {
        steps
            .to(landscape.facts().holds(account))
            .from(landscape.facts().code(podClass.id()))
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodClass podClass = landscape.cluster().podClasses().get(landscape.facts().a(step.premise(0)));
    CapabilityRow.pod(landscape, podClass, evidence);
    Cluster cluster = landscape.cluster();
    int pod = podClass.example();
    String path = cluster.pods().specPath(pod);
    if (TokenInPod.isProjected(podClass.spec())) {
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
