package dev.ringfence.policy;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.policy.document.AcceptedRiskDocument;
import dev.ringfence.policy.document.AssumptionsDocument;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.document.Documents;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.RequirementsDocument;
import dev.ringfence.policy.document.TenantDocument;
import dev.ringfence.policy.requirement.DefaultRequirements;
import dev.ringfence.policy.requirement.RequirementRule;
import dev.ringfence.policy.requirement.RequirementTable;
import dev.ringfence.policy.tenant.ResolvedTenancy;
import dev.ringfence.policy.tenant.TenancyResolver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that people say about a cluster, before the cluster itself is looked at.
 *
 * @param statements those that count: not expired, the command line's instead of the documents'
 * @param tenantLabel the namespace label to propose tenants by, or null
 */
public record PolicySet(
    List<TenantDocument> tenants,
    List<IsolationClassDocument> isolationClasses,
    List<RequirementRule> requirements,
    List<Assumptions.Statement> statements,
    List<AssumptionsDocument.NodePool> nodePools,
    List<AcceptedRiskDocument> acceptedRisks,
    @Nullable String tenantLabel,
    List<String> remarks) {

  /** Who vouches for an assumption of the command line. */
  public static final String COMMAND_LINE = "--assume";

  public PolicySet {
    tenants = List.copyOf(tenants);
    isolationClasses = List.copyOf(isolationClasses);
    requirements = List.copyOf(requirements);
    statements = List.copyOf(statements);
    nodePools = List.copyOf(nodePools);
    acceptedRisks = List.copyOf(acceptedRisks);
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads Ringfence's own documents.
   *
   * @throws DocumentException with everything that is wrong with any of them
   */
  public static PolicySet of(List<PolicyDocument> sources, PolicyOptions options) {
    return of(Documents.read(sources), options);
  }

  /** What can be made of documents that are right by themselves, to look for what else is wrong. */
  public static PolicySet ofReadable(List<PolicyDocument> sources, PolicyOptions options) {
    return of(Documents.readable(sources, new ArrayList<>()), options);
  }

  private static PolicySet of(Documents documents, PolicyOptions options) {
    List<String> remarks = new ArrayList<>();
    List<AssumptionsDocument.NodePool> pools = new ArrayList<>();
    documents.assumptions().forEach(document -> pools.addAll(document.nodePools()));
    return new PolicySet(
        documents.tenants(),
        documents.isolationClasses(),
        rows(documents.requirements(), remarks),
        statements(documents.assumptions(), options, remarks),
        pools,
        documents.acceptedRisks(),
        options.tenantLabel(),
        remarks);
  }

  /** The default rows count unless every Requirements document leaves them out. */
  private static List<RequirementRule> rows(
      List<RequirementsDocument> documents, List<String> remarks) {
    List<RequirementRule> rows = new ArrayList<>();
    documents.forEach(document -> rows.addAll(document.rules()));
    if (documents.isEmpty() || documents.stream().anyMatch(RequirementsDocument::extendsDefault)) {
      rows.addAll(DefaultRequirements.ROWS);
    } else {
      List<String> names = documents.stream().map(RequirementsDocument::name).toList();
      remarks.add(
          "Required is only what Requirements "
              + String.join(", ", names)
              + " say; the default rows do not count (spec.extendsDefault)");
    }
    return rows;
  }

  private static List<Assumptions.Statement> statements(
      List<AssumptionsDocument> documents, PolicyOptions options, List<String> remarks) {
    Map<String, Assumptions.Statement> statements = new LinkedHashMap<>();
    for (AssumptionsDocument document : documents) {
      for (AssumptionsDocument.Statement statement : document.statements()) {
        LocalDate until = statement.until();
        if (until != null && until.isBefore(options.today())) {
          remarks.add(
              "Assumption "
                  + statement.id()
                  + ", for which "
                  + statement.vouchedBy()
                  + " vouched, expired on "
                  + until
                  + " and no longer counts");
        } else {
          statements.put(
              statement.id(),
              new Assumptions.Statement(
                  statement.id(),
                  statement.value(),
                  statement.vouchedBy(),
                  until == null ? null : until.toString()));
        }
      }
    }
    options
        .assumed()
        .forEach(
            (id, value) ->
                statements.put(id, new Assumptions.Statement(id, value, COMMAND_LINE, null)));
    return List.copyOf(statements.values());
  }

  /**
   * Applies all of it to a cluster.
   *
   * @throws DocumentException where documents and cluster contradict each other
   */
  public Resolution resolve(Cluster cluster) {
    List<Node> possible = PossibleNodes.of(nodePools, cluster);
    ResolvedTenancy resolved = TenancyResolver.resolve(tenants, cluster, tenantLabel);
    List<String> all = new ArrayList<>(remarks);
    boolean hasNodes = cluster.nodes().stream().anyMatch(node -> !node.assumed());
    if (!hasNodes && possible.isEmpty()) {
      all.add(
          "The source has no nodes and no node pools are declared: one node that every pod fits"
              + " stands in, with runc and no policy enforcement");
    } else if (!possible.isEmpty()) {
      all.add(
          (hasNodes ? "Besides the nodes read, one" : "The source has no nodes: one")
              + " possible node stands in for each of these declared pools: "
              + String.join(", ", possible.stream().map(Node::name).toList()));
    }
    all.addAll(resolved.remarks());
    return new Resolution(
        cluster.withPools(possible),
        resolved.tenancy(),
        resolved.reasons(),
        RequirementTable.of(requirements, resolved.tenancy()),
        statements,
        all);
  }

  /** The same with other node pools. */
  public PolicySet withNodePools(List<AssumptionsDocument.NodePool> pools) {
    return new PolicySet(
        tenants,
        isolationClasses,
        requirements,
        statements,
        pools,
        acceptedRisks,
        tenantLabel,
        remarks);
  }
}
