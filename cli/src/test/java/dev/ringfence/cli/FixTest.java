package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each change that is proposed makes the requirement hold, and none is made up. */
final class FixTest {

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: payments, labels: {pod-security.kubernetes.io/enforce: restricted}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
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
            automountServiceAccountToken: false
            containers: [{name: web, image: example.org/ledger}]
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: shop}
      spec: {trust: Trusted, code: FirstParty, namespaces: {names: [shop]}, needs: {podSpec: Platform}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: payments}
      spec: {trust: Trusted, code: FirstParty, namespaces: {names: [payments]}, needs: {podSpec: Platform}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: shop-debug, namespace: payments}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
      subjects:
      - {kind: ServiceAccount, name: default, namespace: shop}
      - {kind: ServiceAccount, name: default, namespace: payments}
      """;

  @TempDir Path folder;

  @Test
  void theBindingThatOpensATenantIsNarrowed() throws Exception {
    Path cluster = folder.resolve("cluster.yaml");
    Files.writeString(cluster, CLUSTER);
    Program.Result result =
        Program.run(
            "fix",
            cluster.toString(),
            "--from",
            "shop",
            "--to",
            "payments",
            "--stake",
            "takeover",
            "-o",
            "json");
    assertThat(result.exit()).as(result.output() + result.error()).isEqualTo(ExitCode.FINE);
    assertThat(result.output())
        .contains("\"how\": \"Fewest\"")
        .containsPattern("remove ServiceAccount shop/default|mount no service account token")
        .contains("\"closed\"");

    String address = "https://ringfence.dev/schema/v1alpha1/";
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(address, "classpath:dev/ringfence/report/schema/")));
    assertThat(
            registry
                .getSchema(SchemaLocation.of(address + "fix.schema.json"))
                .validate(result.output(), InputFormat.JSON))
        .isEmpty();

    // The change, made in the file, is believed by a proof from scratch.
    Files.writeString(
        cluster, CLUSTER.replace("- {kind: ServiceAccount, name: default, namespace: shop}\n", ""));
    Program.Result again =
        Program.run(
            "fix", cluster.toString(), "--from", "shop", "--to", "payments", "--stake", "takeover");
    assertThat(again.exit()).isEqualTo(ExitCode.FINE);
    assertThat(again.output()).contains("nothing falls short");
  }

  @Test
  void whatNoChangeStopsIsSetAsideAndNamed() throws Exception {
    Path cluster = folder.resolve("cluster.yaml");
    // Two different boundaries where the API server alone stands: no object makes a second one.
    Files.writeString(
        cluster,
        CLUSTER
            + """
            ---
            apiVersion: ringfence.dev/v1alpha1
            kind: Requirements
            metadata: {name: two}
            spec:
              rules: [{from: {tenants: [shop]}, to: {tenants: [payments]}, depth: {takeover: 2}}]
            """);
    Program.Result result =
        Program.run("fix", cluster.toString(), "--from", "shop", "--to", "payments");
    assertThat(result.exit()).as(result.output() + result.error()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output())
        .containsPattern("\\d+ changes? would leave 1 of \\d+ falling short: ")
        .contains("Still falling short: 1 of", "because no known change stops")
        .contains("shop → payments takeover: depth 1 of 2")
        .contains("Instead, the fences of every tenant's pattern")
        // The way that could be stopped is.
        .contains("shop → payments takeover: fell short at depth 0, now falls short at depth 1");
  }

  /** What makes a container its node is named for what it is, in whatever kind of workload. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DaemonSet | privileged: true | set privileged to false in container web of DaemonSet shop/agent",
        "Pod | privileged: true | set privileged to false in container web of Pod shop/agent",
        "CronJob | privileged: true | set privileged to false in container web of CronJob shop/agent",
        "DaemonSet | 'capabilities: {add: [SYS_ADMIN]}' | add no capability beyond those that runtimes give"
            + " in container web of DaemonSet shop/agent",
      })
  void aPowerOverTheNodeIsTakenAway(String kind, String context, String title, @TempDir Path folder)
      throws Exception {
    String spec =
        "{automountServiceAccountToken: false, restartPolicy: %s, containers: [{name: web, image: web,"
            + " securityContext: {%s}}]}";
    String template =
        "selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: ";
    String object =
        switch (kind) {
          case "Pod" -> "v1\nspec: " + spec.formatted("Always", context);
          case "CronJob" ->
              "batch/v1\nspec: {schedule: '0 3 * * *', jobTemplate: {spec: {template: {spec: "
                  + spec.formatted("Never", context)
                  + "}}}}";
          default -> "apps/v1\nspec: {" + template + spec.formatted("Always", context) + "}}";
        };
    Path file =
        Files.writeString(
            folder.resolve("cluster.yaml"),
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: payments}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: ledger, namespace: payments}, spec: {containers: [{name: l, image: l}]}}
            ---
            kind: %s
            metadata: {name: agent, namespace: shop}
            apiVersion: %s
            """
                .formatted(kind, object));
    Program.Result result =
        Program.run(
            "fix",
            file.toString(),
            "--from",
            "shop",
            "--to",
            "payments",
            "--stake",
            "takeover",
            "--no-fences");
    assertThat(result.output()).contains(title);
  }

  /** Nothing bounds a disk's throughput: only other nodes are out of its reach. */
  @Test
  void whatANodesPodsShareIsLeftByAMove(@TempDir Path folder) throws Exception {
    StringBuilder cluster =
        new StringBuilder(
            """
            {apiVersion: v1, kind: Node, metadata: {name: one, labels: {pool: common}}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: apart, labels: {pool: apart}}
            spec: {taints: [{key: pool, value: apart, effect: NoSchedule}]}
            """);
    for (String name : new String[] {"shop", "payments"}) {
      cluster.append(
          """
          ---
          {apiVersion: v1, kind: Namespace, metadata: {name: %1$s, labels: {pod-security.kubernetes.io/enforce: restricted}}}
          ---
          {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: %1$s}, spec: {automountServiceAccountToken: false, containers: [{name: c, image: %1$s}]}}
          ---
          apiVersion: ringfence.dev/v1alpha1
          kind: Tenant
          metadata: {name: %1$s}
          spec: {trust: Untrusted, code: FirstParty, namespaces: {names: [%1$s]}, needs: {podSpec: Platform}}
          """
              .formatted(name));
    }
    Path file = Files.writeString(folder.resolve("cluster.yaml"), cluster);
    String[] fix = {
      "fix",
      file.toString(),
      "--from",
      "shop",
      "--to",
      "payments",
      "--stake",
      "disrupt",
      "--no-fences"
    };
    assertThat(Program.run(fix).output())
        .contains(
            "1 change, the fewest of those known", "move Pod ", " to nodes with label pool=apart")
        .doesNotContain("no known change", "open as configured before");
  }
}
