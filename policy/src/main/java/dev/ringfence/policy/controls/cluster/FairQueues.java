package dev.ringfence.policy.controls.cluster;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.FencePlanner;
import java.util.ArrayList;
import java.util.List;

/** A share of the API server for the tenants of each pattern, and a flow for each namespace. */
final class FairQueues {

  private static final String API = "flowcontrol.apiserver.k8s.io/v1";

  private FairQueues() {}

  static List<ControlObject> of(FencePlan plan) {
    List<ControlObject> objects = new ArrayList<>();
    int precedence = 1000;
    for (Pattern pattern : plan.patterns()) {
      String name = "ringfence-" + FencePlanner.word(pattern);
      objects.add(level(name));
      objects.add(schema(plan, pattern, name, precedence));
      precedence += 10;
    }
    return objects;
  }

  private static ControlObject level(String name) {
    return new ControlObject(
        "api/fair-queues",
        API,
        "PriorityLevelConfiguration",
        null,
        name,
        ClusterObjects.head(API, "PriorityLevelConfiguration", name)
            + """
            spec:
              type: Limited
              limited:
                lendablePercent: 50
                nominalConcurrencyShares: 20
                limitResponse:
                  type: Queue
                  queuing: {handSize: 6, queueLengthLimit: 50, queues: 128}
            """);
  }

  private static ControlObject schema(
      FencePlan plan, Pattern pattern, String name, int precedence) {
    StringBuilder subjects = new StringBuilder();
    for (Fence fence : plan.inCluster()) {
      if (fence.pattern() == pattern) {
        fence
            .namespaces()
            .forEach(namespace -> subjects.append(group("system:serviceaccounts:" + namespace)));
        fence.users().forEach(user -> subjects.append(subject(user)));
      }
    }
    return new ControlObject(
        "api/fair-queues",
        API,
        "FlowSchema",
        null,
        name,
        ClusterObjects.head(API, "FlowSchema", name)
            + """
            spec:
              distinguisherMethod: {type: ByNamespace}
              matchingPrecedence: %d
              priorityLevelConfiguration: {name: %s}
              rules:
              - resourceRules:
                - {apiGroups: ["*"], clusterScope: true, namespaces: ["*"], resources: ["*"], verbs: ["*"]}
                nonResourceRules:
                - {nonResourceURLs: ["*"], verbs: ["*"]}
                subjects:
            """
                .formatted(precedence, name)
            + subjects);
  }

  private static String group(String name) {
    return "    - {kind: Group, group: {name: " + YamlText.quoted(name) + "}}\n";
  }

  private static String subject(Rbac.Subject subject) {
    return subject.kind() == Rbac.SubjectKind.GROUP
        ? group(subject.name())
        : "    - {kind: User, user: {name: " + YamlText.quoted(subject.name()) + "}}\n";
  }
}
