package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A3, by the parameters of a policy: whoever writes the object that a policy takes its values from
 * says what the policy lets through; whoever deletes it leaves the policy without.
 *
 * <p>Premise: {@code create}, {@code update}, {@code patch} or a deletion of the objects that a
 * binding names or selects, in its namespace, or, where it names none, in any, because the
 * request's own then counts. What the policy makes of other values is not looked at, towards the
 * attacker. What policy engines keep in a ConfigMap is a parameter too. No boundary.
 */
final class WeakenParameters implements Row {

  private static final List<String> ON_ONE = List.of("update", "patch", "delete");
  private static final List<String> ON_ALL = List.of("create", "deletecollection");

  /** Where Kyverno keeps whom and what it leaves alone. */
  private static final String KYVERNO = "kyverno";

  /**
   * Objects that some fence depends on.
   *
   * @param namespace empty for all, or where the kind has none
   * @param name empty for whatever name
   * @param fence what is down once somebody writes them
   */
  private record Written(String group, String plural, String namespace, String name, int fence) {

    List<Request> requests() {
      List<Request> requests = new ArrayList<>();
      for (String verb : ON_ONE) {
        requests.add(Request.resource(verb, group, plural, "", namespace, name));
      }
      for (String verb : ON_ALL) {
        requests.add(Request.resource(verb, group, plural, "", namespace, ""));
      }
      return requests;
    }
  }

  @Override
  public String id() {
    return "A3";
  }

  @Override
  public String title() {
    return "weakens admission policies";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    for (Written written : all(landscape)) {
      for (int holder : holders(landscape.access(), written)) {
        steps
            .to(Fence.ADMISSION_ENGINE.down(landscape.facts(), written.fence()))
            .from(landscape.facts().holds(holder))
            .from(landscape.facts().apiPlace())
            .add();
      }
    }
  }

  private static List<Written> all(Landscape landscape) {
    List<Written> all = new ArrayList<>();
    for (AdmissionRules.Binding binding : landscape.cluster().admissionBindings()) {
      for (AdmissionRules.Policy policy : landscape.cluster().admissionPolicies()) {
        AdmissionRules.ParameterReference reference = binding.parameters();
        AdmissionRules.ParameterKind kind = policy.parameterKind();
        if (reference != null
            && kind != null
            && binding.mutating() == policy.mutating()
            && binding.policyName().equals(policy.meta().name())) {
          add(landscape, kind, reference, all);
        }
      }
    }
    List<String> engines = landscape.admission().otherEngines();
    for (Policies.ConfigMap map : landscape.cluster().configMaps()) {
      for (int engine = 0; engine < engines.size(); engine++) {
        if (map.meta().name().equals(KYVERNO) && engines.get(engine).contains(KYVERNO)) {
          all.add(new Written("", "configmaps", map.meta().namespace(), KYVERNO, engine));
        }
      }
    }
    return all;
  }

  private static void add(
      Landscape landscape,
      AdmissionRules.ParameterKind kind,
      AdmissionRules.ParameterReference reference,
      List<Written> all) {
    int slash = kind.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : kind.apiVersion().substring(0, slash);
    String plural = plural(kind.kind().toLowerCase(Locale.ROOT));
    boolean namespaced = true;
    for (Policies.CustomResource definition : landscape.cluster().customResources()) {
      if (definition.group().equals(group) && definition.kind().equals(kind.kind())) {
        plural = definition.plural();
        namespaced = definition.namespaced();
      }
    }
    Set<String> names = new TreeSet<>(Set.of(reference.name()));
    if (reference.selector() != null) {
      for (AdmissionRules.Parameter one : landscape.cluster().admissionParameters()) {
        if (one.kind().equals(kind.kind()) && reference.selector().matches(one.meta().labels())) {
          names.add(one.meta().name());
        }
      }
    }
    int fence = Fence.POLICIES_OF_THE_SERVER;
    for (String name : names) {
      if (!namespaced || !reference.namespace().isEmpty()) {
        all.add(new Written(group, plural, reference.namespace(), name, fence));
        continue;
      }
      for (Namespace namespace : landscape.cluster().namespaces()) {
        all.add(new Written(group, plural, namespace.name(), name, fence));
      }
    }
  }

  /** Of Kubernetes' own kinds; that of a custom one stands in its definition. */
  private static String plural(String kind) {
    if (kind.equals("endpoints")) {
      return kind;
    }
    if (kind.endsWith("s")) {
      return kind + "es";
    }
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }

  private static Set<Integer> holders(Access access, Written written) {
    Set<Integer> holders = new TreeSet<>();
    for (Request request : written.requests()) {
      for (Grant grant : access.whoCan(request)) {
        Rbac.Binding binding = grant.binding();
        if (binding != null) {
          for (Rbac.Subject subject : binding.subjects()) {
            holders.add(access.identityOf(subject));
          }
        }
      }
      for (Identity identity : access.identities()) {
        if ((identity.kind() == Identity.Kind.GROWN
                || identity.kind() == Identity.Kind.NAMESPACE_ADMINISTRATOR)
            && access.allowed(identity.id(), request)) {
          holders.add(identity.id());
        }
      }
    }
    holders.remove(-1);
    return holders;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int holder = GrantEvidence.holder(landscape, step);
    for (Written written : all(landscape)) {
      if (Fence.ADMISSION_ENGINE.named(landscape.facts(), written.fence()) != step.conclusion()) {
        continue;
      }
      for (Request request : written.requests()) {
        List<Grant> grants = landscape.access().grants(holder, request);
        if (!grants.isEmpty()) {
          GrantEvidence.add(grants.getFirst(), evidence);
          return;
        }
      }
    }
  }
}
