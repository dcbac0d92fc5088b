package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pattern allows in pods and pod templates.
 *
 * <p>What gives away the host is refused by Pod Security too: a mistake in either is held by the
 * other, although in the count both are the API server's one admission. What Pod Security does not
 * know (nodes, tolerations, runtime classes, priorities, tokens, mirror pods, devices) is held here
 * alone. Nobody is exempt: a Deployment's pods are made by a controller of kube-system.
 */
final class PodRules {

  private PodRules() {}

  /** The rules of a pattern. */
  static List<PolicyRule> of(Pattern pattern) {
    List<PolicyRule> rules = new ArrayList<>();
    host(rules);
    profiles(rules);
    restricted(rules);
    placement(rules, pattern);
    rules.addAll(NeighbourRules.of(pattern));
    runtime(rules, pattern);
    identity(rules);
    return rules;
  }

  private static void add(List<PolicyRule> rules, String id, String expression, String message) {
    rules.add(new PolicyRule(id, expression, message));
  }

  private static void host(List<PolicyRule> rules) {
    add(
        rules,
        "host-namespaces",
        """
        (!variables.spec.?hostNetwork.orValue(false) || 'HostNetwork' in variables.privileges) &&
        ((!variables.spec.?hostPID.orValue(false) && !variables.spec.?hostIPC.orValue(false))
          || 'HostNamespaces' in variables.privileges)""",
        "the host's namespaces are closed to tenants");
    add(
        rules,
        "privileged",
        """
        'Privileged' in variables.privileges ||
        variables.containers.all(c, !c.?securityContext.?privileged.orValue(false))""",
        "privileged containers are the node itself");
    add(
        rules,
        "capabilities",
        """
        size(variables.privileges) > 0 || variables.containers.all(c,
          c.?securityContext.?capabilities.?add.orValue([]).all(a, a in variables.capabilities))""",
        "a capability beyond the level's list");
    add(
        rules,
        "host-paths",
        """
        'HostPath' in variables.privileges || variables.volumes.all(v, !has(v.hostPath))""",
        "paths of the host are closed to tenants");
    add(
        rules,
        "volumes",
        """
        variables.volumes.all(v, has(v.configMap) || has(v.downwardAPI) || has(v.emptyDir)
          || has(v.ephemeral) || has(v.image) || has(v.persistentVolumeClaim) || has(v.projected)
          || has(v.secret) || (has(v.hostPath) && 'HostPath' in variables.privileges))""",
        "a type of volume that reaches past the namespace");
    add(
        rules,
        "host-ports",
        """
        'HostPorts' in variables.privileges || 'HostNetwork' in variables.privileges
          || variables.containers.all(c,
            c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))""",
        "ports of the host are closed to tenants");
    add(
        rules,
        "host-probes",
        """
        variables.containers.all(c,
          [c.?livenessProbe, c.?readinessProbe, c.?startupProbe].all(p,
            p.?httpGet.?host.orValue('') == '' && p.?tcpSocket.?host.orValue('') == '')
          && [c.?lifecycle.?postStart, c.?lifecycle.?preStop].all(h,
            h.?httpGet.?host.orValue('') == '' && h.?tcpSocket.?host.orValue('') == ''))""",
        "probes and hooks of another host are requests from the node's network");
  }

  private static void profiles(List<PolicyRule> rules) {
    add(
        rules,
        "seccomp",
        """
        size(variables.privileges) > 0 ||
        (variables.spec.?securityContext.?seccompProfile.?type.orValue('') != 'Unconfined'
          && variables.containers.all(c,
            c.?securityContext.?seccompProfile.?type.orValue('') != 'Unconfined'))""",
        "an unconfined seccomp profile");
    add(
        rules,
        "app-armor",
        """
        size(variables.privileges) > 0 ||
        (variables.spec.?securityContext.?appArmorProfile.?type.orValue('') != 'Unconfined'
          && variables.containers.all(c,
            c.?securityContext.?appArmorProfile.?type.orValue('') != 'Unconfined')
          && variables.annotations.all(k,
            !k.startsWith('container.apparmor.security.beta.kubernetes.io/')
              || variables.annotations[k] != 'unconfined'))""",
        "an unconfined AppArmor profile");
    add(
        rules,
        "selinux",
        """
        size(variables.privileges) > 0 ||
        ([variables.spec.?securityContext.?seLinuxOptions]
          + variables.containers.map(c, c.?securityContext.?seLinuxOptions)).all(s,
            s.?user.orValue('') == '' && s.?role.orValue('') == ''
              && s.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t',
                'container_engine_t'])""",
        "an SELinux user, role or type that leaves the container's confinement");
    add(
        rules,
        "proc-mount",
        """
        size(variables.privileges) > 0 || variables.containers.all(c,
          c.?securityContext.?procMount.orValue('Default') == 'Default')""",
        "an unmasked /proc");
    add(
        rules,
        "sysctls",
        """
        size(variables.privileges) > 0 ||
        variables.spec.?securityContext.?sysctls.orValue([]).all(s, s.name in
          ['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies',
           'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
           'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time',
           'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl',
           'net.ipv4.tcp_keepalive_probes'])""",
        "a sysctl that is not the pod's own");
    add(
        rules,
        "windows-host-process",
        """
        !variables.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)
          && variables.containers.all(c,
            !c.?securityContext.?windowsOptions.?hostProcess.orValue(false))""",
        "Windows host processes are the node itself");
  }

