package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.admission.policy.CostBudget;
import dev.ringfence.engine.admission.policy.ExpressionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each expression is true on the real API server; the library documentation's examples among them.
 */
class KubernetesExpressionsTest {

  private static final KubernetesExpressions ENGINE = new KubernetesExpressions();

  private static final Map<String, Object> POD =
      Map.of(
          "metadata",
          Map.of("name", "web", "labels", Map.of("app", "web", "example.com/tier", "front")),
          "spec",
          Map.of(
              "replicas",
              3L,
              "containers",
              List.of(Map.of("name", "a", "image", "registry.example/a:1"), Map.of("name", "b"))));

  private static @Nullable Object evaluate(String expression) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("object", POD);
    variables.put("oldObject", null);
    variables.put("params", null);
    variables.put("variables", Map.of("limit", 5L));
    variables.put("request", Map.of("operation", "CREATE"));
    return ENGINE.compile(expression).evaluate(variables, CostBudget.ofPolicy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.replicas <= 5",
        "object.spec.replicas < variables.limit",
        "object.spec.replicas <= 3.5",
        "has(object.spec.replicas) && !has(object.spec.hostNetwork)",
        "!has(object.spec.securityContext) || !has(object.spec.securityContext.runAsUser)",
        "oldObject == null && params == null",
        "object.spec.containers.all(c, c.name in ['a', 'b'])",
        "object.spec.containers.exists_one(c, has(c.image))",
        "object.spec.containers.map(c, c.name) == ['a', 'b']",
        "object.spec.containers.filter(c, has(c.image)).size() == 1",
        "object.metadata.labels['example.com/tier'] == 'front'",
        "'app' in object.metadata.labels",
        "object.metadata.?labels['app'].orValue('') == 'web'",
        "object.?spec.?hostPID.orValue(false) == false",
        "object.metadata.labels.all(key, key.startsWith('app') || key.contains('/'))",
        "object.metadata.labels.all(key, value, key != value || key == 'never')",
        "object.metadata.name.matches('^w[a-z]+$')",
        "'abc 123'.find('[0-9]*$') == '123'",
        "'123 abc 456'.findAll('[0-9]+') == ['123', '456']",
        "'123 abc 456'.findAll('[0-9]+', 1) == ['123']",
        "[1, 2, 3].isSorted() && ![3, 1].isSorted()",
        "[1, 3].sum() == 4 && [1.0, 3.0].sum() == 4.0",
        "[1, 3].min() == 1 && ['a', 'c'].max() == 'c'",
        "[1, 2, 2, 3].indexOf(2) == 1 && [1, 2, 2, 3].lastIndexOf(2) == 2",
        "['a', 'b'].join(',') == 'a,b' && 'a,b'.split(',') == ['a', 'b']",
        "'A'.lowerAscii() == 'a' && ' a '.trim() == 'a' && 'abcd'.substring(1, 3) == 'bc'",
        "'registry.example/a'.indexOf('/') == 16",
        "'%s is %d'.format(['a', 3]) == 'a is 3'",
        "quantity('500m').isLessThan(quantity('1')) && quantity('1Gi') == quantity('1024Mi')",
        "quantity('50k').add(20) == quantity('50020') && quantity('1.5Gi').asInteger() > 0",
        "isQuantity('1.3Gi') && !isQuantity('1.3Gb') && sign(quantity('-1')) == -1",
        "quantity('10').compareTo(quantity('5')) == 1 && quantity('50').sub(20) == quantity('30')",
        "isURL('https://user@example.com:80/a?k=v') && !isURL('../relative')",
        "url('https://example.com:80/').getHost() == 'example.com:80'",
        "url('https://example.com:80/a').getHostname() == 'example.com'",
        "url('https://example.com/a?k=a&k=b').getQuery()['k'] == ['a', 'b']",
        "ip('192.168.0.1').family() == 4 && ip('::1').isLoopback() && !isIP('1.2.3')",
        "!isIP('127.0.0.1.1') && ip('::ffff') == ip('::FFFF') && ip.isCanonical('2001:db8::1')",
        "cidr('192.168.0.0/16').containsIP('192.168.10.1')",
        "cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))",
        "cidr('192.168.1.5/16').masked() == cidr('192.168.0.0/16') && isCIDR('::1/128')",
        "string(ip('2001:DB8::1')) == '2001:db8::1' && cidr('::/8').prefixLength() == 8",
        "semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('1.0.0-rc.1')",
        "semver('v1.0', true).major() == 1 && !isSemver('v1.0')",
        "!format.dns1123Label().validate('my-label').hasValue()",
        "format.dns1123Label().validate('My_Label').hasValue()",
        "format.named('uuid').hasValue()",
        "sets.contains(['a', 'b'], ['a']) && sets.intersects(['a'], ['a', 'c'])",
        "dyn('a') != dyn(1) && type(1) == int && int('3') == 3",
        "object.spec.containers.exists(c, c.image.startsWith('registry.example/'))",
        "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}",
        "timestamp('2026-01-01T00:00:00Z').getFullYear() == 2026 && duration('1h') > duration('1m')"
      })
  void whatIsTrueThereIsTrueHere(String expression) {
    assertThat(evaluate(expression)).isEqualTo(true);
  }

  /** Of an update that changed one label: what is a whole object at either side of an operator. */
  private static @Nullable Object evaluateUpdate(String expression) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("object", POD);
    Map<String, Object> old = new HashMap<>(POD);
    old.put(
        "metadata",
        Map.of("name", "web", "labels", Map.of("app", "old", "example.com/tier", "front")));
    variables.put("oldObject", old);
    variables.put("params", Map.of("data", Map.of("app", "web", "example.com/tier", "front")));
    variables.put("variables", Map.of("spec", POD.getOrDefault("spec", Map.of())));
    variables.put("request", Map.of("operation", "UPDATE", "object", POD));
    return ENGINE.compile(expression).evaluate(variables, CostBudget.ofPolicy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object == object && oldObject == oldObject",
        "object != oldObject && !(object == oldObject)",
        "object.spec == oldObject.spec && object.metadata != oldObject.metadata",
        "oldObject.spec == object.spec && variables.spec == object.spec",
        "request.object == object && object == request.object",
        "object.metadata.labels == params.data && params.data == object.metadata.labels",
        "object.metadata.labels == {'app': 'web', 'example.com/tier': 'front'}",
        "{'app': 'web', 'example.com/tier': 'front'} == object.metadata.labels",
        "'spec' in object && !('status' in object) && 'metadata' in oldObject",
        "'replicas' in object.spec && !('hostPID' in variables.spec)",
        "size(object) == 2 && object.size() == 2 && size(object.metadata.labels) == 2",
        "object.all(field, field in ['spec', 'metadata'])",
        "object.exists(field, field == 'spec') && object.exists_one(field, field == 'spec')",
        "object.map(field, field).size() == 2",
        "object.filter(field, field != 'spec') == ['metadata']",
        "object.all(field, value, field != 'spec' || value == oldObject[field])",
        "object['spec'] == oldObject['spec'] && object['spec']['replicas'] == 3",
        "object[?'spec'].hasValue() && !object[?'status'].hasValue()",
        "object.?spec.hasValue() && object.?spec.orValue({}) == object.spec",
        "[object.spec, oldObject.spec][0] == object.spec && object.spec in [oldObject.spec]",
        "[object.metadata].all(m, m.name == 'web') && {'a': object}['a'].spec == object.spec",
        "(true ? object : oldObject).metadata.name == 'web'",
        "(object.spec.replicas > 1 ? object.metadata : oldObject.metadata).labels.app == 'web'",
        "dyn(object).spec.replicas == 3 && type(object) == map && type(object.spec) == map",
        "object.spec != null && object != null && !(object == null)",
        "object.metadata.labels.transformMap(k, v, v) == object.metadata.labels",
        "object.metadata.labels.transformList(k, v, k).size() == 2"
      })
  void aWholeObjectIsAMapLikeAnyOther(String expression) {
    assertThat(evaluateUpdate(expression)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.hostPID == true",
        "object.spec.securityContext.runAsNonRoot",
        "oldObject.metadata.name == 'x'",
        "object.spec.containers[5].name == 'x'",
        "quantity('many').isInteger()",
        "object.spec.containers.all(c, c.image != '')",
        "[].min() == 1"
      })
  void whatIsAnErrorThereIsAnErrorHere(String expression) {
    assertThatThrownBy(() -> evaluate(expression))
        .isInstanceOfSatisfying(
            ExpressionException.class,
            problem -> assertThat(problem.kind()).isEqualTo(ExpressionException.Kind.EVALUATION));
  }

  @Test
  void whatDoesNotCompileIsNotDecided() {
    for (String expression :
        List.of(
            "object.spec.(",
            "unknownFunction(object)",
            "nothing == 1",
            // Devices are selected with it, policies have no such macro.
            "cel.bind(name, object.metadata.name, name == name)")) {
      assertThatThrownBy(() -> evaluate(expression))
          .isInstanceOfSatisfying(
              ExpressionException.class,
              problem ->
                  assertThat(problem.kind()).isEqualTo(ExpressionException.Kind.NOT_DECIDABLE));
    }
  }

  @Test
  void objectsAndPatchesOfMutatingPoliciesAreMade() {
    assertThat(evaluate("Object{metadata: Object.metadata{labels: {'a': 'b'}}}"))
        .isEqualTo(
            java.util.Map.of("metadata", java.util.Map.of("labels", java.util.Map.of("a", "b"))));
    assertThat(
            evaluate(
                "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b~c'),"
                    + " value: Object.metadata{name: 'x'}}]"))
        .isEqualTo(
            List.of(
                java.util.Map.of(
                    "op", "add",
                    "path", "/metadata/labels/a~1b~0c",
                    "value", java.util.Map.of("name", "x"))));
    assertThatThrownBy(() -> evaluate("Object{spec: Object.metadata{name: 'x'}}"))
        .hasMessageContaining("type mismatch");
  }
}
