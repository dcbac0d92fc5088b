package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Adviser;
import dev.ringfence.policy.advice.Profile;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.document.ClusterSettings;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.IsolationClassDocument.PodSecurityLevel;
import dev.ringfence.policy.document.TenantDocument;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Joins tenants with their classes, and refuses what cannot be put up. */
public final class FencePlanner {

  private final PolicySet policy;
  private final Resolution resolution;
  private final ClusterTraits traits;
  private final List<String> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private FencePlanner(PolicySet policy, Resolution resolution, ClusterTraits traits) {
    this.policy = policy;
    this.resolution = resolution;
    this.traits = traits;
  }

  /**
   * The plan.
   *
   * @throws FenceException with everything that stands in the way
   */
  public static FencePlan plan(PolicySet policy, Resolution resolution, ClusterTraits traits) {
    return new FencePlanner(policy, resolution, traits).plan();
  }

  private FencePlan plan() {
    List<Fence> fences = new ArrayList<>();
    for (Advice advice : Adviser.advise(policy, resolution, traits)) {
      if (advice.profile().document() == null) {
        remarks.add(
            "Tenant " + advice.profile().name() + " is not declared by a document: not fenced");
      } else {
        fences.add(fence(advice, advice.profile()));
      }
    }
    checkRuntimeClasses(fences);
    if (fences.isEmpty()) {
      problems.add("No Tenant document says whom to fence.");
    }
    if (traits.minorVersion() < 30) {
      problems.add(
          "The cluster lacks admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy: Kubernetes "
              + traits.version()
              + ", needed is 1.30.");
    }
    List<Opening> openings = Openings.of(resolution, remarks);
    if (!problems.isEmpty()) {
      throw new FenceException(problems);
    }
    Resolvers resolvers = Resolvers.of(resolution.cluster(), resolution.tenancy());
    return new FencePlan(traits, fences, openings, resolvers, platformNamespaces(), remarks);
  }

  private Fence fence(Advice advice, Profile profile) {
    IsolationClassDocument settings = settings(advice, profile);
    check(profile.name(), settings);
    TreeSet<String> namespaces = new TreeSet<>();
    Cluster cluster = resolution.cluster();
    profile
        .tenant()
        .namespaces()
        .forEach(index -> namespaces.add(cluster.namespaces().get(index).name()));
    TenantDocument document = profile.document();
    if (document != null) {
      namespaces.addAll(document.namespaceNames());
    }
    checkNamespaces(profile.name(), namespaces);
    return new Fence(
        profile.name(),
        settings.pattern(),
        settings.name(),
        settings,
        PodSecurityLevel.valueOf(Adviser.level(settings.pattern(), settings).name()),
        List.copyOf(namespaces),
        profile.users(),
        profile.needs().kubernetesApi(),
        profile.bringsPodSpecs(),
        profile.needs().hostPrivileges());
  }

  private IsolationClassDocument settings(Advice advice, Profile profile) {
    for (IsolationClassDocument candidate : policy.isolationClasses()) {
      if (candidate.name().equals(advice.declaredClass())) {
        return candidate;
      }
    }
    if (advice.declaredClass() != null) {
      problems.add(
          "Tenant "
              + profile.name()
              + ": there is no IsolationClass "
              + advice.declaredClass()
              + ".");
    }
    Pattern pattern = advice.choice().pattern();
    return new IsolationClassDocument(
        "advised-" + word(pattern),
        pattern,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        null,
        ClusterSettings.UNSAID,
        null,
        null,
        profile.document() == null ? ADVISED : profile.document().origin());
  }

  private static final dev.ringfence.engine.cluster.Origin ADVISED =
      new dev.ringfence.engine.cluster.Origin(
          dev.ringfence.engine.cluster.Origin.Source.IMPLIED, "advice", 0);

