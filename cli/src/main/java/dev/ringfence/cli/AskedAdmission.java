package dev.ringfence.cli;

import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.report.json.ObjectJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the live API server itself, by creating objects as a server-side dry run: every policy,
 * engine and webhook has its say, and nothing is stored. Webhooks that have side effects refuse to
 * be asked so, which is an answer of its own.
 */
final class AskedAdmission {

  private static final Pattern MESSAGE =
      Pattern.compile("\"message\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final LiveApi api;
  private final PrintWriter error;

  AskedAdmission(LiveApi api, PrintWriter error) {
    this.api = api;
    this.error = error;
  }

  /**
   * The verdict with the server's own instead of what was worked out for the object itself; what is
   * said of the pods of its template stays.
   */
  ObjectVerdict ask(WholeObject object, ObjectVerdict verdict) {
    AdmissionRequest request = verdict.object().request();
    String path = path(request) + "?dryRun=All&fieldValidation=Strict";
    error.println(
        "ringfence: asks "
            + api.name()
            + " by a dry run, which stores nothing: POST "
            + path
            + " with "
            + object.kind()
            + " "
            + object.name());
    error.flush();
    LiveApi.Answer answer =
        api.send("POST", path, ObjectJson.of(object.content()), "application/json");
    boolean exists = answer.status() == 409; // told only once admission has let it through
    if (answer.isSuccess() || exists) {
      return verdict(verdict, List.of(), List.of());
    }
    if (answer.status() >= 500) {
      String why = "the server could not say: " + message(answer);
      return verdict(
          verdict, List.of(), List.of(new ObjectVerdict.Undecided("APIServer/dry-run", why)));
    }
    return verdict(
        verdict,
        List.of(new Violation("server", "status " + answer.status(), message(answer))),
        List.of());
  }

  private static ObjectVerdict verdict(
      ObjectVerdict from, List<Violation> violations, List<ObjectVerdict.Undecided> undecided) {
    return new ObjectVerdict(
        from.object(), violations, from.podViolations(), undecided, from.changedBy());
  }

  private static String path(AdmissionRequest request) {
    List<String> parts = new ArrayList<>();
    parts.add(request.group().isEmpty() ? "/api" : "/apis/" + request.group());
    parts.add(request.version());
    boolean isNamespace = request.group().isEmpty() && request.resource().equals("namespaces");
    if (!request.namespace().isEmpty() && !isNamespace) {
      parts.add("namespaces/" + request.namespace());
    }
    parts.add(request.resource());
    return String.join("/", parts);
  }

  private static String message(LiveApi.Answer answer) {
    Matcher matcher = MESSAGE.matcher(answer.body());
    return matcher.find()
        ? matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\")
        : "status " + answer.status();
  }
}
