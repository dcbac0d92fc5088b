package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The small cluster before which tests of vendors' policies stand: two namespaces, three pods, one
 * node and the agent that upholds policies.
 */
final class PolicyScene {

  private PolicyScene() {}

  static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node}
      spec: {podCIDRs: [10.0.0.0/16]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: red, labels: {team: red}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {team: blue}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: front, namespace: red, labels: {role: frontend, tier: web}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.1}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: back, namespace: red, labels: {role: backend}}
      spec: {containers: [{name: a, image: a, ports: [{name: web, containerPort: 8080}]}]}
      status: {podIP: 10.0.0.2}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: other, namespace: blue, labels: {role: frontend}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.3}
      ---
      """;

  static String daemonSet(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %s, namespace: kube-system}
    spec:
      selector: {matchLabels: {app: agent}}
      template:
        metadata: {labels: {app: agent}}
        spec: {hostNetwork: true, containers: [{name: agent, image: "%s"}]}
    ---
    """
        .formatted(name, image);
  }

  static final String CILIUM =
      CLUSTER
          + daemonSet("cilium", "quay.io/cilium/cilium:v1.19.0")
          + configuration("enable-policy: default");

  static final String CALICO = CLUSTER + daemonSet("calico-node", "docker.io/calico/node:v3.32.0");

  /** The ConfigMap of Cilium's agents. */
  static String configuration(String data) {
    return """
    {apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config, namespace: kube-system}, data: {%s}}
    ---
    """
        .formatted(data);
  }

  /** One document, to stand behind others. */
  static String object(String apiVersion, String kind, String metadata, String body) {
    return "---\napiVersion: %s\nkind: %s\nmetadata: {%s}\n%s\n"
        .formatted(apiVersion, kind, metadata, body);
  }

  /** A policy of Cilium's in the namespace red. */
  static String cilium(String spec) {
    return object(
        "cilium.io/v2", "CiliumNetworkPolicy", "name: p, namespace: red", "spec: " + spec);
  }

  /** One of the whole cluster. */
  static String clusterwide(String spec) {
    return object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "name: p", "spec: " + spec);
  }

  /** An object of Calico's; a NetworkPolicy in the namespace red. */
  static String calico(String kind, String name, String spec) {
    return object(
        "projectcalico.org/v3",
        kind,
        "name: " + name + (kind.equals("NetworkPolicy") ? ", namespace: red" : ""),
        "spec: " + spec);
  }

  static Reach reach(String yaml) {
    return Reach.of(StrictReading.cluster(yaml), new Assumptions(List.of()));
  }

  /** Somebody vouches that something is not as feared. */
  static Reach reach(String yaml, String assumption, String vouched) {
    return Reach.of(
        StrictReading.cluster(yaml),
        new Assumptions(
            List.of(new Assumptions.Statement(assumption, vouched, "the platform team", null))));
  }

  static String ports(Reach reach, String from, String to) {
    PortSet[] found = {PortSet.NONE};
    reach.forEach(end(reach, from), end(reach, to), (one, other, ports) -> found[0] = ports);
    return found[0].toString();
  }

  private static BitSet end(Reach reach, String name) {
    BitSet ends = new BitSet();
    AddressRanges address = AddressRanges.cidr(name);
    for (int end = 0; end < reach.count(); end++) {
      ends.set(
          end,
          reach.isWorkload(end)
              ? reach.workload(end).reference().name().equals(name)
              : address != null
                  && reach.addresses(end).containsAll(Objects.requireNonNull(address)));
    }
    assertThat(ends.cardinality()).as(name).isEqualTo(1);
    return ends;
  }

  /** What reading says of the documents. */
  static List<String> findings(String yaml) {
    return Intake.read(
            List.of(new SourceSpec.Text("cluster.yaml", yaml)),
            new IntakeOptions(true, null, stage -> {}))
        .findings()
        .stream()
        .map(Object::toString)
        .toList();
  }
}
