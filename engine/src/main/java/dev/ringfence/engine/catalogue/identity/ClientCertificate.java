package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * I19: a client certificate for whatever name.
 *
 * <p>Premises: {@code create} on certificatesigningrequests, by whomever; and by one identity,
 * checked together, either {@code update} of {@code /approval} with {@code approve} on the signer
 * (the controller then signs), or {@code update} of {@code /status} with {@code sign} on it, which
 * gives nothing without the authority's key: only where the signer is one's own. With {@code
 * kubernetes.io/kube-apiserver-client} any user but a member of {@code system:masters} can be
 * named, so also a controller that may do everything; with {@code …-client-kubelet}, a node. No
 * boundary.
 */
final class ClientCertificate implements Row {

  private static final String GROUP = "certificates.k8s.io";
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  private static final String KUBELET = "kubernetes.io/kube-apiserver-client-kubelet";

  /** What the {@code AUXILIARY} fact of this row means by its first argument. */
  private static final int REQUESTED = 19;

  @Override
  public String id() {
    return "I19";
  }

  @Override
  public String title() {
    return "gets a client certificate approved";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Access access = landscape.access();
    Facts facts = landscape.facts();
    Set<Integer> approvers = approvers(access);
    if (approvers.isEmpty()) {
      return;
    }
    int requested = facts.fact(FactKind.AUXILIARY, REQUESTED);
    access.forEachRight(
        Permission.CREATE_CERTIFICATE_REQUESTS,
        (identity, scope, name) ->
            steps.to(requested).from(facts.holds(identity)).from(facts.apiPlace()).add());
    for (int approver : approvers) {
      if (approves(access, approver, CLIENT)) {
        conclude(facts, facts.everything(), approver, requested, steps);
      }
      if (approves(access, approver, KUBELET)) {
        for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
          conclude(facts, facts.nodeIdentity(nodeClass.id()), approver, requested, steps);
        }
      }
    }
  }

  private static void conclude(
      Facts facts, int conclusion, int approver, int requested, StepSink steps) {
    steps.to(conclusion).from(facts.holds(approver)).from(requested).from(facts.apiPlace()).add();
  }

  /** Whoever may write approvals; where a group of many may, each of its members is looked at. */
  private static Set<Integer> approvers(Access access) {
    Set<Integer> holders = new TreeSet<>();
    boolean[] everybody = {false};
    access.forEachRight(
        Permission.APPROVE_CERTIFICATES,
        (identity, scope, name) -> {
          holders.add(identity);
          everybody[0] |= access.identity(identity).kind() == Identity.Kind.IMPLICIT_GROUP;
        });
    if (everybody[0]) {
      access.identities().forEach(identity -> holders.add(identity.id()));
    }
    return holders;
  }

  /** The server asks for the signer's own name first and then for its domain's. */
  private static boolean approves(Access access, int identity, String signer) {
    return requests(signer).stream()
        .allMatch(anyOf -> anyOf.stream().anyMatch(request -> access.allowed(identity, request)));
  }

  /** All of these, of each any one. */
  private static List<List<Request>> requests(String signer) {
    List<Request> approvals = new ArrayList<>();
    for (String verb : List.of("update", "patch")) {
      approvals.add(
          Request.resource(verb, GROUP, "certificatesigningrequests", "approval", "", ""));
    }
    String domain = signer.substring(0, signer.indexOf('/')) + "/*";
    return List.of(
        approvals,
        List.of(
            Request.resource("approve", GROUP, "signers", "", "", signer),
            Request.resource("approve", GROUP, "signers", "", "", domain)));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Access access = landscape.access();
    int holder = GrantEvidence.holder(landscape, step);
    if (landscape.facts().kind(step.conclusion()) == FactKind.AUXILIARY) {
      access.forEachRight(
          holder,
          Permission.CREATE_CERTIFICATE_REQUESTS,
          (identity, scope, name) ->
              GrantEvidence.add(
                  landscape,
                  identity,
                  Permission.CREATE_CERTIFICATE_REQUESTS,
                  scope,
                  name,
                  evidence));
      return;
    }
    String signer =
        landscape.facts().kind(step.conclusion()) == FactKind.EVERYTHING ? CLIENT : KUBELET;
    for (List<Request> anyOf : requests(signer)) {
      for (Request request : anyOf) {
        List<Grant> grants = access.grants(holder, request);
        if (!grants.isEmpty()) {
          GrantEvidence.add(grants.getFirst(), evidence);
          break;
        }
      }
    }
  }
}
