package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.deputies.Check;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.ReferenceFields;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A8 and A9: a controller does somebody else's bidding.
 *
 * <p>Premise: writing a custom resource that a controller with rights of its own acts on, or an
 * annotation of a built-in one that it reads. The table of deputies says which fields name what
 * elsewhere and what the controller itself checks. Where nothing is checked its rights follow;
 * where a check stands it is the boundary {@code deputy}, by product; where a check came with a
 * release or hangs on a setting, the image's tag or the setting tells, else it is an assumption by
 * product. A pod in the resource's namespace is as good as creating pods there (A9), one in the
 * controller's namespace is code there. A controller that looks at its own namespace alone does
 * nothing for others, until it fails. What it uses in the resource's own namespace is {@link
 * UsedInNamespace}'s.
 *
 * <p>Of unknown controllers it is assumed that they follow what fields of the schema seem to name,
 * by the fields' names ({@link ReferenceFields}: a guess), and, as an assumption of its own, that
 * they act where no field does; one whose resource seems to hold a pod is feared to make it.
 */
final class Deputies implements Row {

  static final Assumption UNKNOWN_FOLLOW =
      new Assumption(
          "custom-resources-followed-unchecked",
          "Controllers that are not in the table of deputies may act with their own rights on"
              + " whatever a custom resource names.",
          "true");

  static final Assumption UNKNOWN_ACT =
      new Assumption(
          "custom-resources-without-references-acted-on",
          "Controllers that are not in the table of deputies may act with their own rights for whoever"
              + " writes a custom resource, even where no field of its schema seems to name"
              + " something elsewhere.",
          "true");

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int WRITES = 8;

  private static final List<Permission> PERMISSIONS =
      List.of(
          Permission.WRITE_CUSTOM_RESOURCES,
          Permission.WRITE_SECRETS,
          Permission.WRITE_CONFIG_MAPS,
          Permission.WRITE_ROUTES);

  private final boolean makesPods;

  private Deputies(boolean makesPods) {
    this.makesPods = makesPods;
  }

  /** A8. */
  static Deputies acting() {
    return new Deputies(false);
  }

  /** A9. */
  static Deputies makingPods() {
    return new Deputies(true);
  }

  @Override
  public String id() {
    return makesPods ? "A9" : "A8";
  }

  @Override
  public String title() {
    return makesPods
        ? "has a controller make pods by a custom resource"
        : "has a controller act by a custom resource";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    List<DeputyKind> kinds = DeputyKind.all(landscape);
    Facts facts = landscape.facts();
    boolean[] written = new boolean[kinds.size()];
    for (Permission permission : PERMISSIONS) {
      landscape
          .access()
          .forEachRight(
              permission,
              (identity, scope, name) -> {
                boolean known = permission != Permission.WRITE_CUSTOM_RESOURCES;
                for (int kind = 0; kind < kinds.size(); kind++) {
                  if (kinds.get(kind).written() == permission
                      && writes(landscape, identity, scope, name, kinds.get(kind))) {
                    known = true;
                    written[kind] = true;
                    conclude(landscape, identity, scope, kind, kinds.get(kind), steps);
                  }
                }
                if (!known && !makesPods) {
                  request(facts, facts.everything(), identity, steps)
                      .assuming(UNKNOWN_FOLLOW)
                      .add();
                }
              });
    }
    for (int kind = 0; kind < written.length; kind++) {
      if (written[kind] && makesPods) {
        podsElsewhere(landscape, kind, kinds.get(kind), steps);
      } else if (written[kind]) {
        controllers(landscape, kind, kinds.get(kind), steps);
      }
    }
  }

  private static StepSink.Draft request(Facts facts, int conclusion, int identity, StepSink steps) {
    return steps.to(conclusion).from(facts.holds(identity)).from(facts.apiPlace());
  }

  private static boolean writes(
      Landscape landscape, int identity, int scope, String name, DeputyKind kind) {
    if (scope != Access.EVERYWHERE && !kind.namespaced()) {
      return false;
    }
    String namespace =
        scope == Access.EVERYWHERE ? "" : landscape.cluster().namespaces().get(scope).name();
    for (String verb : List.of("create", "update", "patch")) {
      Request request = Request.resource(verb, kind.group(), kind.plural(), "", namespace, name);
      if (landscape.access().allowed(identity, request)) {
        return true;
      }
    }
    return false;
  }

  private void conclude(
      Landscape landscape, int identity, int scope, int at, DeputyKind kind, StepSink steps) {
    Facts facts = landscape.facts();
    Deputy deputy = kind.deputy();
    if (!makesPods) {
      if (deputy.known() && kind.written() == Permission.WRITE_CUSTOM_RESOURCES) {
        UsedInNamespace.conclude(landscape, identity, scope, deputy, steps);
      }
      int writes = facts.fact(FactKind.AUXILIARY, WRITES, at);
      Check.Standing alone =
          kind.isBesideController(scope)
              ? Check.Standing.ABSENT
              : deputy.beyond().standing(kind.installation());
      if (alone == Check.Standing.ABSENT) {
        request(facts, writes, identity, steps).add();
        return;
      }
      request(facts, writes, identity, steps).breaking(Boundaries.deputy(deputy.product())).add();
      if (alone == Check.Standing.NOT_SHOWN) {
        request(facts, writes, identity, steps).assuming(unchecked(deputy)).add();
      }
    } else if (makesPodsThere(deputy) || seemsToHoldPod(kind)) {
      int pods =
          scope == Access.EVERYWHERE
              ? facts.everything()
              : facts.codeAnywhere(facts.crafted(scope));
      StepSink.Draft step = request(facts, pods, identity, steps);
      (deputy.known() ? step : step.assuming(UNKNOWN_FOLLOW)).add();
    }
  }

