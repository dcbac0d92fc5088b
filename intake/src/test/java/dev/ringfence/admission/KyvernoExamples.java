package dev.ringfence.admission;

import java.nio.file.Path;

/** Policies and pods that the tests of kyverno.io's examples are made of. */
final class KyvernoExamples {

  private KyvernoExamples() {}

  /** A ClusterPolicy of one rule. */
  static Reviewed policy(Path folder, String rest) {
    return new Reviewed(
        folder,
        """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: example}
        spec:
          rules:
          - name: rule
        %s
        """
            .formatted(rest.indent(4).stripTrailing()));
  }

  /** One whose rule is about Pods and enforced. */
  static Reviewed pods(Path folder, String validate) {
    return policy(
        folder,
        """
        match: {any: [{resources: {kinds: [Pod]}}]}
        validate:
          failureAction: Enforce
          message: refused
        %s\
        """
            .formatted(validate.indent(2).stripTrailing()));
  }

  static String pod(String metadata, String spec) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: default%s}
    spec: {%s}
    """
        .formatted(metadata.isEmpty() ? "" : ", " + metadata, spec);
  }

  static String containers(String rest) {
    return pod("", "containers: [{name: main, image: nginx:1.29%s}]".formatted(rest));
  }
}
