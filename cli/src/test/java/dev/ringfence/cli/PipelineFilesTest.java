package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The shell steps of the GitHub action and of the GitLab example, as they stand in their files, in
 * a repository with a base and a head. What the services bring (a JDK, an upload, {@code gh}) is
 * not there; {@code gh} is a script that keeps what it is told.
 */
final class PipelineFilesTest {

  @TempDir Path folder;
  private Path repository;
  private Path programs;
  private Path runner;
  private String base = "";
  private final Map<String, String> outputs = new HashMap<>();

  private record Ended(int exit, String output) {}

  @BeforeEach
  void aRepository() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "there is no git");
    repository = Files.createDirectories(folder.resolve("repository"));
    runner = Files.createDirectories(folder.resolve("runner"));
    programs = Files.createDirectories(folder.resolve("programs"));
    program("ringfence", "exec " + quoted(Program.java()) + " " + Main.class.getName() + " \"$@\"");
    program("gh", "printf '%s\\n' \"$*\" >>" + quoted(List.of(folder.resolve("gh").toString())));
    git("init", "-q");
    Files.writeString(
        Files.createDirectories(repository.resolve("deploy")).resolve("all.yaml"),
        BaselineTest.TWO_TENANTS);
    base = commit();
  }

  private String commit() throws Exception {
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "change");
    return git("rev-parse", "HEAD").strip();
  }

  private void program(String name, String line) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String quoted(List<String> words) {
    return "'" + String.join("' '", words) + "'";
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Ended ended = run(command, Map.of());
    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output();
  }

  private Ended run(List<String> command, Map<String, String> environment) throws Exception {
    Path output = Files.createTempFile(folder, "run", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().compute("PATH", (name, path) -> programs + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** Runs the action's steps in order, as the runner does; the exit of the first that fails. */
  private Ended action() throws Exception {
    JsonNode action = new YAMLMapper().readTree(Program.root().resolve("action.yml").toFile());
    Path output = runner.resolve("output");
    Path summary = runner.resolve("summary");
    StringBuilder told = new StringBuilder();
    for (JsonNode step : action.get("runs").get("steps")) {
      if (!step.has("run")) {
        continue;
      }
      assertThat(step.get("shell").asString()).isEqualTo("bash");
      Map<String, String> environment = new HashMap<>();
      environment.put("RUNNER_TEMP", runner.toString());
      environment.put("GITHUB_OUTPUT", output.toString());
      environment.put("GITHUB_STEP_SUMMARY", summary.toString());
      if (step.has("env")) {
        step.get("env")
            .forEachEntry((name, value) -> environment.put(name, expanded(value.asString())));
      }
      // What GitHub's runner makes of shell: bash.
      Path script = Files.writeString(runner.resolve("step.sh"), step.get("run").asString());
      Ended ended =
          run(
              List.of("bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString()),
              environment);
      told.append(ended.output());
      if (ended.exit() != 0) {
        return new Ended(ended.exit(), told.toString());
      }
      if (Files.exists(output)) {
        Files.readAllLines(output).forEach(this::output);
      }
    }
    return new Ended(0, told.toString());
  }

  private void output(String line) {
    int equals = line.indexOf('=');
    outputs.put(line.substring(0, equals), line.substring(equals + 1));
  }

  private String expanded(String value) {
    return switch (value) {
      case "${{ github.event.pull_request.base.sha }}" -> base;
      case "${{ inputs.source }}" -> "deploy";
      case "${{ inputs.policy }}" -> "";
      case "${{ github.action_path }}/ringfence" -> programs.resolve("ringfence").toString();
      case "${{ github.token }}" -> "none";
      case "${{ github.event.pull_request.number }}" -> "7";
      case "${{ steps.prove.outputs.status }}" -> outputs.getOrDefault("status", "");
      default -> throw new IllegalArgumentException("who fills in " + value);
    };
  }

  @Test
  void theActionFailsOnlyOnWhatAPullRequestOpens() throws Exception {
    Files.writeString(repository.resolve("deploy/README.md"), "about");
    commit();
    Ended same = action();
    assertThat(same.exit()).as(same.output()).isZero();
    assertThat(Files.readString(runner.resolve("ringfence.md"))).contains("**opens 0**");
    git("worktree", "remove", "--force", runner.resolve("ringfence-base").toString());

    Files.writeString(repository.resolve("deploy/binding.yaml"), BaselineTest.OPEN);
    commit();
    Ended worse = action();
    assertThat(worse.exit()).as(worse.output()).isEqualTo(1);
    assertThat(Files.readString(runner.resolve("summary"))).contains("shop → payments");
    assertThat(Files.readString(folder.resolve("gh")))
        .contains("pr comment 7 --body-file " + runner.resolve("ringfence.md"));
    JsonNode run =
        new JsonMapper().readTree(runner.resolve("ringfence.sarif").toFile()).get("runs").get(0);
    List<String> fresh = new ArrayList<>();
    for (JsonNode result : run.get("results")) {
      if (result.get("baselineState").asString().equals("new")) {
        JsonNode place = result.get("locations").get(0).get("physicalLocation");
        fresh.add(place.get("artifactLocation").get("uri").asString());
        assertThat(place.get("region").get("startLine").asInt()).isPositive();
      }
    }
    // Places are told from the root of the repository, as code scanning wants them.
    assertThat(fresh).isNotEmpty().allMatch(uri -> uri.startsWith("deploy/"), fresh.toString());
  }

  /** The token of a fork's pull request may not write. */
  @Test
  void aCommentThatIsRefusedChangesNoVerdict() throws Exception {
    program("gh", "echo 'GraphQL: Resource not accessible by integration' >&2; exit 1");
    Files.writeString(repository.resolve("deploy/README.md"), "about");
    commit();
    Ended same = action();
    assertThat(same.exit()).as(same.output()).isZero();
    assertThat(same.output()).contains("::warning::Ringfence may not comment");
    assertThat(Files.readString(runner.resolve("summary"))).contains("**opens 0**");
  }

  @Test
  void theActionSaysWhyItCannotProve() throws Exception {
    Files.writeString(repository.resolve("deploy/cut.yaml"), "kind: [");
    commit();
    Ended ended = action();
    assertThat(ended.exit()).as(ended.output()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.output()).contains("cut.yaml");
  }

  private Ended gitlab() throws Exception {
    JsonNode file =
        new YAMLMapper().readTree(Program.root().resolve("docs/gitlab-ci.yml").toFile());
    StringBuilder script = new StringBuilder();
    file.get("ringfence")
        .get("script")
        .forEach(line -> script.append(line.asString()).append('\n'));
    Map<String, String> environment = new HashMap<>();
    file.get("ringfence")
        .get("variables")
        .forEachEntry((name, value) -> environment.put(name, value.asString()));
    environment.put("CI_MERGE_REQUEST_DIFF_BASE_SHA", base);
    Path written = Files.writeString(runner.resolve("job.sh"), script);
    return run(List.of("sh", "-e", written.toString()), environment);
  }

  @Test
  void theGitLabExampleFailsOnlyOnWhatAMergeRequestOpens() throws Exception {
    Files.writeString(repository.resolve("deploy/README.md"), "about");
    commit();
    Ended same = gitlab();
    assertThat(same.exit()).as(same.output()).isZero();
    assertThat(same.output()).contains("opens 0, closes 0");
    assertThat(git("worktree", "list").lines()).hasSize(1);

    Files.writeString(repository.resolve("deploy/binding.yaml"), BaselineTest.OPEN);
    commit();
    Ended worse = gitlab();
    assertThat(worse.exit()).as(worse.output()).isEqualTo(1);
    assertThat(Files.readString(repository.resolve("ringfence.xml"))).contains("<failure");

    // A base without the source: all of it is new.
    git("mv", "deploy", "elsewhere");
    base = commit();
    git("mv", "elsewhere", "deploy");
    commit();
    assertThat(gitlab().exit()).isEqualTo(1);
  }
}
