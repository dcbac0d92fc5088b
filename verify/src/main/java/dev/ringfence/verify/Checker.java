package dev.ringfence.verify;

import java.util.List;
import java.util.Map;

/**
 * Whether a certificate proves what it claims, given its steps. It looks at nothing but the
 * certificate.
 */
public final class Checker {

  private Checker() {}

  /** What is wrong; empty where the certificate proves its claims. */
  public static Problems check(Certificate certificate) {
    Problems problems = new Problems();
    new ShapeCheck(certificate, problems).run();
    if (!problems.isEmpty()) {
      return problems; // the other checks rely on it
    }
    for (Map.Entry<Certificate.Scope, List<List<Certificate.Label>>> table :
        certificate.tables().entrySet()) {
      ScopedSystem system = new ScopedSystem(certificate, table.getKey(), table.getValue());
      String scope = table.getKey().name();
      new CoverageCheck(system, scope, problems).run();
      new RealityCheck(system, scope, problems).run();
    }
    new ClaimCheck(certificate, problems).run();
    new WitnessCheck(certificate, problems).run();
    return problems;
  }
}
