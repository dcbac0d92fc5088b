package dev.ringfence.report.html;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.ringfence.engine.verdict.ProofAnswers;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system's Chromium, which tests must not download: from {@code RINGFENCE_CHROMIUM} or the
 * path. It notes whatever a quiet page must not do.
 */
final class Browser implements AutoCloseable {

  /** Machines that build are busy; nothing is measured here. */
  private static final double PATIENCE_MILLIS = 180_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Browser(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** Skips the test, saying so, where there is no Chromium. */
  static Browser start() {
    Path executable = find();
    assumeTrue(
        executable != null,
        "no Chromium found: install it or set RINGFENCE_CHROMIUM to run the browser tests");
    return new Browser(executable);
  }

  private static @Nullable Path find() {
    String stated = System.getenv("RINGFENCE_CHROMIUM");
    if (stated != null && !stated.isEmpty()) {
      return Path.of(stated);
    }
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  /** Writes a page for the answers and opens it. */
  Page open(ProofAnswers answers, Path folder, int width, int height) throws IOException {
    return open(answers, folder, width, height, PageExtras.NONE);
  }

  Page open(ProofAnswers answers, Path folder, int width, int height, PageExtras extras)
      throws IOException {
    Path file = folder.resolve("report.html");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ProofHtml.write(answers, out, "examples/saas", HtmlOptions.standard(), extras);
    }
    return open(file, width, height);
  }

  Page open(Path file, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.setDefaultNavigationTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate(file.toUri().toString());
    page.waitForSelector("main:not([aria-busy])");
    return page;
  }

  /** Console messages, errors and dialogs. */
  List<String> complaints() {
    return complaints;
  }

  /** Everything that was asked for, the page itself first. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
