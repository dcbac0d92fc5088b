package dev.ringfence.policy.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * On small random clusters, the number of changes that are proposed is that of a search through all
 * sets of changes that any witness could ask for.
 */
final class FewestChangesTest {

  private static final int CLUSTERS = Integer.getInteger("ringfence.fix.clusters", 30);

  private final KubernetesExpressions expressions = new KubernetesExpressions();
  private final Random random = new Random(7);

  private String cluster() {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: one, labels: {pool: common}}
            """);
    int apart = random.nextInt(3);
    if (apart == 1) {
      text.append(
          """
          ---
          apiVersion: v1
          kind: Node
          metadata: {name: apart, labels: {pool: apart}}
          spec: {taints: [{key: pool, value: apart, effect: NoSchedule}]}
          """);
    }
    if (apart == 2) {
      text.append("---\n{apiVersion: node.k8s.io/v1, kind: RuntimeClass, ");
      text.append("metadata: {name: sandbox}, handler: runsc}\n");
    }
    List<String> names = List.of("a", "b", "c").subList(0, 2 + random.nextInt(2));
    for (String name : names) {
      text.append(
          """
          ---
          apiVersion: v1
          kind: Namespace
          metadata: {name: %1$s, labels: {pod-security.kubernetes.io/enforce: %2$s}}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: p, namespace: %1$s}
          spec:
            automountServiceAccountToken: %3$s
            hostPID: %4$s
            containers: [{name: c, image: "example.org/%1$s"%5$s, securityContext: {%7$s}}]
          %6$s
          %8$s---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: %1$s}
          spec: {trust: %9$s, code: FirstParty, namespaces: {names: [%1$s]}, needs: {podSpec: Platform}}
          """
              .formatted(
                  name,
                  random.nextBoolean() ? "restricted" : "baseline",
                  random.nextInt(3) > 0,
                  random.nextInt(4) == 0,
                  random.nextInt(4) == 0 ? ", volumeMounts: [{name: v, mountPath: /v}]" : "",
                  "  volumes: [{name: v, hostPath: {path: /var/lib/kubelet}}]",
                  pick(
                      List.of(
                          "",
                          "",
                          "privileged: true",
                          "capabilities: {add: [SYS_ADMIN, SYS_PTRACE]}",
                          "capabilities: {drop: [ALL]}")),
                  random.nextBoolean() ? "" : quota(name),
                  random.nextInt(3) == 0 ? "Untrusted" : "Trusted"));
    }
    for (int at = random.nextInt(4); at >= 0; at--) {
      text.append(
          """
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: b%d, namespace: %s}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
          subjects:
          """
              .formatted(at, pick(names), pick(List.of("view", "edit", "admin"))));
      Set<String> subjects = new TreeSet<>();
      for (int more = random.nextInt(3); more >= 0; more--) {
        subjects.add(
            random.nextInt(4) == 0
                ? "- {kind: Group, name: \"system:serviceaccounts\", apiGroup: rbac.authorization.k8s.io}\n"
                : "- {kind: ServiceAccount, name: default, namespace: " + pick(names) + "}\n");
      }
      subjects.forEach(text::append);
    }
    return text.toString();
  }

  /** One that bounds something, and not all that one can. */
  private String quota(String name) {
    return """
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: some, namespace: %s}
    spec: {hard: {pods: "10", limits.cpu: "4"}}
    """
        .formatted(name);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private ProofAnswers prove(PolicySet policy, Cluster cluster) {
    Resolution resolution = policy.resolve(cluster);
    return ProofRun.of(
        resolution.cluster(),
        resolution.tenancy(),
        resolution.requirements(),
        new Assumptions(resolution.statements()),
        Math.max(1, resolution.requirements().maximumDepth()),
        List.of(),
        stage -> {},
        expressions);
  }

  /** Every set of changes, proved once. */
  private final class AllSets {
    private final Cluster cluster;
    private final PolicySet policy;
    private final List<Target> targets;
    private final Map<Set<Repair>, ProofAnswers> known = new HashMap<>();

    AllSets(Cluster cluster, PolicySet policy, List<Target> targets) {
      this.cluster = cluster;
      this.policy = policy;
      this.targets = targets;
    }

    ProofAnswers proved(Set<Repair> repairs) {
      return known.computeIfAbsent(
          repairs,
          made -> {
            ClusterEdit edit = new ClusterEdit(cluster);
            PolicySet said = policy;
            for (Repair repair : made) {
              repair.apply(edit);
              said = repair.said(said);
            }
            return prove(said, edit.build());
          });
    }

    /** The smallest set that gets as far, of at most so many changes; null where there is none. */
    @Nullable Set<Repair> smallest(Map<Target, Integer> reached, int most) {
      Set<Set<Repair>> sets = Set.of(Set.of());
      for (int size = 0; size <= most; size++) {
        Set<Set<Repair>> larger = new LinkedHashSet<>();
        for (Set<Repair> set : sets) {
          ProofAnswers answers = proved(set);
          if (reached.entrySet().stream()
              .allMatch(goal -> goal.getKey().depth(answers) >= goal.getValue())) {
            return set;
          }
          if (size < most) {
            for (Repair repair : asked(answers)) {
              Set<Repair> more = new LinkedHashSet<>(set);
              if (more.add(repair)) {
                larger.add(more);
              }
            }
          }
        }
        sets = larger;
      }
      return null;
    }

    /** Of every witness, whatever stops it. */
    private Set<Repair> asked(ProofAnswers answers) {
      RepairCandidates candidates = new RepairCandidates(answers);
      Set<Repair> asked = new LinkedHashSet<>();
      for (Target target : targets) {
        Verdict verdict = target.in(answers);
        if (verdict != null) {
          answers
              .certainPathsOfFewerThan(
                  verdict.required(), verdict.from(), verdict.to(), verdict.stake())
              .forEach(way -> asked.addAll(candidates.of(way)));
        }
      }
      return asked;
    }
  }

  @Test
  void asManyChangesAsASearchThroughAllSets() {
    int compared = 0;
    Set<String> kinds = new TreeSet<>();
    for (int at = 0; at < CLUSTERS; at++) {
      String text = cluster();
      Intake.Result read =
          Intake.read(List.of(new SourceSpec.Text("source", text)), IntakeOptions.DEFAULT);
      PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
      ProofAnswers now = prove(policy, read.cluster());
      List<Target> targets = new ArrayList<>();
      now.forEachVerdict(
          verdict -> {
            if (verdict.outcome() == Verdict.Outcome.FALLS_SHORT) {
              targets.add(
                  new Target(
                      now.tenancy().tenant(verdict.from()).name(),
                      now.tenancy().tenant(verdict.to()).name(),
                      verdict.stake()));
            }
          });
      Collections.shuffle(targets, random);
      targets.subList(Math.min(targets.size(), 1 + random.nextInt(4)), targets.size()).clear();
      FixSearch.Result found =
          new FixSearch(read.cluster(), policy, this::prove, targets, 400, proofs -> {}).run(now);
      assertThat(found.how()).isEqualTo(FixSearch.How.FEWEST);
      found.repairs().forEach(repair -> kinds.add(repair.getClass().getSimpleName()));
      if (found.repairs().size() > 4) {
        continue; // too many sets to try
      }
      Map<Target, Integer> reached = new Goals(targets).reached(found.proved());
      Set<Repair> smaller =
          new AllSets(read.cluster(), policy, targets)
              .smallest(reached, found.repairs().size() - 1);
      assertThat(smaller).as(text + "\n" + found.repairs()).isNull();
      compared += found.repairs().size() > 1 ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(CLUSTERS / 4);
    assertThat(kinds)
        .contains("BoundByQuota", "NarrowBinding", "CloseContainerField")
        .containsAnyOf("MoveToNodes", "ForceRuntimeClass");
  }
}
