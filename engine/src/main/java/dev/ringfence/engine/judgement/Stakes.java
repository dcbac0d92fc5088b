package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.contention.Resource;
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

  /** Whether some tenant offers something to others. */
  boolean somethingIsPublished() {
    return !published.isEmpty();
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
    Derivation derivation = new Derivation(landscape, steps, published);
    derivation.derive(0);
    derivation.orderAll();
  }

  /** The same for facts from this one on alone: what they mean rests on no other fact. */
  void derive(Landscape landscape, StepSink steps, int first) {
    new Derivation(landscape, steps, published).derive(first);
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

    void derive(int first) {
      int known = facts.count();
      for (int fact = first; fact < known; fact++) {
        stakeOf(fact);
      }
    }

    void orderAll() {
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

    /** Names the stakes that the fact is by itself; says whether it can be one. */
    private boolean stakeOf(int fact) {
      int a = facts.a(fact);
      int b = facts.b(fact);
      return switch (facts.kind(fact)) {
        case CODE ->
            // The agents of the attacker's own nodes are that node, no stake by themselves.
            ownNodes.isAgent(a) || is(fact, Goal.TAKEOVER, landscape.tenantOf(a), null);
        case CODE_ON ->
            ownNodes.isAgent(a)
                && is(fact, Goal.TAKEOVER, landscape.tenantOf(a), ownNodes.strangersTo(b));
        case HOLDS -> holds(fact, a);
        case MAY -> may(fact, Capability.values()[a], b);
        case CONNECT -> is(fact, Goal.REACH, landscape.tenantOf(a), published.notFor(a, b));
        case SECRET -> inNamespace(fact, Goal.READ, a);
        case CONTENT, TRAFFIC -> inNamespace(fact, Goal.READ, a);
        case NAMES -> inNamespace(fact, Goal.OBSERVE, a);
        case ALL_NAMES -> everybody(fact, Goal.OBSERVE);
        case DISTURB -> inNamespace(fact, Goal.DISRUPT, a);
        case STARVE -> starve(fact, a, Resource.values()[b]);
        case CODE_ANYWHERE,
            API_PLACE,
            OUTSIDE,
            NODE,
            KUBELET,
            NODE_IDENTITY,
            ON_NODE,
            SOME_NODE,
            NODE_CONTENT,
            NODE_SECRETS,
            CRAFTS,
            SHAPE,
            CRAFTS_UNBOUNDED,
            STORAGE_BACKEND,
            CRAFTED_ON,
            BOUND_ANYWHERE,
            ARRIVES,
            SPEAKS_AS,
            NODE_NETWORK,
            KUBELET_PORT,
            METADATA,
            SENDS_AS,
            SENDS_FREELY,
            SENDS_FREELY_AS,
            SENDS_TO,
            RECEIVES,
            OWN_NODE,
            EMITS,
            NODE_PORTS,
            HOST_NETWORK,
            PAST_ENFORCER,
            STARVE_NODE,
            OUTRANKS,
            API_LEVEL,
            FENCE_DOWN,
            EVERYTHING,
            GOAL,
            AUXILIARY ->
            false; // means to other facts, no stake of anybody
      };
    }

    private int tenantOfNamespace(int namespace) {
      return landscape.tenancy().ofNamespace(namespace);
    }

    /** Of the namespace's tenant; of everybody where the fact is about all namespaces (-1). */
    private boolean inNamespace(int fact, Goal goal, int namespace) {
      return namespace < 0
          ? everybody(fact, goal)
          : is(fact, goal, tenantOfNamespace(namespace), null);
    }

    private boolean everybody(int fact, Goal goal) {
      for (Tenant tenant : landscape.tenancy().tenants()) {
        is(fact, goal, tenant.id(), null);
      }
      return true;
    }

    private boolean holds(int fact, int identity) {
      int tenant = IdentityOwner.of(landscape, identity);
      return tenant >= 0
          && is(fact, Goal.TAKEOVER, tenant, ownNodes.strangersToAgentIdentity(identity));
    }

    private boolean may(int fact, Capability capability, int scope) {
      Goal goal = stakeOf(capability);
      if (goal == null) {
        return false;
      }
      if (scope < 0) {
        return everybody(fact, goal);
      }
      if (scope < Facts.NAMED_SCOPES) {
        return is(fact, goal, tenantOfNamespace(scope), null);
      }
      String name = facts.nameOf(scope - Facts.NAMED_SCOPES);
      int namespace = Integer.parseInt(name.substring(0, name.indexOf('/')));
      return namespace >= 0 && is(fact, goal, tenantOfNamespace(namespace), null);
    }

    /** What a right is worth by itself; null where only what it leads to counts. */
    private static @Nullable Goal stakeOf(Capability capability) {
      return switch (capability) {
        case EXEC_PODS,
            CHANGE_EPHEMERAL_CONTAINERS,
            CHANGE_WORKLOADS,
            CHANGE_TEMPLATES,
            CREATE_WORKLOADS,
            CREATE_MIRROR_PODS ->
            Goal.TAKEOVER;
        case READ_SECRETS, READ_CONFIG_MAPS, READ_POD_LOGS -> Goal.READ;
        case PORT_FORWARD_PODS, PROXY_PODS, PROXY_SERVICES -> Goal.REACH;
        case DISTURB -> Goal.DISRUPT;
        case READ_NAMES -> Goal.OBSERVE;
        case PROXY_NODES,
            READ_SPECS,
            BIND_PODS,
            CREATE_TOKENS,
            CREATE_SECRETS,
            WRITE_CONFIG_MAPS,
            WRITE_SECRETS,
            GAIN_RIGHTS,
            CHANGE_NODES,
            CHANGE_NODE_STATUS,
            CREATE_VOLUMES,
            CREATE_STORAGE_CLASSES,
            WRITE_CUSTOM_RESOURCES ->
            null;
      };
    }

    private boolean starve(int fact, int namespace, Resource resource) {
      for (Tenant tenant : landscape.tenancy().tenants()) {
        if (namespace < 0 || tenant.id() == tenantOfNamespace(namespace)) {
          steps.to(Goal.resourceFact(facts, tenant.id(), resource.ordinal())).from(fact).add();
        }
      }
      return inNamespace(
          fact, resource.boundable() ? Goal.DISRUPT : Goal.DISRUPT_BY_ANYTHING, namespace);
    }

    private boolean is(int fact, Goal goal, int tenant, long @Nullable [] attackers) {
      StepSink.Draft step = steps.to(goal.fact(facts, tenant)).from(fact);
      if (attackers != null) {
        step.onlyFor(attackers);
      }
      step.add();
      return true;
    }
  }
}
