package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.AccessChange;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.LandscapeReads;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.RowByAdmission;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.UnreadKinds;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.NetworkChange;
import dev.ringfence.engine.proof.StepChange;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Boundary;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A derivation that follows its cluster while {@link Followed} objects change: rows that asked for
 * nothing that differs are not run again, and rows that look at one right after the other only for
 * those whose rights differ. Facts and boundaries keep their numbers; those that nobody names any
 * more stay without a step to them.
 *
 * <p>Where it is not certain that this gives what a derivation from scratch would, it says so.
 */
final class KeptDerivation {

  private final Derivation whole;
  private final Facts facts;
  private final FactNames names;
  private Landscape landscape;
  private int[] factNames;
  private int[] goals = {};
  private int goalsBelow = -1;
  private final int[] boundaryNames;

  /** By number of a row that was run whole, and in no other way since. */
  private final Map<Integer, RowListing> listings = new HashMap<>();

  KeptDerivation(Derivation whole, FactNames names, int[] factNames, int[] boundaryNames) {
    this.whole = whole;
    this.names = names;
    this.landscape = whole.landscape();
    this.facts = landscape.facts();
    this.factNames = factNames;
    this.boundaryNames = boundaryNames;
  }

  Landscape landscape() {
    return landscape;
  }

  int[] factNames() {
    return factNames;
  }

  int[] boundaryNames() {
    return boundaryNames;
  }

  /** Every goal that is a fact below a count. */
  int[] goals(int factCount) {
    if (factCount != goalsBelow) {
      goals = Goal.all(landscape, factCount);
      goalsBelow = factCount;
    }
    return goals;
  }

  /** By id; the same as in the derivation that is followed. */
  List<Boundary> boundaries() {
    return whole.boundaries();
  }

  /**
   * What becomes of the steps in a changed cluster.
   *
   * @return null where all has to be derived anew
   */
  @Nullable StepChange follow(Cluster cluster, Tenancy tenancy, Assumptions assumptions) {
    Set<Followed.Kind> kinds = cluster.differsIn(landscape.cluster());
    if (kinds == null
        || Network.leavesKindsOpen(cluster)
        || (kinds.contains(Followed.Kind.SERVICE_ACCOUNTS) && landscape.network().readsAccounts())
        || !tenancy.equals(landscape.tenancy())
        || !assumptions.statements().equals(landscape.assumptions().statements())) {
      return null;
    }
    NetworkFollowed policies = NetworkFollowed.of(landscape.network(), cluster, kinds);
    int last = whole.rows().size() - 1;
    Stakes stakes = (Stakes) whole.rows().get(last);
    // What is published is judged by all steps that there are.
    if (policies == null || (policies.change() != null && stakes.somethingIsPublished())) {
      return null;
    }
    AccessChange change = rights(kinds, cluster);
    if (change == null) {
      return null;
    }
    boolean bounds = kinds.contains(Followed.Kind.RESOURCE_QUOTAS);
    Contention contention =
        bounds ? landscape.contention().following(cluster) : landscape.contention();
    boolean relabelled = kinds.contains(Followed.Kind.ADMISSION_LABELS);
    Admission admission =
        relabelled
            ? landscape.admission().following(landscape.cluster(), cluster)
            : landscape.admission();
    if (admission == null) {
      return null;
    }
    boolean admits = relabelled && !admission.answersLike(landscape.admission());
    Landscape now = landscape.with(cluster, policies.now(), change.now(), admission, contention);
    landscape =
        landscape.with(
            landscape.cluster(),
            policies.before(),
            landscape.access(),
            landscape.admission(),
            landscape.contention());
    int known = facts.count(FactKind.AUXILIARY);
    StepChange steps = new StepChange();
    rows(
        change,
        Bounds.of(bounds, landscape.contention(), contention),
        admits,
        policies.change(),
        now,
        steps);
    if ((steps.isFenced() && stakes.somethingIsPublished())
        || whole.kept().steps().boundaries().size() > whole.boundaries().size()
        || someRowLookedFor(known)) {
      return null;
    }
    begin(last, now, new StepsInto(steps::comes));
    stakes.derive(now, whole.kept().steps(), known);
    factNames = names.more(facts, factNames);
    landscape = now;
    return steps;
  }

  private @Nullable AccessChange rights(Set<Followed.Kind> kinds, Cluster cluster) {
    boolean asBefore =
        Set.of(
                Followed.Kind.NETWORK_POLICIES,
                Followed.Kind.POLICY_LABELS,
                Followed.Kind.ADMISSION_LABELS,
                Followed.Kind.TENANCY_LABELS,
                Followed.Kind.RESOURCE_QUOTAS)
            .containsAll(kinds);
    return asBefore
        ? AccessChange.none(landscape.access())
        : AccessChange.of(landscape.access(), cluster);
  }

