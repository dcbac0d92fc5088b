package dev.ringfence.fence;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rendered fences on a real API server with the real scheduler and admission, read back and proved:
 * two tenants of each pattern, without users and without the API.
 *
 * <p>Stated, not run: nodes and their status, the enforcer's DaemonSet and DNS are objects only.
 * The depths are those with every assumption refuted; docs/fences.md has the table.
 */
@RealControlPlane
final class ClosedLoopTest {

  static final List<String> FORMS = List.of("shared", "nodes", "host", "sandbox", "both", "people");

  /**
   * What patterns.md's table promises: takeover, read, reach, disrupt, observe. {@code disrupt} is
   * 1 for what quota covers, which is all that these tenants' kernels and API share.
   */
  private static final Map<String, List<Integer>> PROMISED =
      Map.of(
          "shared", List.of(1, 1, 1, 0, 0),
          "nodes", List.of(2, 2, 1, 1, 1),
          "host", List.of(1, 1, 1, 1, 0),
          "sandbox", List.of(2, 1, 1, 0, 1),
          "both", List.of(2, 2, 1, 1, 1),
          // With users of its own: takeover and read are 1 in every pattern of one cluster.
          "people", List.of(1, 1, 1, 1, 1));

  /** Where the proof finds less, and why; docs/fences.md says the same. */
  private static final Map<String, String> CORRECTED = Map.of();

  @TempDir private Path folder;

  private final ExpressionEngine expressions = new KubernetesExpressions();

  /** What these clusters' proofs assume: known beforehand, one proof less is needed. */
  private static final List<String> ASSUMED =
      List.of(
          "api-endpoint-public",
          "authentication-configmaps-read",
          "custom-resources-followed-unchecked",
          "dns-answers-everybody",
          "dns-share-per-client",
          "egress-share-per-client",
          "handler-runsc",
          "kubelet-anonymous-access",
          "kubelet-read-only-port",
          "node-port-sources-hidden",
          "node-ports-reachable-from-outside",
          "pod-pid-limit",
          "pod-security-exemptions",
          "pool-firewall",
          "registry-share-per-client",
          "selectors-match-host-network-pods",
          "separate-hosts",
          "service-external-addresses-refused",
          "shared-fronts",
          "unread-secret",
          "websocket-upgrade-without-create",
          "workloads-consume-what-others-emit");

  /** Every assumption that proofs asked for: refuted, so that sets are the patterns' own. */
  private final List<Assumptions.Statement> refuted =
      new ArrayList<>(ASSUMED.stream().map(ClosedLoopTest::refuted).toList());

  @Test
  void eachPatternKeepsItsPromise(ControlPlane plane) throws IOException {
    plane.reset();
    PairsCluster.fixtures(plane);
    Controls controls =
        Controls.of(
            FencedCluster.plan(
                List.of(
                    write(
                        "fixtures.json", PairsCluster.dump(plane.administrator()), object -> true),
                    FencedCluster.documents("pairs.yaml"))));
    FencedCluster.applyAll(plane, controls);
    PairsCluster.workloads(plane);
    List<JsonNode> dump = PairsCluster.dump(plane.administrator());
    Map<String, Map<Stake, Finding>> found = prove(dump, object -> true);
    List<String> less = new ArrayList<>();
    found.forEach(
        (form, stakes) -> {
          System.out.println(form + ": " + stakes);
          for (Stake stake : Stake.values()) {
            Finding finding = requireNonNull(stakes.get(stake));
            int promised = requireNonNull(PROMISED.get(form)).get(stake.ordinal());
            String where = form + " " + stake.word();
            if (finding.depth() < promised && !CORRECTED.containsKey(where)) {
              less.add(where + ": " + finding + ", promised " + promised);
            }
          }
        });
    assertThat(less).isEmpty();
    Map<Stake, Finding> people = requireNonNull(found.get("people"));
    assertThat(requireNonNull(people.get(Stake.TAKEOVER)).depth()).isEqualTo(1);
    assertThat(requireNonNull(people.get(Stake.READ)).depth()).isEqualTo(1);
    mutations(controls, dump, found);
  }

