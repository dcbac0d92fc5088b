package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code reach} says of a small cluster whose pool enforces policies. */
final class ReachTest {

  private static final String SCHEMAS = "https://ringfence.dev/schema/v1alpha1/";

  @TempDir private Path folder;

  @BeforeEach
  void cluster() throws IOException {
    write(
        "cluster/cluster.yaml",
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: red}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: blue}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: red}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: base, namespace: blue, labels: {app: base}}
        spec: {containers: [{name: base, image: base, ports: [{name: sql, containerPort: 5432}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: base, namespace: blue}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]
          ingress:
          - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: red}}}]
            ports: [{port: sql}]
          egress:
          - to: [{ipBlock: {cidr: 192.168.0.0/16, except: [192.168.128.0/17]}}]
            ports: [{port: 80, endPort: 90}, {protocol: UDP}]
        """);
    write(
        "cluster/ringfence.yaml",
        """
        apiVersion: ringfence.dev/v1alpha1
        kind: Assumptions
        metadata: {name: all}
        spec:
          nodePools: [{name: pool, enforcer: calico}]
          assumptions: [{id: pod-addresses-in-ip-blocks, value: "false", vouchedBy: us}]
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private Program.Result reach(String... arguments) throws Exception {
    List<String> all =
        new java.util.ArrayList<>(List.of("reach", folder.resolve("cluster").toString()));
    all.addAll(List.of(arguments));
    Program.Result result = Program.run(all.toArray(String[]::new));
    assertThat(result.exit()).as(result.error()).isZero();
    return result;
  }

  @Test
  void listsEveryOpenConnectionAndNoOther() throws Exception {
    String output = reach("-o", "json").output();
    assertThat(errors("reach", output)).isEmpty();
    assertThat(output.lines().filter(line -> line.startsWith("    {\"source\"")).map(String::strip))
        .containsExactly(
            entry(BASE, cidr("192.168.0.0/17"), TO_OUTSIDE) + ",",
            entry(WEB, BASE, SQL) + ",",
            entry(WEB, WEB, "") + ",",
            entry(WEB, cidr("0.0.0.0/1"), "") + ",",
            entry(WEB, cidr("128.0.0.0/2"), "") + ",",
            entry(WEB, cidr("192.0.0.0/9"), "") + ",",
            entry(WEB, cidr("192.128.0.0/11"), "") + ",",
            entry(WEB, cidr("192.160.0.0/13"), "") + ",",
            entry(WEB, cidr("192.168.0.0/17"), "") + ",",
            entry(WEB, cidr("192.168.128.0/17"), "") + ",",
            entry(WEB, cidr("192.169.0.0/16"), "") + ",",
            entry(WEB, cidr("192.170.0.0/15"), "") + ",",
            entry(WEB, cidr("192.172.0.0/14"), "") + ",",
            entry(WEB, cidr("192.176.0.0/12"), "") + ",",
            entry(WEB, cidr("192.192.0.0/10"), "") + ",",
            entry(WEB, cidr("193.0.0.0/8"), "") + ",",
            entry(WEB, cidr("194.0.0.0/7"), "") + ",",
            entry(WEB, cidr("196.0.0.0/6"), "") + ",",
            entry(WEB, cidr("200.0.0.0/5"), "") + ",",
            entry(WEB, cidr("208.0.0.0/4"), "") + ",",
            entry(WEB, cidr("224.0.0.0/3"), "") + ",",
            entry(WEB, cidr("::/0"), "") + ",",
            entry(cidr("0.0.0.0/1"), WEB, "") + ",",
            entry(cidr("128.0.0.0/2"), WEB, "") + ",",
            entry(cidr("192.0.0.0/9"), WEB, "") + ",",
            entry(cidr("192.128.0.0/11"), WEB, "") + ",",
            entry(cidr("192.160.0.0/13"), WEB, "") + ",",
            entry(cidr("192.168.0.0/17"), WEB, "") + ",",
            entry(cidr("192.168.128.0/17"), WEB, "") + ",",
            entry(cidr("192.169.0.0/16"), WEB, "") + ",",
            entry(cidr("192.170.0.0/15"), WEB, "") + ",",
            entry(cidr("192.172.0.0/14"), WEB, "") + ",",
            entry(cidr("192.176.0.0/12"), WEB, "") + ",",
            entry(cidr("192.192.0.0/10"), WEB, "") + ",",
            entry(cidr("193.0.0.0/8"), WEB, "") + ",",
            entry(cidr("194.0.0.0/7"), WEB, "") + ",",
            entry(cidr("196.0.0.0/6"), WEB, "") + ",",
            entry(cidr("200.0.0.0/5"), WEB, "") + ",",
            entry(cidr("208.0.0.0/4"), WEB, "") + ",",
            entry(cidr("224.0.0.0/3"), WEB, "") + ",",
            entry(cidr("::/0"), WEB, ""));
  }

  private static final String WEB =
      "{\"namespace\":\"red\",\"kind\":\"Deployment\",\"name\":\"web\"}";
  private static final String BASE = "{\"namespace\":\"blue\",\"kind\":\"Pod\",\"name\":\"base\"}";
  private static final String SQL = "{\"protocol\":\"TCP\",\"port\":5432,\"endPort\":5432}";
  private static final String TO_OUTSIDE =
      "{\"protocol\":\"TCP\",\"port\":80,\"endPort\":90},"
          + "{\"protocol\":\"UDP\",\"port\":1,\"endPort\":65535}";

  private static String cidr(String range) {
    return "{\"cidr\":\"" + range + "\"}";
  }

  private static String entry(String source, String destination, String ports) {
    return "{\"source\":%s,\"destination\":%s,\"ports\":[%s]}"
        .formatted(source, destination, ports);
  }

  @Test
  void endsCanBeChosen() throws Exception {
    assertThat(reach("--from", "red/web", "--to", "blue").output())
        .contains("red/Deployment/web  blue/Pod/base  TCP 5432\n")
        .doesNotContain("0.0.0.0");
    assertThat(reach("--from", "tenant:blue", "--to", "192.168.7.1").output())
        .contains("blue/Pod/base  192.168.7.1/32  TCP 80-90, UDP all\n");
    assertThat(reach("--from", "blue", "--to", "192.168.200.1").output())
        .contains("Nothing connects.");
    Program.Result unknown =
        Program.run("reach", folder.resolve("cluster").toString(), "--from", "nobody");
    assertThat(unknown.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.error()).contains("nobody").contains("red");
  }

  @Test
  void rangesThatAWorkloadDoesNotTellApartAreOneRow() throws Exception {
    assertThat(reach("--from", "red").output())
        .containsPattern("red/Deployment/web  0.0.0.0/0 +all ports\n")
        .containsPattern("red/Deployment/web  ::/0 +all ports\n")
        .doesNotContain("192.168.0.0/17");
    assertThat(reach("--from", "blue").output())
        .containsPattern("blue/Pod/base  192.168.0.0/17 +TCP 80-90, UDP all\n")
        .doesNotContain("0.0.0.0/0");
    assertThat(reach("--to", "red").output())
        .containsPattern("0.0.0.0/0 +red/Deployment/web  all ports\n");
  }

  @Test
  void withoutEnforcementNoRangeIsToldApart() throws Exception {
    Files.delete(folder.resolve("cluster/ringfence.yaml"));
    assertThat(reach("-o", "json").output())
        .contains(entry(BASE, cidr("0.0.0.0/0"), ""))
        .contains(entry(WEB, cidr("::/0"), ""))
        .doesNotContain("192.168");
  }

  @Test
  void tenantsStandInAMatrixAndNeighboursInPictures() throws Exception {
    assertThat(reach("--matrix").output()).containsPattern("2 red .*\\n3 outside|red +.*1 ");
    assertThat(reach("--of", "blue", "-o", "dot").output())
        .startsWith("digraph reach {")
        .contains("\"red/Deployment/web\"")
        .contains("[label=\"TCP 5432\"]");
    assertThat(reach("--of", "blue/base", "-o", "svg").output())
        .startsWith("<svg")
        .contains("blue/Pod/base")
        .endsWith("</svg>\n");
  }

  @Test
  void aLongNameStaysWithinItsBox() throws Exception {
    String name = "external-secrets-of-the-data-base";
    String text = Files.readString(folder.resolve("cluster/cluster.yaml"));
    write("cluster/cluster.yaml", text.replace("name: base,", "name: " + name + ","));
    assertThat(reach("--of", "blue/" + name, "-o", "svg").output())
        .contains("textLength=\"244\" lengthAdjust=\"spacingAndGlyphs\">blue/Pod/" + name)
        .containsPattern("<text x=\"[0-9]+\" y=\"[0-9]+\">red/Deployment/web");
  }

  @Test
  void aChangeIsToldByTenantPair() throws Exception {
    String text = Files.readString(folder.resolve("cluster/cluster.yaml"));
    write("before/cluster.yaml", text.replace("port: sql", "port: 80").replace("/16,", "/15,"));
    write("before/ringfence.yaml", Files.readString(folder.resolve("cluster/ringfence.yaml")));
    String before = folder.resolve("before").toString();
    String table = reach("--diff", before).output();
    assertThat(table)
        .contains("red/Deployment/web")
        .contains("1 opened, 1 closed")
        .contains("blue/Pod/base: TCP 5432\n")
        .contains("blue/Pod/base: TCP 80\n")
        .contains("192.169.0.0/16: TCP 80-90, UDP all\n");
    String json = reach("--diff", before, "-o", "json").output();
    assertThat(errors("reach-difference", json)).isEmpty();
    assertThat(json)
        .contains("{\"from\":\"red\",\"to\":\"blue\",\"opened\":[" + entry(WEB, BASE, SQL) + "]");
    assertThat(reach("--diff", folder.resolve("cluster").toString()).output())
        .contains("Nothing opens and nothing closes.");
  }

  @Test
  void withoutAnyEnforcerPoliciesChangeNothingAndTheAnswerOpensWithThat() throws Exception {
    Files.delete(folder.resolve("cluster/ringfence.yaml"));
    String output = reach("--from", "red", "--to", "blue").output();
    assertThat(output).contains("no policy enforcement").contains("all ports");
    assertThat(
            reach("--from", "red", "--to", "blue", "--assume", "network-policy-enforced=true")
                .output())
        .contains("TCP 5432")
        .doesNotContain("all ports");
  }

  static List<?> errors(String name, String json) {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    resolvers ->
                        resolvers.mapPrefix(SCHEMAS, "classpath:dev/ringfence/report/schema/")));
    Schema schema = registry.getSchema(SchemaLocation.of(SCHEMAS + name + ".schema.json"));
    return schema.validate(json, InputFormat.JSON);
  }
}
