package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.ClusterOverlay;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An edit that changes nothing gives the same cluster. What an edit forgot would seem not to exist
 * in the proof of a fix: a fence would be gone, or an attack.
 */
final class UnchangedEditTest {

  /** Empty unless something could not be read, was found to be unknown or is not there yet. */
  private static final Set<String> EMPTY_HERE =
      Set.of("unreadable", "unreadParameterKinds", "admissionExtensions", "policiesApplied");

  private static final String EVERYTHING =
      """
      {"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": {"pool": "a"}}},
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "labels": {"team": "a"},
          "annotations": {"scheduler.alpha.kubernetes.io/node-selector": "pool=a"}}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "s", "namespace": "a"}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "a"}, "type": "Opaque"},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m", "namespace": "a"}},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "a"},
          "spec": {"selector": {"app": "x"}, "ports": [{"port": 80}]}},
        {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q", "namespace": "a"},
          "spec": {"hard": {"pods": "5"}}},
        {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "l", "namespace": "a"},
          "spec": {"limits": [{"type": "Container", "default": {"cpu": "1"}}]}},
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "v"},
          "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/data"},
            "claimRef": {"namespace": "a", "name": "c"}}},
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c", "namespace": "a"},
          "spec": {"volumeName": "v", "accessModes": ["ReadWriteOnce"]}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "a", "labels": {"app": "x"}},
          "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "example.org/i"}],
            "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "c"}}]},
          "status": {"podIP": "10.0.0.1"}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "namespace": "a"},
          "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "y"}}, "template": {
            "metadata": {"labels": {"app": "y"}}, "spec": {"containers": [{"name": "c", "image": "example.org/i"}]}}}},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r", "namespace": "a"},
          "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b", "namespace": "a"},
          "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"},
          "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "a"}]},
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "n", "namespace": "a"},
          "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}},
        {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "i", "namespace": "a"},
          "spec": {"rules": [{"host": "x.example.org", "http": {"paths": [{"path": "/", "pathType": "Prefix",
            "backend": {"service": {"name": "s", "port": {"number": 80}}}}]}}]}},
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "g", "namespace": "a"},
          "spec": {"gatewayClassName": "x", "listeners": [{"name": "web", "port": 80, "protocol": "HTTP"}]}},
        {"apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant", "metadata": {"name": "r", "namespace": "a"},
          "spec": {"from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "b"}],
            "to": [{"group": "", "kind": "Service"}]}},
        {"apiVersion": "policy.networking.k8s.io/v1alpha1", "kind": "AdminNetworkPolicy", "metadata": {"name": "n"},
          "spec": {"priority": 5, "subject": {"namespaces": {}}, "ingress": [
            {"action": "Deny", "from": [{"namespaces": {"matchLabels": {"team": "a"}}}]}]}},
        {"apiVersion": "projectcalico.org/v3", "kind": "HostEndpoint", "metadata": {"name": "h"},
          "spec": {"node": "n1", "interfaceName": "*"}},
        {"apiVersion": "projectcalico.org/v3", "kind": "GlobalNetworkSet", "metadata": {"name": "s", "labels": {"role": "x"}},
          "spec": {"nets": ["192.0.2.0/24"]}},
        {"apiVersion": "security.istio.io/v1", "kind": "AuthorizationPolicy", "metadata": {"name": "a", "namespace": "a"},
          "spec": {"rules": [{"from": [{"source": {"namespaces": ["a"]}}]}]}},
        {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "p", "namespace": "a"},
          "spec": {"mtls": {"mode": "STRICT"}}},
        {"apiVersion": "networking.istio.io/v1alpha3", "kind": "EnvoyFilter", "metadata": {"name": "e", "namespace": "a"},
          "spec": {}},
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": "w", "namespace": "a",
            "labels": {"kubernetes.io/service-name": "s"}}, "addressType": "IPv4",
          "ports": [{"port": 80}], "endpoints": [{"addresses": ["192.0.2.7"]}]},
        {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "g"}, "handler": "runsc"},
        {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "p"}, "value": 7},
        {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "s"}, "provisioner": "x"},
        {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "metadata": {"name": "c", "namespace": "a"},
          "spec": {"devices": {"requests": [{"name": "d", "exactly": {"deviceClassName": "gpu"}}]}}},
        {"apiVersion": "resource.k8s.io/v1", "kind": "DeviceClass", "metadata": {"name": "gpu"},
          "spec": {"selectors": [{"cel": {"expression": "device.driver == 'x'"}}]}},
        {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceSlice", "metadata": {"name": "r"},
          "spec": {"driver": "x", "pool": {"name": "p", "generation": 1, "resourceSliceCount": 1}, "allNodes": true,
            "devices": [{"name": "d"}]}},
        {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver", "metadata": {"name": "x"},
          "spec": {"volumeLifecycleModes": ["Persistent", "Ephemeral"]}},
        {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "n1"},
          "spec": {"drivers": [{"name": "x", "nodeID": "n1", "allocatable": {"count": 3}}]}},
        {"apiVersion": "storage.k8s.io/v1", "kind": "CSIStorageCapacity", "metadata": {"name": "c", "namespace": "a"},
          "storageClassName": "fast", "nodeTopology": {"matchLabels": {"zone": "a"}}, "capacity": "1Gi"},
        {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "a"},
          "spec": {"attacher": "x", "nodeName": "n1", "source": {"persistentVolumeName": "v"}}},
        {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "FlowSchema", "metadata": {"name": "f"},
          "spec": {"matchingPrecedence": 5, "priorityLevelConfiguration": {"name": "l"}, "rules": [
            {"subjects": [{"kind": "Group", "group": {"name": "x"}}],
             "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "namespaces": ["*"]}]}]}},
        {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "PriorityLevelConfiguration", "metadata": {"name": "l"},
          "spec": {"type": "Limited", "limited": {"nominalConcurrencyShares": 5, "limitResponse": {"type": "Reject"}}}},
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "limits.example.org"},
          "spec": {"group": "example.org", "scope": "Cluster", "names": {"kind": "Limit", "plural": "limits"},
            "versions": [{"name": "v1", "served": true, "storage": true}]}},
        {"apiVersion": "example.org/v1", "kind": "Limit", "metadata": {"name": "x"}, "spec": {"most": 3}},
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "v"},
          "spec": {"paramKind": {"apiVersion": "example.org/v1", "kind": "Limit"},
            "matchConstraints": {"resourceRules": [
              {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]},
            "validations": [{"expression": "params.spec.most > 2"}]}},
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "v"},
          "spec": {"policyName": "v", "validationActions": ["Deny"],
            "paramRef": {"name": "x", "parameterNotFoundAction": "Deny"}}},
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "w"},
          "webhooks": [{"name": "w.example.org", "sideEffects": "None", "admissionReviewVersions": ["v1"],
            "clientConfig": {"service": {"namespace": "a", "name": "s"}},
            "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]}]},
        {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": "v1.metrics.example.org"},
          "spec": {"group": "metrics.example.org", "version": "v1", "groupPriorityMinimum": 1, "versionPriority": 1,
            "service": {"namespace": "a", "name": "s"}}},
        {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "k"},
          "spec": {"rules": [{"name": "r", "match": {"any": [{"resources": {"kinds": ["Pod"]}}]},
            "validate": {"message": "no", "pattern": {"spec": {"hostPID": false}}}}]}},
        {"apiVersion": "example.org/v1", "kind": "Unknown", "metadata": {"name": "u", "namespace": "a"}}
      ]}
      """;

