package dev.ringfence.report.html;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.ManyTenants;
import dev.ringfence.report.fixture.SaasStory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of the documentation; run by {@code docs/screenshots}, never by the build. The
 * property {@code ringfence.screenshots} names the folder for pictures, {@code ringfence.page} the
 * page to show; without a page, the made-up stories of the tests are shown.
 */
class ScreenshotsOfPage {

  @TempDir Path folder;

  @Test
  void picturesAreTaken() throws IOException {
    String target = System.getProperty("ringfence.screenshots", "");
    assumeTrue(!target.isEmpty(), "run by docs/screenshots only");
    Path pictures = Files.createDirectories(Path.of(target));
    String stated = System.getProperty("ringfence.page", "");
    try (Browser browser = Browser.start()) {
      if (stated.isEmpty()) {
        show(browser, write(SaasStory.answers(), "story"), pictures);
        show(browser, write(HostileStory.answers(), "hostile"), pictures);
        show(browser, write(new ManyTenants(1_000), "many"), pictures);
      } else {
        show(browser, Path.of(stated), pictures);
      }
    }
  }

  private Path write(ProofAnswers answers, String name) throws IOException {
    Path file = folder.resolve(name + ".html");
    try (var out = Files.newOutputStream(file)) {
      ProofHtml.write(answers, out, "examples/saas");
    }
    return file;
  }

  private static void show(Browser browser, Path file, Path pictures) {
    String name = file.getFileName().toString().replace(".html", "");
    Page page = browser.open(file, 1280, 900);
    take(page, pictures.resolve(name + "-page.png"));
    page.locator("table.findings button.link").first().click();
    page.waitForTimeout(500);
    take(page, pictures.resolve(name + "-finding.png"));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.waitForTimeout(500);
    take(page, pictures.resolve(name + "-finding-dark.png"));
    page.keyboard().press("Escape");
    take(page, pictures.resolve(name + "-page-dark.png"));
    page.context().close();
  }

  private static void take(Page page, Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }
}
