package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a redacted answer stands no name, wherever in a cluster it came from. */
final class RedactionTest {

  /** Every string here that somebody chose has this in it. */
  private static final String CHOSEN = "zebra";

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: zebra-front, labels: {zebra-team: zebra-one}, annotations: {zebra: zebra-note}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: zebra-back}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop-zebra, namespace: zebra-front}
      spec:
        selector: {matchLabels: {app: zebra-app}}
        template:
          metadata: {labels: {app: zebra-app}}
          spec:
            serviceAccountName: zebra-account
            runtimeClassName: zebra-class
            nodeSelector: {zebra-pool: zebra-nodes, node-restriction.kubernetes.io/zebra: zebra-kept, apps/zebra: v1}
            hostPID: true
            containers:
            - name: zebra-container
              image: registry.zebra.example/zebra/shop:zebra1
              command: [/bin/zebra]
              env: [{name: ZEBRA_KEY, valueFrom: {secretKeyRef: {name: zebra-secret, key: zebra-key}}}]
              volumeMounts: [{name: zebra-volume, mountPath: /zebra}]
            volumes: [{name: zebra-volume, hostPath: {path: /srv/zebra/data}}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: victim-zebra, namespace: zebra-back, labels: {tier: zebra-tier}}
      spec:
        containers: [{name: c, image: "zebra@sha256:0000000000000000000000000000000000000000000000000000000000000000"}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: zebra-role, namespace: zebra-back}
      rules: [{apiGroups: ["", zebra.example.org], resources: [secrets, zebras], verbs: [get, zebra], resourceNames: [zebra-secret]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: zebra-binding, namespace: zebra-back}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: zebra-role}
      subjects:
      - {kind: ServiceAccount, name: zebra-account, namespace: zebra-front}
      - {kind: User, name: "Jane Zebra <jane@zebra.example>", apiGroup: rbac.authorization.k8s.io}
      - {kind: Group, name: "zebra:admins", apiGroup: rbac.authorization.k8s.io}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: zebra-policy, namespace: zebra-back}
      spec: {podSelector: {matchLabels: {tier: zebra-tier}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {zebra-team: zebra-one}}}]}]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: zebra-tenant}
      spec:
        environment: zebra-production
        namespaces: {names: [zebra-front]}
        subjects: [{kind: User, name: "Jane Zebra <jane@zebra.example>"}]
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: other-zebra}
      spec: {namespaces: {names: [zebra-back]}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Assumptions
      metadata: {name: zebra-assumptions}
      spec:
        assumptions:
        - {id: pod-pid-limit, value: set, vouchedBy: "Ann Zebra", until: 2020-01-01}
        - {id: kubelet-read-only-port, value: closed, vouchedBy: "Ben Zebra", until: 2999-01-01}
      """;

  @TempDir Path folder;

  @Test
  void noStringThatSomebodyChoseIsLeft() throws Exception {
    Path cluster = Files.writeString(folder.resolve("zebra.yaml"), CLUSTER);
    Program.Result open = Program.run("prove", cluster.toString(), "--all", "-o", "json");
    assertThat(open.output()).as(open.error()).contains("zebra-tenant", "other-zebra");
    for (String format : new String[] {"json", "html"}) {
      List<String> arguments =
          new ArrayList<>(List.of("prove", cluster.toString(), "--all", "--redact", "-o", format));
      if (format.equals("html")) {
        arguments.add("--fixes");
      }
      Program.Result result = Program.run(arguments.toArray(String[]::new));
      assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
      String lower = result.output().toLowerCase(Locale.ROOT);
      assertThat(lower).contains("tenant-1").contains("tenant-2");
      int at = lower.indexOf(CHOSEN);
      assertThat(at < 0 ? "" : lower.substring(Math.max(0, at - 150), at + 80))
          .as(format)
          .isEmpty();
    }
  }

  @Test
  void aWayThatIsNewIsToldWithoutItsName() throws Exception {
    Path before = Files.writeString(folder.resolve("before.yaml"), BaselineTest.TWO_TENANTS);
    Path now =
        Files.writeString(
            folder.resolve("now.yaml"),
            BaselineTest.TWO_TENANTS
                + "---\n"
                + BaselineTest.ANOTHER_WAY.replace("reports", CHOSEN));
    for (String format : new String[] {"json", "html"}) {
      Program.Result result =
          Program.run(
              "prove", now.toString(), "--baseline", before.toString(), "--redact", "-o", format);
      assertThat(result.output())
          .as(result.error())
          .contains("\"otherWay\"")
          .doesNotContain(CHOSEN);
    }
  }

  @Test
  void theNamesOfTheExampleAreGone() throws Exception {
    Program.Result result =
        Program.run("prove", "examples/saas", "--redact", "--fixes", "-o", "html");
    String data = result.output().substring(result.output().indexOf("id=\"data\""));
    Set<String> left = new TreeSet<>();
    for (String name : namesIn("examples/saas")) {
      if (Pattern.compile("(?<![a-z0-9])" + Pattern.quote(name) + "(?![a-z0-9])")
          .matcher(data)
          .find()) {
        left.add(name);
      }
    }
    // Names that every cluster has, products, and words that the program uses itself, with which
    // every answer is the same whatever the names are (RedactedWordsTest).
    assertThat(left)
        .isSubsetOf(
            "default",
            "kube-system",
            "coredns",
            "flannel",
            "system",
            "cluster",
            "config",
            "metrics",
            "nginx",
            "root",
            "run",
            "dns",
            "data",
            "http",
            "job",
            "jobs",
            "logs",
            "view");
  }

  private static Set<String> namesIn(String example) throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern name = Pattern.compile("\\bname: ([a-z0-9][a-z0-9.-]+)");
    try (Stream<Path> files = Files.walk(Program.root().resolve(example))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        Matcher matcher = name.matcher(Files.readString(file));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }
}
