package dev.ringfence.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Policies with random expressions in all places, as JSON: what they name is of every type that the
 * API server knows, and is put together without regard to it.
 */
final class RandomExpressions {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String[] ATOMS = {
    "object",
    "object.spec",
    "object.metadata.name",
    "object.spec.?hostPID",
    "oldObject",
    "params",
    "params.data.x",
    "request",
    "request.name",
    "request.namespace",
    "request.operation",
    "request.kind",
    "request.kind.kind",
    "request.resource.resource",
    "request.userInfo.username",
    "request.userInfo.groups",
    "request.userInfo.extra",
    "request.userInfo.extra['a']",
    "request.dryRun",
    "request.options",
    "request.object",
    "request.uid",
    "request.?subResource",
    "namespaceObject",
    "namespaceObject.metadata.name",
    "namespaceObject.metadata.labels",
    "namespaceObject.metadata.?labels['a']",
    "namespaceObject.metadata.annotations['b']",
    "namespaceObject.metadata.generation",
    "namespaceObject.metadata.creationTimestamp",
    "namespaceObject.spec.finalizers",
    "namespaceObject.status.conditions",
    "namespaceObject.spec.nothing",
    "variables",
    "variables.first",
    "variables.second",
    "variables.third",
    "authorizer",
    "authorizer.requestResource",
    "authorizer.group('').resource('pods').check('get')",
    "authorizer.group('').resource('pods').check('get').allowed()",
    "authorizer.requestResource.check('use').reason()",
    "true",
    "null",
    "1",
    "2u",
    "1.5",
    "'text'",
    "b'bytes'",
    "[]",
    "{}",
    "[1, 2]",
    "['a', 'b']",
    "[1, 'a']",
    "[object, 1]",
    "{'a': 1}",
    "{'a': 1, 'b': 'c'}",
    "[[1], ['a']]",
    "quantity('1Gi')",
    "url('https://a/')",
    "ip('::1')",
    "cidr('::/8')",
    "semver('1.0.0')",
    "duration('1h')",
    "duration('1 hour')",
    "timestamp('2026-01-01T00:00:00Z')",
    "timestamp('today')",
    "optional.none()",
    "optional.of(1)",
    "format.dns1123Label()",
    "type(1)",
    "string",
    "Object{}",
    "Object{metadata: Object.metadata{labels: {'a': 'b'}}}",
    "[JSONPatch{op: 'test', path: '/a', value: 1}]",
    "JSONPatch{op: 1}",
    "nothing"
  };

  /** What is done with one expression, or two. */
  private static final String[] SHAPES = {
    "!%1$s",
    "-%1$s",
    "(%1$s)",
    "%1$s == %2$s",
    "%1$s != null",
    "%1$s == 'text'",
    "%1$s < %2$s",
    "%1$s < 1",
    "%1$s && %2$s",
    "%1$s || true",
    "%1$s + %2$s",
    "%1$s + 'text'",
    "%1$s - 1",
    "%1$s in %2$s",
    "'a' in %1$s",
    "%1$s[%2$s]",
    "%1$s['a']",
    "%1$s[0]",
    "%1$s.a",
    "has(%1$s.a)",
    "has(%1$s.metadata)",
    "%1$s ? %2$s : %2$s",
    "true ? %1$s : %2$s",
    "string(%1$s)",
    "int(%1$s)",
    "dyn(%1$s)",
    "type(%1$s) == string",
    "size(%1$s)",
    "%1$s.size()",
    "%1$s.all(x, x == 'a')",
    "%1$s.exists(x, x.a)",
    "%1$s.map(x, x)",
    "%1$s.map(x, x)[0]",
    "%1$s.filter(x, x > 1)",
    "%1$s.all(k, v, k == v)",
    "%1$s.transformList(k, v, v)",
    "%1$s.transformMap(k, v, k)",
    "%1$s.orValue(%2$s)",
    "%1$s.hasValue()",
    "%1$s.value()",
    "%1$s.startsWith('a')",
    "%1$s.matches('a+')",
    "%1$s.matches('(')",
    "%1$s.find('a')",
    "%1$s.findAll('a')",
    "%1$s.findAll('a')[0]",
    "%1$s.split(',')",
    "%1$s.split(',')[0]",
    "%1$s.join(',')",
    "%1$s.lowerAscii()",
    "%1$s.indexOf(%2$s)",
    "%1$s.isSorted()",
    "%1$s.sum()",
    "%1$s.min()",
    "%1$s.max()",
    "%1$s.isLessThan(%2$s)",
    "%1$s.compareTo(%2$s)",
    "%1$s.add(%2$s)",
    "%1$s.getHostname()",
    "%1$s.getQuery()['a']",
    "%1$s.family()",
    "%1$s.containsIP(%2$s)",
    "%1$s.major()",
    "%1$s.getFullYear()",
    "%1$s.validate(%2$s)",
    "%1$s.format([%2$s])",
    "'%%s'.format([%1$s])",
    "%1$s.allowed()",
    "sets.contains(%1$s, %2$s)",
    "quantity(%1$s)",
    "[%1$s]",
    "[%1$s, %2$s]",
    "{'a': %1$s}",
    "{'a': %1$s, 'b': %2$s}",
    "cel.bind(x, %1$s, x)",
    "reverse(%1$s)"
  };

