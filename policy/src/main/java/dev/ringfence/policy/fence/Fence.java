package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.IsolationClassDocument.PodSecurityLevel;
import dev.ringfence.policy.document.TenantDocument;
import java.util.List;

/**
 * One tenant's fence, decided and not yet written down.
 *
 * @param isolationClass its class's name, or {@code advised-…} where advice stands in
 * @param settings the class, or one that leaves everything to the pattern
 * @param namespaces by name, sorted; some may not exist yet
 * @param choosesPods whether its own users choose pod specs
 */
public record Fence(
    String tenant,
    Pattern pattern,
    String isolationClass,
    IsolationClassDocument settings,
    PodSecurityLevel level,
    List<String> namespaces,
    List<Rbac.Subject> users,
    boolean usesApi,
    boolean choosesPods,
    List<TenantDocument.HostPrivilege> hostPrivileges) {

  public Fence {
    namespaces = List.copyOf(namespaces);
    users = List.copyOf(users);
    hostPrivileges = List.copyOf(hostPrivileges);
  }

  /** The pool of sandbox nodes that it shares with others of its class. */
  public String pool() {
    return settings.pool();
  }
}
