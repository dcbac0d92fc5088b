package dev.ringfence.intake;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.intake.assembly.ClusterAssembly;
import dev.ringfence.intake.kind.KindScope;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.intake.whole.WholeObjects;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of admission policies: objects of kinds that only the policies name, so that they
 * are read whole once the policies are known. Where that cannot be done, the kind is said not to
 * have been read.
 */
final class PolicyParameters {

  private PolicyParameters() {}

  static void read(List<SourceSpec> sources, ClusterAssembly assembly) {
    ClusterBuilder builder = assembly.builder();
    Set<String> kinds = new TreeSet<>();
    for (AdmissionRules.Policy policy : builder.admissionPolicies()) {
      AdmissionRules.ParameterKind kind = policy.parameterKind();
      if (kind != null) {
        kinds.add(kind.apiVersion() + " " + kind.kind());
      }
    }
    if (kinds.isEmpty()) {
      return;
    }
    for (SourceSpec source : sources) {
      if (source instanceof SourceSpec.Files files) {
        for (WholeObject object :
            WholeObjects.read(
                    List.of(files.path().toString()),
                    (apiVersion, kind) -> kinds.contains(apiVersion + " " + kind))
                .objects()) {
          add(object, builder);
        }
      } else {
        for (String kind : kinds) {
          builder.addUnreadable(
              kind.substring(kind.indexOf(' ') + 1),
              "it holds parameters of admission policies, which are read from files only");
        }
      }
    }
  }

  private static void add(WholeObject object, ClusterBuilder builder) {
    boolean namespaced =
        !object.namespace().isEmpty()
            || (object.apiVersion().equals("v1") && !KindScope.isClusterScoped(object.kind()));
    ReadObject read =
        new ReadObject(object.apiVersion(), object.kind(), object.fields(), object.origin());
    builder.add(
        new AdmissionRules.Parameter(
            object.apiVersion(), object.kind(), read.meta(namespaced), object.plain()));
  }
}
