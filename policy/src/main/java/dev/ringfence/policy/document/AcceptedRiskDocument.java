package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * An AcceptedRisk document: a finding that somebody answers for, for a while. It stops failing a
 * build until the day is over or the path is another one.
 *
 * @param finding the finding's stable id, made of from, to, stake and boundaries
 * @param path the fingerprint of the path that was looked at, as explain tells it
 * @param until the last day on which it counts
 */
public record AcceptedRiskDocument(
    String name,
    String finding,
    String path,
    String owner,
    String reason,
    LocalDate until,
    Origin origin) {

  private static final Pattern SIXTEEN_DIGITS = Pattern.compile("^[0-9a-f]{16}$");

  static final Shape.Fields SPEC =
      Shape.Fields.of(
          Field.required(
              "finding",
              new Shape.Text("a finding's id of 16 hexadecimal digits", SIXTEEN_DIGITS, 16),
              "The finding that is accepted: the id that prove and explain tell."),
          Field.required(
              "path",
              new Shape.Text("a path's fingerprint of 16 hexadecimal digits", SIXTEEN_DIGITS, 16),
              "The path that was looked at, as explain tells it; another path is another risk."),
          Field.required("owner", Shape.words("a person or team"), "Who answers for it."),
          Field.required("reason", Shape.words("a text"), "Why it is accepted."),
          Field.required("until", new Shape.Date(), "The last day on which it counts."));

  static AcceptedRiskDocument read(Section document, Checks checks) {
    Section spec = document.section("spec");
    return new AcceptedRiskDocument(
        document.section("metadata").text("name", ""),
        spec.text("finding", ""),
        spec.text("path", ""),
        spec.text("owner", ""),
        spec.text("reason", ""),
        LocalDate.parse(spec.text("until", "")),
        checks.origin());
  }
}
