package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.policy.requirement.RequirementRule;
import dev.ringfence.policy.shape.NearMiss;
import dev.ringfence.policy.shape.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can only be seen with all documents side by side. */
final class CrossChecks {

  private final Documents documents;
  private final Map<DocumentKind, Set<String>> names;
  private final List<Problem> problems;

  /**
   * @param names of all documents, of those too that were refused: what they lack is said already
   * @param problems to add to
   */
  CrossChecks(Documents documents, Map<DocumentKind, Set<String>> names, List<Problem> problems) {
    this.documents = documents;
    this.names = names;
    this.problems = problems;
  }

  private List<String> names(DocumentKind kind) {
    return List.copyOf(names.getOrDefault(kind, Set.of()));
  }

  void run() {
    checkSubjects();
    checkNamespaceNames();
    checkStatements();
    checkNodePools();
    checkIsolationClasses();
    checkNamesOfTenants();
  }

  private void checkSubjects() {
    Map<Rbac.Subject, TenantDocument> claims = new HashMap<>();
    for (TenantDocument tenant : documents.tenants()) {
      for (Rbac.Subject subject : tenant.subjects()) {
        TenantDocument first = claims.putIfAbsent(subject, tenant);
        if (first != null && !first.name().equals(tenant.name())) {
          String kind = subject.kind().name().toLowerCase(Locale.ROOT);
          add(
              tenant,
              "spec.subjects",
              kind + " " + subject.name() + " also belongs to the tenant " + describe(first));
        }
      }
    }
  }

  private void checkNamespaceNames() {
    Map<String, TenantDocument> claims = new HashMap<>();
    for (TenantDocument tenant : documents.tenants()) {
      for (String namespace : tenant.namespaceNames()) {
        TenantDocument first = claims.putIfAbsent(namespace, tenant);
        if (first != null && !first.name().equals(tenant.name())) {
          add(
              tenant,
              "spec.namespaces.names",
              "namespace " + namespace + " also belongs to the tenant " + describe(first));
        }
      }
    }
  }

  private void checkStatements() {
    Map<String, AssumptionsDocument.Statement> known = new HashMap<>();
    for (AssumptionsDocument document : documents.assumptions()) {
      for (AssumptionsDocument.Statement statement : document.statements()) {
        AssumptionsDocument.Statement first = known.putIfAbsent(statement.id(), statement);
        if (first != null) {
          add(
              statement.origin(),
              statement.position(),
              "spec.assumptions",
              statement.id()
                  + " is stated twice, first in "
                  + place(first.origin(), first.position()));
        }
      }
    }
  }

  private void checkNodePools() {
    Map<String, AssumptionsDocument.NodePool> known = new HashMap<>();
    for (AssumptionsDocument document : documents.assumptions()) {
      for (AssumptionsDocument.NodePool pool : document.nodePools()) {
        AssumptionsDocument.NodePool first = known.putIfAbsent(pool.name(), pool);
        if (first != null) {
          add(
              pool.origin(),
              pool.position(),
              "spec.nodePools",
              "node pool "
                  + pool.name()
                  + " is declared twice, first in "
                  + place(first.origin(), first.position()));
        }
      }
    }
  }

  private void checkIsolationClasses() {
    List<String> known = names(DocumentKind.ISOLATION_CLASS);
    for (TenantDocument tenant : documents.tenants()) {
      String wanted = tenant.isolationClass();
      if (wanted != null && !known.contains(wanted)) {
        add(
            tenant,
            "spec.isolationClass",
            "there is no IsolationClass " + wanted + NearMiss.question(wanted, known));
      }
    }
  }

  /** Tenants named elsewhere must exist, where there are Tenant documents at all. */
  private void checkNamesOfTenants() {
    List<String> declared = names(DocumentKind.TENANT);
    if (declared.isEmpty()) {
      return;
    }
    List<String> known = new ArrayList<>(List.of(TenantDocument.PLATFORM));
    known.addAll(declared);
    for (TenantDocument tenant : documents.tenants()) {
      tenant.publishes().stream()
          .flatMap(publication -> publication.to().stream())
          .filter(name -> !known.contains(name))
          .distinct()
          .forEach(
              name ->
                  add(
                      tenant,
                      "spec.publishes",
                      "there is no Tenant " + name + NearMiss.question(name, known)));
    }
    for (RequirementsDocument document : documents.requirements()) {
      for (RequirementRule rule : document.rules()) {
        checkRule(document, rule.from().tenants(), known);
        checkRule(document, rule.to().tenants(), known);
      }
    }
  }

  private void checkRule(RequirementsDocument document, List<String> wanted, List<String> known) {
    for (String name : wanted) {
      if (!known.contains(name) && !name.startsWith("unclaimed/")) {
        add(
            document.origin(),
            DocumentPosition.UNKNOWN,
            "spec.rules",
            "there is no Tenant " + name + NearMiss.question(name, known));
      }
    }
  }

  private static String describe(TenantDocument tenant) {
    return tenant.name() + " (" + place(tenant.origin(), tenant.position()) + ")";
  }

  private static String place(Origin origin, DocumentPosition position) {
    return origin.file()
        + ", document "
        + (origin.document() + 1)
        + (position.line() == 0 ? "" : ", line " + position.line());
  }

  private void add(TenantDocument tenant, String path, String message) {
    add(tenant.origin(), tenant.position(), path, message);
  }

  private void add(Origin origin, DocumentPosition position, String path, String message) {
    problems.add(new Problem(origin, position, path, message));
  }
}
