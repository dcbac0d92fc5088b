package dev.ringfence.report.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.SaasStory;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {

  @Test
  void aWayReadsLikeAStory() throws IOException {
    assertThat(explain(SaasStory.answers(), 6, 5, Stake.TAKEOVER))
        .contains(
            """
            delivery → payments · takeover · ✗ falls short
              depth 0, required 2: open as configured (2 more sets)

            Way 1 of 3 · open as configured · rf-6-5-takeover-open path ac13d183db911f6e
              From the start: runs code in Deployment delivery/web.
              From the start: connects from Deployment delivery/web to the API.
              1. take the pod's service account token  [I1]
                 → holds ServiceAccount delivery/ci
                   Deployment delivery/web  spec.template.spec.automountServiceAccountToken: absent: true by default
                   workloads/delivery.yaml, document 1
                   $ kubectl -n delivery get deployment web -o jsonpath='{.spec.template.spec}'
            """)
        .contains("  ? only if api-endpoint-public is as bad as feared\n")
        .contains("     if it breaks: kernel:linux\n")
        .contains("     needs:  holds ServiceAccount delivery/ci; reaches the API endpoint\n");
  }

  @Test
  void whatIsGotByPublicationStandsApart() throws IOException {
    assertThat(explain(SaasStory.answers(), 1, 4, Stake.REACH))
        .contains("By publication 1 of 1, not counted · workload:docker.io/library/nginx alone");
  }

  @Test
  void whereItHoldsTheAnswerSaysWhatStops() throws IOException {
    assertThat(explain(SaasStory.answers(), 1, 2, Stake.DISRUPT))
        .contains(
            """
            spacely → cogswell · disrupt · ✓ holds
              depth greater than 2, required 1: no way in found with up to 2 failures
            """)
        .contains("What it can get\n  · runs code in Deployment spacely/web\n")
        .contains(
            "Why it stops there\n  kernel:linux and api-server:kube-apiserver stand before: root on"
                + " node a (to escape from the container, E10)\n");
  }

  @Test
  void hostileNamesStayInert() throws IOException {
    for (Stake stake : List.of(Stake.TAKEOVER, Stake.OBSERVE)) {
      String text = explain(HostileStory.answers(), 1, 2, stake);
      assertThat(text.codePoints())
          .allMatch(
              point -> point == '\n' || VisibleText.of(Character.toString(point)).length() <= 2);
    }
  }

  private static String explain(ProofAnswers answers, int from, int to, Stake stake)
      throws IOException {
    StringBuilder out = new StringBuilder();
    ExplanationText.write(
        answers, from, to, List.of(stake), out, new Terminal(true, 130, false, true));
    return out.toString();
  }
}
