package dev.ringfence.report.html;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The page without its data: style and script written into it, and a policy that allows these two
 * by their hashes and nothing else, so that even markup that got in would do nothing.
 */
final class PageTemplate {

  /** In the order in which they need each other. */
  private static final List<String> MODULES =
      List.of(
          "dom.js",
          "model.js",
          "words.js",
          "axis.js",
          "matrix-table.js",
          "matrix-canvas.js",
          "matrix.js",
          "findings.js",
          "layout.js",
          "drawing.js",
          "story.js",
          "detail.js",
          "sections.js",
          "changes.js",
          "page.js");

  private static final String DATA = "@DATA@";

  private final String beforeData;
  private final String afterData;

  private PageTemplate(String page) {
    int data = page.indexOf(DATA);
    this.beforeData = page.substring(0, data);
    this.afterData = page.substring(data + DATA.length());
  }

  static PageTemplate load() throws IOException {
    String style = resource("style.css");
    String script = script();
    String policy =
        "default-src 'none'; script-src '"
            + hash(script)
            + "'; style-src '"
            + hash(style)
            + "'; base-uri 'none'; form-action 'none'";
    return new PageTemplate(
        resource("page.html")
            .replace("@POLICY@", policy)
            .replace("@STYLE@", style)
            .replace("@SCRIPT@", script));
  }

  void writeBeforeData(OutputStream out) throws IOException {
    out.write(beforeData.getBytes(StandardCharsets.UTF_8));
  }

  void writeAfterData(OutputStream out) throws IOException {
    out.write(afterData.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * All modules as one: a page of one file has no addresses to import from, so imports go and names
   * are shared. Two modules that use one name at the top would be a syntax error, which the browser
   * tests see.
   */
  private static String script() throws IOException {
    StringBuilder script = new StringBuilder();
    for (String module : MODULES) {
      for (String line : resource(module).split("\n", -1)) {
        if (!line.startsWith("import ")) {
          script.append(line.startsWith("export ") ? line.substring("export ".length()) : line);
          script.append('\n');
        }
      }
    }
    if (script.indexOf("</script") >= 0 || script.indexOf("<!--") >= 0) {
      throw new IllegalStateException("a module of the page would end its own script element");
    }
    return script.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = PageTemplate.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException("the page's part " + name + " is missing in this build");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