  @TempDir Path folder;

  @Test
  void anEditThatChangesNothingForgetsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("everything.json"), EVERYTHING);
    Cluster read =
        Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT).cluster();
    Cluster edited = new ClusterEdit(read).build();

    for (Method method : lists()) {
      Collection<?> before = (Collection<?>) method.invoke(read);
      if (!EMPTY_HERE.contains(method.getName())) {
        assertThat(before).as("the test has something of %s", method.getName()).isNotEmpty();
      }
      assertThat(method.invoke(edited)).as(method.getName()).isEqualTo(before);
    }
    assertThat(classes(edited)).isEqualTo(classes(read));
    assertThat(pods(edited.pods())).isEqualTo(pods(read.pods()));
    assertThat(edited.sourceKind()).isEqualTo(read.sourceKind());
    assertThat(edited.kubernetesVersion()).isEqualTo(read.kubernetesVersion());
  }

  @Test
  void anOverlayOfNothingForgetsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("everything.json"), EVERYTHING);
    Cluster read =
        Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT).cluster();
    Cluster nothing = new ClusterBuilder(read.sourceKind(), read.kubernetesVersion()).build();
    Cluster same =
        new ClusterOverlay(read, nothing, reference -> false).build(builder -> pod -> null);
    for (Method method : lists()) {
      Collection<?> before = (Collection<?>) method.invoke(read);
      assertThat(method.invoke(same)).as(method.getName()).isEqualTo(before);
    }
    assertThat(pods(same.pods())).isEqualTo(pods(read.pods()));
  }

  /** What a cluster lists, apart from its classes, which follow from its pods. */
  private static List<Method> lists() {
    List<Method> lists = new ArrayList<>();
    for (Method method : Cluster.class.getMethods()) {
      if (method.getDeclaringClass() == Cluster.class
          && method.getParameterCount() == 0
          && Collection.class.isAssignableFrom(method.getReturnType())
          && !method.getName().equals("podClasses")) {
        lists.add(method);
      }
    }
    assertThat(lists)
        .extracting(Method::getName)
        .contains("admissionPolicies", "tieredPolicies", "flowSchemas");
    return lists;
  }

  @Test
  void aPodMoreOfAKindIsOneOfItsClass() throws Exception {
    Path file = Files.writeString(folder.resolve("everything.json"), EVERYTHING);
    Cluster read =
        Intake.read(List.of(SourceSpec.of(file.toString())), IntakeOptions.DEFAULT).cluster();
    ClusterEdit more = new ClusterEdit(read);
    more.addPodLike(read.podClasses().getLast().example(), "one-more");
    Cluster grown = more.build();
    assertThat(grown.podClasses()).hasSameSizeAs(read.podClasses());
    assertThat(grown.podClasses().getLast().count())
        .isEqualTo(2 * read.podClasses().getLast().count());

    ClusterEdit none = new ClusterEdit(read);
    none.removePods(pod -> true);
    assertThat(none.build().podClasses()).isEmpty();
  }

  private static List<List<Object>> classes(Cluster cluster) {
    List<List<Object>> all = new ArrayList<>();
    for (PodClass one : cluster.podClasses()) {
      List<Integer> members = new ArrayList<>();
      for (int member : one.members()) {
        members.add(member);
      }
      all.add(List.of(one.id(), one.namespace(), one.spec(), one.labels(), members, one.count()));
    }
    return all;
  }

  private static List<List<Object>> pods(Pods pods) {
    List<List<Object>> all = new ArrayList<>();
    for (int pod = 0; pod < pods.count(); pod++) {
      all.add(
          List.of(
              pods.namespace(pod),
              pods.name(pod),
              pods.labels(pod),
              pods.spec(pod),
              pods.node(pod),
              pods.topmost(pod),
              pods.specPath(pod),
              pods.replicas(pod),
              pods.completed(pod),
              pods.addresses(pod),
              pods.origin(pod)));
    }
    return all;
  }
}
