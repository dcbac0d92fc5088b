package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;

/**
 * F1. Pods of one's own making in a namespace where no quota bounds a resource → that resource of
 * every node, or of the whole cluster: object counts and volume storage. A quota with scopes bounds
 * only some pods and does not count; quota on requests bounds no use.
 *
 * <p>Source: Kubernetes documentation, "Resource Quotas".
 */
final class MissingQuota implements Row {

  /** Whether a tenant may create Services is not asked yet: whoever creates pods is taken to. */
  static final Assumption SERVICES =
      new Assumption(
          "step-F1-services-not-examined",
          "Who creates pods may also create Services with node ports and load balancers.",
          "possible");

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "uses what no quota bounds";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int anywhere = facts.codeAnywhere(facts.crafted(namespace));
      for (Resource resource : landscape.contention().unboundedByQuota(namespace)) {
        int crafts = facts.fact(FactKind.CRAFTS_UNBOUNDED, resource.ordinal());
        switch (resource) {
          case CPU, MEMORY, EPHEMERAL_STORAGE, OBJECT_COUNTS, VOLUME_STORAGE ->
              steps.to(crafts).from(anywhere).add();
          case PROCESSES ->
              steps.to(crafts).from(anywhere).assuming(NodeContention.PROCESSES).add();
          case SERVICE_PORTS -> steps.to(crafts).from(anywhere).assuming(SERVICES).add();
          // Disk and bandwidth are F4's, requests F3's, shared services F5's.
          case DISK_IO, NETWORK_BANDWIDTH, API_REQUESTS, SHARED_SERVICES -> {}
        }
      }
    }
    for (Resource resource : Resource.values()) {
      int crafts = facts.fact(FactKind.CRAFTS_UNBOUNDED, resource.ordinal());
      if (resource.ofNode()) {
        for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
          steps
              .to(facts.fact(FactKind.STARVE_NODE, node, resource.ordinal()))
              .from(crafts)
              .from(facts.fact(FactKind.CRAFTED_ON, node))
              .add();
        }
      } else {
        TenantsOnNode.forEach(
            landscape,
            namespace ->
                steps
                    .to(facts.fact(FactKind.STARVE, namespace, resource.ordinal()))
                    .from(crafts)
                    .add());
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    if (facts.kind(step.conclusion()) == FactKind.CRAFTS_UNBOUNDED) {
      int index = facts.namespaceOfCrafted(facts.a(step.premise(0)));
      Namespace namespace = landscape.cluster().namespaces().get(index);
      String resource = Resource.values()[facts.a(step.conclusion())].word();
      evidence.add(namespace.meta(), "ResourceQuota", "none bounds " + resource);
    }
  }
}
