package dev.ringfence.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * ValidatingAdmissionPolicies about pods, with their bindings and parameters, as YAML documents.
 */
final class RandomPolicies {

  /** Expressions that compile; some are errors for some pods, on purpose. */
  private static final String[] EXPRESSIONS = {
    "!has(object.spec.hostNetwork) || !object.spec.hostNetwork",
    "!object.spec.hostPID",
    "object.spec.?hostIPC.orValue(false) == false",
    "!has(object.spec.hostUsers) || object.spec.hostUsers == false",
    "object.spec.containers.all(c, c.image.startsWith('registry.example/'))",
    "object.spec.containers.all(c, !has(c.securityContext.privileged))",
    "object.spec.containers.all(c, has(c.securityContext) && has(c.securityContext.capabilities))",
    "variables.all.all(c, !c.?securityContext.?privileged.orValue(false))",
    "variables.all.size() <= variables.most",
    "variables.all.map(c, c.name).exists(n, n.endsWith('-0'))",
    "!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))",
    "object.spec.volumes.size() < 3",
    "object.spec.volumes.filter(v, has(v.secret)).size() == 0",
    "object.spec.serviceAccountName == 'default'",
    "object.spec.priority == 0 && object.spec.preemptionPolicy == 'PreemptLowerPriority'",
    "object.spec.restartPolicy == 'Always' && object.spec.dnsPolicy == 'ClusterFirst'",
    "object.spec.tolerations.size() == 2",
    "object.spec.enableServiceLinks && object.spec.schedulerName == 'default-scheduler'",
    "object.spec.terminationGracePeriodSeconds <= 30",
    "has(object.spec.securityContext.runAsNonRoot) && object.spec.securityContext.runAsNonRoot",
    "object.spec.securityContext.runAsUser > 0",
    "object.spec.?securityContext.?runAsUser.orValue(1) != 0",
    "object.spec.containers.all(c, c.imagePullPolicy == 'Always')",
    "object.spec.containers.all(c, c.terminationMessagePolicy == 'File' && has(c.resources))",
    "object.spec.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort)))",
    "object.spec.containers.all(c, !has(c.ports) || c.ports.all(p, p.protocol == 'TCP'))",
    "object.spec.containers.all(c, !has(c.livenessProbe) || c.livenessProbe.periodSeconds == 10)",
    "object.spec.containers.all(c, has(c.volumeMounts) && c.volumeMounts.all(m, m.readOnly))",
    "object.metadata.namespace == request.namespace",
    "object.metadata.name.matches('pod-[0-9]*[02468]$')",
    "object.metadata.name.find('[0-9]+$') != '7'",
    "!has(object.metadata.labels) || !('skip' in object.metadata.labels)",
    "object.metadata.labels['team'] == 'a'",
    "has(namespaceObject.metadata.labels) && 'tenant' in namespaceObject.metadata.labels",
    "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == request.namespace",
    "request.operation == 'CREATE' && request.resource.resource == 'pods'",
    "'system:masters' in request.userInfo.groups",
    "oldObject == null",
    "params == null || int(params.data.most) > 1",
    "params.data.allowed.split(',').exists(a, a == object.spec.containers[0].name)",
    "!has(params.data.deny)",
    "quantity('500m').isLessThan(quantity('1')) && object.spec.containers.size() == 1",
    "object.spec.containers.map(c, c.name).isSorted()",
    "object.spec.containers.map(c, c.name).indexOf('main-0') == 0",
    "authorizer.group('').resource('secrets').namespace('default').check('get').allowed()",
    "authorizer.serviceAccount('default', 'default').group('').resource('secrets').check('get')"
        + ".allowed()",
    "object.spec.containers.all(c, c.?securityContext.?runAsUser.orValue(5) >= 5.0)",
    "object.spec.containers.all(i, c, i > 5 || c.name != 'main-1')",
    "format.dns1123Label().validate(object.metadata.name) == optional.none()",
    "object.spec.containers.all(c, !has(c.securityContext.seccompProfile) || "
        + "c.securityContext.seccompProfile.type in ['RuntimeDefault', 'Localhost'])",
    "object.spec.containers.all(c, sets.contains(['CHOWN', 'KILL'], "
        + "c.?securityContext.?capabilities.?add.orValue([])))",
    "object.spec.?os.?name.orValue('linux') != 'windows'",
    "object.spec == null || true",
    "object.spec.initContainers.all(c, c.name == 'init')"
  };

