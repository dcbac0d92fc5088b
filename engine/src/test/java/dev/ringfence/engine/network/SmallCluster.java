package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.HostEndpoint;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds clusters for tests of the network, a line for each thing that matters. */
public final class SmallCluster {

  /** Where everything here comes from. */
  public static final Origin ORIGIN = new Origin(Origin.Source.FILE, "cluster.yaml", 0);

  private final ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.DUMP, "1.36");

  public static ObjectMeta meta(
      String kind, @Nullable String namespace, String name, Map<String, String> labels) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name), LabelSet.of(labels), Map.of(), null, ORIGIN);
  }

  public SmallCluster namespace(String name, Map<String, String> labels) {
    builder.addNamespace(meta("Namespace", null, name, labels));
    return this;
  }

  public SmallCluster pod(String namespace, String name, Map<String, String> labels) {
    return pod(namespace, name, labels, spec(container("registry.test/" + name)));
  }

  public SmallCluster pod(
      String namespace,
      String name,
      Map<String, String> labels,
      PodSpec spec,
      String... addresses) {
    return podOn(null, namespace, name, labels, spec, addresses);
  }

  public SmallCluster podOn(
      @Nullable String node,
      String namespace,
      String name,
      Map<String, String> labels,
      PodSpec spec,
      String... addresses) {
    ObjectMeta meta = meta("Pod", namespace, name, labels);
    builder.addPod(meta, spec, meta.reference(), "spec", node, 1, false, List.of(addresses));
    return this;
  }

  /** Lets the default account of a namespace create objects of a kind there. */
  public SmallCluster mayCreate(String namespace, String group, String resource) {
    builder.add(
        new Rbac.ServiceAccount(
            meta("ServiceAccount", namespace, "default", Map.of()), null, List.of(), List.of()));
    builder.add(
        new Rbac.Role(
            meta("Role", namespace, resource, Map.of()),
            List.of(
                new Rbac.Rule(
                    List.of("create"), List.of(group), List.of(resource), List.of(), List.of())),
            null));
    builder.add(
        new Rbac.Binding(
            meta("RoleBinding", namespace, resource, Map.of()),
            false,
            resource,
            List.of(new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, "default"))));
    return this;
  }

  /** An EndpointSlice of a Service that somebody wrote, with one port. */
  public SmallCluster slice(String namespace, String service, int port, String... addresses) {
    builder.add(
        new WrittenEndpoints(
            meta("EndpointSlice", namespace, service + "-written", Map.of()),
            service,
            Arrays.stream(addresses)
                .map(each -> new WrittenEndpoints.Address("endpoints[0].addresses[0]", each, null))
                .toList(),
            List.of(new WrittenEndpoints.Port("http", "TCP", port))));
    return this;
  }

  public SmallCluster mesh(MeshPolicy.Authorization policy) {
    builder.add(policy);
    return this;
  }

  public SmallCluster mesh(MeshPolicy.PeerAuthentication policy) {
    builder.add(policy);
    return this;
  }

  /** A host endpoint over every interface, without profiles. */
  public SmallCluster hostEndpoint(String node, Map<String, String> labels) {
    return hostEndpoint(node, labels, true);
  }

  /** A host endpoint over every interface or of a single one, without profiles. */
  public SmallCluster hostEndpoint(
      String node, Map<String, String> labels, boolean everyInterface) {
    builder.add(
        new HostEndpoint(
            meta("HostEndpoint", null, node + "-host-" + everyInterface, labels),
            node,
            everyInterface,
            true,
            List.of(),
            List.of()));
    return this;
  }

  public SmallCluster node(String name, List<String> addresses, List<String> podCidrs) {
    return node(name, Map.of(), addresses, podCidrs, "", "");
  }

  public SmallCluster node(
      String name,
      Map<String, String> labels,
      List<String> addresses,
      List<String> podCidrs,
      String providerId,
      String kubeletVersion) {
    return node(meta("Node", null, name, labels), addresses, podCidrs, providerId, kubeletVersion);
  }

  public SmallCluster node(
      ObjectMeta meta,
      List<String> addresses,
      List<String> podCidrs,
      String providerId,
      String kubeletVersion) {
    builder.add(
        new Node(
            meta,
            List.of(),
            false,
            Map.of(),
            List.of(),
            new Node.SystemInfo("", "", "", kubeletVersion, "linux", ""),
            addresses,
            podCidrs,
            providerId,
            false));
    return this;
  }

  /** A possible node of a declared pool, with what its declaration says of the enforcer. */
  public SmallCluster pool(String name, String enforcer) {
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("Node", null, name),
            LabelSet.EMPTY,
            Map.of(Node.ENFORCER_ANNOTATION, enforcer),
            null,
            ORIGIN);
    builder.add(
        new Node(
            meta,
            List.of(),
            false,
            Map.of(),
            List.of(),
            Node.SystemInfo.UNKNOWN,
            List.of(),
            List.of(),
            "",
            true));
    return this;
  }

  public SmallCluster daemonSet(String namespace, String name, Container... containers) {
    PodSpec spec = spec(containers);
    ObjectMeta meta = meta("DaemonSet", namespace, name, Map.of());
    builder.add(
        new Workload(meta, -1, LabelSet.EMPTY, spec, meta.reference(), "spec.template.spec"));
    return this;
  }

  public SmallCluster configMap(String namespace, String name, Map<String, String> data) {
    builder.add(new Policies.ConfigMap(meta("ConfigMap", namespace, name, Map.of()), data));
    return this;
  }

  public SmallCluster policy(NetworkPolicy policy) {
    builder.add(policy);
    return this;
  }

  public SmallCluster policy(TieredPolicy policy) {
    builder.add(policy);
    return this;
  }

  /** One of Calico's tiers. */
  public SmallCluster tier(String name, double order, boolean deniesRest) {
    builder.addTier(name, order, deniesRest);
    return this;
  }

  public SmallCluster policy(TieredPolicy policy, String tier) {
    builder.addInTier(policy, tier);
    return this;
  }

  public SmallCluster service(
      String namespace,
      String name,
      String type,
      Map<String, String> selector,
      Service.Port... ports) {
    return service(namespace, name, type, selector, Service.Front.WIDE, ports);
  }

  public SmallCluster service(
      String namespace,
      String name,
      String type,
      Map<String, String> selector,
      Service.Front front,
      Service.Port... ports) {
    builder.add(
        new Service(
            meta("Service", namespace, name, Map.of()),
            type,
            selector,
            List.of(ports),
            List.of("10.96.0.10"),
            List.of(),
            "",
            front));
    return this;
  }

  /** A Service that is another name for something. */
  public SmallCluster externalName(String namespace, String name, String external) {
    builder.add(
        new Service(
            meta("Service", namespace, name, Map.of()),
            "ExternalName",
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            external));
    return this;
  }

  /** A route that leads to Services; the kind is Ingress, or one of the Gateway API's. */
  public SmallCluster route(
      String kind,
      String namespace,
      String name,
      List<Routing.Target> gateways,
      Routing.Target... backends) {
    builder.addOther(meta(kind, namespace, name, Map.of()));
    builder.add(
        new Routing.Route(
            meta(kind, namespace, name, Map.of()), List.of(), gateways, List.of(backends), true));
    return this;
  }

  public SmallCluster gateway(String namespace, String name, String from) {
    builder.add(
        new Routing.Gateway(
            meta("Gateway", namespace, name, Map.of()), List.of(new Routing.Listener(from, null))));
    return this;
  }

  public SmallCluster referenceGrant(String namespace, String fromNamespace, String... services) {
    builder.add(
        new Routing.ReferenceGrant(
            meta("ReferenceGrant", namespace, "grant", Map.of()),
            List.of(fromNamespace),
            List.of(services)));
    return this;
  }

  public SmallCluster other(String kind, String namespace, String name) {
    builder.addOther(meta(kind, namespace, name, Map.of()));
    return this;
  }

  public Cluster build() {
    return builder.build();
  }

  /** The class of the pod of that name. */
  public static int podClass(Cluster cluster, String name) {
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.pods().name(pod).equals(name)) {
        return cluster.classOfPod(pod);
      }
    }
    throw new IllegalArgumentException(name);
  }

  public static Container container(String image, Container.Port... ports) {
    return container(Container.Type.REGULAR, "main", image, Container.SecurityContext.UNSET, ports);
  }

  public static Container container(
      Container.Type type,
      String name,
      String image,
      Container.SecurityContext securityContext,
      Container.Port... ports) {
    return new Container(
        type,
        name,
        image,
        "IfNotPresent",
        securityContext,
        List.of(ports),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        false);
  }

  public static Container.Port port(String name, int number, String protocol) {
    return new Container.Port(name, number, protocol, 0, "");
  }

  public static PodSpec spec(Container... containers) {
    return spec(false, containers);
  }

  public static PodSpec spec(boolean hostNetwork, Container... containers) {
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.token = PodSpec.Token.NOT_MOUNTED;
    spec.hostNetwork = hostNetwork;
    spec.containers = List.of(containers);
    return spec.build();
  }

  /** A policy over the pods with these labels; null rules leave the direction alone. */
  public static NetworkPolicy policy(
      String namespace,
      String name,
      Map<String, String> podLabels,
      @Nullable List<NetworkPolicy.Rule> ingress,
      @Nullable List<NetworkPolicy.Rule> egress) {
    return new NetworkPolicy(
        meta("NetworkPolicy", namespace, name, Map.of()),
        new LabelSelector(podLabels, List.of()),
        ingress != null,
        egress != null,
        ingress == null ? List.of() : ingress,
        egress == null ? List.of() : egress);
  }

  public static NetworkPolicy.Rule rule(
      List<NetworkPolicy.Peer> peers, NetworkPolicy.Port... ports) {
    return new NetworkPolicy.Rule(peers, List.of(ports));
  }

  public static NetworkPolicy.Port tcp(int port) {
    return new NetworkPolicy.Port("TCP", null, port, port);
  }

  public static NetworkPolicy.Peer pods(Map<String, String> labels) {
    return new NetworkPolicy.Peer(new LabelSelector(labels, List.of()), null, null);
  }

  public static NetworkPolicy.Peer namespaces(Map<String, String> labels) {
    return new NetworkPolicy.Peer(null, new LabelSelector(labels, List.of()), null);
  }

  public static NetworkPolicy.Peer block(String cidr, String... except) {
    List<String> excepted = new ArrayList<>(List.of(except));
    return new NetworkPolicy.Peer(null, null, new NetworkPolicy.IpBlock(cidr, excepted));
  }
}
