package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterOverlay;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.document.AssumptionsDocument.NodePool;
import dev.ringfence.policy.document.ClusterSettings;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.TenantDocument;
import dev.ringfence.policy.fence.FenceException;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Drafts fences for a cluster: a class for each tenant, what is lacking provided, all rendered. */
final class Rehearsal {

  private static final Origin ADVISED = new Origin(Origin.Source.IMPLIED, "advice", 0);

  private final Cluster cluster;
  private final PolicySet policy;
  private final Resolution resolution;
  private final ClusterTraits traits;
  private final List<Advice> advice;

  /**
   * @param cluster as read, without possible nodes
   */
  Rehearsal(Cluster cluster, PolicySet policy, List<Advice> advice) {
    this.cluster = cluster;
    this.policy = policy;
    this.resolution = policy.resolve(cluster);
    this.traits = ClusterTraits.of(resolution.cluster());
    this.advice = List.copyOf(advice);
  }

  /**
   * Fences by the patterns that are in force, or others.
   *
   * @param instead patterns by tenant
   * @throws dev.ringfence.policy.fence.FenceException where they cannot be rendered
   */
  Draft draft(Map<String, Pattern> instead) {
    SortedMap<String, IsolationClassDocument> classes = new TreeMap<>();
    Set<String> movers = new TreeSet<>();
    Set<String> leaving = new TreeSet<>();
    for (Advice each : advice) {
      String tenant = each.profile().name();
      Pattern pattern = instead.getOrDefault(tenant, each.pattern());
      if (Promise.isCluster(pattern)) {
        movers.add(tenant);
        each.profile()
            .tenant()
            .namespaces()
            .forEach(index -> leaving.add(resolution.cluster().namespaces().get(index).name()));
      } else {
        classes.put(tenant, settings(each, pattern));
      }
    }
    boolean hasNodes =
        !policy.nodePools().isEmpty() || cluster.nodes().stream().anyMatch(one -> !one.assumed());
    Provision provision = Provision.of(policy.nodePools(), hasNodes, traits, classes);
    PolicySet said = said(classes, provision.pools());
    Cluster provided =
        new ClusterOverlay(
                cluster, RenderedCluster.of(List.of(), provision.manifests()), reference -> false)
            .build(builder -> pod -> null);
    Resolution then = said.resolve(provided);
    FencePlan plan =
        FencePlanner.plan(said, then, ClusterTraits.of(then.cluster())).staying(classes.keySet());
    return new Draft(cluster, said, provision, plan, Controls.of(plan), movers, leaving);
  }

  /**
   * What a proof of fences came to.
   *
   * @param answers null where the fences cannot be rendered
   * @param provided what the cluster lacks for them and was put into the model
   * @param problems why they cannot be rendered
   */
  record Proved(@Nullable ProofAnswers answers, List<String> provided, List<String> problems) {
    Proved {
      provided = List.copyOf(provided);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Proves fences by the patterns that are in force, or others, with everything in force.
   *
   * @param instead patterns by tenant
   */
  Proved prove(Map<String, Pattern> instead, Prover prover) {
    try {
      Draft draft = draft(instead);
      ProofAnswers answers = prover.prove(draft.policyAfter(), draft.inForce());
      return new Proved(answers, draft.provision().words(), List.of());
    } catch (FenceException refused) {
      return new Proved(null, List.of(), refused.problems());
    } catch (DocumentException refused) {
      return new Proved(
          null, List.of(), refused.problems().stream().map(Object::toString).toList());
    }
  }

  /** What people say, with every tenant declared, its class and what is provided. */
  private PolicySet said(Map<String, IsolationClassDocument> classes, List<NodePool> pools) {
    List<TenantDocument> tenants = new ArrayList<>();
    policy.tenants().stream().filter(TenantDocument::isPlatform).forEach(tenants::add);
    for (Advice each : advice) {
      IsolationClassDocument settings = classes.get(each.profile().name());
      tenants.add(document(each, settings == null ? null : settings.name()));
    }
    Map<String, IsolationClassDocument> named = new TreeMap<>();
    policy.isolationClasses().forEach(each -> named.put(each.name(), each));
    classes.values().forEach(each -> named.put(each.name(), each));
    return new PolicySet(
        tenants,
        List.copyOf(named.values()),
        policy.requirements(),
        policy.statements(),
        pools,
        policy.acceptedRisks(),
        policy.tenantLabel(),
        policy.remarks());
  }

  private TenantDocument document(Advice each, @Nullable String isolationClass) {
    TenantDocument own = each.profile().document();
    Tenant tenant = each.profile().tenant();
    List<String> namespaces = new ArrayList<>();
    tenant
        .namespaces()
        .forEach(index -> namespaces.add(resolution.cluster().namespaces().get(index).name()));
    return new TenantDocument(
        tenant.name(),
        tenant.trust(),
        tenant.code(),
        tenant.data(),
        tenant.environment(),
        own == null ? namespaces.stream().sorted().toList() : own.namespaceNames(),
        own == null ? null : own.namespaceSelector(),
        tenant.subjects(),
        each.profile().needs(),
        tenant.publishes(),
        isolationClass,
        own == null ? List.of() : own.notStated(),
        own == null ? ADVISED : own.origin(),
        own == null ? DocumentPosition.UNKNOWN : own.position());
  }

  /** The declared class where it is of that pattern, else one that leaves all to the pattern. */
  private IsolationClassDocument settings(Advice each, Pattern pattern) {
    for (IsolationClassDocument candidate : policy.isolationClasses()) {
      if (candidate.name().equals(each.declaredClass()) && candidate.pattern() == pattern) {
        return candidate;
      }
    }
    boolean sandboxed = Promise.isSandboxed(pattern);
    String known = SandboxRuntime.className(pattern, null, traits);
    var there = known == null ? null : traits.runtimeClass(known);
    boolean isThere = there != null && !ClusterTraits.isOfAFence(there.meta());
    boolean makes = sandboxed && !isThere;
    String offered = SandboxRuntime.handler(null, traits);
    String handler = offered == null ? "runsc" : offered;
    return new IsolationClassDocument(
        "advised-" + FencePlanner.word(pattern),
        pattern,
        sandboxed ? (makes ? SandboxRuntime.made(pattern, handler) : known) : null,
        null,
        null,
        null,
        null,
        makes ? handler : null,
        Map.of(),
        List.of(),
        null,
        ClusterSettings.UNSAID,
        null,
        null,
        ADVISED);
  }
}
