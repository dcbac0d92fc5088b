package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One check with its history.
 *
 * @param id as published
 * @param restricted whether it belongs to the restricted level only
 * @param versions in order of their minor versions
 * @param replaces baseline checks that this restricted one stands in for, wherever it is in force
 */
public record Check(String id, boolean restricted, List<Version> versions, List<String> replaces) {

  /** What a pod spec is held against. */
  public interface Rule {
    /** Why the spec is refused, or null where it is not. */
    @Nullable Refusal check(PodSpec spec);
  }

  /** The rule from a minor version of Kubernetes on. */
  public record Version(int sinceMinor, Rule rule) {}

  public Check {
    versions = List.copyOf(versions);
    replaces = List.copyOf(replaces);
  }

  static Check baseline(String id, Version... versions) {
    return new Check(id, false, List.of(versions), List.of());
  }

  static Check restricted(String id, List<String> replaces, Version... versions) {
    return new Check(id, true, List.of(versions), replaces);
  }

  static Version since(int minor, Rule rule) {
    return new Version(minor, rule);
  }

  /** The version in force at a minor version, or null where the check is younger. */
  public @Nullable Version at(int minor) {
    Version inForce = null;
    for (Version version : versions) {
      if (version.sinceMinor() <= minor) {
        inForce = version;
      }
    }
    return inForce;
  }
}
