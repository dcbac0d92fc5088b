package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A gateway of a tenant's own before what it publishes: it has the certificate mounted by name, and
 * neither a token nor a way to the API server, so it can hold no other tenant's keys.
 *
 * <p>A file and no object: which proxy it is, how it is configured and which Secret holds the
 * certificate is for people to say.
 */
public final class FrontFiles {

  private FrontFiles() {}

  /**
   * A file for each tenant of its own nodes or a sandbox that publishes something to everybody.
   * What is for named tenants needs no way in from outside, and would be open to all by one.
   */
  public static List<ControlFile> of(FencePlan plan) {
    List<ControlFile> files = new ArrayList<>();
    for (Fence fence : plan.inCluster()) {
      SortedMap<String, TreeSet<String>> published = new TreeMap<>();
      for (Opening opening : plan.openings()) {
        if (opening.tenant().equals(fence.tenant()) && opening.to().isEmpty()) {
          published
              .computeIfAbsent(opening.namespace(), ignored -> new TreeSet<>())
              .add(opening.service());
        }
      }
      boolean apart = Promise.hasOwnNodes(fence.pattern()) || Promise.isSandboxed(fence.pattern());
      if (apart && !published.isEmpty()) {
        StringBuilder text = new StringBuilder(head(fence.tenant()));
        published.forEach(
            (namespace, services) -> text.append(front(namespace, String.join(", ", services))));
        files.add(
            new ControlFile(
                "front/own", "files/front/" + fence.tenant() + ".yaml", text.toString()));
      }
    }
    return files;
  }

  private static String head(String tenant) {
    return """
      # A gateway of %1$s's own: who takes a controller over that holds the keys of many tenants reads
      # them all. Fill in IMAGE (any reverse proxy that listens on 8443 and runs without root),
      # CONFIGURATION (the ConfigMap with its routes) and CERTIFICATE (the Secret that it serves
      # with). The tenant's quota must have room for a load balancer (services.loadbalancers). It asks
      # the API server nothing: a controller that watches Ingresses or Gateways needs a token, a way
      # there and the right to read Secrets, each a way more than this has.
      """
        .formatted(tenant);
  }

  private static String front(String namespace, String services) {
    return """
      ---
      # Leads to %2$s.
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ringfence-front, namespace: %1$s}
      spec:
        replicas: 2
        selector: {matchLabels: {app: ringfence-front}}
        template:
          metadata: {labels: {app: ringfence-front}}
          spec:
            automountServiceAccountToken: false
            securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
            containers:
            - name: front
              image: IMAGE
              ports: [{name: https, containerPort: 8443}]
              resources:
                requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 128Mi}
                limits: {cpu: "1", memory: 512Mi, ephemeral-storage: 1Gi}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              volumeMounts:
              - {name: certificate, mountPath: /certificate, readOnly: true}
              - {name: configuration, mountPath: /configuration, readOnly: true}
            volumes:
            - {name: certificate, secret: {secretName: CERTIFICATE}}
            - {name: configuration, configMap: {name: CONFIGURATION}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: ringfence-front, namespace: %1$s}
      spec:
        type: LoadBalancer
        externalTrafficPolicy: Local
        allocateLoadBalancerNodePorts: false
        selector: {app: ringfence-front}
        ports: [{name: https, port: 443, targetPort: https}]
      ---
      # Whoever is outside gets to the front and to nothing else.
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: ringfence-front, namespace: %1$s}
      spec:
        podSelector: {matchLabels: {app: ringfence-front}}
        policyTypes: [Ingress]
        ingress:
        - ports: [{port: 8443, protocol: TCP}]
      """
        .formatted(YamlText.name(namespace), services);
  }
}
