package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object may have the namespace, the kind and the name of another one of another API group. Each
 * is told apart wherever an object is named.
 */
final class ObjectsOfOneNameTest {

  private static final String KRUISE = "StatefulSet.apps.kruise.io blue/database";
  private static final String OWN = "StatefulSet blue/database";

  @TempDir private Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("cluster.yaml"),
            PolicyScene.CALICO
                + policy("networking.k8s.io/v1", "{podSelector: {}, ingress: [{}]}")
                + policy(
                    "crd.projectcalico.org/v1",
                    "{order: 10, selector: all(), types: [Ingress], ingress: [{action: Allow}]}")
                + database("apps/v1", "own", "hostUsers: true")
                + database("apps.kruise.io/v1beta1", "other", "hostPID: true"));
  }

  private static String policy(String apiVersion, String spec) {
    return PolicyScene.object(
        apiVersion, "NetworkPolicy", "name: open, namespace: blue", "spec: " + spec);
  }

  private static String database(String apiVersion, String app, String field) {
    return PolicyScene.object(
        apiVersion,
        "StatefulSet",
        "name: database, namespace: blue",
        """
        spec:
          replicas: 1
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {%2$s, containers: [{name: a, image: registry.example/%1$s}]}
        """
            .formatted(app, field));
  }

  @Test
  void theCommandShowsTheOneThatIsMeant() throws Exception {
    String story = explain("--from", "red", "--to", "blue", "--stake", "reach");
    assertThat(story)
        .contains("NetworkPolicy.crd.projectcalico.org blue/open")
        .contains("$ kubectl -n blue get networkpolicy.crd.projectcalico.org open -o ")
        .doesNotContain("kubectl -n blue get networkpolicy open");
    String escape = explain("--from", "blue", "--to", "red", "--stake", "takeover");
    assertThat(escape)
        .contains("kubectl -n blue get statefulset.apps.kruise.io database -o jsonpath=")
        .contains(KRUISE)
        .doesNotContain(OWN);
  }

  @Test
  void whatRunsOfOneIsNoneOfTheOthers() throws Exception {
    String reach = Program.run("reach", file.toString(), "-o", "json").output();
    assertThat(reach).contains("\"group\":\"apps.kruise.io\"");
    for (String kind : new String[] {"StatefulSet", "statefulset.apps.kruise.io"}) {
      Program.Result from =
          Program.run("reach", file.toString(), "--from", "blue/" + kind + "/database");
      assertThat(from.exit()).as(from.error()).isZero();
    }
  }

  @Test
  void aChangeIsMadeToTheOneThatIsMeant() throws Exception {
    String fix =
        Program.run("fix", file.toString(), "--from", "blue", "--to", "red", "--no-fences")
            .output();
    assertThat(fix)
        .containsPattern(
            "kubectl patch -n blue statefulset\\.apps\\.kruise\\.io database --type=merge .*hostPID")
        .doesNotContainPattern("kubectl patch -n blue statefulset database .*hostPID");
  }

  @Test
  void aPathThatGoesOverToTheOtherHasAnotherFingerprint() throws Exception {
    String before = explain("--from", "blue", "--to", "red", "--stake", "takeover");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("apps.kruise.io/v1beta1", "swapped")
            .replaceAll("apps/v1\nkind: StatefulSet", "apps.kruise.io/v1beta1\nkind: StatefulSet")
            .replace("swapped", "apps/v1"));
    String after = explain("--from", "blue", "--to", "red", "--stake", "takeover");
    assertThat(fingerprint(after)).isNotEqualTo(fingerprint(before));
  }

  @Test
  void aLocationIsTheLineOfTheOneThatIsMeant() throws Exception {
    String text = Files.readString(file);
    int line =
        1 + (int) text.substring(0, text.indexOf("crd.projectcalico.org/v1")).lines().count();
    String sarif = Program.run("prove", file.toString(), "-o", "sarif").output();
    Matcher location =
        Pattern.compile(
                "\"startLine\":(\\d+)[^\\[]*\"logicalLocations\":\\[\\{\"name\":"
                    + "\"NetworkPolicy\\.crd\\.projectcalico\\.org blue/open\"")
            .matcher(sarif);
    assertThat(location.find()).as(sarif).isTrue();
    assertThat(Integer.parseInt(location.group(1))).isBetween(line, line + 2);
  }

  @Test
  void aRedactedAnswerNamesNeither() throws Exception {
    Files.writeString(file, Files.readString(file).replace("apps.kruise.io", "apps.zebra.example"));
    String page =
        Program.run("prove", file.toString(), "-o", "html", "--redact").output()
            + Program.run("prove", file.toString(), "-o", "sarif", "--redact").output();
    assertThat(page.toLowerCase(Locale.ROOT))
        .doesNotContain("zebra", "database")
        .contains("calico");
  }

  private String explain(String... pair) throws IOException, InterruptedException {
    String[] command = new String[2 + pair.length];
    command[0] = "explain";
    command[1] = file.toString();
    System.arraycopy(pair, 0, command, 2, pair.length);
    Program.Result result = Program.run(command);
    assertThat(result.exit()).as(result.error()).isZero();
    return result.output();
  }

  private static String fingerprint(String story) {
    Matcher path = Pattern.compile("path ([0-9a-f]{16})").matcher(story);
    assertThat(path.find()).isTrue();
    return path.group(1);
  }
}
