package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While bindings, roles, accounts and quotas change, single rows are run, and the proof says what
 * one from scratch says.
 */
final class StandingRowsTest {

  /** {@code -Dringfence.rows=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.rows", 40);

  private static final List<String> ROLES =
      List.of("view", "edit", "admin", "cluster-admin", "system:node", "dangling");

  private static final List<String> RESOURCES =
      List.of("secrets", "pods", "deployments", "configmaps", "pods/exec", "networkpolicies");

  private static final List<Map<String, String>> QUOTAS =
      List.of(
          Map.of("pods", "10", "persistentvolumeclaims", "5"),
          Map.of("limits.cpu", "4", "limits.memory", "8Gi"),
          Map.of("limits.ephemeral-storage", "8Gi", "services.nodeports", "0"),
          Map.of("count/configmaps", "20", "requests.storage", "1Ti"));

  @TempDir Path folder;

  private int names;

  /** What little somebody may do, and what counts it: groups and resources. */
  private static final List<String> NARROW =
      List.of(
          " configmaps",
          " secrets",
          "coordination.k8s.io leases",
          "apps deployments/scale",
          "apps replicasets/scale",
          "autoscaling horizontalpodautoscalers",
          "policy poddisruptionbudgets",
          "example.org widgets");

  private static final List<Map<String, String>> COUNTS =
      List.of(
          Map.of("count/configmaps", "20"),
          Map.of("count/secrets", "20", "count/leases.coordination.k8s.io", "20"),
          Map.of("pods", "10"),
          Map.of("count/configmaps", "9", "count/horizontalpodautoscalers.autoscaling", "9"));

  @Test
  void whatSingleRowsSayIsWhatAProofFromScratchSays() throws Exception {
    compare(StandingScene.cluster(), this::edit);
  }

