package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While bindings come and go, single rows are run, and the proof says what one from scratch says. */
final class StandingBindingsTest {

  /** {@code -Dringfence.bindings=N} makes it more. */
  private static final int EDITS = Integer.getInteger("ringfence.bindings", 60);

  private static final List<String> ROLES =
      List.of("view", "edit", "admin", "cluster-admin", "system:node", "dangling");

  @TempDir Path folder;

  private int names;

  @Test
  void bindingsThatComeAndGoGiveWhatAProofFromScratchGives() throws Exception {
    Intake.Result read = StandingScene.read(folder);
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 11, 22)));
    StandingProof standing =
        StandingScene.stand(policy, read.cluster());
    Random random = new Random(Long.getLong("ringfence.seed", 3));
    int moved = 0;
    int rowByRow = 0;
    List<String> before = StandingScene.verdicts(standing.answers());
    for (int edit = 0; edit < EDITS; edit++) {
      String what = edit(standing, random);
      List<String> now = StandingScene.verdicts(standing.answers());
      moved += now.equals(before) ? 0 : 1;
      rowByRow += standing.rowByRow() ? 1 : 0;
      before = now;
      assertThat(now)
          .as("edit %d: %s", edit, what)
          .isEqualTo(
              StandingScene.verdicts(StandingScene.prove(policy, standing.cluster())));
    }
    // Else the comparison compares nothing.
    System.err.println("ROW BY ROW " + rowByRow + " moved " + moved);
    assertThat(rowByRow).isGreaterThan(EDITS / 2);
    assertThat(moved).isGreaterThan(EDITS / 10);
  }

  private String edit(StandingProof standing, Random random) {
    Cluster cluster = standing.cluster();
    List<Rbac.Binding> mine =
        cluster.bindings().stream()
            .filter(one -> one.meta().origin().file().endsWith(".yaml"))
            .toList();
    if (random.nextInt(3) == 0 && mine.size() > 2) {
      Rbac.Binding some = mine.get(random.nextInt(mine.size()));
      standing.changed(edit -> edit.bindings(one -> some.equals(one) ? null : one));
      return "unbind " + some;
    }
    if (random.nextInt(4) == 0 && !mine.isEmpty()) {
      Rbac.Binding some = mine.get(random.nextInt(mine.size()));
      List<Rbac.Subject> subjects = subjects(cluster, random);
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
            subjects(cluster, random));
    standing.changed(edit -> edit.add(more));
    return "add " + more;
  }

  private static List<Rbac.Subject> subjects(Cluster cluster, Random random) {
    List<Rbac.Subject> subjects = new ArrayList<>();
    for (int i = 0, count = 1 + random.nextInt(2); i < count; i++) {
      String namespace = "t" + random.nextInt(5);
      subjects.add(
          switch (random.nextInt(12)) {
            case 0 -> new Rbac.Subject(Rbac.SubjectKind.USER, "", "jane");
            case 1 -> new Rbac.Subject(Rbac.SubjectKind.GROUP, "", "developers");
            case 2 ->
                new Rbac.Subject(
                    Rbac.SubjectKind.GROUP, "", "system:serviceaccounts:" + namespace);
            default -> new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, "default");
          });
    }
    return subjects;
  }
}
