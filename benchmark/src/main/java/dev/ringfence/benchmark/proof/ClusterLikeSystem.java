package dev.ringfence.benchmark.proof;

import dev.ringfence.engine.proof.StepGraph;
import dev.ringfence.engine.proof.StepGraphBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A step system with the shape that a cluster of many tenants gives: pods on classes of nodes, one
 * kernel below all, identities and grants behind one place from which the API is reached, a network
 * closed by one enforcer for most, agents and operators with wide rights, and mistakes here and
 * there. A handful of boundaries stand everywhere; each image's workload stands in a few places.
 */
final class ClusterLikeSystem {
  /** Stakes a tenant: takeover, read, reach, disrupt, observe, and one more resource to disrupt. */
  private static final int STAKES = 6;

  private static final int CAPABILITIES = 8;

  private static final int KERNEL = 0;
  private static final int SENTRY = 1;
  private static final int NETWORK_POLICY = 2;
  private static final int API_SERVER = 3;
  private static final int ADMISSION = 4;
  private static final int KUBELET = 5;
  private static final int CONTAINER_MANAGER = 6;
  private static final int FIRST_IMAGE = 7;

  private enum Kind {
    CODE,
    CODE_ON,
    CRAFTED_ON,
    HOLDS,
    MAY,
    MAY_EVERYWHERE,
    NODE,
    NODE_NETWORK,
    CONNECT,
    SENDS_AS,
    PAST_ENFORCER,
    API_PLACE,
    EVERYTHING,
    SECRET,
    CONTENT,
    DISTURB,
    STARVE,
    STARVE_NODE,
    GOAL
  }

  final int tenants;
  final int[] goals;
  final StepGraph graph;

  private final SplittableRandom random;
  private final StepGraphBuilder builder;
  private final Map<Long, Integer> facts = new HashMap<>();
  private final int namespaces;
  private final int podClasses;
  private final int nodeClasses;
  private final int platformClasses;
  private final int images;
  private final int wideAgents;

  /**
   * @param tenants also attackers
   * @param images boundaries that stand in few places
   * @param wideAgents platform workloads whose identity may do something everywhere
   */
  ClusterLikeSystem(int tenants, int images, int wideAgents, long seed) {
    this.tenants = tenants;
    this.images = images;
    this.wideAgents = wideAgents;
    random = new SplittableRandom(seed);
    builder = new StepGraphBuilder(tenants);
    namespaces = tenants * 10;
    podClasses = tenants * 20;
    nodeClasses = Math.max(4, tenants / 20);
    platformClasses = Math.max(wideAgents, tenants / 4);
    for (int tenant = 0; tenant < tenants; tenant++) {
      tenant(tenant);
    }
    platform();
    nodes();
    goals = new int[tenants * STAKES];
    for (int tenant = 0; tenant < tenants; tenant++) {
      for (int stake = 0; stake < STAKES; stake++) {
        goals[tenant * STAKES + stake] = fact(Kind.GOAL, tenant, stake);
      }
    }
    graph = builder.build(facts.size(), FIRST_IMAGE + images);
  }

  private void tenant(int tenant) {
    boolean networkClosed = random.nextInt(100) < 80;
    boolean dedicated = random.nextInt(100) < 20;
    boolean sandboxed = random.nextInt(100) < 20;
    int ownNodes = random.nextInt(nodeClasses);
    for (int n = 0; n < 10; n++) {
      namespace(tenant, tenant * 10 + n);
    }
    for (int p = 0; p < 20; p++) {
      int podClass = tenant * 20 + p;
      int namespace = tenant * 10 + p / 2;
      builder.start(tenant, fact(Kind.CODE, podClass, 0));
      pod(podClass, tenant, namespace, FIRST_IMAGE + image(podClass));
      step(fact(Kind.SENDS_AS, tenant, 0), fact(Kind.CODE, podClass, 0));
      for (int n = 0; n < (dedicated ? 1 : 8); n++) {
        int node = dedicated ? ownNodes : random.nextInt(nodeClasses);
        place(podClass, node, sandboxed);
      }
      for (int grant = 0; grant < 4; grant++) {
        boolean wrongBinding = random.nextInt(2000) == 0;
        int to = wrongBinding ? random.nextInt(namespaces) : namespace;
        grant(identity(podClass), random.nextInt(CAPABILITIES), to);
      }
    }
    for (int p = 0; p < 20; p++) {
      step(fact(Kind.CONNECT, tenant * 20 + p, 0), fact(Kind.SENDS_AS, tenant, 0));
    }
    for (int open = 0; open < 60; open++) {
      int target =
          networkClosed
              ? random.nextInt(platformClasses / 4) + podClasses
              : random.nextInt(podClasses + platformClasses);
      step(fact(Kind.CONNECT, target, 0), fact(Kind.SENDS_AS, tenant, 0));
    }
    if (!networkClosed) {
      step(fact(Kind.API_PLACE, 0, 0), fact(Kind.SENDS_AS, tenant, 0));
    }
    for (int stake = 1; stake < STAKES; stake++) {
      step(fact(Kind.GOAL, tenant, stake), fact(Kind.GOAL, tenant, 0));
    }
  }

