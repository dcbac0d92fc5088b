package dev.ringfence.policy.tenant;

import java.util.List;

/**
 * A product that runs a part of every cluster that has it.
 *
 * @param images the last parts of its images' repositories, for example {@code calico/node}
 */
record WellKnownController(String product, Role role, List<String> images) {

  /** Which part of the trusted base it is. */
  enum Role {
    /** Connects pods and enforces policies. */
    NETWORK("network"),
    /** Mounts volumes on nodes. */
    STORAGE("storage"),
    /** Brings traffic from outside to Services of the whole cluster. */
    INGRESS("ingress");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** From each product's published installation manifests or chart. */
  static final List<WellKnownController> ALL =
      List.of(
          network("Calico", "calico/node", "calico/kube-controllers", "calico/typha"),
          network("Calico", "calico/apiserver", "tigera/operator", "calico/csi"),
          network("Cilium", "cilium/cilium", "cilium/operator", "cilium/operator-generic"),
          network("Cilium", "cilium/operator-aws", "cilium/operator-azure"),
          network("Antrea", "antrea/antrea-agent-ubuntu", "antrea/antrea-controller-ubuntu"),
          network("Antrea", "antrea/antrea-ubuntu", "antrea/antrea-agent-ubi"),
          network("Flannel", "flannel-io/flannel", "flannel/flannel", "coreos/flannel"),
          network("kube-router", "cloudnativelabs/kube-router"),
          network("OVN-Kubernetes", "ovn-org/ovn-kubernetes/ovn-kube-ubuntu"),
          network("OVN-Kubernetes", "ovn-org/ovn-kubernetes/ovn-kube-fedora"),
          network("Weave Net", "weaveworks/weave-kube"),
          network("Amazon VPC CNI", "amazon-k8s-cni", "amazon/aws-network-policy-agent"),
          network("Azure NPM", "containernetworking/azure-npm"),
          network("kindnet", "kindest/kindnetd"),
          network("kube-network-policies", "networking/kube-network-policies"),
          network("Multus", "k8snetworkplumbingwg/multus-cni"),
          storage("Amazon EBS CSI", "ebs-csi-driver/aws-ebs-csi-driver", "aws-ebs-csi-driver"),
          storage("Amazon EFS CSI", "aws-efs-csi-driver"),
          storage("Compute Engine disk CSI", "gcp-compute-persistent-disk-csi-driver"),
          storage("Azure disk CSI", "azuredisk-csi"),
          storage("Azure file CSI", "azurefile-csi"),
          storage("Ceph CSI", "cephcsi/cephcsi"),
          storage("Rook", "rook/ceph"),
          storage("Longhorn", "longhornio/longhorn-manager", "longhornio/longhorn-engine"),
          storage("OpenEBS", "openebs/lvm-driver", "openebs/zfs-driver"),
          storage("NFS CSI", "sig-storage/nfsplugin"),
          storage("vSphere CSI", "csi-vsphere/driver", "cloud-provider-vsphere/csi"),
          storage("OpenStack Cinder CSI", "provider-os/cinder-csi-plugin"),
          storage("Local path", "rancher/local-path-provisioner"),
          storage("a CSI driver", "sig-storage/csi-node-driver-registrar"),
          storage("a CSI driver", "kubernetes-csi/node-driver-registrar"),
          storage("a CSI driver", "sig-storage/csi-provisioner", "sig-storage/csi-attacher"),
          ingress("ingress-nginx", "ingress-nginx/controller"),
          ingress("NGINX Ingress", "nginx/nginx-ingress", "nginx-ic/nginx-plus-ingress"),
          ingress("Traefik", "library/traefik", "traefik/traefik"),
          ingress("HAProxy", "haproxytech/kubernetes-ingress", "jcmoraisjr/haproxy-ingress"),
          ingress("Contour", "projectcontour/contour"),
          ingress("Envoy Gateway", "envoyproxy/gateway"),
          ingress("Istio", "istio/pilot"),
          ingress("Kong", "kong/kubernetes-ingress-controller"),
          ingress("AWS Load Balancer", "eks/aws-load-balancer-controller"));

  private static WellKnownController network(String product, String... images) {
    return new WellKnownController(product, Role.NETWORK, List.of(images));
  }

  private static WellKnownController storage(String product, String... images) {
    return new WellKnownController(product, Role.STORAGE, List.of(images));
  }

  private static WellKnownController ingress(String product, String... images) {
    return new WellKnownController(product, Role.INGRESS, List.of(images));
  }

  /** Whether an image's repository is one of the product's, whatever registry it comes from. */
  boolean owns(String repository) {
    for (String image : images) {
      if (repository.equals(image) || repository.endsWith("/" + image)) {
        return true;
      }
    }
    return false;
  }
}
