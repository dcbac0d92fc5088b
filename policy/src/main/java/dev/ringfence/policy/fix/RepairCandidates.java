package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which changes could stop a path, by the evidence of its steps; whether they do is then proved.
 */
final class RepairCandidates {

  private static final Pattern SUBJECT = Pattern.compile("^subjects\\[(\\d+)]$");
  private static final Pattern HOST_NAMESPACE =
      Pattern.compile("^(.*)\\.(hostPID|hostIPC|hostNetwork)$");

  private final Cluster cluster;
  private final boolean policiesAreEnforced;

  RepairCandidates(Cluster cluster) {
    this.cluster = cluster;
    this.policiesAreEnforced = ClusterTraits.of(cluster).enforcesNetworkPolicy();
  }

  /** Cheapest first. */
  List<Repair> of(Explanation.Path path) {
    Set<Repair> found = new LinkedHashSet<>();
    for (Explanation.Step step : path.steps()) {
      for (Evidence evidence : step.evidence()) {
        look(step, evidence, found);
      }
    }
    List<Repair> ordered = new ArrayList<>(found);
    ordered.sort(Comparator.comparingInt(Repair::cost).thenComparing(Repair::title));
    return ordered;
  }

  private void look(Explanation.Step step, Evidence evidence, Set<Repair> found) {
    ObjectReference object = reference(evidence.object());
    if (object == null) {
      return;
    }
    String field = evidence.field();
    String namespace = object.kind().equals("Namespace") ? object.name() : object.namespace();
    Matcher subject = SUBJECT.matcher(field);
    if (subject.matches()) {
      binding(object, Integer.parseInt(subject.group(1)), found);
    }
    if (field.equals("ResourceQuota") && namespace != null) {
      found.add(new BoundByQuota(namespace));
    }
    if (field.contains("pod-security.kubernetes.io") && namespace != null) {
      found.add(new EnforcePodSecurity(namespace));
    }
    if (step.id().startsWith("N") && namespace != null) {
      found.add(new DenyByDefault(namespace));
      if (!policiesAreEnforced) {
        found.add(new LetPoliciesBeEnforced());
      }
    }
    String token = ".automountServiceAccountToken";
    if (field.endsWith(token)) {
      String path = field.substring(0, field.length() - token.length());
      found.add(new WithholdToken(object, path));
    }
    Matcher host = HOST_NAMESPACE.matcher(field);
    if (host.matches()) {
      found.add(new ClosePodField(object, host.group(1), host.group(2)));
    }
    if (step.breaks().stream().anyMatch(boundary -> boundary.kind().equals("kernel"))) {
      sandbox(object, found);
    }
  }

  private void binding(ObjectReference object, int index, Set<Repair> found) {
    for (Rbac.Binding binding : cluster.bindings()) {
      if (binding.meta().reference().equals(object) && index < binding.subjects().size()) {
        found.add(
            new NarrowBinding(
                object, binding.subjects().get(index), index, binding.subjects().size()));
      }
    }
  }

  private void sandbox(ObjectReference object, Set<Repair> found) {
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.pods().topmost(pod).equals(object)) {
        for (Policies.RuntimeClass runtime : cluster.runtimeClasses()) {
          if (!runtime.handler().equals("runc")
              && !runtime.meta().name().equals(cluster.pods().spec(pod).runtimeClassName())) {
            found.add(new ForceRuntimeClass(object, cluster.pods().specPath(pod), runtime));
          }
        }
        found.addAll(
            MoveToNodes.of(
                object, cluster.pods().specPath(pod), cluster.pods().spec(pod), cluster));
        return;
      }
    }
  }

  /** {@code Kind name} or {@code Kind namespace/name}. */
  private static @Nullable ObjectReference reference(String object) {
    int space = object.indexOf(' ');
    if (space <= 0) {
      return null;
    }
    int slash = object.indexOf('/', space);
    return slash < 0
        ? new ObjectReference(object.substring(0, space), null, object.substring(space + 1))
        : new ObjectReference(
            object.substring(0, space),
            object.substring(space + 1, slash),
            object.substring(slash + 1));
  }
}