  private void namespace(int tenant, int namespace) {
    int takeover = fact(Kind.GOAL, tenant, 0);
    for (int capability = 0; capability < CAPABILITIES; capability++) {
      int may = fact(Kind.MAY, namespace, capability);
      step(may, fact(Kind.MAY_EVERYWHERE, capability, 0));
      step(capability < 5 ? takeover : fact(Kind.GOAL, tenant, capability - 4), may);
    }
    for (int secret = 0; secret < 5; secret++) {
      int content = fact(Kind.SECRET, namespace, secret);
      step(content, fact(Kind.MAY, namespace, 5));
      step(content, fact(Kind.MAY, namespace, 0));
      step(fact(Kind.GOAL, tenant, 1), content);
    }
    step(fact(Kind.HOLDS, namespace * 2, 0), fact(Kind.SECRET, namespace, 0));
    step(fact(Kind.CONTENT, namespace, 0), fact(Kind.MAY, namespace, 6));
    step(fact(Kind.GOAL, tenant, 1), fact(Kind.CONTENT, namespace, 0));
    step(fact(Kind.DISTURB, namespace, 0), fact(Kind.MAY, namespace, 7));
    step(fact(Kind.GOAL, tenant, 3), fact(Kind.DISTURB, namespace, 0));
    for (int resource = 0; resource < 3; resource++) {
      step(fact(Kind.GOAL, tenant, 3 + resource % 2 * 2), fact(Kind.STARVE, namespace, resource));
    }
    for (int n = 0; n < 6; n++) {
      int node = random.nextInt(nodeClasses);
      int crafted = fact(Kind.CRAFTED_ON, namespace, node);
      step(crafted, fact(Kind.MAY, namespace, 0));
      step(fact(Kind.NODE, node, 0), crafted, KERNEL);
      step(fact(Kind.NODE, node, 0), crafted, ADMISSION);
      step(fact(Kind.NODE, node, 0), crafted, CONTAINER_MANAGER);
      step(fact(Kind.STARVE_NODE, node, n % 3), crafted);
      step(fact(Kind.STARVE, namespace, n % 3), fact(Kind.STARVE_NODE, node, n % 3));
    }
  }

  private void pod(int podClass, int tenant, int namespace, int image) {
    int code = fact(Kind.CODE, podClass, 0);
    step(fact(Kind.HOLDS, identity(podClass), 0), code);
    step(fact(Kind.PAST_ENFORCER, 0, 0), code, NETWORK_POLICY);
    step(fact(Kind.CONNECT, podClass, 0), fact(Kind.PAST_ENFORCER, 0, 0));
    step(code, fact(Kind.CONNECT, podClass, 0), image);
    for (int capability = 0; capability < 4; capability++) {
      step(code, fact(Kind.MAY, namespace, capability));
    }
    step(fact(Kind.HOLDS, identity(podClass), 0), fact(Kind.MAY, namespace, 1));
    step(fact(Kind.HOLDS, identity(podClass), 0), fact(Kind.MAY, namespace, 4));
    if (tenant >= 0) {
      step(fact(Kind.GOAL, tenant, 0), code);
      step(fact(Kind.GOAL, tenant, 0), fact(Kind.HOLDS, identity(podClass), 0));
      long[] strangers = new long[(tenants + 63) >> 6];
      java.util.Arrays.fill(strangers, -1L);
      if ((tenants & 63) != 0) {
        strangers[strangers.length - 1] = (1L << tenants) - 1;
      }
      strangers[tenant >> 6] &= ~(1L << tenant);
      builder.addStep(
          0,
          fact(Kind.GOAL, tenant, 2),
          new int[] {fact(Kind.CONNECT, podClass, 0)},
          new int[0],
          new int[0],
          strangers);
    }
  }

