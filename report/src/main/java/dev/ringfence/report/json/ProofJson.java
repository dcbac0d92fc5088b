package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.finding.SearchBound;
import dev.ringfence.report.finding.TenantGroup;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.redaction.Pseudonyms;
import dev.ringfence.report.redaction.RedactingGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code prove} for programs, as {@code schema/proof.schema.json} has it. Verdicts
 * come as the proof has them, by from, to and stake; the totals come last, since they are known
 * only then.
 */
public final class ProofJson {

  private final ProofAnswers answers;
  private final JsonGenerator json;
  private final boolean all;
  private final Totals totals;
  private final SearchBound bound = new SearchBound();

  private final @Nullable Changes changes;
  private final RiskRegister risks;

  private ProofJson(
      ProofAnswers answers,
      JsonGenerator json,
      boolean all,
      @Nullable Changes changes,
      RiskRegister risks) {
    this.changes = changes;
    this.risks = risks;
    this.answers = answers;
    this.json = json;
    this.all = all;
    this.totals = new Totals(answers.tenancy());
  }

  /**
   * Writes one JSON object and a line feed; the stream stays open.
   *
   * @param all whether what holds is listed too
   * @param source as the user gave it
   */
  public static void write(ProofAnswers answers, OutputStream out, boolean all, String source)
      throws IOException {
    write(answers, out, all, source, null, RiskRegister.EMPTY);
  }

  /**
   * The same with what is new and what is accepted.
   *
   * @param changes against a baseline; null where there is none
   */
  public static void write(
      ProofAnswers answers,
      OutputStream out,
      boolean all,
      String source,
      @Nullable Changes changes,
      RiskRegister risks)
      throws IOException {
    write(answers, out, all, source, changes, risks, null);
  }

  /**
   * The same for people who may not see names.
   *
   * @param pseudonyms in place of names; null for the names as they are
   */
  public static void write(
      ProofAnswers answers,
      OutputStream out,
      boolean all,
      String source,
      @Nullable Changes changes,
      RiskRegister risks,
      @Nullable Pseudonyms pseudonyms)
      throws IOException {
    try (JsonGenerator plain = JsonOutput.open(new JsonFactory(), out)) {
      JsonGenerator json = pseudonyms == null ? plain : new RedactingGenerator(plain, pseudonyms);
      new ProofJson(answers, json, all, changes, risks).write(source);
      json.writeRaw('\n');
    }
  }

  private void write(String source) throws IOException {
    json.writeStartObject();
    HeadJson.writeFields(json, "Proof", source, answers);
    JsonText.writeAll(
        json, "tenants", answers.tenancy().tenants().stream().map(Tenant::name).sorted().toList());
    if (changes != null) {
      ChangeJson.write(json, changes);
    }
    if (!risks.entries().isEmpty()) {
      ChangeJson.write(json, risks);
    }
    json.writeArrayFieldStart("verdicts");
    try {
      answers.forEachVerdict(this::writeVerdict);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    json.writeEndArray();
    bound.finish();
    SearchBoundJson.write(json, answers, bound);
    writeTotals();
    json.writeEndObject();
  }

  private void writeVerdict(Verdict verdict) {
    totals.add(verdict);
    bound.add(verdict);
    if (!all && verdict.outcome() == Verdict.Outcome.HOLDS) {
      return;
    }
    try {
      json.writeStartObject();
      VerdictJson.writeFields(json, answers, verdict);
      json.writeEndObject();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void writeTotals() throws IOException {
    json.writeArrayFieldStart("totals");
    for (TenantGroup from : TenantGroup.values()) {
      for (TenantGroup to : TenantGroup.values()) {
        for (Stake stake : Stake.values()) {
          writeTotal(from, to, stake);
        }
      }
    }
    json.writeEndArray();
  }

  private void writeTotal(TenantGroup from, TenantGroup to, Stake stake) throws IOException {
    long holds = totals.of(from, to, stake, Totals.Count.HOLDS);
    long fallsShort = totals.of(from, to, stake, Totals.Count.FALLS_SHORT);
    long undecided = totals.of(from, to, stake, Totals.Count.UNDECIDED);
    long notRequired = totals.of(from, to, stake, Totals.Count.NOT_REQUIRED);
    long verdicts = holds + fallsShort + undecided + notRequired;
    if (verdicts == 0) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("from", from.word());
    json.writeStringField("to", to.word());
    json.writeStringField("stake", stake.word());
    json.writeNumberField("verdicts", verdicts);
    json.writeNumberField("holds", holds);
    json.writeNumberField("fallsShort", fallsShort);
    json.writeNumberField("undecided", undecided);
    json.writeNumberField("notRequired", notRequired);
    json.writeEndObject();
  }
}