  private static boolean makesPodsThere(Deputy deputy) {
    return deputy.fields().stream()
        .anyMatch(field -> field.makesPods() && field.where() == Deputy.Where.ITS_NAMESPACE);
  }

  private static boolean seemsToHoldPod(DeputyKind kind) {
    return !kind.deputy().known()
        && kind.references().values().stream().anyMatch(ReferenceFields::isPod);
  }

  /** How what names something elsewhere is checked: each way once. */
  private static Set<Check.Standing> standings(DeputyKind kind, boolean ofPods) {
    Set<Check.Standing> standings = EnumSet.noneOf(Check.Standing.class);
    for (Deputy.Field field : kind.deputy().fields()) {
      if (field.where() != Deputy.Where.ITS_NAMESPACE && field.makesPods() == ofPods) {
        standings.add(field.check().standing(kind.installation()));
      }
    }
    return standings;
  }

  private static void controllers(Landscape landscape, int at, DeputyKind kind, StepSink steps) {
    Facts facts = landscape.facts();
    int writes = facts.fact(FactKind.AUXILIARY, WRITES, at);
    Deputy deputy = kind.deputy();
    Set<Integer> conclusions = new TreeSet<>();
    for (int account : kind.accounts(landscape)) {
      conclusions.add(facts.holds(account));
    }
    if (conclusions.isEmpty()) {
      conclusions.add(facts.everything());
    }
    for (int conclusion : conclusions) {
      steps.to(conclusion).from(writes).breaking(Boundaries.deputy(deputy.product())).add();
      if (deputy.known()) {
        follow(conclusion, writes, deputy, standings(kind, false), steps);
      } else {
        Assumption feared = kind.references().isEmpty() ? UNKNOWN_ACT : UNKNOWN_FOLLOW;
        steps.to(conclusion).from(writes).assuming(feared).add();
      }
    }
  }

  private static void follow(
      int conclusion, int writes, Deputy deputy, Set<Check.Standing> standings, StepSink steps) {
    if (standings.contains(Check.Standing.ABSENT)) {
      steps.to(conclusion).from(writes).add();
    } else if (standings.contains(Check.Standing.NOT_SHOWN)) {
      steps.to(conclusion).from(writes).assuming(unchecked(deputy)).add();
    }
  }

  /** Pods in the controller's namespace, or in any. */
  private static void podsElsewhere(Landscape landscape, int at, DeputyKind kind, StepSink steps) {
    Facts facts = landscape.facts();
    int writes = facts.fact(FactKind.AUXILIARY, WRITES, at);
    Set<Check.Standing> standings = standings(kind, true);
    if (standings.isEmpty()) {
      return;
    }
    boolean anywhere =
        kind.installation().isEmpty()
            || kind.deputy().fields().stream()
                .anyMatch(field -> field.makesPods() && field.where() == Deputy.Where.ELSEWHERE);
    Set<Integer> pods = new TreeSet<>();
    if (anywhere) {
      pods.add(facts.everything());
    } else {
      for (int namespace : kind.installation().namespaces()) {
        pods.add(facts.codeAnywhere(facts.crafted(namespace)));
      }
    }
    for (int conclusion : pods) {
      follow(conclusion, writes, kind.deputy(), standings, steps);
    }
  }

  /** That what a release or a setting brought is not there. */
  static Assumption unchecked(Deputy deputy) {
    return new Assumption(
        "deputy-" + deputy.product() + "-unchecked",
        "Checks of "
            + deputy.product()
            + " that came with a release, or that a setting turns on, may be missing: neither the"
            + " tag of its image nor its arguments show them.",
        "true");
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    int first = step.premise(0);
    if (facts.kind(first) == FactKind.AUXILIARY) {
      DeputyEvidence.add(landscape, DeputyKind.at(landscape, facts.b(first)), evidence);
      return;
    }
    int holder = GrantEvidence.holder(landscape, step);
    for (Permission permission : PERMISSIONS) {
      if (isOf(landscape, step, permission)) {
        landscape
            .access()
            .forEachRight(
                holder,
                permission,
                (identity, scope, name) ->
                    GrantEvidence.add(landscape, identity, permission, scope, name, evidence));
      }
    }
  }

  private static boolean isOf(Landscape landscape, StepView step, Permission permission) {
    Facts facts = landscape.facts();
    Permission written =
        facts.kind(step.conclusion()) == FactKind.AUXILIARY
            ? DeputyKind.at(landscape, facts.b(step.conclusion())).written()
            : Permission.WRITE_CUSTOM_RESOURCES;
    return written == permission;
  }
}
