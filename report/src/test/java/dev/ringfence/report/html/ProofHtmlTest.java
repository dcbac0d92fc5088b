package dev.ringfence.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.report.fixture.HostileStory;
import dev.ringfence.report.fixture.SaasStory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProofHtmlTest {

  private static final String DATA_START = "<script type=\"application/json\" id=\"data\">";

  @Test
  void nothingInTheDataCanEndItsElement() throws IOException {
    String page = page(HostileStory.answers(), HtmlOptions.standard());
    String data = page.substring(page.indexOf(DATA_START) + DATA_START.length());
    data = data.substring(0, data.indexOf("</script>"));
    assertThat(data).startsWith("{").endsWith("}").doesNotContain("<", ">", "&", "\u2028");
    assertThat(data).contains("\\u003C/script\\u003E");
  }

  @Test
  void thePolicyAllowsOneScriptAndOneStyleByHash() throws IOException {
    String page = page(SaasStory.answers(), HtmlOptions.standard());
    assertThat(page)
        .containsPattern(
            "content=\"default-src 'none'; script-src 'sha256-[A-Za-z0-9+/=]{44}';"
                + " style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'\"");
    assertThat(page).doesNotContain("src=", "href=\"http", "@import", "url(", "@DATA@");
  }

  @Test
  void thePageIsTheSameEachTime() throws IOException {
    assertThat(page(SaasStory.answers(), HtmlOptions.standard()))
        .isEqualTo(page(SaasStory.answers(), HtmlOptions.standard()));
  }

  @Test
  void explanationsAreBounded() throws IOException {
    String few = page(SaasStory.answers(), new HtmlOptions(3, 1, 20_000));
    assertThat(few.split("\"failureSets\":", -1)).hasSize(1 + 3);
    assertThat(few).contains("\"omitted\":2");
  }

  @Test
  void moreKindsOfVerdictsThanFitAreSaid() throws IOException {
    assertThat(page(SaasStory.answers(), new HtmlOptions(3, 1, 2)))
        .contains("More than 2 different verdicts");
  }

  private static String page(ProofAnswers answers, HtmlOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProofHtml.write(answers, out, "examples/saas", options);
    return out.toString(StandardCharsets.UTF_8);
  }
}
