package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.network.Enforcement.Sign;
import dev.ringfence.engine.network.Enforcement.State;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network products that are known by the name of their DaemonSet, and what decides whether each
 * enforces NetworkPolicy. Sources: each project's published manifests and configuration reference.
 */
enum EnforcerSignature {
  CALICO("calico", "calico-node", "canal"),
  CILIUM("cilium", "cilium") {
    // Cilium's configuration reference: enable-k8s-networkpolicy and enable-policy: never.
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      Policies.ConfigMap configuration = configMap(cluster, "cilium-config");
      if (configuration == null) {
        return new Finding(State.UNKNOWN, null);
      }
      if ("false".equals(configuration.data().get("enable-k8s-networkpolicy"))) {
        return Finding.of(State.NOT_ENFORCED, configuration, "enable-k8s-networkpolicy");
      }
      if ("never".equals(configuration.data().get("enable-policy"))) {
        return Finding.of(State.NOT_ENFORCED, configuration, "enable-policy");
      }
      return Finding.of(State.ENFORCED, configuration, "enable-policy");
    }
  },
  /** GKE Dataplane V2 is Cilium, and policies are always on. */
  ANETD("cilium", "anetd"),
  ANTREA("antrea", "antrea-agent"),
  OVN_KUBERNETES("ovn-kubernetes", "ovnkube-node"),
  KUBE_OVN("kube-ovn", "kube-ovn-cni"),
  /** Its firewall is on unless an argument switches it off. */
  KUBE_ROUTER("kube-router", "kube-router") {
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      boolean off =
          template.containers().stream()
              .anyMatch(each -> each.settings().contains(KUBE_ROUTER_SWITCH + "=false"));
      return new Finding(off ? State.NOT_ENFORCED : State.ENFORCED, null);
    }
  },
  AZURE_NPM("azure-npm", "azure-npm"),
  KUBE_NETWORK_POLICIES("kube-network-policies", "kube-network-policies"),
  WEAVE("weave", "weave-net") {
    // The policy controller is a container of its own.
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      return containerNamed(template, "weave-npc") == null
          ? new Finding(State.NOT_ENFORCED, null)
          : new Finding(State.ENFORCED, null);
    }
  },
  /**
   * The agent enforces only where its argument does not switch it off, and the CNI's ConfigMap, or
   * where there is none the argument, switches it on. Unless the CNI is told to be strict, which it
   * is not by default, a pod that starts is open until its policies are there. Source: Amazon EKS,
   * "Restrict Pod network traffic with Kubernetes network policies".
   */
  AWS_VPC_CNI("aws-network-policy-agent", "aws-node") {
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      Container agent = containerNamed(template, "aws-eks-nodeagent");
      if (agent == null) {
        return new Finding(State.NOT_ENFORCED, null);
      }
      if (agent.settings().contains(AWS_SWITCH + "=false")) {
        return new Finding(State.NOT_ENFORCED, null);
      }
      Policies.ConfigMap configuration = configMap(cluster, "amazon-vpc-cni");
      String key = "enable-network-policy-controller";
      if (configuration != null && configuration.data().containsKey(key)) {
        boolean on = "true".equals(configuration.data().get(key));
        return Finding.of(on ? whereOn(template) : State.NOT_ENFORCED, configuration, key);
      }
      boolean on = agent.settings().contains(AWS_SWITCH + "=true");
      return new Finding(on ? whereOn(template) : State.UNKNOWN, null);
    }

    private static State whereOn(PodSpec template) {
      boolean strict =
          template.containers().stream()
              .anyMatch(each -> each.settings().contains(AWS_MODE + "=strict"));
      return strict ? State.ENFORCED : State.ENFORCED_ONCE_STARTED;
    }
  },
  /** Enforces, by kube-network-policies' library, from the image that kind 0.24 brought. */
  KINDNET("kube-network-policies", "kindnet") {
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      for (Container container : template.containers()) {
        Matcher date = Pattern.compile(".*kindnetd:v(\\d{8})-.*").matcher(container.image());
        if (date.matches()) {
          boolean enforces = Integer.parseInt(date.group(1)) >= 20240813;
          return new Finding(enforces ? State.ENFORCED : State.NOT_ENFORCED, null);
        }
      }
      return new Finding(State.UNKNOWN, null);
    }
  },
  /** Flannel moves packets and nothing else, but its chart can add a policy agent beside it. */
  FLANNEL("flannel", "kube-flannel-ds", "kube-flannel") {
    @Override
    Finding judge(Cluster cluster, PodSpec template) {
      return policyAgent(template) == null
          ? new Finding(State.NOT_ENFORCED, null)
          : new Finding(State.ENFORCED, null);
    }

    @Override
    String product(PodSpec template) {
      return policyAgent(template) == null ? "flannel" : "kube-network-policies";
    }

    private static @Nullable Container policyAgent(PodSpec template) {
      for (Container container : template.containers()) {
        if (container.imageRepository().endsWith("/kube-network-policies")) {
          return container;
        }
      }
      return null;
    }
  };

  /** An argument of AWS' policy agent. */
  static final String AWS_SWITCH = "enable-network-policy";

  /** An environment variable of AWS' CNI: {@code standard}, which is the default, or strict. */
  static final String AWS_MODE = "NETWORK_POLICY_ENFORCING_MODE";

  /** An argument of kube-router's. */
  static final String KUBE_ROUTER_SWITCH = "run-firewall";

  /**
   * What a product's configuration says.
   *
   * @param sign null where the DaemonSet itself is all there is to show
   */
  record Finding(State state, @Nullable Sign sign) {
    static Finding of(State state, Policies.ConfigMap configuration, String key) {
      String value = configuration.data().getOrDefault(key, "unset, so the default");
      return new Finding(state, new Sign(configuration.meta(), "data." + key, value));
    }
  }

  private final String product;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> daemonSets;

  EnforcerSignature(String product, String... daemonSets) {
    this.product = product;
    this.daemonSets = List.of(daemonSets);
  }

  /** The product of a DaemonSet of that name, or null. */
  static @Nullable EnforcerSignature ofDaemonSet(String name) {
    for (EnforcerSignature signature : values()) {
      if (signature.daemonSets.contains(name)) {
        return signature;
      }
    }
    return null;
  }

  /** The implementation that would have to fail. */
  String product(PodSpec template) {
    return product;
  }

  Finding judge(Cluster cluster, PodSpec template) {
    return new Finding(State.ENFORCED, null);
  }

  private static Policies.@Nullable ConfigMap configMap(Cluster cluster, String name) {
    for (Policies.ConfigMap map : cluster.configMaps()) {
      if (map.meta().name().equals(name) && !map.data().isEmpty()) {
        return map;
      }
    }
    return null;
  }

  private static @Nullable Container containerNamed(PodSpec template, String name) {
    for (Container container : template.containers()) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    return null;
  }
}