  private void place(int podClass, int node, boolean sandboxed) {
    int on = fact(Kind.CODE_ON, podClass, node);
    step(on, fact(Kind.CODE, podClass, 0));
    step(fact(Kind.CODE, podClass, 0), on);
    step(on, fact(Kind.NODE, node, 0));
    if (sandboxed) {
      step(fact(Kind.NODE, node, 0), on, KERNEL, SENTRY);
    } else {
      step(fact(Kind.NODE, node, 0), on, KERNEL);
    }
    if (random.nextInt(20_000) == 0) {
      step(fact(Kind.NODE, node, 0), on);
    }
    step(fact(Kind.STARVE_NODE, node, 0), on);
    step(fact(Kind.NODE_NETWORK, node, 0), on);
  }

  private void platform() {
    for (int agent = 0; agent < platformClasses; agent++) {
      int podClass = podClasses + agent;
      int namespace = namespaces + agent;
      pod(podClass, -1, namespace, FIRST_IMAGE + image(podClass));
      for (int capability = 0; capability < CAPABILITIES; capability++) {
        step(fact(Kind.MAY, namespace, capability), fact(Kind.MAY_EVERYWHERE, capability, 0));
      }
      step(fact(Kind.SENDS_AS, tenants + agent, 0), fact(Kind.CODE, podClass, 0));
      step(fact(Kind.API_PLACE, 0, 0), fact(Kind.SENDS_AS, tenants + agent, 0));
      for (int node = 0; node < nodeClasses; node++) {
        place(podClass, node, false);
      }
      if (agent < wideAgents) {
        int api = fact(Kind.API_PLACE, 0, 0);
        int holds = fact(Kind.HOLDS, identity(podClass), 0);
        join(fact(Kind.MAY_EVERYWHERE, agent % CAPABILITIES, 0), holds, api);
        if (agent % 5 == 0) {
          join(fact(Kind.EVERYTHING, 0, 0), holds, api);
        }
      }
    }
    step(fact(Kind.API_PLACE, 0, 0), fact(Kind.PAST_ENFORCER, 0, 0));
    step(fact(Kind.EVERYTHING, 0, 0), fact(Kind.API_PLACE, 0, 0), API_SERVER);
    for (int capability = 0; capability < CAPABILITIES; capability++) {
      step(fact(Kind.MAY_EVERYWHERE, capability, 0), fact(Kind.EVERYTHING, 0, 0));
    }
  }

  private void nodes() {
    for (int node = 0; node < nodeClasses; node++) {
      step(fact(Kind.API_PLACE, 0, 0), fact(Kind.NODE, node, 0));
      for (int other = 0; other < nodeClasses; other++) {
        step(fact(Kind.NODE_NETWORK, other, 0), fact(Kind.NODE, node, 0));
      }
      step(fact(Kind.NODE, node, 0), fact(Kind.NODE_NETWORK, node, 0), KUBELET);
    }
  }

  private void grant(int identity, int capability, int namespace) {
    join(
        fact(Kind.MAY, namespace, capability),
        fact(Kind.HOLDS, identity, 0),
        fact(Kind.API_PLACE, 0, 0));
  }

  private static int identity(int podClass) {
    return podClass;
  }

  private int image(int podClass) {
    return (int) (((podClass * 2654435761L) >>> 8) % images);
  }

  private void step(int conclusion, int premise, int... boundaries) {
    builder.addStep(0, conclusion, new int[] {premise}, boundaries, new int[0], null);
  }

  private void join(int conclusion, int left, int right) {
    builder.addStep(0, conclusion, new int[] {left, right}, new int[0], new int[0], null);
  }

  private int fact(Kind kind, int a, int b) {
    long key = (long) kind.ordinal() << 48 | (long) a << 16 | b;
    return facts.computeIfAbsent(key, k -> facts.size());
  }
}
