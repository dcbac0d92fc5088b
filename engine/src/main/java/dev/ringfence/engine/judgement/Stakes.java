package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are a stake of whom. Not a move of the attacker: each of its steps only says what a
 * fact means. It looks at every fact that other rows have named, so it must come last.
 */
final class Stakes implements Row {

  private final Published published;

  Stakes(Published published) {
    this.published = published;
  }

  @Override
  public String id() {
    return "stake";
  }

  @Override
  public String title() {
    return "that is";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    new Derivation(landscape, steps, published).derive();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    // A definition has no evidence of its own: the step before it has.
  }

  private static final class Derivation {
    private final Landscape landscape;
    private final Facts facts;
    private final StepSink steps;
    private final Published published;
    private final OwnNodes ownNodes;

    Derivation(Landscape landscape, StepSink steps, Published published) {
      this.landscape = landscape;
      this.facts = landscape.facts();
      this.steps = steps;
      this.published = published;
      this.ownNodes = OwnNodes.of(landscape);
    }

    void derive() {
      int known = facts.count();
      for (int fact = 0; fact < known; fact++) {
        stakeOf(fact);
      }
      for (Tenant tenant : landscape.tenancy().tenants()) {
        order(tenant.id());
      }
    }

    /** Read, reach and disrupt are never deeper than takeover, and observe than read or reach. */
    private void order(int tenant) {
      is(facts.everything(), Goal.TAKEOVER, tenant, null);
      int takeover = Goal.TAKEOVER.fact(facts, tenant);
      is(takeover, Goal.READ, tenant, null);
      is(takeover, Goal.REACH, tenant, null);
      is(takeover, Goal.DISRUPT, tenant, null);
      is(Goal.DISRUPT.fact(facts, tenant), Goal.DISRUPT_BY_ANYTHING, tenant, null);
      is(Goal.READ.fact(facts, tenant), Goal.OBSERVE, tenant, null);
      is(Goal.REACH.fact(facts, tenant), Goal.OBSERVE, tenant, null);
    }

    private void stakeOf(int fact) {
      int a = facts.a(fact);
      int b = facts.b(fact);
      switch (facts.kind(fact)) {
        case CODE -> {
          if (!ownNodes.isAgent(a)) {
            is(fact, Goal.TAKEOVER, landscape.tenantOf(a), null);
          }
        }
        case CODE_ON -> {
          if (ownNodes.isAgent(a)) {
            // The agents of the attacker's own nodes are that node, no stake by themselves.
            is(fact, Goal.TAKEOVER, landscape.tenantOf(a), ownNodes.strangersTo(b));
          }
        }
        case HOLDS -> holds(fact, a);
        case MAY -> may(fact, Capability.values()[a], b);
        case CONNECT -> {
          int tenant = landscape.tenantOf(a);
          is(fact, Goal.REACH, tenant, published.notFor(a, b));
        }
        case SECRET -> {
          if (a < 0) {
            everybody(fact, Goal.READ);
          } else {
            is(fact, Goal.READ, landscape.tenancy().ofNamespace(a), null);
          }
        }
        case CONTENT, TRAFFIC -> is(fact, Goal.READ, landscape.tenancy().ofNamespace(a), null);
        case NAMES -> is(fact, Goal.OBSERVE, landscape.tenancy().ofNamespace(a), null);
        case ALL_NAMES -> everybody(fact, Goal.OBSERVE);
        case DISTURB -> is(fact, Goal.DISRUPT, landscape.tenancy().ofNamespace(a), null);
        case STARVE -> starve(fact, landscape.tenancy().ofNamespace(a), b);
        case CODE_ANYWHERE,
            API_PLACE,
            OUTSIDE,
            NODE,
            KUBELET,
            NODE_IDENTITY,
            NODE_NETWORK,
            METADATA,
            SENDS_AS,
            PAST_ENFORCER,
            STARVE_NODE,
            FENCE_DOWN,
            EVERYTHING,
            GOAL,
            AUXILIARY -> {
          // Means to other facts, no stake of anybody.
        }
      }
    }

    private void everybody(int fact, Goal goal) {
      for (Tenant tenant : landscape.tenancy().tenants()) {
        is(fact, goal, tenant.id(), null);
      }
    }

    private void holds(int fact, int identity) {
      int tenant = IdentityOwner.of(landscape, identity);
      if (tenant >= 0) {
        is(fact, Goal.TAKEOVER, tenant, ownNodes.strangersToAgentIdentity(identity));
      }
    }

    private void may(int fact, Capability capability, int scope) {
      Goal goal = stakeOf(capability);
      if (goal == null) {
        return;
      }
      if (scope < 0) {
        everybody(fact, goal);
      } else if (scope < Facts.NAMED_SCOPES) {
        is(fact, goal, landscape.tenancy().ofNamespace(scope), null);
      } else {
        String name = facts.nameOf(scope - Facts.NAMED_SCOPES);
        int namespace = landscape.cluster().namespaceIndex(name.substring(0, name.indexOf('/')));
        if (namespace >= 0) {
          is(fact, goal, landscape.tenancy().ofNamespace(namespace), null);
        }
      }
    }

    /** What a right is worth by itself; null where only what it leads to counts. */
    private static @Nullable Goal stakeOf(Capability capability) {
      return switch (capability) {
        case EXEC_PODS, CHANGE_EPHEMERAL_CONTAINERS, CHANGE_WORKLOADS, CREATE_WORKLOADS ->
            Goal.TAKEOVER;
        case READ_SECRETS, READ_CONFIG_MAPS, READ_POD_LOGS -> Goal.READ;
        case PORT_FORWARD_PODS, PROXY_PODS -> Goal.REACH;
        case DISTURB -> Goal.DISRUPT;
        case READ_NAMES -> Goal.OBSERVE;
        case PROXY_NODES,
            BIND_PODS,
            CREATE_TOKENS,
            CREATE_SECRETS,
            WRITE_CONFIG_MAPS,
            WRITE_SECRETS,
            GAIN_RIGHTS ->
            null;
      };
    }

    private void starve(int fact, int tenant, int resource) {
      boolean boundable = Contention.Resource.values()[resource].boundable();
      is(fact, boundable ? Goal.DISRUPT : Goal.DISRUPT_BY_ANYTHING, tenant, null);
      steps.to(Goal.resourceFact(facts, tenant, resource)).from(fact).add();
    }

    private void is(int fact, Goal goal, int tenant, long @Nullable [] attackers) {
      StepSink.Draft step = steps.to(goal.fact(facts, tenant)).from(fact);
      if (attackers != null) {
        step.onlyFor(attackers);
      }
      step.add();
    }
  }
}
