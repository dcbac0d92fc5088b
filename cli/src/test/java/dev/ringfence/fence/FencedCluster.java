package dev.ringfence.fence;

import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the fences of the test's tenants up on a real control plane. */
public final class FencedCluster {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Tenants by pattern, weakest first. */
  static final List<String> TENANTS =
      List.of("astro", "cogswell", "mudd", "rosie", "spacely", "uniblab");

  private final ControlPlane plane;
  private final Controls controls;

  private FencedCluster(ControlPlane plane, Controls controls) {
    this.plane = plane;
    this.controls = controls;
  }

  public static FencePlan plan() {
    return plan(documents());
  }

  static FencePlan plan(Path documents) {
    return plan(List.of(documents));
  }

  static FencePlan plan(List<Path> sources) {
    return read(sources.stream().map(SourceSpec.Files::new).map(SourceSpec.class::cast).toList());
  }

  /** The fences of a cluster and its documents, from one text. */
  static Controls rendered(String source) {
    return Controls.of(planned(source));
  }

  /** The plan of the same. */
  static FencePlan planned(String source) {
    return read(List.of(new SourceSpec.Text("source", source)));
  }

  private static FencePlan read(List<SourceSpec> sources) {
    Intake.Result read = Intake.read(sources, new IntakeOptions(false, "1.36", stage -> {}));
    PolicySet policy = PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.of(2026, 1, 1)));
    Resolution resolution = policy.resolve(read.cluster());
    return FencePlanner.plan(policy, resolution, ClusterTraits.of(resolution.cluster()));
  }

  static Path documents() {
    return documents("tenants.yaml");
  }

  static Path documents(String name) {
    try {
      return Path.of(Objects.requireNonNull(FencedCluster.class.getResource(name)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static @Nullable FencedCluster standing;

  /** Fences that stand on this control plane already, or new ones: tests may share them. */
  public static synchronized FencedCluster on(ControlPlane plane) {
    FencedCluster known = standing;
    if (known == null || !known.plane.equals(plane) || !known.stillStands()) {
      plane.reset();
      known = putUp(plane);
      standing = known;
    }
    return known;
  }

  /** Other tests reset the control plane, only observe, or take fences back. */
  private boolean stillStands() {
    return TENANTS.stream().allMatch(this::stillStands);
  }

  private boolean stillStands(String tenant) {
    ApiResponse namespace = plane.administrator().get("/api/v1/namespaces/" + tenant);
    return namespace.isSuccess()
        && namespace.json().at("/status/phase").asText().equals("Active")
        && namespace
            .json()
            .at("/metadata/labels")
            .path("ringfence.dev/stage")
            .asText()
            .equals("enforce")
        && plane
            .administrator()
            .get(
                "/apis/rbac.authorization.k8s.io/v1/namespaces/"
                    + tenant
                    + "/rolebindings/ringfence-members")
            .isSuccess();
  }

  /** Applies everything, and waits until the policies are in force. */
  static FencedCluster putUp(ControlPlane plane) {
    Controls controls = Controls.of(plan());
    applyAll(plane, controls);
    FencedCluster fenced = new FencedCluster(plane, controls);
    fenced.awaitPolicies();
    return fenced;
  }

  /** Applies everything, namespaces first, and waits until the server follows its policies. */
  static void applyAll(ControlPlane plane, Controls controls) {
    for (ControlObject object : controls.inOrder()) {
      if (object.kind().equals("Namespace")) {
        plane.apply(object.text());
      }
    }
    StringBuilder all = new StringBuilder();
    for (ControlObject object : controls.inOrder()) {
      all.append("---\n").append(object.text());
    }
    plane.apply(all.toString());
    plane.awaitPolicies();
  }

  public Controls controls() {
    return controls;
  }

  /** A member of a tenant. */
  ApiClient member(String tenant) {
    return plane.user(tenant + "-member", tenant + "-people");
  }

  ApiClient administrator() {
    return plane.administrator();
  }

  /** The server's caches lag behind its store: until one of the last policies refuses. */
  private void awaitPolicies() {
    for (String tenant : TENANTS) {
      Await.until("the policies of " + tenant, BOUND, () -> obstacle(tenant));
    }
  }

  private Optional<String> obstacle(String tenant) {
    ApiResponse response =
        plane
            .administrator()
            .dryRun()
            .post("/api/v1/namespaces/" + tenant + "/pods", Pods.pod("probe", Pods.NODE_NAME));
    boolean refused = response.status() == 403 && response.message().contains("ringfence:");
    ApiResponse good =
        member(tenant)
            .dryRun()
            .post("/api/v1/namespaces/" + tenant + "/pods", Pods.pod("probe", Pods.NOTHING));
    return refused && good.isSuccess()
        ? Optional.empty()
        : Optional.of(response + " / " + good.status() + " " + good.message());
  }
}
