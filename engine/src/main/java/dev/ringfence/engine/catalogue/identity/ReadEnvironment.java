package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.fact.Capability;
import java.util.BitSet;
import java.util.List;

/**
 * O1: who reads the spec of a pod, or a template of pods, reads the values of environment variables
 * that stand in it.
 *
 * <p>Premise: any verb whose answer is the object ({@code get}, {@code list}, {@code watch}, {@code
 * patch}, and deletions as a dry run) on pods or what has a template of them, in a namespace where
 * some pod or template has a value itself instead of a reference. What the values are is not kept,
 * so each is taken for content; one object by name is taken for one that has some. No boundary.
 */
final class ReadEnvironment extends CapabilityRow {

  @Override
  public String id() {
    return "O1";
  }

  @Override
  public String title() {
    return "reads environment variables in pods' specs";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    ReadContent.derive(landscape, steps, Capability.READ_SPECS, literal(landscape.cluster()));
  }

  /** The namespaces in which some value stands in a spec. */
  private static BitSet literal(Cluster cluster) {
    BitSet literal = new BitSet();
    for (PodClass podClass : cluster.podClasses()) {
      if (firstLiteral(podClass.spec()) >= 0) {
        literal.set(podClass.namespace());
      }
    }
    for (Workload workload : cluster.workloads()) {
      int namespace = cluster.namespaceIndex(workload.meta().namespace());
      if (namespace >= 0 && firstLiteral(workload.template()) >= 0) {
        literal.set(namespace);
      }
    }
    return literal;
  }

  private static int firstLiteral(PodSpec spec) {
    List<Container> containers = spec.containers();
    for (int at = 0; at < containers.size(); at++) {
      if (containers.get(at).literalEnvironment()) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Cluster cluster = landscape.cluster();
    int namespace = landscape.facts().a(step.conclusion());
    for (PodClass podClass : cluster.podClasses()) {
      if (podClass.namespace() == namespace && firstLiteral(podClass.spec()) >= 0) {
        int pod = podClass.example();
        evidence.add(
            cluster.pods().topmost(pod),
            cluster.pods().origin(pod),
            cluster.pods().specPath(pod) + path(podClass.spec()),
            "a value");
        return;
      }
    }
    for (Workload workload : cluster.workloads()) {
      if (cluster.namespaceIndex(workload.meta().namespace()) == namespace
          && firstLiteral(workload.template()) >= 0) {
        evidence.add(
            workload.meta(), workload.templatePath() + path(workload.template()), "a value");
        return;
      }
    }
  }

  /** Counted in the list that the container stands in. */
  private static String path(PodSpec spec) {
    int at = firstLiteral(spec);
    Container.Type type = spec.containers().get(at).type();
    long before =
        spec.containers().subList(0, at).stream().filter(one -> one.type() == type).count();
    return "." + type.field() + "[" + before + "].env";
  }
}
