package dev.ringfence.admission;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.admission.ObjectReview;
import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import dev.ringfence.intake.whole.Submission;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Objects as a cluster of manifests would admit them. */
record Reviewed(Path folder, String manifests) {

  /** What admission says of an object that the user creates. */
  ObjectVerdict as(AdmissionRequest.User user, String object) throws IOException {
    Cluster cluster = Reading.file(folder, "source.yaml", manifests).cluster();
    Path file = folder.resolve("object.yaml");
    Files.writeString(file, object);
    List<WholeObject> objects = WholeObjects.read(List.of(file.toString())).objects();
    Access access = Access.of(cluster);
    Submission submission =
        new Submission(
            cluster,
            objects,
            user,
            (who, verb, group, resource, subresource, namespace, name, path) ->
                access.allowed(
                    new Requester(who.name(), who.groups()),
                    Request.resource(verb, group, resource, subresource, namespace, name)));
    return ObjectReview.of(cluster, new KubernetesExpressions())
        .review(submission.of(objects.getFirst()));
  }

  ObjectVerdict of(String object) throws IOException {
    return as(new AdmissionRequest.User("alice", List.of("system:authenticated")), object);
  }

  /** Allowed, refused or undecided, in a word. */
  String wordOn(String object) throws IOException {
    ObjectVerdict verdict = of(object);
    return !verdict.allowed() ? "refused" : verdict.undecided().isEmpty() ? "allowed" : "undecided";
  }
}