  /** Where a role gives a permission before and after, and the very request only once. */
  @Test
  void whatSingleRequestsDecideIsFollowed() throws Exception {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        StandingScene.cluster()
            .replace("name: edit", "name: narrow-a")
            .replace("name: view", "name: narrow-b"));
    for (String role : List.of("narrow-a", "narrow-b")) {
      yaml.append(
          """
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: %s}
          rules: [{apiGroups: [""], resources: [configmaps], verbs: [create]}]
          ---
          """
              .formatted(role));
    }
    compare(yaml.toString(), this::editNarrow);
  }

  /** Makes one change, and says which. */
  private interface Edit {
    String make(StandingProof standing, Random random);
  }

  private void compare(String yaml, Edit change) throws Exception {
    Intake.Result read = StandingScene.read(folder, yaml);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing = StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 3));
    int moved = 0;
    int rowByRow = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      String what = change.make(standing, random);
      List<String> now =
          StandingScene.comparedVerdicts(policy, standing, "edit " + edit + ": " + what);
      moved += now.equals(before) ? 0 : 1;
      rowByRow += standing.rowByRow() ? 1 : 0;
      before = now;
    }
    // Else the comparison compares nothing.
    assertThat(rowByRow).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 10);
  }

  private String editNarrow(StandingProof standing, Random random) {
    if (random.nextInt(3) > 0) {
      String name = random.nextBoolean() ? "narrow-a" : "narrow-b";
      List<Rbac.Rule> rules = new ArrayList<>();
      for (int rule = 0, count = 1 + random.nextInt(2); rule < count; rule++) {
        String[] kind = NARROW.get(random.nextInt(NARROW.size())).split(" ", 2);
        rules.add(
            new Rbac.Rule(
                List.of(List.of("create", "patch", "update").get(random.nextInt(3))),
                List.of(kind[0]),
                List.of(kind[1]),
                random.nextInt(5) == 0 ? List.of("rs-0") : List.of(),
                List.of()));
      }
      standing.changed(
          edit ->
              edit.roles(
                  one ->
                      one != null && one.meta().name().equals(name)
                          ? new Rbac.Role(one.meta(), rules, null)
                          : one));
      return name + " " + rules;
    }
    String namespace = "t" + random.nextInt(5);
    standing.changed(
        edit ->
            edit.resourceQuotas(
                one -> one != null && namespace.equals(one.meta().namespace()) ? null : one));
    if (random.nextInt(4) == 0) {
      return "no quota in " + namespace;
    }
    Policies.ResourceQuota quota =
        new Policies.ResourceQuota(
            StandingScene.meta("ResourceQuota", namespace, "quota-" + names++),
            COUNTS.get(random.nextInt(COUNTS.size())),
            List.of(),
            false);
    standing.changed(edit -> edit.add(quota));
    return "quota in " + namespace + " " + quota.hard();
  }

  private String edit(StandingProof standing, Random random) {
    return random.nextInt(3) == 0
        ? editOther(standing, standing.cluster(), random)
        : editBinding(standing, standing.cluster(), random);
  }

  @SuppressWarnings("RefactorSwitch") // edits are statements
  private String editOther(StandingProof standing, Cluster cluster, Random random) {
    String namespace = "t" + random.nextInt(5);
    switch (random.nextInt(4)) {
      case 0 -> {
        List<Rbac.Role> bound =
            cluster.roles().stream()
                .filter(one -> List.of("view", "edit").contains(one.meta().name()))
                .toList();
        Rbac.Role some = bound.get(random.nextInt(bound.size()));
        List<Rbac.Rule> rules = new ArrayList<>(some.rules());
        rules.add(
            new Rbac.Rule(
                List.of(random.nextBoolean() ? "*" : "get"),
                List.of("", "apps"),
                List.of(RESOURCES.get(random.nextInt(RESOURCES.size()))),
                random.nextInt(4) == 0 ? List.of("one") : List.of(),
                List.of()));
        List<Rbac.Rule> other =
            random.nextBoolean() && rules.size() > 3 ? rules.subList(0, rules.size() / 2) : rules;
        standing.changed(
            edit ->
                edit.roles(
                    one -> some.equals(one) ? new Rbac.Role(some.meta(), other, null) : one));
        return "role " + some.meta().name() + " " + other;
      }
      case 1 -> {
        boolean mounts = random.nextBoolean();
        standing.changed(
            edit ->
                edit.serviceAccounts(
                    one ->
                        one != null && one.meta().namespace().equals(namespace)
                            ? new Rbac.ServiceAccount(
                                one.meta(), mounts, one.secrets(), one.imagePullSecrets())
                            : one));
        return "accounts of " + namespace + " " + mounts;
      }
      case 2 -> {
        standing.changed(
            edit ->
                edit.resourceQuotas(
                    one -> one != null && namespace.equals(one.meta().namespace()) ? null : one));
        return "no quota in " + namespace;
      }
      default -> {
        Policies.ResourceQuota quota =
            random.nextInt(4) == 0
                ? withoutPriorities(namespace, random)
                : new Policies.ResourceQuota(
                    StandingScene.meta("ResourceQuota", namespace, "quota-" + names++),
                    QUOTAS.get(random.nextInt(QUOTAS.size())),
                    List.of(),
                    false);
        standing.changed(edit -> edit.add(quota));
        return "quota in " + namespace + " " + quota;
      }
    }
  }

  /** One that leaves no room for pods of some priority. */
  private Policies.ResourceQuota withoutPriorities(String namespace, Random random) {
    List<String> classes = List.of("system-node-critical", "system-cluster-critical");
    return new Policies.ResourceQuota(
        StandingScene.meta("ResourceQuota", namespace, "quota-" + names++),
        Map.of("pods", "0"),
        List.of(),
        true,
        List.of(
            new Policies.ScopeExpression(
                "PriorityClass",
                LabelSelector.Operator.IN,
                classes.subList(0, 1 + random.nextInt(2)))));
  }

  private String editBinding(StandingProof standing, Cluster cluster, Random random) {
    List<Rbac.Binding> mine =
        cluster.bindings().stream()
            .filter(one -> one.meta().origin().file().endsWith(".yaml"))
            .toList();
    // Many grants leave little that one more could change.
    if (random.nextInt(mine.size() > 12 ? 2 : 3) == 0 && mine.size() > 2) {
      Rbac.Binding some = mine.get(random.nextInt(mine.size()));
      standing.changed(edit -> edit.bindings(one -> some.equals(one) ? null : one));
      return "unbind " + some;
    }
    if (random.nextInt(4) == 0 && !mine.isEmpty()) {
      Rbac.Binding some = mine.get(random.nextInt(mine.size()));
      List<Rbac.Subject> subjects = subjects(random);
      standing.changed(
          edit ->
              edit.bindings(
                  one ->
                      one != null && one.equals(some)
                          ? new Rbac.Binding(
                              one.meta(), one.clusterRole(), one.roleName(), subjects)
                          : one));
      return "bind " + some.meta().name() + " to " + subjects;
    }
    boolean everywhere = random.nextInt(8) == 0;
    String namespace = "t" + random.nextInt(5);
    Rbac.Binding more =
        new Rbac.Binding(
            everywhere
                ? StandingScene.meta("ClusterRoleBinding", null, "more-" + names++)
                : StandingScene.meta("RoleBinding", namespace, "more-" + names++),
            true,
            ROLES.get(random.nextInt(everywhere ? 2 : ROLES.size())),
            subjects(random));
    standing.changed(edit -> edit.add(more));
    return "add " + more;
  }

  private static List<Rbac.Subject> subjects(Random random) {
    List<Rbac.Subject> subjects = new ArrayList<>();
    for (int i = 0, count = 1 + random.nextInt(2); i < count; i++) {
      String namespace = "t" + random.nextInt(5);
      subjects.add(
          switch (random.nextInt(12)) {
            case 0 -> new Rbac.Subject(Rbac.SubjectKind.USER, "", "jane");
            case 1 -> new Rbac.Subject(Rbac.SubjectKind.GROUP, "", "developers");
            case 2 ->
                new Rbac.Subject(Rbac.SubjectKind.GROUP, "", "system:serviceaccounts:" + namespace);
            default -> new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, "default");
          });
    }
    return subjects;
  }
}