  /** Only of pods: templates may leave these to the pattern's defaults. */
  private static void restricted(List<PolicyRule> rules) {
    add(
        rules,
        "non-root",
        """
        !variables.restricted || variables.spec.?hostUsers.orValue(true) == false ||
        (variables.spec.?securityContext.?runAsUser.orValue(1) != 0
          && variables.containers.all(c, c.?securityContext.?runAsUser.orValue(1) != 0
            && (c.?securityContext.?runAsNonRoot.orValue(
              variables.spec.?securityContext.?runAsNonRoot.orValue(false)))))""",
        "root in a restricted namespace");
    add(
        rules,
        "dropped-capabilities",
        """
        !variables.restricted || variables.containers.all(c,
          c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false
            && 'ALL' in c.?securityContext.?capabilities.?drop.orValue([]))""",
        "capabilities must be dropped and privilege escalation switched off");
  }

  private static void placement(List<PolicyRule> rules, Pattern pattern) {
    add(
        rules,
        "node-name",
        """
        request.operation != 'CREATE' || variables.spec.?nodeName.orValue('') == ''""",
        "only the scheduler chooses nodes: nodeName goes past every taint");
    add(
        rules,
        "scheduler",
        """
        variables.spec.?schedulerName.orValue('default-scheduler') == 'default-scheduler'""",
        "another scheduler need not keep to taints");
    if (Promise.hasOwnNodes(pattern)) {
      add(
          rules,
          "own-nodes",
          """
          variables.spec.?nodeSelector[?'%s'].orValue(variables.isPod ? '' : variables.tenant)
            == variables.tenant"""
              .formatted(Words.TENANT_NODE_LABEL),
          "pods of this namespace belong on the tenant's own nodes");
    } else {
      add(
          rules,
          "no-others-nodes",
          """
          !('%s' in variables.spec.?nodeSelector.orValue({}))"""
              .formatted(Words.TENANT_NODE_LABEL),
          "nodes of a tenant of their own are closed to others");
    }
    add(rules, "tolerations", tolerations(pattern), "a toleration of others' taints");
  }

  private static String tolerations(Pattern pattern) {
    String own =
        Promise.hasOwnNodes(pattern)
            ? " || (t.?key.orValue('') == '%s' && t.?operator.orValue('Equal') == 'Equal'"
                    .formatted(Words.TENANT_TAINT)
                + " && t.?value.orValue('') == variables.tenant)"
            : "";
    String pool =
        Promise.isSandboxed(pattern)
            ? " || (t.?key.orValue('') == '%s' && t.?operator.orValue('Equal') == 'Equal'"
                    .formatted(Words.POOL_TAINT)
                + " && t.?value.orValue('') == variables.pool)"
            : "";
    if (pattern == Pattern.SHARED) {
      return """
          variables.spec.?tolerations.orValue([]).all(t, t.?key.orValue('') != ''
            && t.key != 'CriticalAddonsOnly' && !t.key.startsWith('ringfence.dev/')
            && !t.key.startsWith('node-role.kubernetes.io/'))""";
    }
    return """
        variables.spec.?tolerations.orValue([]).all(t,
          t.?key.orValue('').startsWith('node.kubernetes.io/')"""
        + own
        + pool
        + ")";
  }

  private static void runtime(List<PolicyRule> rules, Pattern pattern) {
    if (Promise.isSandboxed(pattern)) {
      add(
          rules,
          "runtime-class",
          """
          variables.spec.?runtimeClassName.orValue(variables.isPod ? '' : variables.runtimeClass)
            == variables.runtimeClass && variables.runtimeClass != ''""",
          "pods of this namespace run in the sandbox of its RuntimeClass");
    } else {
      add(
          rules,
          "runtime-class",
          """
          variables.spec.?runtimeClassName.orValue('') in ['', variables.runtimeClass]""",
          "a RuntimeClass that is not the namespace's: its scheduling tolerates others' taints");
    }
    add(
        rules,
        "devices",
        """
        'Devices' in variables.privileges ||
        (size(variables.spec.?resourceClaims.orValue([])) == 0
          && variables.containers.all(c,
            c.?resources.?limits.orValue({}).all(k, !k.contains('/'))))""",
        "devices are shared with the host's driver");
  }

  private static void identity(List<PolicyRule> rules) {
    add(
        rules,
        "priority",
        """
        variables.spec.?priorityClassName.orValue('') in ['', 'ringfence-tenant']
          && variables.spec.?priority.orValue(0) <= 0""",
        "a priority that would evict others");
    add(
        rules,
        "tokens",
        """
        variables.volumes.all(v, v.?projected.?sources.orValue([]).all(s,
          (!has(s.podCertificate) && !has(s.serviceAccountToken))
            || (variables.api && has(s.serviceAccountToken)
              && s.serviceAccountToken.?audience.orValue('') == '')))""",
        "this namespace has no use of the Kubernetes API: set automountServiceAccountToken: false");
    add(
        rules,
        "mirror-pods",
        """
        !variables.isPod || variables.annotations.all(k, !(k in ['kubernetes.io/config.mirror',
          'kubernetes.io/config.source', 'kubernetes.io/config.hash']))""",
        "mirror pods have no place in a tenant's namespace");
  }
}
