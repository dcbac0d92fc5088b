package dev.ringfence.report.html;

import dev.ringfence.engine.verdict.ProofAnswers;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The answer of {@code prove} as one page: it loads nothing, and whoever chose a name cannot make
 * it do anything.
 */
public final class ProofHtml {

  private ProofHtml() {}

  /** Writes the whole page in UTF-8; the stream stays open. */
  public static void write(ProofAnswers answers, OutputStream out, String source)
      throws IOException {
    write(answers, out, source, HtmlOptions.standard());
  }

  public static void write(
      ProofAnswers answers, OutputStream out, String source, HtmlOptions options)
      throws IOException {
    write(answers, out, source, options, PageExtras.NONE);
  }

  /** The same with what changed, what would fix it, and pseudonyms in place of names. */
  public static void write(
      ProofAnswers answers,
      OutputStream out,
      String source,
      HtmlOptions options,
      PageExtras extras)
      throws IOException {
    PageTemplate template = PageTemplate.load();
    template.writeBeforeData(out);
    new PageData(answers, options, extras).write(out, source);
    template.writeAfterData(out);
    out.flush();
  }
}
