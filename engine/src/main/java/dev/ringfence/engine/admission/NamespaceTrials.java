package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the policies inside the API server make of made-up updates of a namespace's labels. */
final class NamespaceTrials {

  /** More pairs of updates than this are not tried one after the other. */
  private static final int MOST_STEPS = 1_500;

  private final ValidatingPolicies policies;
  private final PodVariants variants;
  private final List<PodVariants.Change> changes;

  /** What a first update may change: one thing, or two that a policy looks back at together. */
  private final List<PodVariants.Change> openings;

  /** Whether none of those was left out for being too many. */
  private boolean everyPair = true;

  private final boolean looksBack;

  /** Whether labels may be had, and whether a change alone may be made, as far as it was asked. */
  private final SameAnswers<List<Object>, Boolean> wanted = new SameAnswers<>();

  /** The same for all whose names policies cannot tell apart; empty where they may. */
  private final SameAnswers<List<Object>, Optional<Boolean>> wantedAlike = new SameAnswers<>();

  /** The same again by shapes, before any label is written down. */
  private final SameAnswers<List<Object>, Boolean> refusedAlike = new SameAnswers<>();

  private final SameAnswers<List<Object>, Beginning> begun = new SameAnswers<>();
  private final SameAnswers<List<Object>, Boolean> followed = new SameAnswers<>();
  private final BlindRefusals blindRefusals;
  private final ExpressionEngine expressions;
  private final AlikeNames names;
  private final AlikeShapes shapes;

  /**
   * Whether policies were seen to look into names that others could stand for: then nothing stands
   * for others any more, because parts of answers are remembered.
   */
  private boolean tellsNamesApart;

  /**
   * @param selected what selectors of policies read of namespaces
   * @param given what expressions may compare with
   * @param looksBack whether policies look at what was before the update
   */
  NamespaceTrials(
      ValidatingPolicies policies,
      Set<LabelSelector.Requirement> selected,
      PodVariants.Given given,
      boolean looksBack,
      AlikeNames names,
      ExpressionEngine expressions) {
    this.policies = policies;
    this.names = names;
    this.shapes = new AlikeShapes(names);
    this.expressions = expressions;
    this.variants = PodVariants.ofNamespaces(policies.inForce(), policies.bindings(), given);
    this.changes = changes(variants, selected);
    this.openings = new ArrayList<>(changes);
    this.looksBack = looksBack;
    this.blindRefusals = new BlindRefusals(policies.inForce());
    for (AdmissionRules.Policy policy : policies.inForce()) {
      if (ExpressionTexts.mentions(policy, "oldObject")) {
        PairedChanges.Pairs pairs = variants.paired().of(policy.meta());
        openings.addAll(pairs.changes());
        everyPair &= pairs.areTried();
      }
    }
  }

  /** Whether everything that could make a difference is tried. */
  boolean areAll() {
    return variants.areAll();
  }

  /** Whether every update is surely refused after which the selector matches, or does not. */
  boolean refuse(NamespaceUpdate asked, LabelSelector selector, boolean matching) {
    boolean nobody = asked.named().equals(SameAnswers.NOBODY);
    AlikeShapes.Pair pair =
        nobody && !tellsNamesApart
            ? shapes.pair(shapes.of(asked.namespace()), shapes.of(selector))
            : null;
    return pair == null
        ? refuseEach(asked, selector, matching)
        : refusedAlike.of(
            List.of(pair, asked.subresource(), matching),
            asked.user(),
            asked.authorizer(),
            authorizer -> refuseEach(asked.with(authorizer), selector, matching));
  }

  private boolean refuseEach(NamespaceUpdate asked, LabelSelector selector, boolean matching) {
    List<Map<String, String>> ways = LabelWays.of(asked.namespace().labels(), selector, matching);
    return ways.size() <= LabelWays.MOST
        && ways.stream().noneMatch(labels -> mayPassAlike(asked, labels));
  }

