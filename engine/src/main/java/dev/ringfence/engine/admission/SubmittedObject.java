package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.Changes;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that somebody would create.
 *
 * @param request by which it is created
 * @param podRequest by which its controller would create its pods; null for what has none
 * @param podSpec its own pod spec or that of its template
 * @param namespaceExists whether its namespace is there
 * @param name with a star where the API server adds to it
 * @param revision makes it anew with other content
 */
public record SubmittedObject(
    AdmissionRequest request,
    @Nullable AdmissionRequest podRequest,
    @Nullable PodSpec podSpec,
    boolean namespaceExists,
    String name,
    Origin origin,
    Revision revision) {

  /** Knows how objects are read and completed. */
  public interface Revision extends Changes {

    /** The same object, created by the same user, with other content. */
    SubmittedObject with(Map<String, Object> content);

    /** The spec of a pod. */
    PodSpec podSpec(Map<String, Object> pod);
  }

  /** Whether it is a pod itself. */
  public boolean isPod() {
    return request.group().isEmpty() && request.resource().equals("pods");
  }
}