  /**
   * @param depth with every assumption refuted; 3 for more than 2
   * @param feared the same with every assumption as bad as feared
   * @param count of the minimal sets up to 2
   * @param smallest one of the smallest
   */
  private record Finding(int depth, int feared, int count, String smallest) {

    boolean opensMoreThan(Finding before) {
      return depth < before.depth
          || feared < before.feared
          || (depth == before.depth && count > before.count);
    }

    @Override
    public String toString() {
      return depth + " (feared " + feared + ", " + count + " sets) " + smallest;
    }
  }

  /**
   * Controls whose removal changes no set of boundaries between these tenants, each with the reason
   * why it is put up all the same. All others must be shown to carry weight.
   */
  private static final Map<String, String> DEFENCE_IN_DEPTH =
      Map.ofEntries(
          Map.entry("access/member-role", "gives rights, closes nothing"),
          Map.entry("access/members", "gives rights, closes nothing"),
          Map.entry("access/viewer-role", "gives rights, closes nothing"),
          Map.entry("access/no-default-token", "the network closes the API server already"),
          Map.entry("admission/shared-pods", "on shared nodes the kernel alone is enough already"),
          Map.entry("admission/shared-defaults", "fill in what the rules demand"),
          Map.entry("admission/dedicated-nodes-defaults", "fill in what the rules demand"),
          Map.entry(
              "admission/dedicated-nodes-with-host-privileges-defaults",
              "fill in what the rules demand"),
          Map.entry("admission/sandboxed-defaults", "fill in what the rules demand"),
          Map.entry(
              "admission/sandboxed-dedicated-nodes-defaults", "fill in what the rules demand"),
          Map.entry("api/fair-queues", "these pods do not reach the API server"),
          Map.entry("guard/agents", "no agent here has such rights"),
          Map.entry("guard/credentials", "the members' role gives no such right"),
          Map.entry("guard/endpoints", "the members' role gives no such right"),
          Map.entry("guard/exceptions", "open doors in guards, close nothing"),
          Map.entry("guard/fences", "the members' role gives no such right"),
          Map.entry("guard/annotations", "the proof reads no annotation of a network plugin"),
          Map.entry("guard/marks", "the members' role gives no such right"),
          Map.entry("guard/namespaces", "the members' role gives no such right"),
          Map.entry("guard/nodes", "the members' role gives no such right"),
          Map.entry("guard/placement", "the members' role gives no such right"),
          Map.entry("guard/services", "the catalogue's rows need more than a Service"),
          Map.entry("guard/storage", "no volume is shared here"),
          Map.entry("quota/limits", "fills in what the quota demands"),
          Map.entry("quota/priority", "admission refuses other priorities too"),
          Map.entry("quota/priority-class", "is what admission allows; closes nothing"),
          Map.entry("network/dns", "lets names be asked: without it fewer sets remain"),
          Map.entry("network/own-namespaces", "lets own pods connect; default-deny isolates too"),
          Map.entry("network/default-deny", "own-namespaces isolates both ways too"));

  /**
   * Removes one control after another from what was read: the proof says what that opens. Only the
   * way to the node in the default run; {@code -Dringfence.mutations=true} removes each.
   */
  private void mutations(
      Controls controls, List<JsonNode> dump, Map<String, Map<Stake, Finding>> before)
      throws IOException {
    SortedMap<String, SortedSet<String>> titles = new TreeMap<>();
    for (ControlObject object : controls.inOrder()) {
      titles.computeIfAbsent(object.control(), ignored -> new TreeSet<>()).add(object.title());
    }
    boolean all = Boolean.getBoolean("ringfence.mutations");
    titles.keySet().removeIf(control -> !all && !control.equals("network/own-node"));
    // A namespace is where a control stands; its labels are the control.
    titles.remove("namespace");
    List<String> weightless = new ArrayList<>();
    for (Map.Entry<String, SortedSet<String>> control : titles.entrySet()) {
      List<String> opened =
          opened(before, prove(dump, object -> !control.getValue().contains(title(object))));
      System.out.println("without " + control.getKey() + ": " + opened);
      if (opened.isEmpty() && !DEFENCE_IN_DEPTH.containsKey(control.getKey())) {
        weightless.add(control.getKey());
      }
    }
    if (all) {
      System.out.println(
          "without the labels: " + opened(before, prove(unlabelled(dump), one -> true)));
    }
    assertThat(weightless).as("controls that carry no weight and have no reason").isEmpty();
  }

