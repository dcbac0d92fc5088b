package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.assumption.Assumption;
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
import java.util.function.IntConsumer;

/**
 * I19: a client certificate for whatever name.
 *
 * <p>Premises: {@code create} on certificatesigningrequests, by whomever; and by one identity,
 * checked together, {@code update} of {@code /approval} with {@code approve} on the signer (the
 * controller then signs). Or {@code update} of {@code /status} with {@code sign} on it, by one
 * identity: the API server takes whatever certificate it is given there, so that this leads
 * somewhere where the identity has the authority's key, as signers do ({@code
 * signers-hold-their-keys}). With {@code kubernetes.io/kube-apiserver-client} any user but a member
 * of {@code system:masters} can be named, so also a controller that may do everything; with {@code
 * …-client-kubelet}, a node; such a request of whoever may {@code create} {@code
 * certificatesigningrequests/nodeclient} the controller approves by itself. No boundary.
 *
 * <p>Source: {@code plugin/pkg/admission/certificates/{approval,signing}} and {@code
 * pkg/controller/certificates/approver} of Kubernetes 1.36.
 */
final class ClientCertificate implements Row {

  private static final String GROUP = "certificates.k8s.io";
  private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  private static final String KUBELET = "kubernetes.io/kube-apiserver-client-kubelet";

  private static final List<Request> JOINING =
      List.of(
          Request.resource("create", GROUP, "certificatesigningrequests", "", "", ""),
          Request.resource("create", GROUP, "certificatesigningrequests", "nodeclient", "", ""));

  static final Assumption KEYS_OF_SIGNERS =
      new Assumption(
          "signers-hold-their-keys",
          "Whoever may sign certificates for the API server's clients may hold the authority's"
              + " key.",
          "held");

  /** By which subresource a certificate is approved or issued, and the verb on its signer. */
  private enum Way {
    APPROVAL("approval", "approve", Permission.APPROVE_CERTIFICATES),
    SIGNING("status", "sign", Permission.SIGN_CERTIFICATES);

    private final String subresource;
    private final String verb;
    private final Permission permission;

    Way(String subresource, String verb, Permission permission) {
      this.subresource = subresource;
      this.verb = verb;
      this.permission = permission;
    }
  }

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
    for (int signer : holders(access, Way.SIGNING.permission)) {
      conclude(
          landscape,
          signer,
          Way.SIGNING,
          conclusion ->
              steps
                  .to(conclusion)
                  .from(facts.holds(signer))
                  .from(facts.apiPlace())
                  .assuming(KEYS_OF_SIGNERS)
                  .add());
    }
    for (int joiner : holders(access, Permission.CREATE_CERTIFICATE_REQUESTS)) {
      if (joins(access, joiner)) {
        for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
          steps
              .to(facts.nodeIdentity(nodeClass.id()))
              .from(facts.holds(joiner))
              .from(facts.apiPlace())
              .add();
        }
      }
    }
    Set<Integer> approvers = holders(access, Way.APPROVAL.permission);
    if (approvers.isEmpty()) {
      return;
    }
    int requested = facts.fact(FactKind.AUXILIARY, REQUESTED);
    access.forEachRight(
        Permission.CREATE_CERTIFICATE_REQUESTS,
        (identity, scope, name) ->
            steps.to(requested).from(facts.holds(identity)).from(facts.apiPlace()).add());
    for (int approver : approvers) {
      conclude(
          landscape,
          approver,
          Way.APPROVAL,
          conclusion ->
              steps
                  .to(conclusion)
                  .from(facts.holds(approver))
                  .from(requested)
                  .from(facts.apiPlace())
                  .add());
    }
  }

  /** Whether a node's request of this identity is approved without anybody's doing. */
  static boolean joins(Access access, int identity) {
    return JOINING.stream().allMatch(request -> access.allowed(identity, request));
  }

  /** What certificates of the signers give whom one identity may have issued. */
  private static void conclude(Landscape landscape, int identity, Way way, IntConsumer to) {
    Facts facts = landscape.facts();
    if (mayUse(landscape.access(), identity, CLIENT, way)) {
      to.accept(facts.everything());
    }
    if (mayUse(landscape.access(), identity, KUBELET, way)) {
      for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
        to.accept(facts.nodeIdentity(nodeClass.id()));
      }
    }
  }

  /** Whoever may write them; where a group of many may, each of its members is looked at. */
  private static Set<Integer> holders(Access access, Permission permission) {
    Set<Integer> holders = new TreeSet<>();
    boolean[] everybody = {false};
    access.forEachRight(
        permission,
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
  private static boolean mayUse(Access access, int identity, String signer, Way way) {
    return requests(signer, way).stream()
        .allMatch(anyOf -> anyOf.stream().anyMatch(request -> access.allowed(identity, request)));
  }

  /** All of these, of each any one. */
  private static List<List<Request>> requests(String signer, Way way) {
    List<Request> writes = new ArrayList<>();
    for (String verb : List.of("update", "patch")) {
      writes.add(
          Request.resource(verb, GROUP, "certificatesigningrequests", way.subresource, "", ""));
    }
    String domain = signer.substring(0, signer.indexOf('/')) + "/*";
    return List.of(
        writes,
        List.of(
            Request.resource(way.verb, GROUP, "signers", "", "", signer),
            Request.resource(way.verb, GROUP, "signers", "", "", domain)));
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
    // A signer's own step asks for no request of somebody.
    boolean requested = false;
    for (int at = 0; at < step.premiseCount(); at++) {
      requested |= landscape.facts().kind(step.premise(at)) == FactKind.AUXILIARY;
    }
    boolean joins = !requested && signer.equals(KUBELET) && joins(access, holder);
    List<List<Request>> asked =
        joins
            ? JOINING.stream().map(List::of).toList()
            : requests(signer, requested ? Way.APPROVAL : Way.SIGNING);
    for (List<Request> anyOf : asked) {
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
