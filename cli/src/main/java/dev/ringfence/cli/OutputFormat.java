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
  MARKDOWN
}