  /**
   * Runs the rows that asked for something that differs: for what differs, before and now, where
   * that is less than all of it.
   */
  private void rows(
      AccessChange change,
      Bounds bounds,
      boolean admits,
      @Nullable NetworkChange policies,
      Landscape now,
      StepChange steps) {
    RowNotes notes = whole.kept().notes();
    for (int row = 0; row < whole.rows().size() - 1; row++) {
      boolean access = notes.access(row).anyOf(change);
      boolean bounded = bounds.concern(notes.reads(row));
      boolean admitted = admits && notes.reads(row).askedForAdmission();
      boolean selectors =
          policies != null
              && policies.selectors()
              && notes.reads(row).network().askedForSelectors();
      boolean policed = policies != null && notes.reads(row).network().askedForPolicies();
      boolean rightByRight =
          whole.rows().get(row).isRightByRight() && !notes.access(row).askedForRequests();
      boolean networked = selectors || policed;
      BitSet whom =
          notes.access(row).askedForOwnRequests() ? change.concerned() : change.identities();
      boolean few = 2 * whom.cardinality() <= landscape.access().identities().size();
      if (access && few && rightByRight && !bounded && !networked && !admitted) {
        run(row, telling(landscape, whom), new StepsInto(steps::goes));
        run(row, telling(now, whom), new StepsInto(steps::comes));
      } else if (admitted
          && !access
          && !bounded
          && !networked
          && whole.rows().get(row) instanceof RowByAdmission part) {
        begin(row, landscape, new StepsInto(steps::goes));
        notes.admittedAgain(row, part, landscape, whole.kept().steps());
        begin(row, now, new StepsInto(steps::comes));
        notes.admittedAgain(row, part, now, whole.kept().steps());
      } else if (access || bounded || admitted) {
        whole(row, now, steps);
      } else if (networked
          && policies != null
          && (policies.beyondEnds() || policies.concernsMost())) {
        whole(row, now, steps);
      } else if (whole.rows().get(row) instanceof RowOfParts parts) {
        parts(row, parts, networked ? policies : null, now, steps);
      } else if (networked) {
        whole(row, now, steps);
      }
    }
  }

  /** With the rights of these identities alone. */
  private static Landscape telling(Landscape landscape, BitSet identities) {
    return landscape.seenThrough(landscape.access().telling(identities), new LandscapeReads());
  }

  private void whole(int row, Landscape now, StepChange steps) {
    RowListing listing = listings.get(row);
    if (listing == null) {
      listing = new RowListing(row);
      steps.whole(row);
    }
    listing.begin(steps);
    run(row, now, listing);
    listing.end();
    listings.put(row, listing);
  }

  /** Ends that send or receive otherwise, and facts that are new. */
  private void parts(
      int number,
      RowOfParts row,
      @Nullable NetworkChange policies,
      Landscape now,
      StepChange steps) {
    RowNotes notes = whole.kept().notes();
    if (policies != null) {
      begin(number, landscape, new StepsInto(steps::goes));
      notes.again(
          number,
          row,
          landscape,
          whole.kept().steps(),
          Parts.gone(policies, notes.seenUpTo(number)));
    }
    if (policies != null || isAnyNew(row.factByFact(), notes.seenUpTo(number))) {
      begin(number, now, new StepsInto(steps::comes));
      Parts parts = Parts.come(policies, notes.seenUpTo(number));
      notes.again(number, row, now, whole.kept().steps(), parts);
    }
    notes.seen(number, facts);
  }

  private boolean isAnyNew(Set<FactKind> kinds, int first) {
    for (int fact = first; fact < facts.count(FactKind.AUXILIARY); fact++) {
      if (kinds.contains(facts.kind(fact))) {
        return true;
      }
    }
    return false;
  }

  private void run(int number, Landscape of, StepSink.Target target) {
    begin(number, of, target);
    whole.kept().notes().again(number, whole.rows().get(number), of, whole.kept().steps());
  }

  /** Steps from here on are this row's. */
  private void begin(int number, Landscape of, StepSink.Target target) {
    Row row = whole.rows().get(number);
    listings.remove(number); // whoever runs all of the row puts it back
    whole.kept().target().to(target);
    whole.kept().steps().row(number, UnreadKinds.under(of.cluster(), row.id()));
  }

  /**
   * Rows look which facts others have named; one that is new could be one that they would have
   * found, unless they look at each by itself. (One that is named no longer leads nowhere: no step
   * concludes it.)
   */
  private boolean someRowLookedFor(int known) {
    long lookedFor = 0;
    for (int row = 0; row < whole.rows().size() - 1; row++) {
      long kinds = whole.kept().notes().lookedForBy(row);
      if (whole.rows().get(row) instanceof RowOfParts parts) {
        for (FactKind kind : parts.factByFact()) {
          kinds &= ~Facts.bit(kind);
        }
      }
      lookedFor |= kinds;
    }
    boolean found = false;
    for (int fact = known; fact < facts.count(FactKind.AUXILIARY); fact++) {
      found |= (lookedFor & Facts.bit(facts.kind(fact))) != 0;
    }
    return found;
  }
}
