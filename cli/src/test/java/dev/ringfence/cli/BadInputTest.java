package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says and how it exits where it cannot answer. */
final class BadInputTest {

  @TempDir private Path folder;

  @Test
  void anEmptyFolderHoldsNothingToProve() throws Exception {
    Program.Result result = Program.run("prove", folder.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.output()).isEmpty();
    assertThat(result.error()).contains("holds no file of manifests").doesNotContain("\tat ");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() throws Exception {
    Program.Result result = Program.run("prove", folder.resolve("nowhere").toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("nowhere").doesNotContain("\tat ");
  }

  @Test
  void truncatedJsonGivesNoProof() throws Exception {
    write(
        "dump.json", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"kind\": \"Pod\"");
    Program.Result result = Program.run("prove", folder.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.output()).isEmpty();
    assertThat(result.error()).contains("dump.json").doesNotContain("\tat ");
  }

  @Test
  void textThatIsNoYamlIsRefusedWithItsPlace() throws Exception {
    write("broken.yaml", "kind: Namespace\n  metadata: {name: [\n");
    Program.Result result = Program.run("prove", folder.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("broken.yaml").doesNotContain("\tat ");
  }

  @Test
  void anUnknownFieldOfATenantIsNamedWithItsPath() throws Exception {
    write("ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
    write(
        "ringfence.yaml",
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: a}
        spec: {trusted: yes, namespaces: {names: [a]}}
        """);
    Program.Result result = Program.run("prove", folder.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("ringfence.yaml").contains("spec.trusted");
  }

  @Test
  void twoTenantsCannotClaimOneNamespace() throws Exception {
    write("ns.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shared}\n");
    write("ringfence.yaml", tenant("a") + "---\n" + tenant("b"));
    Program.Result result = Program.run("prove", folder.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("shared");
  }

  private static String tenant(String name) {
    return "apiVersion: ringfence.dev/v1alpha1\nkind: Tenant\nmetadata: {name: "
        + name
        + "}\nspec: {namespaces: {names: [shared]}}\n";
  }

  @Test
  void usageErrorsExitWithTwo() throws Exception {
    assertThat(Program.run("prove").exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Program.run("prove", "--no-such-option").exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Program.run().exit()).isEqualTo(ExitCode.BAD_INPUT);
    Program.Result unknown =
        Program.run("explain", "examples/saas", "--from", "nobody", "--to", "shop");
    assertThat(unknown.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.error()).contains("nobody").contains("spacely-sprockets");
  }

  /** A page of options after the message would push it off the screen. */
  @Test
  void whatIsWrongWithACommandIsNotFollowedByAllOptions() throws Exception {
    Program.Result result = Program.run("explain", "examples/saas");
    assertThat(result.error())
        .contains("--from=TENANT", "`ringfence explain --help`")
        .hasLineCount(2);
    assertThat(Program.run("prvoe", "examples/saas").error())
        .contains("Did you mean: ringfence prove?");
    Program.Result rows = Program.run("prove", "examples/saas", "--rows", "0");
    assertThat(rows.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(rows.error()).isEqualTo("ringfence: --rows must be 1 or more.\n");
  }

  /** A terminal would act on it, and a build's runner takes a line of its own for a command. */
  @Test
  void aNameInAnErrorNeitherActsNorBeginsALine() throws Exception {
    String name = "\"a\\e[2J\\n::error::b\\u202e\"";
    write("named.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n");
    Program.Result refused = Program.run("prove", folder.toString());
    assertThat(refused.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.error()).contains("\\u{1b}[2J\\u{a}::error::b\\u{202e}").hasLineCount(1);
    assertThat(Program.run("prove", "examples/saas", "--\u001b[2J").error())
        .contains("--\\u{1b}[2J")
        .doesNotContain("\u001b");
  }

  @Test
  void anApiServerThatDoesNotAnswerIsExitThree() throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: there, context: {cluster: c, user: u}}]
        current-context: there
        """);
    Program.Result result = new SharedProgram(kubeconfig).run("prove", "--context", "there");
    assertThat(result.exit()).isEqualTo(ExitCode.UNREADABLE_CLUSTER);
    assertThat(result.output()).isEmpty();
    assertThat(result.error()).contains("127.0.0.1").doesNotContain("\tat ");
  }

  /** Before anything is read; {@code advise} and {@code place} used to write a table instead. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "admit",
        "advise",
        "assumptions",
        "can",
        "diff",
        "explain",
        "fix",
        "place",
        "who-can"
      })
  void aFormatThatACommandDoesNotWriteIsRefused(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command, "examples/saas"));
    if (command.equals("explain")) {
      words.addAll(List.of("--from", "cogswell-cogs", "--to", "spacely-sprockets"));
    }
    for (String format : List.of("html", "sarif", "junit", "markdown")) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("-o", format));
      Program.Result result = Program.run(all.toArray(String[]::new));
      assertThat(result.exit()).as(format).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(result.output()).isEmpty();
      assertThat(result.error()).contains(command + " writes table or json");
    }
  }

  @Test
  void versionAndCompletionAreThere() throws Exception {
    assertThat(Program.run("--version").output()).contains("ringfence").contains("1.36");
    Program.Result completion = Program.run("completion");
    assertThat(completion.exit()).isZero();
    assertThat(completion.output()).contains("complete").contains("prove");
  }

  @Test
  void referencesToWhatIsNotThereAreToldWithTheirPlace() throws Exception {
    write(
        "loose.yaml",
        Fragments.dangling("default")
            + "---\n"
            + Fragments.aggregating("one", "two")
            + "---\n"
            + Fragments.aggregating("two", "one")
            + """
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: here}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: lost, namespace: a}
            spec: {nodeName: gone, containers: [{name: c, image: x}]}
            """);
    Program.Result result = Program.run("prove", folder.toString(), "-o", "json", "--all");
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output())
        .contains("RoleBinding b/dangling")
        .contains("document 1): roleRef names Role b/nowhere, which is not there")
        .contains("subjects[1] names ServiceAccount b/robot, which is not there")
        .doesNotContain("subjects[0] names")
        .contains("ClusterRole one")
        .contains("aggregates itself")
        .contains("Pod a/lost")
        .contains("spec.nodeName names Node gone, which is not there");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
