package dev.ringfence.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Policies that the API server does not take, by their expressions, and their near twins: each was
 * asked of a real one.
 */
class PolicyTypeCheckTest {

  private static final ObjectMeta META =
      new ObjectMeta(
          new ObjectReference("ValidatingAdmissionPolicy", null, "p"),
          LabelSet.of(Map.of()),
          Map.of(),
          null,
          new Origin(Origin.Source.FILE, "source.yaml", 0));

  private static final KubernetesExpressions ENGINE = new KubernetesExpressions();

  private static AdmissionRules.Policy policy(
      boolean params,
      String condition,
      List<AdmissionRules.Named> variables,
      String validation,
      String message,
      String annotation) {
    return new AdmissionRules.Policy(
        META,
        false,
        params ? new AdmissionRules.ParameterKind("v1", "ConfigMap") : null,
        null,
        List.of(new AdmissionRules.Named("c", condition)),
        variables,
        List.of(new AdmissionRules.Validation(validation, "", message, "")),
        List.of(),
        List.of(new AdmissionRules.Named("a", annotation)),
        true,
        false);
  }

  private static Optional<String> validation(String expression) {
    return ENGINE.refusal(policy(true, "true", List.of(), expression, "'m'", "'a'"));
  }

  private static Optional<String> message(String expression) {
    return ENGINE.refusal(policy(true, "true", List.of(), "true", expression, "'a'"));
  }

  private static Optional<String> annotation(String expression) {
    return ENGINE.refusal(policy(true, "true", List.of(), "true", "'m'", expression));
  }

  private static Optional<String> mutation(boolean patch, String expression) {
    return ENGINE.refusal(
        new AdmissionRules.Policy(
            META,
            true,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(new AdmissionRules.Mutation(patch, expression)),
            List.of(),
            true,
            false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object.spec.hostPID",
        "dyn(true)",
        "params",
        "request.object == object",
        "request.uid == ''",
        "request.name == 1",
        "namespaceObject.spec.nothing == ''",
        "variables.a == 1",
        "[object, 1].size() == 2",
        "{'a': 1, 'b': 'c'}.size() == 2",
        "quantity('-1').sign() == -1",
        "cel.bind(x, 1, x == 1)",
        "object.metadata.name.matches('(')",
        "duration('1 hour') == duration('1h')",
        "timestamp('today') == timestamp('today')",
        "int('one') == 1",
        "bool('yes')",
        "'%s'.format([]) == ''",
        "'%d'.format(['a']) == ''",
        "'%s'.format([semver('1.0.0')]) == ''",
        "string(null) == ''",
        "object[timestamp('2026-01-01T00:00:00Z')] == 1",
        "Object{} != null",
        "object.spec.("
      })
  void isNotTaken(String expression) {
    assertThat(validation(expression)).as(expression).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!object.spec.hostPID",
        "object.spec.hostPID == true",
        "params == null || int(params.data.most) > 1",
        "object == oldObject",
        "request.name == object.metadata.name",
        "request.?subResource.orValue('') == ''",
        "namespaceObject.metadata.labels['a'] == request.namespace",
        "namespaceObject == null",
        "[dyn(1), object].size() == 2",
        "sign(quantity('-1')) == -1",
        "object.metadata.name.matches('a+')",
        "int('1') == 1 && bool('true')",
        "'%s %d'.format(['a', 1]) == 'a 1'",
        "request.name.findAll('a')[0] == request.name.split(',')[0]",
        "[1, 2].sum() == [3].max()",
        "authorizer.requestResource.check('get').allowed()"
      })
  void isTaken(String expression) {
    assertThat(validation(expression)).as(expression).isEmpty();
  }

  @Test
  void aMessageIsATextForCertainAndDoesNotAskTheAuthorizer() {
    assertThat(message("params.data.x")).hasValueSatisfying(why -> assertThat(why).contains("dyn"));
    assertThat(message("string(params.data.x)")).isEmpty();
    assertThat(message("'pod ' + object.metadata.name")).isEmpty();
    assertThat(message("authorizer.requestResource.check('a').reason()")).isPresent();
    assertThat(annotation("authorizer.requestResource.check('a').reason()")).isEmpty();
  }

  @Test
  void anAnnotationIsATextOrNull() {
    assertThat(annotation("null")).isEmpty();
    assertThat(annotation("object.metadata.name")).isPresent();
    assertThat(annotation("object.metadata.name == 'a' ? 'a' : null")).isPresent();
  }

  @Test
  void conditionsKnowNoVariablesAndParametersOnlyWhereThereAreSome() {
    List<AdmissionRules.Named> variables = List.of(new AdmissionRules.Named("a", "1"));
    assertThat(ENGINE.refusal(policy(true, "variables.a == 1", variables, "true", "'m'", "'a'")))
        .isPresent();
    assertThat(
            ENGINE.refusal(
                policy(true, "params != null", variables, "variables.a == 1", "'m'", "'a'")))
        .isEmpty();
    assertThat(ENGINE.refusal(policy(false, "params != null", variables, "true", "'m'", "'a'")))
        .isPresent();
  }

  @Test
  void aVariableHasTheTypeOfItsExpressionAndComesBeforeWhatNamesIt() {
    AdmissionRules.Named text = new AdmissionRules.Named("text", "request.name");
    AdmissionRules.Named next = new AdmissionRules.Named("next", "variables.text + 'x'");
    assertThat(
            ENGINE.refusal(
                policy(true, "true", List.of(text, next), "true", "variables.next", "'a'")))
        .isEmpty();
    assertThat(ENGINE.refusal(policy(true, "true", List.of(next, text), "true", "'m'", "'a'")))
        .isPresent();
    assertThat(
            ENGINE.refusal(
                policy(true, "true", List.of(text), "variables.text == 1", "'m'", "'a'")))
        .isPresent();
    AdmissionRules.Named whole = new AdmissionRules.Named("text", "request");
    assertThat(
            ENGINE.refusal(
                policy(true, "true", List.of(whole), "variables.text.nothing == 1", "'m'", "'a'")))
        .as("of structures the server forgets the fields")
        .isEmpty();
  }

  @Test
  void aMutationMakesObjectsOrPatchesAsItsTypeSays() {
    String object = "Object{spec: Object.spec{hostPID: false}}";
    String patch = "[JSONPatch{op: 'remove', path: '/spec/hostPID'}]";
    assertThat(mutation(false, object)).isEmpty();
    assertThat(mutation(true, patch)).isEmpty();
    assertThat(mutation(true, "has(object.a) ? " + patch + " : []")).isEmpty();
    assertThat(mutation(true, object)).isPresent();
    assertThat(mutation(false, patch)).isPresent();
    assertThat(mutation(false, "object")).isPresent();
    assertThat(mutation(true, "[JSONPatch{op: 1, path: '/a'}]")).isPresent();
    assertThat(mutation(false, "Object{?a: null}")).isPresent();
  }
}
