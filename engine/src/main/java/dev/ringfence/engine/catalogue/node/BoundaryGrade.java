package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.workload.Hardening;

/** Shows the grade of {@code kernel} (E9) and of the node beside a step that breaks out. */
final class BoundaryGrade {

  /** Statable as any assumption is; it grades, so no step rests on it. */
  static final Assumption LOCKDOWN =
      new Assumption("kernel-lockdown", "Kernels of nodes may run without lockdown.", "off");

  /** The same of what kubelets say of their nodes. */
  static final Assumption OPERATING_SYSTEM =
      new Assumption(
          "operating-system-as-reported",
          "Kubelets may report another operating system than their nodes have.",
          "misreported");

  private BoundaryGrade() {}

  /** The weakest container's grades, then the node's. */
  static void add(Landscape landscape, int podClass, int nodeClass, EvidenceSink evidence) {
    if (landscape.facts().isCrafted(podClass)) {
      return;
    }
    PodSpec spec = landscape.cluster().podClasses().get(podClass).spec();
    Container weakest = spec.containers().getFirst();
    for (Container container : spec.containers()) {
      if (weaknesses(spec, container) > weaknesses(spec, weakest)) {
        weakest = container;
      }
    }
    for (Hardening.Grade grade : Hardening.of(spec, weakest)) {
      String field = PodEvidence.containerPath(weakest) + "." + grade.field();
      PodEvidence.add(landscape, podClass, field, words(grade), evidence);
    }
    for (Hardening.Grade grade : Hardening.of(PodEvidence.node(landscape, nodeClass))) {
      PodEvidence.addNode(landscape, nodeClass, grade.field(), words(grade), evidence);
      if (grade.field().endsWith("osImage")) {
        addVouched(landscape, nodeClass, grade.field(), OPERATING_SYSTEM, evidence);
      }
    }
    if (!PlacedPods.isWindows(landscape, nodeClass)) {
      String field = "/sys/kernel/security/lockdown";
      if (!addVouched(landscape, nodeClass, field, LOCKDOWN, evidence)) {
        String words = "not in the API, taken as off (weakens the boundary)";
        PodEvidence.addNode(landscape, nodeClass, field, words, evidence);
      }
    }
    for (Workload workload : landscape.cluster().workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        for (Container container : workload.template().containers()) {
          addInstaller(workload, container, evidence);
        }
      }
    }
  }

  /** Whether somebody vouches for better than what the API shows; then who. */
  private static boolean addVouched(
      Landscape landscape,
      int nodeClass,
      String field,
      Assumption assumption,
      EvidenceSink evidence) {
    Assumptions.Statement statement = landscape.assumptions().statement(assumption.id());
    if (statement == null || statement.value().equals(assumption.pessimistic())) {
      return false;
    }
    String words = statement.value() + ", vouched for by " + statement.vouchedBy();
    PodEvidence.addNode(landscape, nodeClass, field, words + " (hardens it)", evidence);
    return true;
  }

  /** What grades {@code container-manager}: it and the kubelet unpack and mount. */
  static void addManager(Landscape landscape, int nodeClass, EvidenceSink evidence) {
    for (Hardening.Grade grade : Hardening.of(PodEvidence.node(landscape, nodeClass))) {
      if (grade.field().endsWith("containerRuntimeVersion")
          || grade.field().endsWith("kubeletVersion")) {
        PodEvidence.addNode(landscape, nodeClass, grade.field(), words(grade), evidence);
      }
    }
  }

  private static void addInstaller(Workload workload, Container container, EvidenceSink evidence) {
    Hardening.Grade grade = Hardening.ofInstaller(container);
    if (grade != null) {
      String field =
          workload.templatePath()
              + "."
              + PodEvidence.containerPath(container)
              + "."
              + grade.field();
      evidence.add(workload.meta(), field, words(grade));
    }
  }

  private static long weaknesses(PodSpec spec, Container container) {
    return Hardening.of(spec, container).stream().filter(Hardening.Grade::weakens).count();
  }

  private static String words(Hardening.Grade grade) {
    return grade.value() + (grade.weakens() ? " (weakens the boundary)" : " (hardens it)");
  }
}
