package dev.ringfence.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.Yaml;
import dev.ringfence.policy.shape.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictDocumentsTest {

  private static List<String> problems(String text) {
    DocumentException thrown =
        catchThrowableOfType(DocumentException.class, () -> Documents.read(Yaml.documents(text)));
    assertThat(thrown).as("nothing was refused").isNotNull();
    return thrown.problems().stream().map(Problem::toString).toList();
  }

  private static String tenant(String spec) {
    return """
    apiVersion: ringfence.dev/v1alpha1
    kind: Tenant
    metadata: {name: spacely}
    spec:
    """
        + spec.indent(2);
  }

  @Test
  void aTenantWithEveryFieldIsReadAsWritten() {
    TenantDocument tenant =
        Documents.read(
                Yaml.documents(
                    tenant(
                        """
                        trust: Untrusted
                        code: FirstParty
                        data: Critical
                        environment: production
                        namespaces: {names: [spacely-web], selector: {matchLabels: {customer: spacely}}}
                        subjects: [{kind: Group, name: spacely-devs}]
                        needs: {kubernetesAPI: true, podSpec: Platform, clusterScopedResources: false,
                                hostPrivileges: [HostPath], noise: Sensitive, lifetime: LongLived}
                        publishes: [{namespace: spacely-web, service: storefront, to: [{tenant: platform}]}]
                        """)))
            .tenants()
            .getFirst();

    assertThat(tenant.name()).isEqualTo("spacely");
    assertThat(tenant.trust()).isEqualTo(Tenant.Trust.UNTRUSTED);
    assertThat(tenant.code()).isEqualTo(Tenant.Code.FIRST_PARTY);
    assertThat(tenant.data()).isEqualTo(Tenant.Data.CRITICAL);
    assertThat(tenant.environment()).isEqualTo("production");
    assertThat(tenant.namespaceNames()).containsExactly("spacely-web");
    assertThat(tenant.subjects())
        .containsExactly(new Rbac.Subject(Rbac.SubjectKind.GROUP, "", "spacely-devs"));
    assertThat(tenant.needs().kubernetesApi()).isTrue();
    assertThat(tenant.needs().podSpec()).isEqualTo(Tenant.PodSpecChoice.PLATFORM);
    assertThat(tenant.needs().hostPrivileges())
        .containsExactly(TenantDocument.HostPrivilege.HOST_PATH);
    assertThat(tenant.needs().noise()).isEqualTo(TenantDocument.Noise.SENSITIVE);
    assertThat(tenant.publishes())
        .containsExactly(new Tenant.Publication("spacely-web", "storefront", List.of("platform")));
  }

  @Test
  void whatATenantDoesNotSayIsTakenPessimistically() {
    TenantDocument tenant = Documents.read(Yaml.documents(tenant("{}"))).tenants().getFirst();
    assertThat(tenant.trust()).isEqualTo(Tenant.Trust.UNTRUSTED);
    assertThat(tenant.code()).isEqualTo(Tenant.Code.ARBITRARY);
    assertThat(tenant.needs().podSpec()).isEqualTo(Tenant.PodSpecChoice.UNSTATED);
  }

  @Test
  void everyProblemIsToldAtOnceWithItsPlace() {
    assertThat(
            problems(
                tenant(
                    """
                    trsut: Trusted
                    code: Abritrary
                    data: 7
                    namespaces: {names: [Spacely_Web], selector: {}}
                    subjects: [{kind: Robot}]
                    """)))
        .containsExactly(
            "policy.yaml, document 1, line 5, column 10: spec.trsut: unknown field; did you mean"
                + " trust? Allowed here: trust, code, data, environment, namespaces, subjects,"
                + " needs, publishes, isolationClass.",
            "policy.yaml, document 1, line 6, column 9: spec.code: \"Abritrary\" is not one of"
                + " FirstParty, ThirdParty, Arbitrary; did you mean Arbitrary?",
            "policy.yaml, document 1, line 7, column 9: spec.data: is a number, not one of"
                + " Ordinary, Critical; write it in quotes",
            "policy.yaml, document 1, line 8, column 24: spec.namespaces.names[0]:"
                + " \"Spacely_Web\" is not a namespace's name",
            "policy.yaml, document 1, line 9, column 21: spec.subjects[0].kind: \"Robot\" is not"
                + " one of User, Group",
            "policy.yaml, document 1, line 9, column 14: spec.subjects[0].name: is missing; it must"
                + " be a user's or group's name");
  }

  @Test
  void aMisspeltKindOrVersionIsRefused() {
    assertThat(problems("{apiVersion: ringfence.dev/v1alpha1, kind: Tennant, metadata: {name: a}}"))
        .containsExactly(
            "policy.yaml, document 1, line 1, column 44: kind: \"Tennant\" is not one of Tenant,"
                + " IsolationClass, Requirements, Assumptions, AcceptedRisk; did you mean Tenant?");
    assertThat(
            problems("{apiVersion: ringfence.dev/v1, kind: Tenant, metadata: {name: a}, spec: {}}"))
        .containsExactly(
            "policy.yaml, document 1, line 1, column 14: apiVersion: \"ringfence.dev/v1\" is not"
                + " ringfence.dev/v1alpha1");
  }

  @Test
  void twoDocumentsOfOneNameAreRefusedAndBothArePointedAt() {
    assertThat(problems(tenant("{}") + "\n---\n" + tenant("{}")))
        .containsExactly(
            "policy.yaml, document 2, line 10, column 18: metadata.name: there is another Tenant"
                + " spacely in policy.yaml, document 1, line 1");
  }

  @Test
  void aSubjectOrANamespaceOfTwoTenantsIsRefused() {
    String both = "subjects: [{kind: User, name: jane}]\nnamespaces: {names: [web]}";
    assertThat(problems(tenant(both) + "\n---\n" + tenant(both).replace("spacely", "cogswell")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("also belongs to the tenant spacely"));
  }

  @Test
  void kubernetesOwnIdentitiesAreNoTenants() {
    assertThat(problems(tenant("subjects: [{kind: Group, name: 'system:authenticated'}]")))
        .singleElement()
        .asString()
        .contains("system:authenticated is Kubernetes' own");
  }

  @Test
  void aNameThatNothingHasIsRefused() {
    assertThat(problems(tenant("isolationClass: sandboxd")))
        .singleElement()
        .asString()
        .contains("there is no IsolationClass sandboxd");
    assertThat(
            problems(tenant("publishes: [{namespace: a, service: b, to: [{tenant: plattform}]}]")))
        .singleElement()
        .asString()
        .contains("there is no Tenant plattform; did you mean platform?");
  }

  @Test
  void aFieldThatIsNullIsAFieldLeftOut() {
    TenantDocument tenant =
        Documents.read(Yaml.documents(tenant("trust:\nnamespaces: null"))).tenants().getFirst();
    assertThat(tenant.trust()).isEqualTo(Tenant.Trust.UNTRUSTED);
    assertThat(tenant.namespaceSelector()).isNull();
  }

  @Test
  void anExpressionNeedsValuesExactlyWhereItsOperatorComparesThem() {
    assertThat(
            problems(
                tenant(
                    """
                    namespaces:
                      selector:
                        matchExpressions:
                        - {key: a, operator: In}
                        - {key: b, operator: Exists, values: [c]}
                    """)))
        .satisfiesExactly(
            first -> assertThat(first).endsWith("In needs at least one value"),
            second -> assertThat(second).endsWith("Exists takes no values"));
  }

  @Test
  void aMisspeltEnforcerIsNoBoundary() {
    assertThat(problems(assumptions("nodePools: [{name: a, enforcer: calcio}]")))
        .singleElement()
        .asString()
        .endsWith("did you mean calico?");
    assertThat(problems(assumptions("nodePools: [{name: a, enforcer: flannel}]")))
        .singleElement()
        .asString()
        .endsWith("Flannel enforces no NetworkPolicy: write none");
  }

  @Test
  void anAssumptionNeedsAVoucherAndARealDay() {
    assertThat(problems(assumptions("assumptions: [{id: a, value: true, until: 2026-02-30}]")))
        .satisfiesExactly(
            first -> assertThat(first).contains("is a boolean, not a text; write it in quotes"),
            second -> assertThat(second).contains("\"2026-02-30\" is not a date"),
            third -> assertThat(third).contains("vouchedBy: is missing"));
  }

  @Test
  void groupsOfAttackersAreRefusedUntilTheyAreApplied() {
    assertThat(
            problems(
                assumptions("attackerGroups: [{name: strangers}]")
                    .replace("kind: Assumptions", "kind: Requirements")))
        .singleElement()
        .asString()
        .contains("not supported yet");
  }

  @Test
  void controlCharactersOfAHostileDocumentAreShownEscaped() {
    assertThat(problems(tenant("trust: \"\\e[31mred\\n\"")))
        .singleElement()
        .asString()
        .contains("\"\\u001b[31mred\\u000a\" is not one of");
  }

  private static String assumptions(String spec) {
    return tenant(spec).replace("kind: Tenant", "kind: Assumptions");
  }
}
