package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.KnownDeputies;
import dev.ringfence.engine.deputies.ReferenceFields;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A8 and A9: a controller does somebody else's bidding.
 *
 * <p>Premise: writing a custom resource that a controller with rights of its own acts on. Of a
 * controller that follows what the resource names, its rights follow; one that makes pods of the
 * resource is as good as creating pods in that namespace (A9); one that keeps to the namespace
 * stands as {@code deputy}, by product. Of unknown ones it is assumed that they follow what fields
 * of the schema seem to name, by the fields' names ({@link
 * dev.ringfence.engine.deputies.ReferenceFields}: a guess), and, as an assumption of its own, that
 * they act where no field does; one whose resource seems to hold a pod is feared to make it. The
 * controllers are the service accounts that watch the kind in the whole cluster by a rule that
 * names its group; where none is found it may be anybody.
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

  /** How many guessed fields evidence names; it says how many more there are. */
  private static final int SHOWN = 4;

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
    List<Policies.CustomResource> kinds = landscape.cluster().customResources();
    Facts facts = landscape.facts();
    boolean[] written = new boolean[kinds.size()];
    landscape
        .access()
        .forEachRight(
            Permission.WRITE_CUSTOM_RESOURCES,
            (identity, scope, name) -> {
              boolean known = false;
              for (int kind = 0; kind < kinds.size(); kind++) {
                if (writes(landscape, identity, scope, name, kinds.get(kind))) {
                  known = true;
                  written[kind] = true;
                  conclude(landscape, identity, scope, kind, kinds.get(kind), steps);
                }
              }
              if (!known && !makesPods) {
                request(facts, facts.everything(), identity, steps).assuming(UNKNOWN_FOLLOW).add();
              }
            });
    if (!makesPods) {
      for (int kind = 0; kind < written.length; kind++) {
        if (written[kind]) {
          controllers(landscape, kind, kinds.get(kind), steps);
        }
      }
    }
  }

  private static StepSink.Draft request(Facts facts, int conclusion, int identity, StepSink steps) {
    return steps.to(conclusion).from(facts.holds(identity)).from(facts.apiPlace());
  }

  private static boolean writes(
      Landscape landscape, int identity, int scope, String name, Policies.CustomResource kind) {
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
      Landscape landscape,
      int identity,
      int scope,
      int kind,
      Policies.CustomResource definition,
      StepSink steps) {
    Facts facts = landscape.facts();
    Deputy deputy = KnownDeputies.of(definition.group(), definition.kind());
    if (!makesPods) {
      request(facts, facts.fact(FactKind.AUXILIARY, WRITES, kind), identity, steps).add();
    } else if (deputy.conduct() == Deputy.Conduct.MAKES_PODS
        || seemsToHoldPod(definition, deputy)) {
      int pods =
          scope == Access.EVERYWHERE
              ? facts.everything()
              : facts.codeAnywhere(facts.crafted(scope));
      StepSink.Draft step = request(facts, pods, identity, steps);
      (deputy.conduct() == Deputy.Conduct.UNKNOWN ? step.assuming(UNKNOWN_FOLLOW) : step).add();
    }
  }

  private static boolean seemsToHoldPod(Policies.CustomResource definition, Deputy deputy) {
    return deputy.conduct() == Deputy.Conduct.UNKNOWN
        && definition.references().values().stream().anyMatch(ReferenceFields::isPod);
  }

  private static void controllers(
      Landscape landscape, int kind, Policies.CustomResource definition, StepSink steps) {
    Facts facts = landscape.facts();
    int writes = facts.fact(FactKind.AUXILIARY, WRITES, kind);
    Deputy deputy = KnownDeputies.of(definition.group(), definition.kind());
    Set<Integer> conclusions = new TreeSet<>();
    for (int account : watchers(landscape, definition)) {
      conclusions.add(facts.holds(account));
    }
    if (conclusions.isEmpty()) {
      conclusions.add(facts.everything());
    }
    for (int conclusion : conclusions) {
      steps.to(conclusion).from(writes).breaking(Boundaries.deputy(deputy.product())).add();
      switch (deputy.conduct()) {
        case FOLLOWS -> steps.to(conclusion).from(writes).add();
        case UNKNOWN -> {
          boolean names = !definition.references().isEmpty();
          Assumption feared = names ? UNKNOWN_FOLLOW : UNKNOWN_ACT;
          steps.to(conclusion).from(writes).assuming(feared).add();
        }
        case KEEPS_TO_NAMESPACE, MAKES_PODS -> {}
      }
    }
  }

  /** Service accounts that watch the kind everywhere by a rule that names its group. */
  private static List<Integer> watchers(Landscape landscape, Policies.CustomResource definition) {
    Access access = landscape.access();
    List<Integer> watchers = new ArrayList<>();
    Request watch = Request.resource("watch", definition.group(), definition.plural(), "", "", "");
    for (Grant grant : access.whoCan(watch)) {
      Rbac.Binding binding = grant.binding();
      if (binding == null
          || grant.rule() == null
          || !grant.rule().rule().apiGroups().contains(definition.group())) {
        continue;
      }
      for (Rbac.Subject subject : binding.subjects()) {
        int identity = access.identityOf(subject);
        if (identity >= 0 && access.identity(identity).kind() == Identity.Kind.SERVICE_ACCOUNT) {
          watchers.add(identity);
        }
      }
    }
    return watchers;
  }

  /** Of an unknown controller what the schema makes one guess, the first few by name. */
  private static String fields(Policies.CustomResource definition, Deputy deputy) {
    if (deputy.conduct() != Deputy.Conduct.UNKNOWN) {
      return deputy.fields();
    }
    if (definition.references().isEmpty()) {
      return "no field of its schema seems to name anything elsewhere";
    }
    List<String> guessed = new ArrayList<>();
    definition.references().forEach((path, what) -> guessed.add(path + " (" + what + ")"));
    int more = guessed.size() - SHOWN;
    return "by their names, "
        + String.join(", ", guessed.subList(0, Math.min(SHOWN, guessed.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    int first = step.premise(0);
    if (facts.kind(first) == FactKind.AUXILIARY) {
      Policies.CustomResource definition =
          landscape.cluster().customResources().get(facts.b(first));
      Deputy deputy = KnownDeputies.of(definition.group(), definition.kind());
      evidence.add(
          definition.meta(),
          "spec.names.kind",
          definition.kind() + ", of " + deputy.product() + ": " + fields(definition, deputy));
      return;
    }
    int holder = GrantEvidence.holder(landscape, step);
    landscape
        .access()
        .forEachRight(
            holder,
            Permission.WRITE_CUSTOM_RESOURCES,
            (identity, scope, name) ->
                GrantEvidence.add(
                    landscape, identity, Permission.WRITE_CUSTOM_RESOURCES, scope, name, evidence));
  }
}
