package dev.ringfence.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.change.Standing;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.ManyTenants;
import dev.ringfence.report.fixture.SaasStory;
import dev.ringfence.report.redaction.Pseudonyms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; after each test, it must have been silent and asked for nothing. */
class ProofHtmlBrowserTest {

  @TempDir Path folder;

  private Browser browser;

  @BeforeEach
  void startBrowser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    browser = Browser.start();
  }

  @AfterEach
  void thePageWasSilentAndAskedForNothing() {
    if (browser != null) {
      try (Browser closing = browser) {
        assertThat(closing.complaints()).isEmpty();
        assertThat(closing.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
      }
    }
  }

  @Test
  void aClickShowsWhyWithDrawingEvidenceAndCommand() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    page.getByLabel("delivery to payments, takeover: falls short, depth 0, required 2").click();
    Locator panel = page.getByRole(AriaRole.DIALOG);
    assertThat(panel.locator("h2").innerText()).isEqualTo("delivery → payments");
    assertThat(panel.locator(".verdict-line").innerText())
        .isEqualTo("takeover falls short: depth 0, required 2: open as configured (2 more sets).");
    assertThat(panel.locator("svg .fact").count()).isEqualTo(5);
    assertThat(panel.locator("svg .step").count()).isEqualTo(3);
    assertThat(panel.innerText())
        .contains("absent: true by default")
        .contains("kubectl get clusterrole ci-deployer -o jsonpath='{.rules[0].verbs}'");
    panel.locator("details").nth(1).locator("summary").click();
    panel.locator("details").nth(1).locator("svg .gate").first().waitFor();
  }

  @Test
  void everythingWorksByKeyboard() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    page.locator("table.matrix button[tabindex='0']").focus();
    assertThat(focused(page)).startsWith("cogswell to delivery, ");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowRight");
    // The cells of a tenant towards itself are passed over, both ways.
    assertThat(focused(page)).startsWith("jobs to payments, ");
    String cell = focused(page);
    page.keyboard().press("Enter");
    assertThat(page.locator(".detail").isVisible()).isTrue();
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("detail-title");
    page.keyboard().press("Escape");
    assertThat(page.locator(".detail").isVisible()).isFalse();
    assertThat(focused(page)).isEqualTo(cell);
  }

  @Test
  void theMatrixIsATableWithHeadings() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    Locator table = page.locator("table.matrix");
    assertThat(table.locator("caption").count()).isOne();
    assertThat(table.locator("thead th[scope=col]").count()).isEqualTo(1 + 8);
    assertThat(table.locator("tbody th[scope=row]").count()).isEqualTo(7);
    assertThat(table.locator("button:not([aria-label])").count()).isZero();
    assertThat(table.locator("button[tabindex='0']").count()).isOne();
  }

  @Test
  void searchAndStakeAndOutcomeNarrowWhatIsShown() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    page.fill("#search", "pay");
    waitForRows(page, 1);
    page.fill("#search", "");
    waitForRows(page, 7);
    page.getByText("disrupt", new Page.GetByTextOptions().setExact(true)).first().click();
    PlaywrightAssertions.assertThat(page.locator(".findings tbody tr td:nth-child(3)"))
        .hasText(Collections.nCopies(13, "disrupt").toArray(String[]::new));
    page.locator("button.count").nth(2).click();
    PlaywrightAssertions.assertThat(page.locator(".findings tbody .mark").first())
        .containsText("✓");
    assertThat(page.locator(".findings tbody .mark").allInnerTexts())
        .allMatch(mark -> mark.startsWith("✓"));
  }

  @Test
  void whatHoldsSaysWhatStopsTheAttacker() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    page.getByText("disrupt", new Page.GetByTextOptions().setExact(true)).first().click();
    page.getByLabel("spacely to cogswell, disrupt: holds, depth greater than 2, required 1")
        .click();
    assertThat(page.locator(".detail").innerText())
        .contains("no way in found with up to 2 failures")
        .contains("Why it stops there");
  }

  @Test
  void hostileNamesStayTextAndEverythingHiddenIsShown() throws IOException {
    Page page = browser.open(HostileStory.answers(), folder, 1280, 900);
    Locator cells = page.locator("button.cell");
    for (int cell = 0; cell < 24; cell += 5) {
      cells.nth(cell).click();
      page.keyboard().press("Escape");
    }
    assertThat(page.evaluate("typeof window.hostile")).isEqualTo("undefined");
    assertThat(page.locator("main img, main script, .detail img, .detail script").count()).isZero();
    assertThat((String) page.evaluate("document.body.innerText"))
        .contains("\\u{202e}")
        .doesNotContain("\u202E")
        .doesNotContain("\u0007");
  }

  @Test
  void aThousandTenantsAreAPictureWithATableAroundTheCursor() throws IOException {
    Page page = browser.open(new ManyTenants(1_000), folder, 1280, 900);
    page.locator("canvas").focus();
    page.keyboard().press("PageDown");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#readout").innerText()).contains(" to ", "depth");
    assertThat(page.locator("table.matrix tbody tr").count()).isEqualTo(15);
    page.keyboard().press("Enter");
    assertThat(page.locator(".detail").isVisible()).isTrue();
    page.keyboard().press("Escape");
    assertThat(page.evaluate("document.activeElement.tagName")).isEqualTo("CANVAS");
    assertThat(page.locator("#findings").innerText()).contains("others are not");
    page.selectOption("#order", "profile");
    waitForRows(page, 5);
    page.fill("#search", "customer-0003");
    page.selectOption("#order", "name");
    waitForRows(page, 1);
  }

  @Test
  void whatThePageLeavesOutIsSaidWithTheCommand() throws IOException {
    Page page = browser.open(new ManyTenants(120), folder, 1280, 900);
    page.locator("button.count").nth(2).click();
    page.locator("table.findings button.link").first().click();
    assertThat(page.locator(".detail").innerText())
        .contains("not included in this page")
        .contains("ringfence explain examples/saas --from ");
  }

  @Test
  void beforePrintingTheWorstFindingsAreWrittenOut() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900);
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(page.locator(".appendix article").count()).isEqualTo(30);
    assertThat(page.locator(".appendix svg").count()).isGreaterThan(10);
  }

  @Test
  void beforeAndAfterAreSideBySideAndInTheMatrix() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900, WITH_CHANGES);
    assertThat(page.locator("#changes").innerText())
        .contains("What changed against last-week.json", "Opened: 3", "Closed: 1")
        .contains("read, observe", "by another way too: workload:example.org/reports alone is")
        .contains("delivery → payments", "held", "fell short at depth 0", "holds");
    String now = "delivery to payments, takeover: falls short, depth 0, required 2";
    assertThat(page.getByLabel(now).count()).isOne();
    page.selectOption("#when", "before");
    PlaywrightAssertions.assertThat(page.getByLabel(now)).hasCount(0);
    page.selectOption("#when", "now");
    PlaywrightAssertions.assertThat(page.getByLabel(now)).hasCount(1);
  }

  @Test
  void fixesComeWithWhatTheyMayBreakAndTheCommand() throws IOException {
    Page page = browser.open(SaasStory.answers(), folder, 1280, 900, WITH_CHANGES);
    assertThat(page.locator("#fixes").innerText())
        .contains("2 requirements fall short", "these get furthest", "1 still fall short then")
        .contains("No change is known that stops", "breaks the kernel [E10]")
        .contains("remove Group ci from RoleBinding payments/deploy", "may break: deliveries")
        .contains("kubectl delete rolebinding deploy -n payments")
        .contains("kubectl apply <<'EOF'\nkind: X\nEOF")
        .contains("Would be closed: 150", "Show 50 more");
    page.locator("#fixes button", new Page.LocatorOptions().setHasText("Show 50 more")).click();
    assertThat(page.locator("#fixes tbody tr").count()).isEqualTo(150);
  }

  @Test
  void aRedactedPageWorksAndSaysSo() throws IOException {
    ProofAnswers answers = SaasStory.answers();
    PageExtras redacted = new PageExtras(null, null, Pseudonyms.of(answers, List.of("storefront")));
    Page page = browser.open(answers, folder, 1280, 900, redacted);
    String text = (String) page.evaluate("document.body.innerText");
    assertThat(text)
        .contains("Names are replaced", "tenant-1")
        .doesNotContain("spacely", "cogswell");
    page.locator("button.cell").first().click();
    assertThat(page.locator(".detail").innerText()).doesNotContain("spacely", "cogswell");
  }

  private static final PageExtras WITH_CHANGES = withChanges();

  private static PageExtras withChanges() {
    Standing held = new Standing(Verdict.Outcome.HOLDS, null);
    Standing open = new Standing(Verdict.Outcome.FALLS_SHORT, 0);
    EarlierProof.Key takeover = new EarlierProof.Key("delivery", "payments", "takeover");
    Changes.Change opened = new Changes.Change(takeover, held, open);
    Changes.OtherWay way =
        new Changes.OtherWay(
            "0123456789abcdef", List.of(new Boundary("workload", "example.org/reports")));
    Changes.Change more =
        new Changes.Change(new EarlierProof.Key("delivery", "payments", "read"), open, open, way);
    Changes.Change moreToo =
        new Changes.Change(
            new EarlierProof.Key("delivery", "payments", "observe"), open, open, way);
    Changes.Change closed =
        new Changes.Change(new EarlierProof.Key("spacely", "cogswell", "disrupt"), open, held);
    FixAnswer fixes =
        new FixAnswer(
            "examples/saas",
            "NotEnough",
            false,
            List.of("delivery → payments takeover", "delivery → payments read"),
            List.of(
                new FixAnswer.Open(
                    "delivery → payments read", 2, 1, "breaks the kernel [E10] → code on Node a")),
            0,
            List.of(
                new FixAnswer.Repair(
                    "remove Group ci from RoleBinding payments/deploy",
                    "deliveries",
                    "kubectl delete rolebinding deploy -n payments"),
                new FixAnswer.Repair(
                    "close payments", "connections", "kubectl apply <<'EOF'\nkind: X\nEOF")),
            new Changes("now", List.of(), Collections.nCopies(150, closed)),
            3,
            null);
    return new PageExtras(
        new Changes("last-week.json", List.of(opened, more, moreToo), List.of(closed)),
        fixes,
        null);
  }

  /** Waits without {@code waitForFunction}, whose script the page's policy refuses. */
  private static void waitForRows(Page page, int count) {
    PlaywrightAssertions.assertThat(page.locator(".matrix tbody tr")).hasCount(count);
  }

  private static String focused(Page page) {
    return (String) page.evaluate("document.activeElement.getAttribute('aria-label')");
  }
}
