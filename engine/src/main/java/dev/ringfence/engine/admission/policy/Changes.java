package dev.ringfence.engine.admission.policy;

import java.util.Map;

/** What the API server itself does to an object after a policy changed it. */
public interface Changes {

  /** For objects that come with everything they will have. */
  Changes NONE =
      new Changes() {
        @Override
        public void fill(Map<String, Object> object) {}

        @Override
        public void admit(AdmissionRequest request, Map<String, Object> object) {}
      };

  /** Sets defaults, in place. */
  void fill(Map<String, Object> object);

  /** Runs the API server's own admission plug-ins once more, in place. */
  void admit(AdmissionRequest request, Map<String, Object> object);
}
