package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What every identity may do, as somebody sees it: with a note of what he asks for, or told the
 * rights of some alone. Immutable; {@link #of} compiles it, and views share what was compiled.
 */
public final class Access {

  /** The scope of what is allowed in the whole cluster. */
  public static final int EVERYWHERE = BindingIndex.CLUSTER;

  private final CompiledAccess compiled;

  /** Where somebody wants to know what is asked for. */
  private final @Nullable AccessReads reads;

  /** Where only the rights of some are told. */
  private final @Nullable BitSet only;

  private Access(CompiledAccess compiled, @Nullable AccessReads reads, @Nullable BitSet only) {
    this.compiled = compiled;
    this.reads = reads;
    this.only = only;
  }

  public static Access of(Cluster cluster) {
    return of(cluster, List.of());
  }

  /**
   * @param others users and groups that are identities even where no binding names them
   */
  public static Access of(Cluster cluster, Collection<Rbac.Subject> others) {
    return of(new CompiledAccess(cluster, others));
  }

  static Access of(CompiledAccess compiled) {
    return new Access(compiled, null, null);
  }

  /** The same, noting what is asked for. */
  public Access noting(AccessReads noted) {
    return new Access(compiled, noted, only);
  }

  /**
   * The same, but {@link #forEachRight(Permission, RightVisitor)} tells the rights of these alone.
   */
  public Access telling(BitSet identities) {
    return new Access(compiled, reads, identities);
  }

  CompiledAccess compiled() {
    return compiled;
  }

  /** Bindings that refer to a role that does not exist: they give nothing. */
  public List<Rbac.Binding> danglingBindings() {
    noteRequest();
    return compiled.bound().dangling();
  }

  private void noteRequest() {
    if (reads != null) {
      reads.noteRequest();
    }
  }

  private void noteRequest(int identity) {
    if (reads != null) {
      reads.noteRequest(identity);
    }
  }

  // Identities.

  public List<Identity> identities() {
    return compiled.identities().all();
  }

  public Identity identity(int id) {
    return compiled.identity(id);
  }

  /** The identity of a subject, or -1 where nothing names it. */
  public int identityOf(Rbac.Subject subject) {
    return compiled.identityOf(subject);
  }

  /** The identity of a service account, or -1 where nothing names it. */
  public int serviceAccount(String namespace, String name) {
    return compiled.own(false, Requester.serviceAccountUser(namespace, name));
  }

  /** The identities of a namespace's service accounts. */
  public List<Integer> serviceAccountsOf(int namespace) {
    return compiled.identities().accountsOf(compiled.cluster().namespaces().get(namespace).name());
  }

  /** The ServiceAccount object of an identity, or null where none was read. */
  public Rbac.@Nullable ServiceAccount serviceAccountObject(int identity) {
    noteAccounts();
    return compiled.bound().account(compiled.identity(identity).requester().user());
  }

  /** The ServiceAccount objects that were read. */
  public List<Rbac.ServiceAccount> serviceAccountObjects() {
    noteAccounts();
    return compiled.cluster().serviceAccounts();
  }

  private void noteAccounts() {
    if (reads != null) {
      reads.noteAccounts();
    }
  }

  public int anonymous() {
    return compiled.own(false, Requester.ANONYMOUS);
  }

  /** The implicit groups of an identity that some binding names, as identities. */
  public List<Integer> impliedGroups(int identity) {
    return compiled.impliedGroups(identity);
  }

  // Single requests.

  /** Whether an identity may make the request. */
  public boolean allowed(int identity, Request request) {
    noteRequest(identity);
    return compiled.allowed(identity, request);
  }

  /** Everything by which an identity may make the request. */
  public List<Grant> grants(int identity, Request request) {
    noteRequest(identity);
    return compiled.grants(identity, request, false);
  }

  /** Whether some rule that any binding gives the identity, wherever it counts, is like that. */
  public boolean hasRule(int identity, Predicate<Rbac.Rule> like) {
    noteRequest(identity);
    return compiled
        .bound()
        .hasRule(compiled.identity(identity).requester(), compiled.gained(identity), like);
  }

  /** Whether somebody with this name and groups may make the request. */
  public boolean allowed(Requester requester, Request request) {
    noteRequest();
    return !compiled.bound().search().grants(requester, request, true).isEmpty();
  }

  /** Everything by which somebody with this name and groups may make the request. */
  public List<Grant> grants(Requester requester, Request request) {
    noteRequest();
    return compiled.bound().search().grants(requester, request, false);
  }

  /**
   * Every binding by which anybody at all may make the request, with the rule. The members of
   * {@code system:masters} may as well, whatever bindings say.
   */
  public List<Grant> whoCan(Request request) {
    noteRequest();
    return compiled.bound().search().whoCan(request);
  }

  /**
   * What gives an identity the permission in a scope, best first: its bindings and their rules.
   *
   * @param name empty for whatever name
   */
  public List<Grant> grants(int identity, Permission permission, int scope, String name) {
    noteRequest();
    return compiled
        .bound()
        .grants(compiled.identity(identity), compiled.gained(identity), permission, scope, name);
  }

  // Compiled permissions.

  /** Sees one right. */
  public interface RightVisitor {
    /**
     * @param scope a namespace, or {@link #EVERYWHERE}
     * @param name the only object's name; empty for whatever name
     */
    void right(int identity, int scope, String name);
  }

  /** Every identity that has the permission by bindings of its own, not of its implicit groups. */
  public void forEachRight(Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.note(permission);
    }
    if (only != null) {
      for (int one = only.nextSetBit(0); one >= 0; one = only.nextSetBit(one + 1)) {
        tell(one, permission, visitor);
      }
    } else {
      for (int identity = 0; identity < compiled.identities().count(); identity++) {
        tell(identity, permission, visitor);
      }
    }
    if (reads != null) {
      reads.toldAll();
    }
  }

  private void tell(int identity, Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.tell(identity);
    }
    compiled.forEachRight(identity, permission, visitor);
  }

  /** Every right over a single name that somebody has by bindings of its own. */
  public void forEachNamedRight(Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.noteNamed(permission);
    }
    for (int identity = 0; identity < compiled.identities().count(); identity++) {
      compiled.forEachNamed(identity, permission, visitor);
    }
  }

  /** Where an identity has the permission by bindings of its own. */
  public void forEachRight(int identity, Permission permission, RightVisitor visitor) {
    if (reads != null) {
      reads.note(permission);
    }
    compiled.forEachRight(identity, permission, visitor);
  }

  /** Rights that identities give themselves. */
  public List<RoleGrowth.Gain> gains() {
    if (reads != null) {
      reads.noteGains();
    }
    return compiled.gains();
  }
}
