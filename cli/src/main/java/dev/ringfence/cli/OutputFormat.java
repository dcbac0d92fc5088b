package dev.ringfence.cli;

/** How an answer is written. */
enum OutputFormat {
  TABLE,
  JSON,
  HTML,
  /** SARIF 2.1.0, for code scanning. */
  SARIF,
  /** JUnit XML, for test reports. */
  JUNIT,
  /** A ClusterPolicyReport of wgpolicyk8s.io/v1alpha2. */
  POLICYREPORT,
  /** A ClusterReport of openreports.io/v1alpha1. */
  OPENREPORTS,
  /** For a comment on a pull request. */
  MARKDOWN;

  /** For the commands that write nothing but a table or JSON. */
  static void requireText(OutputFormat output, String command) {
    if (output != TABLE && output != JSON) {
      throw new UsageException(command + " writes table or json.");
    }
  }
}
