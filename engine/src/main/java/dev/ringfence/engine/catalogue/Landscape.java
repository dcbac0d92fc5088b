package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.network.NetworkAssumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.contention.Flows;
import dev.ringfence.engine.contention.PodLimits;
import dev.ringfence.engine.contention.Priorities;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.parallel.Aside;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that a row may look at: the cluster, its tenants, and what each analysis says. */
public record Landscape(
    Cluster cluster,
    Tenancy tenancy,
    Assumptions assumptions,
    Facts facts,
    Network network,
    PlacedEnforcers enforcers,
    Access access,
    Admission admission,
    Placement placement,
    Workloads workloads,
    Contention contention,
    LandscapeReads reads) {

  /** What may be made and changed where; that it was asked for is noted. */
  @Override
  public Admission admission() {
    reads.noteAdmission();
    return admission;
  }

  /** What pods and namespaces may use without bound; that it was asked for is noted. */
  @Override
  public Contention contention() {
    reads.noteContention();
    return contention;
  }

  /** The part of it that is about who preempts whom; noted apart. */
  public Priorities priorities() {
    reads.notePriorities();
    return contention.priorities();
  }

  /** The part of it that no quota tells of. */
  public Flows flows() {
    return contention.flows();
  }

  /** The part of it that is about pods; noted apart. */
  public PodLimits podLimits() {
    reads.notePodLimits();
    return contention::unlimited;
  }

  /** Runs every analysis on the cluster. */
  public static Landscape survey(Cluster cluster, Tenancy tenancy, Assumptions assumptions) {
    return survey(cluster, tenancy, assumptions, ExpressionEngine.NONE);
  }

  /**
   * @param expressions evaluates admission policies
   */
  public static Landscape survey(
      Cluster cluster, Tenancy tenancy, Assumptions assumptions, ExpressionEngine expressions) {
    return survey(cluster, tenancy, assumptions, expressions, null);
  }

  /**
   * @param before of the cluster before it changed, with the same assumptions stated: what reads
   *     nothing that changed is taken over from it; null to run every analysis
   */
  public static Landscape survey(
      Cluster cluster,
      Tenancy tenancy,
      Assumptions assumptions,
      ExpressionEngine expressions,
      @Nullable Landscape before) {
    // Only access reads bindings: ArchitectureTest sees to that.
    if (before != null
        && Set.of(Followed.Kind.BINDINGS).equals(cluster.differsIn(before.cluster))
        && !Network.leavesKindsOpen(cluster)) {
      return new Landscape(
          cluster,
          tenancy,
          assumptions,
          new Facts(cluster.podClasses().size()),
          before.network.sharingNothing(),
          before.enforcers,
          Access.of(cluster, subjects(tenancy)),
          before.admission,
          before.placement,
          before.workloads,
          before.contention,
          new LandscapeReads());
    }
    Aside<Access> access = Aside.start("access", () -> Access.of(cluster, subjects(tenancy)));
    Network network = network(cluster, assumptions);
    Admission admission = Admission.of(cluster, expressions);
    Placement placement = Placement.of(cluster);
    Workloads workloads = Workloads.of(cluster);
    Contention contention = Contention.of(cluster);
    return new Landscape(
        cluster,
        tenancy,
        assumptions,
        new Facts(cluster.podClasses().size()),
        network,
        new PlacedEnforcers(cluster, network, placement),
        access.get(),
        admission,
        placement,
        workloads,
        contention,
        new LandscapeReads());
  }

  /**
   * The same cluster with other {@link Followed} objects.
   *
   * @param policed who may connect to whom there
   * @param other what everybody may do there
   * @param admitting what may be made there
   * @param bounds what is bounded there
   */
  public Landscape with(
      Cluster changed, Network policed, Access other, Admission admitting, Contention bounds) {
    return new Landscape(
        changed,
        tenancy,
        assumptions,
        facts,
        policed,
        enforcers,
        other,
        admitting,
        placement,
        workloads,
        bounds,
        new LandscapeReads());
  }

  /** The same as somebody sees it, who looks at these rights. */
  public Landscape seenThrough(Access rights, LandscapeReads noted) {
    return new Landscape(
        cluster,
        tenancy,
        assumptions,
        facts,
        network.noting(noted.network()),
        enforcers,
        rights,
        admission,
        placement,
        workloads,
        contention,
        noted);
  }

  /** The same, of which nothing is named or asked yet. */
  public Landscape unasked() {
    Assumptions none = new Assumptions(assumptions.statements());
    if (Network.leavesKindsOpen(cluster)) {
      none.ask(NetworkAssumptions.KIND_UPHELD); // the survey asked for it
    }
    return new Landscape(
        cluster,
        tenancy,
        none,
        new Facts(cluster.podClasses().size()),
        network.sharingNothing(),
        enforcers,
        access,
        admission,
        placement,
        workloads,
        contention,
        new LandscapeReads());
  }

  private static Network network(Cluster cluster, Assumptions assumptions) {
    boolean vouchedFor =
        Network.leavesKindsOpen(cluster)
            && assumptions.ask(NetworkAssumptions.KIND_UPHELD) == Assumptions.REFUTED;
    return Network.of(cluster, vouchedFor);
  }

  /** Users and groups of tenants are identities even where no binding names them. */
  public static List<Rbac.Subject> subjects(Tenancy tenancy) {
    List<Rbac.Subject> subjects = new ArrayList<>();
    tenancy.tenants().forEach(tenant -> subjects.addAll(tenant.subjects()));
    return subjects;
  }

  /** The namespace of a pod class or of a crafted pod. */
  public int namespaceOf(int podClass) {
    return facts.isCrafted(podClass)
        ? facts.namespaceOfCrafted(podClass)
        : cluster.podClasses().get(podClass).namespace();
  }

  /** The tenant of a pod class or of a crafted pod. */
  public int tenantOf(int podClass) {
    return tenancy.ofNamespace(namespaceOf(podClass));
  }
}
