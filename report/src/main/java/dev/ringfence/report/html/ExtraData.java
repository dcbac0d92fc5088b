package dev.ringfence.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.Standing;
import dev.ringfence.report.finding.Sentence;
import dev.ringfence.report.fix.FixAnswer;
import dev.ringfence.report.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changed and what would fix it, as {@code changes.js} reads it; both null where not asked.
 */
final class ExtraData {

  private final JsonGenerator json;

  ExtraData(JsonGenerator json) {
    this.json = json;
  }

  void write(PageExtras extras) throws IOException {
    changes(extras.changes());
    fixes(extras.fixes());
    json.writeBooleanField("redacted", extras.pseudonyms() != null);
  }

  private void changes(@Nullable Changes changes) throws IOException {
    if (changes == null) {
      json.writeNullField("changes");
      return;
    }
    json.writeObjectFieldStart("changes");
    JsonText.write(json, "baseline", changes.source());
    each("opened", changes.opened());
    each("closed", changes.closed());
    json.writeEndObject();
  }

  private void each(String field, List<Changes.Change> changes) throws IOException {
    json.writeArrayFieldStart(field);
    for (Changes.Change change : changes) {
      json.writeStartObject();
      JsonText.write(json, "from", change.key().from());
      JsonText.write(json, "to", change.key().to());
      JsonText.write(json, "stake", change.key().stake());
      standing("before", change.before(), change.before().wasWords());
      standing("now", change.now(), change.now().isWords());
      Changes.OtherWay way = change.otherWay();
      if (way != null) {
        // A field of its own: there are names in it, which may have to be replaced.
        JsonText.write(json, "otherWay", Sentence.set(way.boundaries()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void standing(String field, Standing standing, String words) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("verdict", standing.outcome().word());
    Integer depth = standing.depth();
    if (depth != null) {
      json.writeNumberField("depth", depth);
    }
    json.writeStringField("words", words);
    json.writeEndObject();
  }

  private void fixes(@Nullable FixAnswer fixes) throws IOException {
    if (fixes == null) {
      json.writeNullField("fixes");
      return;
    }
    json.writeObjectFieldStart("fixes");
    JsonText.write(json, "how", fixes.how());
    json.writeNumberField("targets", fixes.targets().size());
    json.writeNumberField("proofs", fixes.proofs());
    json.writeNumberField("open", fixes.open().size());
    JsonText.writeAll(
        json,
        "inTheWay",
        fixes.open().stream()
            .map(FixAnswer.Open::inTheWay)
            .filter(Objects::nonNull)
            .distinct()
            .toList());
    json.writeArrayFieldStart("repairs");
    for (FixAnswer.Repair repair : fixes.repairs()) {
      json.writeStartObject();
      JsonText.write(json, "change", repair.title());
      JsonText.write(json, "breaks", repair.breaks());
      JsonText.write(json, "patch", repair.patch());
      json.writeEndObject();
    }
    json.writeEndArray();
    each("opened", fixes.changes().opened());
    each("closed", fixes.changes().closed());
    json.writeEndObject();
  }
}
