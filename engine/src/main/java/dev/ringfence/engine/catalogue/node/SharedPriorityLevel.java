package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.contention.Flows;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * F3. An identity and a place to ask from → the priority levels that take its requests, before they
 * are authorized; of those the seats that requests of other tenants share. An exempt level has no
 * bound at all, so whoever is in it takes from everybody.
 *
 * <p>Source: Kubernetes documentation, "API Priority and Fairness".
 */
final class SharedPriorityLevel implements Row {

  static final Assumption UNREAD =
      new Assumption(
          "flow-schemas-not-read",
          "FlowSchemas were not read; every tenant may share a priority level with any other.",
          "shared");

  @Override
  public String id() {
    return "F3";
  }

  @Override
  public String title() {
    return "starves a priority level that others share";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int resource = Resource.API_REQUESTS.ordinal();
    if (!landscape.flows().known()) {
      TenantsOnNode.forEach(
          landscape,
          namespace ->
              steps
                  .to(facts.fact(FactKind.STARVE, namespace, resource))
                  .from(facts.apiPlace())
                  .assuming(UNREAD)
                  .add());
      return;
    }
    Flows flows = landscape.flows();
    Map<Requester, Set<Integer>> levels = new HashMap<>();
    BitSet[] ofTenant = new BitSet[landscape.tenancy().tenants().size()];
    for (int tenant = 0; tenant < ofTenant.length; tenant++) {
      ofTenant[tenant] = new BitSet();
    }
    for (Identity identity : landscape.access().identities()) {
      if (!identity.isOwn() && identity.kind() != Identity.Kind.ANONYMOUS) {
        continue;
      }
      Set<Integer> own =
          levels.computeIfAbsent(
              identity.requester(), one -> flows.levelsOf(one.user(), one.groups()));
      int tenant = tenantOf(landscape, identity);
      for (int level : own) {
        steps
            .to(facts.fact(FactKind.API_LEVEL, level))
            .from(facts.holds(identity.id()))
            .from(facts.apiPlace())
            .add();
        if (tenant >= 0) {
          ofTenant[tenant].set(level);
        }
      }
    }
    starve(landscape, steps, ofTenant);
  }

  private static void starve(Landscape landscape, StepSink steps, BitSet[] ofTenant) {
    var facts = landscape.facts();
    Flows flows = landscape.flows();
    TenantsOnNode.forEach(
        landscape,
        namespace -> {
          BitSet levels = ofTenant[landscape.tenancy().ofNamespace(namespace)];
          int starved = facts.fact(FactKind.STARVE, namespace, Resource.API_REQUESTS.ordinal());
          levels.stream()
              .forEach(
                  level -> steps.to(starved).from(facts.fact(FactKind.API_LEVEL, level)).add());
          for (int level = 0; level < flows.levels(); level++) {
            if (flows.isExempt(level) && !levels.get(level)) {
              steps.to(starved).from(facts.fact(FactKind.API_LEVEL, level)).add();
            }
          }
        });
  }

  private static int tenantOf(Landscape landscape, Identity identity) {
    return switch (identity.kind()) {
      case SERVICE_ACCOUNT -> {
        int namespace = landscape.cluster().namespaceIndex(identity.namespace());
        yield namespace < 0 ? -1 : landscape.tenancy().ofNamespace(namespace);
      }
      case USER, GROUP -> {
        for (Tenant tenant : landscape.tenancy().tenants()) {
          for (Rbac.Subject subject : tenant.subjects()) {
            if (subject.name().equals(identity.name())) {
              yield tenant.id();
            }
          }
        }
        yield -1;
      }
      case IMPLICIT_GROUP, ANONYMOUS, GROWN, NAMESPACE_ADMINISTRATOR, IMPERSONATED -> -1;
    };
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    Flows flows = landscape.flows();
    int fact =
        facts.kind(step.conclusion()) == FactKind.API_LEVEL ? step.conclusion() : step.premise(0);
    if (facts.kind(fact) != FactKind.API_LEVEL) {
      return;
    }
    int level = facts.a(fact);
    if (fact == step.conclusion()) {
      Requester who = landscape.access().identity(facts.a(step.premise(0))).requester();
      FlowControl.FlowSchema schema = flows.schemaInto(level, who.user(), who.groups());
      if (schema != null) {
        evidence.add(schema.meta(), "spec.rules[*].subjects", "match " + who.user());
        evidence.add(schema.meta(), "spec.priorityLevelConfiguration.name", schema.priorityLevel());
      }
      return;
    }
    FlowControl.PriorityLevel object = flows.object(level);
    if (object != null) {
      String value = object.exempt() ? "Exempt" : "Limited, shared with the victim's requests";
      evidence.add(object.meta(), "spec.type", value);
    }
  }
}