  private static final String[] CONDITIONS = {
    "request.resource.resource == 'pods'",
    "!has(object.spec.hostNetwork)",
    "object.spec.hostPID == true",
    "object.metadata.name.endsWith('1')",
    "object.spec.containers.size() > 1",
    "object.metadata.labels.team == 'b'",
    "!('system:nodes' in request.userInfo.groups)"
  };

  private static final String[] SELECTORS = {
    "matchLabels: {tenant: a}",
    "matchExpressions: [{key: tenant, operator: Exists}]",
    "matchExpressions: [{key: tenant, operator: NotIn, values: [a]}]"
  };

  private final Random random;

  RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  /** Policy and binding of that name. */
  List<String> next(String name) {
    int kind = random.nextInt(3);
    String parameters = kind == 0 ? "paramKind: {apiVersion: v1, kind: ConfigMap}" : "";
    List<String> validations = new ArrayList<>();
    for (int at = 0; at <= random.nextInt(2); at++) {
      String expression = pick(EXPRESSIONS);
      while (kind != 0 && expression.contains("params.")) {
        expression = pick(EXPRESSIONS);
      }
      String message =
          switch (random.nextInt(3)) {
            case 0 -> ", message: 'refused by %s'".formatted(name);
            case 1 -> ", messageExpression: \"'pod ' + object.metadata.name + ' is refused'\"";
            default -> "";
          };
      validations.add("  - {expression: \"%s\"%s}".formatted(expression, message));
    }
    String conditions =
        random.nextInt(3) == 0
            ? "matchConditions: [{name: c, expression: \"%s\"}]".formatted(pick(CONDITIONS))
            : "";
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: %s}
        spec:
          failurePolicy: %s
          %s
          matchConstraints:
            %s
            resourceRules:
            - {apiGroups: [""], apiVersions: [%s], operations: [%s], resources: [%s]}
          %s
          variables:
          - {name: all, expression: "object.spec.containers + (has(object.spec.initContainers) ? \
        object.spec.initContainers : [])"}
          - {name: most, expression: "variables.all.size() > 0 ? 2 : 0"}
          validations:
        %s
        """
            .formatted(
                name,
                random.nextInt(4) == 0 ? "Ignore" : "Fail",
                parameters,
                selector("objectSelector", "team"),
                pick("v1", "'*'"),
                pick("CREATE", "'*'", "CREATE, UPDATE", "UPDATE"),
                pick("pods", "'*'", "'*/*'", "pods, services", "pods/exec"),
                conditions,
                String.join("\n", validations).indent(0).stripTrailing());
    String reference =
        switch (kind == 0 ? random.nextInt(4) : 4) {
          case 0 -> "paramRef: {name: limits, parameterNotFoundAction: Deny}";
          case 1 -> "paramRef: {name: limits, namespace: tenant-a, parameterNotFoundAction: Allow}";
          case 2 ->
              "paramRef: {selector: {matchLabels: {use: admission}}, parameterNotFoundAction: Deny}";
          default -> "";
        };
    String binding =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: %s-binding}
        spec:
          policyName: %s
          validationActions: [%s]
          %s
          matchResources:
            matchPolicy: Equivalent
            %s
        """
            .formatted(
                name,
                name,
                pick("Deny", "Deny", "Deny, Audit", "Warn"),
                reference,
                selector("namespaceSelector", "tenant"));
    return List.of(policy, binding);
  }

  private String selector(String field, String key) {
    return random.nextInt(3) == 0
        ? "%s: {%s}".formatted(field, pick(SELECTORS).replace("tenant", key))
        : "";
  }

  private String pick(String... items) {
    return items[random.nextInt(items.length)];
  }
}
