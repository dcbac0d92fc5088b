package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import java.util.ArrayList;
import java.util.List;

/** The admission set of each pattern that is in use: what its pods get, and what they may be. */
public final class PatternPolicies {

  private PatternPolicies() {}

  /** Policies of all patterns of the plan, weakest pattern first. */
  public static List<ControlObject> of(FencePlan plan) {
    List<ControlObject> objects = new ArrayList<>();
    for (Pattern pattern : plan.patterns()) {
      String word = FencePlanner.word(pattern);
      if (plan.traits().minorVersion() >= 34) {
        objects.addAll(defaults(plan, pattern, word));
      }
      objects.addAll(pods(pattern, word));
    }
    if (plan.inCluster().stream().anyMatch(fence -> fence.settings().registry() != null)) {
      objects.addAll(ImagePolicies.of(plan.traits()));
    }
    if (plan.inCluster().stream().anyMatch(fence -> fence.settings().bandwidth() != null)) {
      objects.addAll(BandwidthPolicies.of(plan.traits()));
    }
    return objects;
  }

  private static List<ControlObject> pods(Pattern pattern, String word) {
    PolicyText policy =
        ofPodsAndTemplates(new PolicyText("ringfence-" + word + "-pods", "v1"))
            .inNamespaces(selector(word));
    variables(policy);
    return policy.validating("admission/" + word + "-pods", PodRules.of(pattern));
  }

  /** Pods, and every kind that holds a template of them; {@code spec} is a pod's in both. */
  static PolicyText ofPodsAndTemplates(PolicyText policy) {
    return policy
        .matching("CREATE, UPDATE", "", "v1", "pods, pods/ephemeralcontainers, pods/resize")
        .matching("CREATE, UPDATE", "", "v1", "replicationcontrollers, podtemplates")
        .matching(
            "CREATE, UPDATE", "apps", "v1", "deployments, replicasets, statefulsets, daemonsets")
        .matching("CREATE, UPDATE", "batch", "v1", "jobs, cronjobs")
        .where(
            "spec-is-new",
            """
            request.operation == 'CREATE' || object.?spec != oldObject.?spec
              || object.?template != oldObject.?template
              || object.metadata.?annotations != oldObject.metadata.?annotations""")
        .let("isPod", "object.kind == 'Pod'")
        .let(
            "spec",
            """
            object.kind == 'Pod' ? object.spec
              : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec
              : object.kind == 'PodTemplate' ? object.template.spec
              : object.spec.template.spec""")
        .let("annotations", "object.metadata.?annotations.orValue({})")
        .let(
            "containers",
            """
            variables.spec.containers + variables.spec.?initContainers.orValue([])
              + variables.spec.?ephemeralContainers.orValue([])""")
        .let("volumes", "variables.spec.?volumes.orValue([])");
  }

  private static String selector(String word) {
    return "{matchLabels: {" + Words.PATTERN + ": " + word + "}}";
  }

  private static void variables(PolicyText policy) {
    policy
        .let("tenant", "namespaceObject.metadata.?labels[?'" + Words.TENANT + "'].orValue('')")
        .let(
            "level",
            """
            namespaceObject.metadata.?labels[?'pod-security.kubernetes.io/enforce']
              .orValue('restricted')""")
        .let("restricted", "variables.isPod && variables.level == 'restricted'")
        .let(
            "capabilities",
            """
            variables.level == 'restricted' ? ['NET_BIND_SERVICE']
              : ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD',
                 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT']""")
        .let("runtimeClass", annotation(Words.RUNTIME_CLASS))
        .let("pool", annotation(Words.POOL))
        .let("api", annotation(Words.API) + " == 'open'")
        .let("privileges", annotation(Words.PRIVILEGES) + ".split(',').filter(p, p != '')");
  }

  static String annotation(String key) {
    return "namespaceObject.metadata.?annotations[?'" + key + "'].orValue('')";
  }

  private static List<ControlObject> defaults(FencePlan plan, Pattern pattern, String word) {
    PolicyText policy =
        PolicyText.ofMutation("ringfence-" + word + "-defaults", plan.traits())
            .matching("CREATE", "", "v1", "pods")
            .inNamespaces(selector(word))
            .let("tenant", "namespaceObject.metadata.?labels[?'" + Words.TENANT + "'].orValue('')")
            .let(
                "restricted",
                """
                namespaceObject.metadata.?labels[?'pod-security.kubernetes.io/enforce']
                  .orValue('restricted') == 'restricted'""")
            .let("runtimeClass", annotation(Words.RUNTIME_CLASS));
    List<String> patches = new ArrayList<>();
    if (Promise.hasOwnNodes(pattern)) {
      patches.addAll(PodDefaults.ownNodes());
    }
    if (Promise.isSandboxed(pattern)) {
      patches.add(PodDefaults.runtimeClass());
    }
    patches.addAll(PodDefaults.security());
    if (plan.traits().userNamespaces() && pattern != Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES) {
      patches.add(PodDefaults.userNamespace());
    }
    return policy.mutating("admission/" + word + "-defaults", patches);
  }
}