  private static List<String> opened(
      Map<String, Map<Stake, Finding>> before, Map<String, Map<Stake, Finding>> after) {
    List<String> opened = new ArrayList<>();
    after.forEach(
        (form, stakes) ->
            stakes.forEach(
                (stake, finding) -> {
                  Finding was = requireNonNull(requireNonNull(before.get(form)).get(stake));
                  if (finding.opensMoreThan(was)) {
                    opened.add(form + " " + stake.word() + " " + was + " -> " + finding);
                  }
                }));
    return opened;
  }

  /** What was read with no label on namespaces but their names and tenants. */
  private static List<JsonNode> unlabelled(List<JsonNode> dump) {
    List<JsonNode> copy = new ArrayList<>();
    for (JsonNode object : dump) {
      JsonNode one = object.deepCopy();
      if (one.path("kind").asText().equals("Namespace")
          && one.at("/metadata/labels") instanceof ObjectNode labels) {
        labels.retain("kubernetes.io/metadata.name", "ringfence.dev/tenant");
      }
      copy.add(one);
    }
    return copy;
  }

  private static String title(JsonNode object) {
    String namespace = object.at("/metadata/namespace").asText();
    return object.path("kind").asText()
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + object.at("/metadata/name").asText();
  }

  private Path write(String name, List<JsonNode> dump, Predicate<JsonNode> kept)
      throws IOException {
    ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    dump.stream().filter(kept).forEach(items::add);
    Path file = folder.resolve(name);
    Files.writeString(file, list.toString());
    String keep = System.getProperty("ringfence.dump");
    if (keep != null) {
      Files.writeString(Path.of(keep), list.toString());
    }
    return file;
  }

  /** Whether some were asked for that nobody refuted yet: then the proof is to be made again. */
  private boolean refuteAll(ProofRun run) {
    List<String> more = new ArrayList<>();
    for (var one : run.assumptions()) {
      if (refuted.stream().noneMatch(each -> each.id().equals(one.id()))) {
        more.add(one.id());
        refuted.add(refuted(one.id()));
      }
    }
    if (!more.isEmpty()) {
      System.out.println("proved again, because nobody knew of the assumptions " + more);
    }
    return !more.isEmpty();
  }

  private static Assumptions.Statement refuted(String id) {
    return new Assumptions.Statement(id, "no", "test", null);
  }

  private Map<String, Map<Stake, Finding>> prove(List<JsonNode> dump, Predicate<JsonNode> kept)
      throws IOException {
    Intake.Result read =
        Intake.read(
            List.of(
                new SourceSpec.Files(write("dump.json", dump, kept)),
                new SourceSpec.Files(FencedCluster.documents("pairs.yaml"))),
            new IntakeOptions(false, "1.36", stage -> {}));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    ProofRun run =
        ProofRun.of(
            resolution.cluster(),
            resolution.tenancy(),
            resolution.requirements(),
            new Assumptions(refuted),
            2,
            List.of(),
            stage -> {},
            expressions);
    if (refuteAll(run)) {
      return prove(dump, kept);
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Tenant tenant : run.tenancy().tenants()) {
      ids.put(tenant.name(), tenant.id());
    }
    Map<String, Map<Stake, Finding>> found = new LinkedHashMap<>();
    for (String form : FORMS) {
      Map<Stake, Finding> stakes = new EnumMap<>(Stake.class);
      for (Stake stake : Stake.values()) {
        var verdict =
            run.verdict(
                requireNonNull(ids.get(form + "-a")), requireNonNull(ids.get(form + "-b")), stake);
        Integer depth = verdict.depthIfRefuted();
        Integer feared = verdict.depth();
        stakes.put(
            stake,
            new Finding(
                depth == null ? 3 : depth,
                feared == null ? 3 : feared,
                verdict.count(),
                String.valueOf(verdict.smallest())));
      }
      found.put(form, stakes);
    }
    return found;
  }
}
