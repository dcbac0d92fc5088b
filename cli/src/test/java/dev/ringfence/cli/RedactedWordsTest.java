package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names that are words of Kubernetes or of the program too: a redacted answer is the same whatever
 * the names are, so it tells none of them, neither by leaving one where a name stands nor by
 * missing a word where everybody knows which one belongs.
 */
final class RedactedWordsTest {

  /** In order; what is called by them is called in the cluster below by those of the first. */
  private static final List<List<String>> WORDS =
      List.of(
          List.of(
              "batch", "events", "gateway", "jobs", "logs", "node", "pods", "secrets", "traffic",
              "view"),
          List.of(
              "api",
              "cluster",
              "code",
              "content",
              "identity",
              "kernel",
              "nodes",
              "policy",
              "server",
              "users"));

  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Node, metadata: {name: N-node}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: N-pods}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: N-jobs}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: N-view, namespace: N-jobs}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: N-gateway, namespace: N-jobs}
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec:
            serviceAccountName: N-view
            hostPID: true
            containers:
            - name: N-logs
              image: zebra.example/zebra:1
              volumeMounts: [{name: N-events, mountPath: /zebra}]
            volumes: [{name: N-events, hostPath: {path: /var/log}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: N-events, namespace: N-pods}
      spec:
        containers: [{name: N-node, image: zebra.example/other:1}]
        volumes: [{name: s, secret: {secretName: N-secrets}}]
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: N-secrets, namespace: N-pods}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: N-view, namespace: N-pods}
      rules:
      - {apiGroups: [""], resources: [secrets, pods], verbs: [get, list], resourceNames: [N-secrets]}
      - {apiGroups: [""], resources: [pods/log], verbs: [get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: N-traffic, namespace: N-pods}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: N-view}
      subjects:
      - {kind: ServiceAccount, name: N-view, namespace: N-jobs}
      - {kind: Group, name: N-batch, apiGroup: rbac.authorization.k8s.io}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: N-traffic, namespace: N-pods}
      spec: {podSelector: {}, policyTypes: [Ingress]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: N-batch}
      spec: {namespaces: {names: [N-jobs]}, subjects: [{kind: Group, name: N-batch}]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: N-traffic}
      spec: {namespaces: {names: [N-pods]}}
      """;

  @TempDir Path folder;

  @Test
  void theAnswerIsTheSameWhateverTheNamesAre() throws Exception {
    for (String format : new String[] {"json", "html"}) {
      for (List<String> words : WORDS) {
        // Names that come at the same place in every order and say nothing.
        List<String> nothing =
            words.stream().map(word -> word.charAt(0) + "q" + word.substring(1) + "q").toList();
        String told = redacted(format, words);
        String others = redacted(format, nothing);
        assertThat(told).contains("tenant-1", "namespace-1");
        for (int at = 0; at < Math.min(told.length(), others.length()); at++) {
          if (told.charAt(at) != others.charAt(at)) {
            assertThat(around(told, at)).as(format).isEqualTo(around(others, at));
          }
        }
        assertThat(told).hasSameSizeAs(others);
      }
    }
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
  }

  private String redacted(String format, List<String> names) throws Exception {
    String cluster = CLUSTER;
    for (int name = 0; name < names.size(); name++) {
      cluster = cluster.replace("N-" + WORDS.getFirst().get(name), names.get(name));
    }
    Path file = Files.writeString(folder.resolve("cluster.yaml"), cluster);
    List<String> arguments =
        new ArrayList<>(List.of("prove", file.toString(), "--all", "--redact", "-o", format));
    if (format.equals("html")) {
      arguments.addAll(List.of("--fixes", "--max-depth", "1"));
    }
    Program.Result result = Program.run(arguments.toArray(String[]::new));
    assertThat(result.error()).doesNotContain("refuse");
    // What the page draws its matrix from is packed, and names nobody.
    return Pattern.compile("\"cells\":\\[[^]]*]").matcher(result.output()).replaceAll("");
  }
}
