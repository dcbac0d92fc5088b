package dev.ringfence.cli;

import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One SubjectAccessReview. Its groups are taken as they stand: the API server adds none to them.
 *
 * @param document as it was sent
 * @param fields what its field selector asks of fields to be equal
 */
record Review(
    DocumentValue.Mapping document,
    Requester requester,
    Request request,
    Map<String, String> fields) {

  private static final String GROUP = "authorization.k8s.io/";

  /** Reads every review of a file. */
  static List<Review> read(String file, PrintWriter error) {
    WholeObjects.Result read = WholeObjects.read(List.of(file));
    read.findings().forEach(finding -> error.println("ringfence: " + finding));
    error.flush();
    List<Review> reviews = new ArrayList<>();
    for (WholeObject object : read.objects()) {
      if (!object.kind().endsWith("SubjectAccessReview")
          || !object.apiVersion().startsWith(GROUP)) {
        throw refused(object, "is a " + object.kind() + ", no SubjectAccessReview");
      }
      reviews.add(of(object));
    }
    if (reviews.isEmpty()) {
      throw new InputException(
          new Place(file, -1, ""),
          "holds no SubjectAccessReview",
          "Give a List, a JSON list or documents of kind SubjectAccessReview");
    }
    return reviews;
  }

  private static Review of(WholeObject object) {
    Fields spec = object.fields().fields("spec");
    boolean resource = spec.has("resourceAttributes");
    if (resource == spec.has("nonResourceAttributes")) {
      throw refused(
          object, "spec needs either resourceAttributes or nonResourceAttributes, exactly one");
    }
    Requester requester =
        object.read(root -> new Requester(spec.text("user"), spec.texts("groups")));
    if (requester.user().isEmpty() && requester.groups().isEmpty()) {
      throw refused(object, "spec needs user or groups");
    }
    Request request =
        object.read(
            root ->
                resource
                    ? ofResource(object, spec.fields("resourceAttributes"))
                    : Request.path(
                        spec.fields("nonResourceAttributes").text("verb"),
                        spec.fields("nonResourceAttributes").text("path")));
    Map<String, String> fields =
        object.read(root -> fields(spec.fields("resourceAttributes").fields("fieldSelector")));
    return new Review(object.content(), requester, request, fields);
  }

  private static Map<String, String> fields(Fields selector) {
    Map<String, String> equal = new HashMap<>();
    for (String term : selector.text("rawSelector").split(",", -1)) {
      String[] sides = term.split("==?", 2);
      if (sides.length == 2 && !sides[0].endsWith("!")) {
        equal.put(sides[0].strip(), sides[1].strip());
      }
    }
    Items requirements = selector.items("requirements");
    for (int at = 0; at < requirements.size(); at++) {
      Fields one = requirements.fields(at);
      if (one.text("operator").equals("In") && one.texts("values").size() == 1) {
        equal.put(one.text("key"), one.texts("values").getFirst());
      }
    }
    return equal;
  }

  private static Request ofResource(WholeObject object, Fields attributes) {
    String local = object.kind().startsWith("Local") ? object.namespace() : "";
    return Request.resource(
        attributes.text("verb"),
        attributes.text("group"),
        attributes.text("resource"),
        attributes.text("subresource"),
        attributes.text("namespace", local),
        attributes.text("name"));
  }

  private static InputException refused(WholeObject object, String problem) {
    return new InputException(
        new Place(object.origin().file(), object.origin().document(), ""),
        problem,
        "The API server refuses it too; correct the review or leave it out");
  }
}
