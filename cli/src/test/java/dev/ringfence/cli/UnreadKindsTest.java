package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump leaves out is an assumption under the verdicts that it could change. */
final class UnreadKindsTest {

  private static final String NAMESPACE =
      "{\"metadata\":{\"name\":\"%s\",\"uid\":\"u\",\"resourceVersion\":\"1\"}}";

  private static final String[] KINDS = {
    "Node", "Pod", "Service", "ServiceAccount", "ConfigMap", "Secret", "PriorityClass"
  };

  @TempDir private Path folder;

  private String prove(String... kinds) throws Exception {
    write("Namespace", NAMESPACE.formatted("a") + "," + NAMESPACE.formatted("b"));
    for (String kind : kinds) {
      write(kind, "");
    }
    return Program.run("prove", folder.toString(), "-o", "json", "--all").output();
  }

  private void write(String kind, String items) throws Exception {
    Files.writeString(
        folder.resolve(kind + ".json"),
        "{\"apiVersion\":\"v1\",\"kind\":\"%sList\",\"items\":[%s]}".formatted(kind, items));
  }

  @Test
  void grantsThatWereNotReadLeaveNothingThatHolds() throws Exception {
    String answer = prove(KINDS);
    assertThat(answer).contains("\"unread-rolebinding\"").doesNotContain("\"unread-secret\"");
    Map<String, String> verdicts = Verdicts.of(answer);
    assertThat(verdicts).containsEntry("a → b takeover", "0 Undecided");
  }

  @Test
  void emptyListsSayThatAKindWasRead() throws Exception {
    String answer = prove(KINDS);
    for (String kind : new String[] {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"}) {
      write(kind, "");
    }
    String whole = Program.run("prove", folder.toString(), "-o", "json", "--all").output();
    assertThat(whole).doesNotContain("\"unread-");
    assertThat(Verdicts.of(whole)).isNotEqualTo(Verdicts.of(answer));
  }

  @Test
  void podsThatWereNotReadCouldBeAnything() throws Exception {
    String answer = prove("Node", "Service", "ServiceAccount", "Secret");
    assertThat(Verdicts.lines(answer).get("a → b takeover"))
        .contains("\"depth\":0")
        .contains("unread-pod");
  }
}
