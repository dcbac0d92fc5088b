package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import org.jspecify.annotations.Nullable;

/**
 * N9: gets its node's credentials from the cloud's metadata service.
 *
 * <p>Premises: code in a pod on a node of a cloud; egress to an address of the metadata service is
 * not blocked, else {@code network-policy} fails. Whether the cloud closes it to pods beside that
 * cannot be seen: an assumption, and where somebody vouches that it does, either of two boundaries:
 * {@code metadata}, what keeps the node's credentials from pods (a hop limit, a proxy), or {@code
 * cloud-identity}, what keeps an identity that pods get instead from the node's roles. The host
 * network is never kept away by a hop limit. Sources: each cloud's reference of its metadata
 * service.
 */
final class MetadataService implements Row {

  /** HTTP, with and without TLS, and where Azure's answers its agents. */
  private static final PortSet PORTS =
      PortSet.of(PortSet.Protocol.TCP, 80)
          .or(PortSet.of(PortSet.Protocol.TCP, 443))
          .or(PortSet.of(PortSet.Protocol.TCP, 32526));

  @Override
  public String id() {
    return "N9";
  }

  @Override
  public String title() {
    return "asks the metadata service for the node's credentials";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    @Nullable Provider[] providers =
        new @Nullable Provider[landscape.placement().nodeClasses().size()];
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      Provider provider = Provider.of(landscape.cluster(), nodeClass);
      providers[nodeClass.id()] = provider;
      if (provider != null) {
        credentials(facts, steps, nodeClass.id(), provider);
      }
    }
    Connections connections = new Connections(landscape, steps);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (int nodeClass : landscape.placement().ever(podClass)) {
        if (!podClass.spec().hostNetwork()) {
          connections.connect(podClass.id(), nodeClass, providers[nodeClass]);
        }
      }
    }
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      for (int nodeClass = 0; nodeClass < providers.length; nodeClass++) {
        connections.connect(facts.crafted(namespace), nodeClass, providers[nodeClass]);
      }
    }
  }

  private static void credentials(Facts facts, StepSink steps, int nodeClass, Provider provider) {
    int identity = facts.nodeIdentity(nodeClass);
    int connected = facts.fact(FactKind.METADATA, nodeClass);
    provider.existing(steps.to(identity).from(facts.fact(FactKind.HOST_NETWORK, nodeClass))).add();
    provider
        .existing(steps.to(identity).from(connected))
        .assuming(NetworkAssumptions.METADATA_NOT_CLOSED)
        .add();
    provider
        .existing(steps.to(identity).from(connected))
        .breaking(Boundaries.metadata(provider.name()))
        .add();
    provider
        .existing(steps.to(identity).from(connected))
        .breaking(Boundaries.cloudIdentity(provider.name()))
        .add();
  }

  /** From pods to the metadata service of the node that they are on. */
  private static final class Connections {
    private final Landscape landscape;
    private final StepSink steps;
    private final Routes routes;

    Connections(Landscape landscape, StepSink steps) {
      this.landscape = landscape;
      this.steps = steps;
      this.routes = new Routes(landscape);
    }

    void connect(int podClass, int nodeClass, @Nullable Provider provider) {
      if (provider == null) {
        return;
      }
      Facts facts = landscape.facts();
      int metadata = facts.fact(FactKind.METADATA, nodeClass);
      int code = facts.codeOn(podClass, nodeClass);
      int sourceClass = routes.plan().sourceClass(landscape.network().endpointOf(podClass));
      boolean allowed = allows(landscape, routes.plan().sourceExample(sourceClass), provider);
      for (int enforcement : routes.enforcementsOn(nodeClass)) {
        if (allowed || !routes.isEnforced(enforcement)) {
          steps.to(metadata).from(code).add();
        } else {
          routes.past(steps, metadata, code, enforcement);
        }
      }
    }
  }

  private static boolean allows(Landscape landscape, int source, Provider provider) {
    for (String address : provider.addresses()) {
      PortSet open = landscape.network().towardsAddresses().toAddress(source, address);
      if (!open.and(PORTS).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int nodeClass = facts.a(step.conclusion());
    int node = landscape.placement().nodeClasses().get(nodeClass).example();
    String provider = landscape.cluster().nodes().get(node).providerId();
    evidence.node(node, "spec.providerID", provider.isEmpty() ? "not known" : provider);
    if (facts.kind(step.premise(0)) == FactKind.CODE_ON) {
      int podClass = facts.a(step.premise(0));
      evidence.isolation(Direction.EGRESS, podClass);
      evidence.rules(
          landscape
              .network()
              .towardsAddresses()
              .rulesTowards(landscape.network().endpointOf(podClass)));
    }
  }
}
