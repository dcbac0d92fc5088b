package dev.ringfence.admission;

import java.util.List;
import java.util.Random;

/** MutatingAdmissionPolicies about pods with their bindings, as YAML documents. */
final class RandomMutations {

  /** Some are errors for some pods, on purpose. */
  private static final String[] CONFIGURATIONS = {
    "Object{spec: Object.spec{hostUsers: false}}",
    "Object{spec: Object.spec{hostNetwork: false, hostPID: false}}",
    "Object{metadata: Object.metadata{labels: {'team': 'b'}}}",
    "Object{metadata: Object.metadata{labels: {'seen-' + object.metadata.name: 'yes'}}}",
    "Object{metadata: Object.metadata{annotations: {'from': request.namespace}}}",
    "Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsNonRoot: true}}}",
    "Object{spec: Object.spec{containers: object.spec.containers.map(c, "
        + "Object.spec.containers{name: c.name, imagePullPolicy: 'Always'})}}",
    "Object{spec: Object.spec{containers: object.spec.containers.filter(c, !has(c.env)).map(c, "
        + "Object.spec.containers{name: c.name, env: [Object.spec.containers.env{"
        + "name: 'TENANT', value: request.namespace}]})}}",
    "Object{spec: Object.spec{initContainers: [Object.spec.initContainers{name: 'mesh', "
        + "image: 'registry.example/mesh', restartPolicy: 'Always'}]}}",
    "Object{spec: Object.spec{volumes: [Object.spec.volumes{name: 'scratch', "
        + "emptyDir: Object.spec.volumes.emptyDir{}}]}}",
    "Object{spec: Object.spec{containers: [Object.spec.containers{name: 'side', "
        + "image: 'registry.example/side:1'}]}}",
    "Object{spec: Object.spec{terminationGracePeriodSeconds: object.spec.containers.size() + 3}}",
    "Object{spec: Object.spec{schedulerName: variables.scheduler}}",
    "Object{spec: Object.spec{?schedulerName: variables.maybe}}",
    "Object{spec: Object.spec{tolerations: []}}",
    "Object{spec: Object.spec{nodeSelector: {'a': 'b'}}}",
    "Object{spec: Object.spec{securityContext: Object.spec.wrong{runAsNonRoot: true}}}",
    "Object{metadata: Object.metadata{labels: {'team': object.metadata.labels['team'] + 'x'}}}",
    "object.metadata.name.endsWith('3') ? Object{} : "
        + "Object{spec: Object.spec{priorityClassName: ''}}"
  };

  private static final String[] PATCHES = {
    "[JSONPatch{op: 'add', path: '/metadata/labels', value: {'only': 'this'}}]",
    "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('example.com/t'), "
        + "value: 'a'}]",
    "[JSONPatch{op: 'replace', path: '/spec/containers/0/image', value: 'registry.example/x:2'}]",
    "[JSONPatch{op: 'add', path: '/spec/containers/0/securityContext', "
        + "value: Object.spec.containers.securityContext{privileged: false}}]",
    "[JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]",
    "[JSONPatch{op: 'test', path: '/spec/hostPID', value: true}, "
        + "JSONPatch{op: 'remove', path: '/spec/hostPID'}]",
    "[JSONPatch{op: 'test', path: '/metadata/name', value: 'pod-1'}, "
        + "JSONPatch{op: 'add', path: '/spec/nodeSelector', value: {'pool': 'a'}}]",
    "[JSONPatch{op: 'add', path: '/spec/tolerations/-', value: Object.spec.tolerations{"
        + "key: 'pool', operator: 'Exists'}}]",
    "[JSONPatch{op: 'copy', from: '/metadata/name', path: '/spec/hostname'}]",
    "[JSONPatch{op: 'move', from: '/spec/containers/0/image', path: '/spec/containers/0/image'}]",
    "object.spec.containers.map(c, JSONPatch{op: 'add', path: '/metadata/annotations', "
        + "value: {'c': c.name}})",
    "has(object.spec.volumes) ? [JSONPatch{op: 'remove', path: '/spec/volumes/0'}] : []",
    "[JSONPatch{op: 'add', path: '/spec/containers/7', value: {}}]"
  };

  private static final String[] CONDITIONS = {
    "!has(object.spec.hostNetwork)",
    "object.metadata.name.endsWith('1')",
    "!has(object.metadata.labels) || !('team' in object.metadata.labels)",
    "object.metadata.labels.team == 'b'",
    "object.spec.containers.size() > 1"
  };

  private final Random random;

  RandomMutations(long seed) {
    this.random = new Random(seed);
  }

  /** Policy and binding of that name. */
  List<String> next(String name) {
    boolean patch = random.nextBoolean();
    String expression = pick(patch ? PATCHES : CONFIGURATIONS);
    String conditions =
        random.nextInt(3) == 0
            ? "matchConditions: [{name: c, expression: \"%s\"}]".formatted(pick(CONDITIONS))
            : "";
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: %s}
        spec:
          failurePolicy: %s
          reinvocationPolicy: %s
          matchConstraints:
            %s
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          %s
          variables:
          - {name: scheduler, expression: "'of-' + request.namespace"}
          - {name: maybe, expression: "has(object.spec.hostPID) ? optional.of('x') : \
        optional.none()"}
          mutations:
          - patchType: %s
            %s: {expression: "%s"}
        """
            .formatted(
                name,
                random.nextInt(3) == 0 ? "Ignore" : "Fail",
                pick("Never", "IfNeeded"),
                random.nextInt(3) == 0 ? "objectSelector: {matchLabels: {team: b}}" : "",
                conditions,
                patch ? "JSONPatch" : "ApplyConfiguration",
                patch ? "jsonPatch" : "applyConfiguration",
                expression);
    String binding =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: %s-binding}
        spec:
          policyName: %s
          %s
        """
            .formatted(
                name,
                name,
                random.nextInt(3) == 0
                    ? "matchResources: {namespaceSelector: {matchLabels: {tenant: a}}}"
                    : "");
    return List.of(policy, binding);
  }

  private String pick(String... items) {
    return items[random.nextInt(items.length)];
  }
}
