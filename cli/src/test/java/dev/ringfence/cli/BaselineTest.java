package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request's build: only what is new fails it, and what somebody answers for does not. */
final class BaselineTest {

  static final String TWO_TENANTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: payments}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: front-end, namespace: shop}
      spec:
        selector: {matchLabels: {app: front-end}}
        template:
          metadata: {labels: {app: front-end}}
          spec:
            containers: [{name: web, image: example.org/front-end}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ledger, namespace: payments}
      spec:
        selector: {matchLabels: {app: ledger}}
        template:
          metadata: {labels: {app: ledger}}
          spec:
            containers: [{name: web, image: example.org/ledger}]
      """;

  static final String OPEN =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: shop-debug, namespace: payments}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
      subjects:
      - {kind: ServiceAccount, name: default, namespace: shop}
      """;

  @TempDir Path folder;
  private Path head;
  private Path base;

  @BeforeEach
  void twoSources() throws IOException {
    head = Files.createDirectory(folder.resolve("head"));
    base = Files.createDirectory(folder.resolve("base"));
    Files.writeString(head.resolve("cluster.yaml"), TWO_TENANTS);
    Files.writeString(base.resolve("cluster.yaml"), TWO_TENANTS);
  }

  private Program.Result against(String base, String... more)
      throws IOException, InterruptedException {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "prove";
    arguments[1] = head.toString();
    arguments[2] = "--baseline";
    arguments[3] = base;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Program.run(arguments);
  }

  @Test
  void aBaselineThatIsNotThereIsToldBeforeAnythingIsProved() throws Exception {
    Program.Result result = against(folder.resolve("bas").toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("bas: does not exist. Check the path.");
    assertThat(result.output()).isEmpty();
  }

  @Test
  void onlyWhatIsNewFailsABuild() throws Exception {
    Program.Result same = against(base.toString());
    assertThat(same.exit()).as(same.output() + same.error()).isEqualTo(ExitCode.FINE);
    assertThat(same.output()).contains("opens 0, closes 0");

    Files.writeString(head.resolve("open.yaml"), OPEN);
    Program.Result worse = against(base.toString());
    assertThat(worse.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(worse.output())
        .containsPattern("opens [1-9]")
        .contains(
            "+ shop → payments takeover, read: fell short at depth 1, now falls short at depth 0");

    Path earlier = folder.resolve("earlier.json");
    Program.Result before = Program.run("prove", head.toString(), "-o", "json");
    Files.writeString(earlier, before.output());
    Files.delete(head.resolve("open.yaml"));
    Program.Result better = against(earlier.toString(), "-o", "json");
    assertThat(better.exit()).isEqualTo(ExitCode.FINE);
    assertThat(better.output())
        .containsPattern("\"opened\": ?\\[\\s*\\]")
        .containsPattern("\"closed\": ?\\[\\s*\\{");
  }

  @Test
  void aTenantThatIsNewDidNotHoldBefore() throws Exception {
    Path earlier = folder.resolve("earlier.json");
    Files.writeString(earlier, Program.run("prove", base.toString(), "-o", "json").output());
    Files.writeString(head.resolve("more.yaml"), TWO_TENANTS.replace("shop", "till"));
    Files.writeString(head.resolve("open.yaml"), OPEN.replace("shop", "till"));
    Files.delete(head.resolve("cluster.yaml"));
    for (String before : new String[] {earlier.toString(), base.toString()}) {
      assertThat(against(before).output())
          .as(before)
          .contains("+ till → payments takeover", ": was not there, now falls short at depth ");
    }
    Program.Result back = Program.run("prove", base.toString(), "--baseline", head.toString());
    assertThat(back.output()).contains("- till → payments takeover", ", now is gone");
  }

  @Test
  void anAcceptedRiskStopsFailingUntilItExpiresOrItsPathChanges() throws Exception {
    Program.Result explained = Program.run("prove", head.toString(), "-o", "json");
    Matcher finding =
        Pattern.compile(
                "\"id\":\"([0-9a-f]{16})\",\"from\":\"([^\"]+)\",\"to\":\"([^\"]+)\",\"stake\":\"([^\"]+)\"")
            .matcher(explained.output());
    assertThat(finding.find()).isTrue();
    Program.Result path =
        Program.run(
            "explain",
            head.toString(),
            "--from",
            finding.group(2),
            "--to",
            finding.group(3),
            "--stake",
            finding.group(4),
            "-o",
            "json");
    Matcher fingerprint =
        Pattern.compile("\"id\":\"" + finding.group(1) + "\",\"path\":\"([0-9a-f]{16})\"")
            .matcher(path.output());
    assertThat(fingerprint.find()).as(path.output()).isTrue();

    assertThat(state(finding.group(1), fingerprint.group(1), "2999-12-31")).isEqualTo("Accepted");
    assertThat(state(finding.group(1), fingerprint.group(1), "2001-12-31")).isEqualTo("Expired");
    assertThat(state(finding.group(1), "0123456789abcdef", "2999-12-31")).isEqualTo("PathChanged");
    assertThat(state("0123456789abcdef", fingerprint.group(1), "2999-12-31")).isEqualTo("NotFound");
  }

  /** Open at depth 1 by four sets; another image that can be taken over makes it five. */
  static final String ANOTHER_WAY =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: reports, namespace: payments}
      spec:
        selector: {matchLabels: {app: reports}}
        template:
          metadata: {labels: {app: reports}}
          spec:
            containers: [{name: web, image: example.org/reports}]
      """;

  @Test
  void anotherWayToWhatIsOpenIsNew() throws Exception {
    Path earlier = folder.resolve("earlier.json");
    Files.writeString(earlier, Program.run("prove", base.toString(), "-o", "json").output());
    Files.writeString(head.resolve("more.yaml"), ANOTHER_WAY);
    String told =
        "+ shop → payments takeover, read: fell short at depth 1, now falls short at depth 1 by"
            + " another way too: workload:example.org/reports alone is enough";
    for (String before : new String[] {earlier.toString(), base.toString()}) {
      Program.Result worse = against(before);
      assertThat(worse.exit()).as(worse.error()).isEqualTo(ExitCode.FOUND);
      assertThat(worse.output()).contains("opens 2, closes 0", told);
    }
    for (String format : new String[] {"sarif", "junit", "markdown", "policyreport"}) {
      assertThat(against(base.toString(), "-o", format).output())
          .as(format)
          .contains("by another way too")
          .contains("example.org/reports");
    }
    Program.Result back = Program.run("prove", base.toString(), "--baseline", head.toString());
    assertThat(back.exit()).isEqualTo(ExitCode.FINE);
  }

  /** Of what is open with nothing failing, a further way is no set of its own: that is said. */
  @Test
  void whatWasOpenAsConfiguredAndIsIsCounted() throws Exception {
    String open =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %s, namespace: payments}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
        subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
        """;
    Files.writeString(base.resolve("open.yaml"), open.formatted("first"));
    Files.writeString(head.resolve("open.yaml"), open.formatted("first"));
    Files.writeString(head.resolve("further.yaml"), open.formatted("further"));
    Path earlier = folder.resolve("earlier.json");
    Files.writeString(earlier, Program.run("prove", base.toString(), "-o", "json").output());
    for (String before : new String[] {earlier.toString(), base.toString()}) {
      Program.Result same = against(before);
      assertThat(same.exit()).as(same.error()).isEqualTo(ExitCode.FINE);
      assertThat(same.output())
          .contains("opens 0, closes 0")
          .containsPattern("! \\d+ verdicts were open as configured before and are still");
      assertThat(against(before, "-o", "markdown").output()).contains("open as configured before");
      assertThat(against(before, "-o", "json").output()).containsPattern("\"stillOpen\": \\d+");
    }
  }

  @Test
  void anotherWayThatSomebodyAnswersForFailsNoBuild() throws Exception {
    Files.writeString(head.resolve("more.yaml"), ANOTHER_WAY);
    StringBuilder risks = new StringBuilder();
    for (String stake : new String[] {"takeover", "read"}) {
      Matcher way =
          Pattern.compile(
                  "\"id\":\"([0-9a-f]{16})\",\"path\":\"([0-9a-f]{16})\",\"boundaries\":"
                      + "\\[\\{\"kind\":\"workload\",\"implementation\":\"example.org/reports\"}]")
              .matcher(explained(stake));
      assertThat(way.find()).isTrue();
      risks.append(risk(stake, way.group(1), way.group(2), "2999-12-31")).append("---\n");
    }
    Path file = folder.resolve("risk.yaml");
    Files.writeString(file, risks);
    assertThat(against(base.toString(), "--policy", file.toString()).exit())
        .isEqualTo(ExitCode.FINE);
    // What stood there before is nobody's, so without a baseline the build fails.
    assertThat(Program.run("prove", head.toString(), "--policy", file.toString()).exit())
        .isEqualTo(ExitCode.FOUND);

    Files.writeString(
        file, risks.toString().replaceFirst("path: \"\\w+", "path: \"0123456789abcdef"));
    assertThat(against(base.toString(), "--policy", file.toString()).exit())
        .isEqualTo(ExitCode.FOUND);
  }

  @Test
  void whatWasAcceptedAndIsNoMoreFailsABuildThoughItIsNotNew() throws Exception {
    Matcher first =
        Pattern.compile("\"id\":\"([0-9a-f]{16})\",\"path\":\"([0-9a-f]{16})\"")
            .matcher(explained("takeover"));
    assertThat(first.find()).isTrue();
    Path file = folder.resolve("risk.yaml");
    String[][] cases = {
      {first.group(2), "2999-12-31", "0"},
      {first.group(2), "2001-12-31", "1"},
      {"0123456789abcdef", "2999-12-31", "1"}
    };
    for (String[] one : cases) {
      Files.writeString(file, risk("known", first.group(1), one[0], one[1]));
      assertThat(against(base.toString(), "--policy", file.toString()).exit())
          .as(one[0] + " until " + one[1])
          .isEqualTo(Integer.parseInt(one[2]));
    }
  }

  private String explained(String stake) throws Exception {
    return Program.run(
            "explain",
            head.toString(),
            "--from",
            "shop",
            "--to",
            "payments",
            "--stake",
            stake,
            "-o",
            "json")
        .output();
  }

  private String state(String finding, String path, String until) throws Exception {
    Files.writeString(folder.resolve("risk.yaml"), risk("known", finding, path, until));
    Program.Result result =
        Program.run(
            "prove",
            head.toString(),
            "--policy",
            folder.resolve("risk.yaml").toString(),
            "-o",
            "json");
    Matcher state = Pattern.compile("\"state\":\"(\\w+)\"").matcher(result.output());
    assertThat(state.find()).as(result.error()).isTrue();
    return state.group(1);
  }

  private static String risk(String name, String finding, String path, String until) {
    return """
        apiVersion: ringfence.dev/v1alpha1
        kind: AcceptedRisk
        metadata: {name: %s}
        spec:
          finding: "%s"
          path: "%s"
          owner: platform team
          reason: replaced next quarter
          until: %s
        """
        .formatted(name, finding, path, until);
  }
}