  /** A pattern as labels and names of objects spell it: {@code dedicated-nodes}. */
  public static String word(Pattern pattern) {
    return pattern.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void check(String tenant, IsolationClassDocument settings) {
    String what = "Tenant " + tenant + ", IsolationClass " + settings.name() + ": ";
    known(what + "quotaProfile ", settings.quotaProfile(), Profiles.QUOTAS);
    known(what + "networkProfile ", settings.networkProfile(), Profiles.NETWORKS);
    ClassCheck.problems(settings, traits).forEach(each -> problems.add(what + each + "."));
    if (Promise.isSandboxed(settings.pattern())) {
      String name = SandboxRuntime.className(settings.pattern(), settings, traits);
      if (name == null) {
        problems.add(
            what
                + "a sandboxed pattern needs runtimeClassName, of a RuntimeClass that is there or"
                + " with a runtimeHandler to make it; no node of the cluster offers a sandbox's"
                + " handler to choose.");
      } else if (handlerIsOrdinary(settings)) {
        problems.add(
            what
                + "the RuntimeClass "
                + name
                + " has the handler of the ordinary runtime: that is no sandbox.");
      }
    }
    if (settings.pattern() != Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES
        && !Promise.isCluster(settings.pattern())
        && settings.podSecurityLevel() == PodSecurityLevel.PRIVILEGED) {
      problems.add(
          what
              + "podSecurityLevel privileged gives the node away; only"
              + " DedicatedNodesWithHostPrivileges may.");
    }
  }

  /** A RuntimeClass brings its pool's nodes along: one name cannot stand for two pools. */
  private void checkRuntimeClasses(List<Fence> fences) {
    Map<String, String> pools = new TreeMap<>();
    for (Fence fence : fences) {
      String name = SandboxRuntime.className(fence.pattern(), fence.settings(), traits);
      if (Promise.isSandboxed(fence.pattern())
          && name != null
          && SandboxRuntime.isMade(fence.settings(), name, traits)) {
        String nodes =
            Promise.hasOwnNodes(fence.pattern())
                ? "nodes of a tenant's own"
                : "the pool " + fence.pool();
        String first = pools.putIfAbsent(name, nodes);
        if (first != null && !first.equals(nodes)) {
          problems.add(
              "Tenant "
                  + fence.tenant()
                  + ", IsolationClass "
                  + fence.settings().name()
                  + ": the RuntimeClass "
                  + name
                  + " would be for "
                  + first
                  + " and for "
                  + nodes
                  + "; give each its own runtimeClassName.");
        }
      }
    }
  }

  private void known(String what, @Nullable String profile, List<String> profiles) {
    if (profile != null && !profiles.contains(profile)) {
      problems.add(what + "\"" + profile + "\" is not one of " + String.join(", ", profiles) + ".");
    }
  }

  private boolean handlerIsOrdinary(IsolationClassDocument settings) {
    String handler = SandboxRuntime.handler(settings, traits);
    return handler != null && ClusterTraits.isOrdinary(handler);
  }

  private void checkNamespaces(String tenant, SortedSet<String> namespaces) {
    if (namespaces.isEmpty()) {
      problems.add("Tenant " + tenant + ": no namespace is named, and its selector matches none.");
    }
    for (String namespace : namespaces) {
      int index = resolution.cluster().namespaceIndex(namespace);
      boolean ofPlatform =
          index >= 0 && resolution.tenancy().ofNamespace(index) == resolution.tenancy().platform();
      if (ofPlatform || namespace.startsWith("kube-")) {
        problems.add(
            "Tenant "
                + tenant
                + ": the namespace "
                + namespace
                + " is the platform's; a fence around it would stop the cluster.");
      }
    }
  }

  private List<String> platformNamespaces() {
    TreeSet<String> names = new TreeSet<>(List.of("kube-system"));
    Cluster cluster = resolution.cluster();
    for (int index = 0; index < cluster.namespaces().size(); index++) {
      if (resolution.tenancy().ofNamespace(index) == resolution.tenancy().platform()) {
        names.add(cluster.namespaces().get(index).name());
      }
    }
    return List.copyOf(names);
  }
}
