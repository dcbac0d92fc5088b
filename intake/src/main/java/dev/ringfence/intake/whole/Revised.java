package dev.ringfence.intake.whole;

import dev.ringfence.engine.admission.SubmittedObject;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.Map;
import java.util.Objects;

/** An object of a submission, made anew with what policies changed. */
record Revised(Submission submission, WholeObject object) implements SubmittedObject.Revision {

  @Override
  public void fill(Map<String, Object> content) {
    submission.fill(content);
  }

  @Override
  public void admit(AdmissionRequest request, Map<String, Object> content) {
    submission.admit(request, content);
  }

  @Override
  public SubmittedObject with(Map<String, Object> content) {
    return submission.of(PlainValue.whole(content, object.origin()));
  }

  @Override
  public PodSpec podSpec(Map<String, Object> pod) {
    WholeObject whole = PlainValue.whole(pod, object.origin());
    return Objects.requireNonNull(PodTemplate.of(whole)).spec();
  }
}