  /** What makes of something what its place may ask for. */
  private static final String[] ENDS = {
    "%s",
    "%s",
    "%s == %s",
    "string(%s)",
    "(%s) ? 'a' : 'b'",
    "(%s) ? 'a' : null",
    "'a' + %s",
    "%s != null",
    "bool(%s)",
    "[%s].exists(x, x == 1)",
    "Object{spec: Object.spec{a: %s}}",
    "[JSONPatch{op: 'add', path: '/a', value: %s}]",
    "has(object.a) ? [JSONPatch{op: 'add', path: '/a', value: %s}] : []"
  };

  /** By type: bool, string, int, double, list and map of strings, dyn, optional, quantity, … */
  private static final Map<Character, String[]> TYPED =
      Map.of(
          'B',
          new String[] {
            "true",
            "request.dryRun",
            "has(object.spec.a)",
            "has(request.namespace)",
            "has(namespaceObject.metadata.labels)",
            "%S == %S",
            "%I == %I",
            "%X == %S",
            "%S != %X",
            "%I < %D",
            "%X >= %I",
            "%M == %M",
            "%L == %L",
            "%Q == %Q",
            "!(%B)",
            "(%B) && (%B)",
            "(%B) || %X",
            "(%B) ? (%B) : (%B)",
            "%S in %L",
            "%S in %M",
            "%X in %L",
            "%S in %X",
            "%L.all(x, x == %S)",
            "%X.exists(x, x.a == %S)",
            "%M.all(k, v, k != v)",
            "%L.exists_one(x, x.startsWith(%S))",
            "%S.startsWith(%S)",
            "%S.matches('^a+$')",
            "%X.endsWith(%S)",
            "%L.isSorted()",
            "[%I, %I].isSorted()",
            "%O.hasValue()",
            "%Q.isLessThan(%Q)",
            "%Q.isGreaterThan(%X)",
            "isQuantity(%S)",
            "isURL(%S)",
            "ip(%S).isLoopback()",
            "cidr(%S).containsIP(%S)",
            "isSemver(%S)",
            "semver(%S).isLessThan(semver(%S))",
            "sets.contains(%L, %L)",
            "sets.intersects(%L, %X)",
            "object == oldObject",
            "oldObject == null",
            "namespaceObject == null",
            "request == null",
            "%S == null",
            "%X == null",
            "type(%X) == string",
            "type(%S) == string",
            "authorizer.group(%S).resource(%S).check(%S).allowed()",
            "authorizer.requestResource.check(%S).errored()",
            "authorizer.serviceAccount(%S, %S).path(%S).check('get').allowed()",
            "format.dns1123Label().validate(%S).hasValue()",
            "bool(%S)",
            "duration('1h') > duration('1m')",
            "timestamp(%S) < namespaceObject.metadata.creationTimestamp",
            "request.kind == request.requestKind",
            "namespaceObject.status.conditions.all(c, c.status == %S)"
          },
          'S',
          new String[] {
            "'a'",
            "request.name",
            "request.operation",
            "request.kind.group",
            "request.userInfo.username",
            "namespaceObject.metadata.name",
            "namespaceObject.metadata.labels['a']",
            "request.userInfo.extra['a'][0]",
            "%S + %S",
            "%S + %X",
            "(%B) ? %S : %S",
            "%L[%I]",
            "%M[%S]",
            "%O.orValue(%S)",
            "string(%X)",
            "string(%I)",
            "%S.lowerAscii()",
            "%S.replace('a', %S)",
            "%S.substring(%I)",
            "%X.trim()",
            "%L.join(',')",
            "%X.join()",
            "%S.find('[a-z]+')",
            "%S.findAll('[a-z]+')[0]",
            "%S.split(',')[0]",
            "'%s'.format([%X])",
            "'%s %d'.format([%S, %I])",
            "'%d%%'.format([%S])",
            "'%s'.format([%S, %I])",
            "'%f %e'.format([%D, %X])",
            "'%x'.format([%S])",
            "'%b'.format([%B])",
            "'%f'.format([%I])",
            "'%d'.format([%D])",
            "'%x'.format([%I])",
            "'%o'.format([%I])",
            "'%s'.format([[%I, %S].size()])",
            "'%.2f'.format([%D])",
            "'%q'.format([%S])",
            "string(%Q)",
            "url(%S).getHost()",
            "string(ip(%S))",
            "%L.min()",
            "%L.map(x, x + %S)[0]",
            "authorizer.requestResource.check(%S).reason()",
            "dyn(%S)"
          },
          'I',
          new String[] {
            "1",
            "namespaceObject.metadata.generation",
            "%I + %I",
            "%I * %X",
            "size(%S)",
            "%L.size()",
            "size(%X)",
            "int(%S)",
            "int(%X)",
            "%S.indexOf(%S)",
            "%L.indexOf(%S)",
            "[%I, %I].sum()",
            "[%I].max()",
            "%Q.compareTo(%Q)",
            "%Q.asInteger()",
            "sign(%Q)",
            "%Q.sign()",
            "semver(%S).major()",
            "ip(%S).family()",
            "namespaceObject.metadata.creationTimestamp.getFullYear()",
            "(%B) ? %I : %I"
          },
          'D',
          new String[] {"1.5", "double(%I)", "%D + %D", "%Q.asApproximateFloat()", "[%D].sum()"},
          'L',
          new String[] {
            "['a', 'b']",
            "[]",
            "request.userInfo.groups",
            "namespaceObject.spec.finalizers",
            "[%S, %S]",
            "%L + %L",
            "%L.map(x, x)",
            "%L.filter(x, x != %S)",
            "%S.split(',')",
            "%S.findAll('a')",
            "%M.transformList(k, v, v)",
            "request.userInfo.extra[%S]",
            "(%B) ? %L : %L",
            "dyn(%L)"
          },
          'M',
          new String[] {
            "{'a': 'b'}",
            "{}",
            "namespaceObject.metadata.labels",
            "{%S: %S}",
            "%M.transformMap(k, v, v + %S)",
            "(%B) ? %M : %M"
          },
          'X',
          new String[] {
            "object",
            "object.spec.a",
            "object.metadata.labels['a']",
            "oldObject.spec",
            "request.options",
            "params.data.a",
            "dyn(%S)",
            "variables.first",
            "variables.second",
            "object.a.map(x, x.b)",
            "object[%S]",
            "(%B) ? %X : %S"
          },
          'O',
          new String[] {
            "optional.none()",
            "optional.of(%S)",
            "namespaceObject.metadata.?labels[%S]",
            "%M[?%S]",
            "object.?spec.?a",
            "request.?namespace",
            "%O.or(%O)"
          },
          'Q',
          new String[] {
            "quantity('1')", "quantity(%S)", "%Q.add(%Q)", "%Q.sub(%I)", "quantity(%X)"
          });

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private String some(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return pick(ATOMS);
    }
    return pick(SHAPES).formatted(some(depth - 1), some(depth - 1));
  }

  private String ended() {
    return pick(ENDS).formatted(some(2), some(1));
  }

  /** What has a type, put together as it may be; now and then anything else is in its place. */
  private String of(char type, int depth) {
    if (random.nextInt(30) == 0) {
      return some(1);
    }
    String[] shapes = Objects.requireNonNull(TYPED.get(type));
    String shape = pick(shapes);
    if (depth == 0) {
      while (shape.indexOf('%') >= 0) {
        shape = pick(shapes);
      }
    }
    StringBuilder written = new StringBuilder();
    for (int at = 0; at < shape.length(); at++) {
      char next = shape.charAt(at);
      if (next == '%' && TYPED.containsKey(shape.charAt(at + 1))) {
        written.append(of(shape.charAt(++at), depth - 1));
      } else {
        written.append(next);
      }
    }
    return written.toString();
  }

  /** For a place that asks for the type, which is not always what stands there. */
  private String typed(char type) {
    return switch (random.nextInt(8)) {
      case 0 -> ended();
      case 1 -> of("BSIDLMXOQ".charAt(random.nextInt(9)), 2);
      default -> of(type, 3);
    };
  }

  private String change(boolean patch) {
    String value = of("BSIDLMXOQ".charAt(random.nextInt(9)), 1);
    if (!patch) {
      return "Object{spec: Object.spec{a: %s, ?b: %s}}".formatted(value, of('O', 1));
    }
    String one = "[JSONPatch{op: 'add', path: %s, value: %s}]".formatted(of('S', 1), value);
    return random.nextBoolean()
        ? one
        : "%s ? %s : %s".formatted(of('B', 1), one, random.nextBoolean() ? "[]" : one);
  }

  /** A policy of that name that has one random expression, or two of which one is a variable. */
  String policy(String name) {
    boolean mutating = random.nextInt(4) == 0;
    ObjectNode policy = MAPPER.createObjectNode();
    policy.put("apiVersion", "admissionregistration.k8s.io/v1");
    policy.put("kind", mutating ? "MutatingAdmissionPolicy" : "ValidatingAdmissionPolicy");
    policy.putObject("metadata").put("name", name);
    ObjectNode spec = policy.putObject("spec");
    ObjectNode rule = spec.putObject("matchConstraints").putArray("resourceRules").addObject();
    rule.putArray("apiGroups").add("");
    rule.putArray("apiVersions").add("v1");
    rule.putArray("operations").add("CREATE");
    rule.putArray("resources").add("pods");
    if (random.nextInt(3) > 0) {
      spec.putObject("paramKind").put("apiVersion", "v1").put("kind", "ConfigMap");
    }
    ArrayNode variables = spec.putArray("variables");
    if (random.nextInt(3) > 0) {
      variables
          .addObject()
          .put("name", "first")
          .put("expression", typed("BSILX".charAt(random.nextInt(5))));
      variables
          .addObject()
          .put("name", "second")
          .put("expression", random.nextBoolean() ? "variables.first" : typed('X'));
    }
    if (mutating) {
      spec.put("reinvocationPolicy", "Never");
      boolean patch = random.nextBoolean();
      ObjectNode mutation = spec.putArray("mutations").addObject();
      mutation.put("patchType", patch ? "JSONPatch" : "ApplyConfiguration");
      mutation
          .putObject(patch ? "jsonPatch" : "applyConfiguration")
          .put("expression", random.nextInt(4) == 0 ? ended() : change(patch));
      return policy.toString();
    }
    ObjectNode validation = spec.putArray("validations").addObject();
    validation.put("expression", "true");
    switch (random.nextInt(4)) {
      case 0 -> validation.put("messageExpression", typed('S'));
      case 1 ->
          spec.putArray("auditAnnotations")
              .addObject()
              .put("key", "a")
              .put("valueExpression", typed('S'));
      case 2 ->
          spec.putArray("matchConditions")
              .addObject()
              .put("name", "a")
              .put("expression", typed('B'));
      default -> validation.put("expression", typed('B'));
    }
    return policy.toString();
  }
}