  /** The same question with made-up names, where its answer is that of all of them. */
  private boolean mayPassAlike(NamespaceUpdate asked, Map<String, String> labels) {
    AlikeNames.Renaming renaming = names.renaming(asked.namespace(), labels);
    Namespace renamed = renaming.of(asked.namespace());
    Map<String, String> renamedLabels = renaming.of(new TreeMap<>(labels));
    boolean nobody = asked.named().equals(SameAnswers.NOBODY);
    if (nobody && !tellsNamesApart && !renaming.madeUp().isEmpty()) {
      NamespaceUpdate alike = asked.of(renamed);
      Optional<Boolean> answer =
          wantedAlike.of(
              List.of(alike.question(), renamedLabels),
              asked.user(),
              asked.authorizer(),
              authorizer -> ofAll(alike, renamedLabels, renaming, authorizer));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return wanted.of(
        List.of(asked.question(), labels),
        asked.user(),
        asked.authorizer(),
        authorizer -> mayPass(asked.with(authorizer), labels));
  }

  private Optional<Boolean> ofAll(
      NamespaceUpdate alike,
      Map<String, String> labels,
      AlikeNames.Renaming renaming,
      AdmissionRequest.Authorizer authorizer) {
    boolean[] named = {false};
    AdmissionRequest.Authorizer watched =
        (user, verb, group, resource, subresource, in, name, path) -> {
          // Of made-up names the authorizer knows nothing.
          named[0] |= renaming.isIn(in + ' ' + name + ' ' + path + ' ' + user);
          return authorizer.allowed(user, verb, group, resource, subresource, in, name, path);
        };
    Boolean passes =
        expressions.withoutLookingInto(
            renaming.madeUp(), renaming::mayBeRenamed, () -> mayPass(alike.with(watched), labels));
    tellsNamesApart |= passes == null || named[0];
    return tellsNamesApart ? Optional.empty() : Optional.ofNullable(passes);
  }

  /** Whether an update to the labels, or several of which the last is to them, may pass. */
  private boolean mayPass(NamespaceUpdate asked, Map<String, String> labels) {
    Map<String, Object> before = asked.object(asked.labels());
    JointChanges joint = new JointChanges(variants);
    ObjectMeta blind = null;
    List<PodVariants.Change> annotations = new ArrayList<>();
    for (PodVariants.Change change : changes) {
      if (blind != null && change.onlyAnnotations()) {
        annotations.add(change);
        continue;
      }
      PolicyOutcome outcome = policies.review(asked.request(before, asked.changed(labels, change)));
      if (outcome.refusals().isEmpty()) {
        return true;
      }
      if (joint.isEmpty()) {
        blind = blindRefusals.in(outcome);
      }
      joint.note(change, outcome);
    }
    if (blind == null || !joint.isShut(blind)) {
      for (PodVariants.Change change : annotations) {
        joint.note(change, policies.review(asked.request(before, asked.changed(labels, change))));
      }
      List<PodVariants.Change> combinations = new ArrayList<>(joint.toTry());
      combinations.addAll(joint.further(changes));
      for (PodVariants.Change change : combinations) {
        PolicyOutcome outcome =
            policies.review(asked.request(before, asked.changed(labels, change)));
        if (outcome.refusals().isEmpty()) {
          return true;
        }
        joint.noteJoint(change, outcome);
      }
    }
    return !joint.areAll() || (looksBack && mayPassInSteps(asked, labels, blind != null));
  }

  /**
   * The same by two updates, or by three of which only the first makes the second possible.
   *
   * @param blind whether what refuses the last one alone reads no annotations
   */
  private boolean mayPassInSteps(NamespaceUpdate asked, Map<String, String> labels, boolean blind) {
    List<Integer> open = new ArrayList<>();
    List<Integer> closed = new ArrayList<>();
    for (int number = 0; number < openings.size(); number++) {
      PodVariants.Change opening = openings.get(number);
      if (begin(asked, number) != Beginning.PASSES) {
        closed.add(number);
      } else if (!(blind && opening.onlyAnnotations()) && mayEnd(asked, opening, labels)) {
        return true;
      } else {
        open.add(number);
      }
    }
    if (!everyPair) {
      return true;
    }
    int tried = 0;
    for (int first : open) {
      for (int second : closed) {
        PodVariants.Change both = JointChanges.both(openings.get(first), openings.get(second));
        boolean useless =
            (blind && both.onlyAnnotations())
                || (openings.get(first).onlyAnnotations()
                    && begin(asked, second) == Beginning.REFUSED_BLINDLY);
        if (useless) {
          continue;
        }
        tried++;
        if (tried > MOST_STEPS) {
          return true; // not all of them are tried
        }
        if (mayFollow(asked, first, second) && mayEnd(asked, both, labels)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the last update may pass, which leaves what was changed before or takes it back. */
  private boolean mayEnd(
      NamespaceUpdate asked, PodVariants.Change before, Map<String, String> labels) {
    Map<String, Object> between = asked.changed(asked.labels(), before);
    return passes(asked, between, asked.changed(labels, before))
        || passes(asked, between, asked.object(labels));
  }

  /** What becomes of the first of several updates, which changes nothing else. */
  private enum Beginning {
    PASSES,
    REFUSED,
    /** Whatever annotations there are. */
    REFUSED_BLINDLY
  }

  private Beginning begin(NamespaceUpdate asked, int number) {
    return begun.of(
        List.of(asked.question(), number),
        asked.user(),
        asked.authorizer(),
        authorizer -> {
          PolicyOutcome outcome =
              policies.review(
                  asked
                      .with(authorizer)
                      .request(
                          asked.object(asked.labels()),
                          asked.changed(asked.labels(), openings.get(number))));
          if (outcome.refusals().isEmpty()) {
            return Beginning.PASSES;
          }
          return blindRefusals.in(outcome) == null ? Beginning.REFUSED : Beginning.REFUSED_BLINDLY;
        });
  }

  /** Whether the second update may pass where the first one did, whatever comes last. */
  private boolean mayFollow(NamespaceUpdate asked, int first, int second) {
    return followed.of(
        List.of(asked.question(), first, second),
        asked.user(),
        asked.authorizer(),
        authorizer -> {
          PodVariants.Change opening = openings.get(first);
          PodVariants.Change both = JointChanges.both(opening, openings.get(second));
          return passes(
              asked.with(authorizer),
              asked.changed(asked.labels(), opening),
              asked.changed(asked.labels(), both));
        });
  }

  /** What cannot be decided may be let through. */
  private boolean passes(
      NamespaceUpdate asked, Map<String, Object> before, Map<String, Object> object) {
    return !policies.refuse(asked.request(before, object));
  }

  private static List<PodVariants.Change> changes(
      PodVariants variants, Set<LabelSelector.Requirement> selected) {
    List<PodVariants.Change> changes = new ArrayList<>(variants.changes());
    for (LabelSelector.Requirement requirement : selected) {
      String key = requirement.key();
      changes.add(object -> NamespaceUpdate.labels(object).remove(key));
      changes.add(object -> NamespaceUpdate.labels(object).put(key, "ringfence-made-up"));
      for (String value : requirement.values()) {
        changes.add(object -> NamespaceUpdate.labels(object).put(key, value));
      }
    }
    return changes;
  }
}
