package dev.ringfence.intake.live;

import java.util.ArrayList;
import java.util.List;

/**
 * A kind that is read live. {@code docs/ringfence-reader.yaml} grants exactly these.
 *
 * @param apiVersion for example {@code apps/v1}; the first that is asked for
 * @param resource the plural in paths and rules
 * @param others versions of the group to ask for where a server does not have that one
 */
record LiveKind(String apiVersion, String resource, String kind, List<String> others) {

  LiveKind {
    others = List.copyOf(others);
  }

  LiveKind(String apiVersion, String resource, String kind) {
    this(apiVersion, resource, kind, List.of());
  }

  private static LiveKind of(String apiVersion, String resource, String kind, String... others) {
    return new LiveKind(apiVersion, resource, kind, List.of(others));
  }

  static final List<LiveKind> ALL =
      List.of(
          new LiveKind("v1", "namespaces", "Namespace"),
          new LiveKind("v1", "nodes", "Node"),
          new LiveKind("v1", "pods", "Pod"),
          new LiveKind("v1", "services", "Service"),
          new LiveKind("discovery.k8s.io/v1", "endpointslices", "EndpointSlice"),
          new LiveKind("v1", "serviceaccounts", "ServiceAccount"),
          new LiveKind("v1", "secrets", "Secret"),
          new LiveKind("v1", "configmaps", "ConfigMap"),
          new LiveKind("v1", "resourcequotas", "ResourceQuota"),
          new LiveKind("v1", "limitranges", "LimitRange"),
          new LiveKind("v1", "persistentvolumes", "PersistentVolume"),
          new LiveKind("v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
          new LiveKind("v1", "replicationcontrollers", "ReplicationController"),
          new LiveKind("apps/v1", "deployments", "Deployment"),
          new LiveKind("apps/v1", "replicasets", "ReplicaSet"),
          new LiveKind("apps/v1", "statefulsets", "StatefulSet"),
          new LiveKind("apps/v1", "daemonsets", "DaemonSet"),
          new LiveKind("batch/v1", "jobs", "Job"),
          new LiveKind("batch/v1", "cronjobs", "CronJob"),
          new LiveKind("rbac.authorization.k8s.io/v1", "roles", "Role"),
          new LiveKind("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding"),
          new LiveKind("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole"),
          new LiveKind("rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding"),
          new LiveKind("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy"),
          new LiveKind("networking.k8s.io/v1", "ingresses", "Ingress"),
          of("gateway.networking.k8s.io/v1", "gateways", "Gateway", "v1beta1"),
          of("gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute", "v1beta1"),
          of("gateway.networking.k8s.io/v1", "grpcroutes", "GRPCRoute", "v1alpha2"),
          of("gateway.networking.k8s.io/v1", "tlsroutes", "TLSRoute", "v1alpha3", "v1alpha2"),
          new LiveKind("gateway.networking.k8s.io/v1alpha2", "tcproutes", "TCPRoute"),
          new LiveKind("gateway.networking.k8s.io/v1alpha2", "udproutes", "UDPRoute"),
          of(
              "gateway.networking.k8s.io/v1beta1",
              "referencegrants",
              "ReferenceGrant",
              "v1",
              "v1alpha2"),
          new LiveKind(
              "policy.networking.k8s.io/v1alpha2",
              "clusternetworkpolicies",
              "ClusterNetworkPolicy"),
          new LiveKind(
              "policy.networking.k8s.io/v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy"),
          new LiveKind(
              "policy.networking.k8s.io/v1alpha1",
              "baselineadminnetworkpolicies",
              "BaselineAdminNetworkPolicy"),
          new LiveKind("cilium.io/v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy"),
          new LiveKind(
              "cilium.io/v2", "ciliumclusterwidenetworkpolicies", "CiliumClusterwideNetworkPolicy"),
          new LiveKind("crd.projectcalico.org/v1", "tiers", "Tier"),
          new LiveKind("crd.projectcalico.org/v1", "networkpolicies", "NetworkPolicy"),
          new LiveKind("crd.projectcalico.org/v1", "globalnetworkpolicies", "GlobalNetworkPolicy"),
          new LiveKind("crd.projectcalico.org/v1", "hostendpoints", "HostEndpoint"),
          new LiveKind("crd.projectcalico.org/v1", "networksets", "NetworkSet"),
          new LiveKind("crd.projectcalico.org/v1", "globalnetworksets", "GlobalNetworkSet"),
          new LiveKind(
              "crd.projectcalico.org/v1",
              "kubecontrollersconfigurations",
              "KubeControllersConfiguration"),
          of("security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy", "v1"),
          of("security.istio.io/v1beta1", "peerauthentications", "PeerAuthentication", "v1"),
          new LiveKind("networking.istio.io/v1alpha3", "envoyfilters", "EnvoyFilter"),
          of("networking.istio.io/v1beta1", "sidecars", "Sidecar", "v1"),
          new LiveKind("node.k8s.io/v1", "runtimeclasses", "RuntimeClass"),
          new LiveKind("scheduling.k8s.io/v1", "priorityclasses", "PriorityClass"),
          new LiveKind("storage.k8s.io/v1", "storageclasses", "StorageClass"),
          new LiveKind("storage.k8s.io/v1", "csinodes", "CSINode"),
          new LiveKind("storage.k8s.io/v1", "csidrivers", "CSIDriver"),
          new LiveKind("storage.k8s.io/v1", "csistoragecapacities", "CSIStorageCapacity"),
          new LiveKind("storage.k8s.io/v1", "volumeattachments", "VolumeAttachment"),
          of("resource.k8s.io/v1", "resourceclaims", "ResourceClaim", "v1beta2", "v1beta1"),
          of(
              "resource.k8s.io/v1",
              "resourceclaimtemplates",
              "ResourceClaimTemplate",
              "v1beta2",
              "v1beta1"),
          of("resource.k8s.io/v1", "deviceclasses", "DeviceClass", "v1beta2", "v1beta1"),
          of("resource.k8s.io/v1", "resourceslices", "ResourceSlice", "v1beta2", "v1beta1"),
          of("flowcontrol.apiserver.k8s.io/v1", "flowschemas", "FlowSchema", "v1beta3"),
          of(
              "flowcontrol.apiserver.k8s.io/v1",
              "prioritylevelconfigurations",
              "PriorityLevelConfiguration",
              "v1beta3"),
          new LiveKind(
              "apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition"),
          new LiveKind(
              "admissionregistration.k8s.io/v1",
              "validatingwebhookconfigurations",
              "ValidatingWebhookConfiguration"),
          new LiveKind(
              "admissionregistration.k8s.io/v1",
              "mutatingwebhookconfigurations",
              "MutatingWebhookConfiguration"),
          of(
              "admissionregistration.k8s.io/v1",
              "validatingadmissionpolicies",
              "ValidatingAdmissionPolicy",
              "v1beta1"),
          of(
              "admissionregistration.k8s.io/v1",
              "mutatingadmissionpolicies",
              "MutatingAdmissionPolicy",
              "v1beta1",
              "v1alpha1"),
          of(
              "admissionregistration.k8s.io/v1",
              "validatingadmissionpolicybindings",
              "ValidatingAdmissionPolicyBinding",
              "v1beta1"),
          of(
              "admissionregistration.k8s.io/v1",
              "mutatingadmissionpolicybindings",
              "MutatingAdmissionPolicyBinding",
              "v1beta1",
              "v1alpha1"),
          new LiveKind("apiregistration.k8s.io/v1", "apiservices", "APIService"));

  /** Whether the kind is asked for as a table with metadata, so that no content is sent. */
  boolean asTable() {
    return kind.equals("Secret");
  }

  /** The paths of all objects of the kind in all namespaces, in the order to ask for them. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    paths.add((apiVersion.indexOf('/') < 0 ? "/api/" : "/apis/") + apiVersion + "/" + resource);
    String group = "/apis/" + apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    others.forEach(version -> paths.add(group + "/" + version + "/" + resource));
    return paths;
  }
}
