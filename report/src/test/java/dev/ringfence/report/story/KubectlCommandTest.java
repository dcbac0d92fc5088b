package dev.ringfence.report.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.Evidence;
import org.junit.jupiter.api.Test;

class KubectlCommandTest {

  @Test
  void aPlainFieldIsShownAlone() {
    assertThat(command("Pod saas/web", "spec.containers[0].image"))
        .isEqualTo("kubectl -n saas get pod web -o jsonpath='{.spec.containers[0].image}'");
    assertThat(command("ClusterRole system:node", "rules"))
        .isEqualTo("kubectl get clusterrole system:node -o jsonpath='{.rules}'");
  }

  @Test
  void aKindOfAnotherGroupIsAskedForByItsGroup() {
    assertThat(command("NetworkPolicy.crd.projectcalico.org saas/web", "spec.order"))
        .isEqualTo(
            "kubectl -n saas get networkpolicy.crd.projectcalico.org web -o"
                + " jsonpath='{.spec.order}'");
    assertThat(command(".crd saas/web", "spec.order")).isEmpty();
    assertThat(command("Kind.$(reboot) saas/web", "spec.order")).isEmpty();
  }

  @Test
  void anyOtherFieldIsLookedUpInTheObject() {
    assertThat(command("Pod saas/web", "spec.containers[web].image"))
        .isEqualTo("kubectl -n saas get pod web -o yaml");
    assertThat(command("Namespace saas", "hostNamespaces"))
        .isEqualTo("kubectl get namespace saas -o yaml");
  }

  @Test
  void aFieldThatIsOftenAbsentIsShownWithWhatItStandsIn() {
    assertThat(command("Pod saas/web", "spec.nodeName"))
        .isEqualTo("kubectl -n saas get pod web -o jsonpath='{.spec}'");
    assertThat(command("ServiceAccount saas/web", "automountServiceAccountToken"))
        .isEqualTo("kubectl -n saas get serviceaccount web -o yaml");
    assertThat(command("Pod saas/web", "spec.containers[].image"))
        .isEqualTo("kubectl -n saas get pod web -o jsonpath='{.spec.containers[*].image}'");
  }

  @Test
  void whatIsMissingIsLookedForWhereItWouldBe() {
    assertThat(command("Namespace saas", "ResourceQuota"))
        .isEqualTo("kubectl -n saas get resourcequotas");
    Evidence open =
        new Evidence(
            "Deployment saas/web",
            "spec.template.spec",
            "no NetworkPolicy isolates it for egress",
            null,
            0);
    assertThat(KubectlCommand.of(open)).isEqualTo("kubectl -n saas get networkpolicies");
  }

  @Test
  void theContentOfASecretIsNeverPrinted() {
    assertThat(command("Secret saas/database", "data[password]"))
        .isEqualTo("kubectl -n saas describe secret database");
    assertThat(command("Secret saas/database", "data.password"))
        .isEqualTo("kubectl -n saas describe secret database");
    // kubectl keeps what it applied, values and all, in an annotation.
    assertThat(command("Secret saas/database", "metadata.annotations"))
        .isEqualTo("kubectl -n saas describe secret database");
  }

  @Test
  void whatAShellCouldTakeForACommandIsLeftOut() {
    assertThat(command("Pod saas/web;reboot", "spec")).isEmpty();
    assertThat(command("Pod $(reboot)/web", "spec")).isEmpty();
    assertThat(command("Pod -A/web", "spec")).isEmpty();
    assertThat(command("Pod saas/--raw=x", "spec")).isEmpty();
    assertThat(command("Pod's saas/web", "spec")).isEmpty();
    assertThat(command("somebody", "spec")).isEmpty();
    assertThat(command("Pod saas/web", "spec'; reboot '"))
        .isEqualTo("kubectl -n saas get pod web -o yaml");
  }

  private static String command(String object, String field) {
    return KubectlCommand.of(new Evidence(object, field, "", null, 0));
  }
}
