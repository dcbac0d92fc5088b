package dev.ringfence.engine.tenancy;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Service;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One tenant.
 *
 * @param id the index in {@link Tenancy#tenants()}, and the tenant's bit as an attacker
 * @param namespaces indexes in the cluster's namespaces
 * @param subjects users and groups of the tenant itself
 * @param environment empty where none is given
 * @param needsKubernetesApi whether its pods need the API
 */
public record Tenant(
    int id,
    String name,
    Kind kind,
    Trust trust,
    Code code,
    Data data,
    String environment,
    Set<Integer> namespaces,
    List<Rbac.Subject> subjects,
    boolean needsKubernetesApi,
    PodSpecChoice podSpec,
    List<Publication> publishes,
    @Nullable String isolationClass) {

  /** How the tenant came about. */
  public enum Kind {
    /** By a Tenant document. */
    DECLARED,
    /** Proposed from what is in the cluster, because no document says otherwise. */
    PROPOSED,
    /** The trusted base: {@code kube-*}, enforcers, controllers, nodes, the API server. */
    PLATFORM,
    /** A namespace that nobody claims: a victim and a stepping stone, never an attacker. */
    UNCLAIMED
  }

  /** Inside the organisation's security policy, or not. */
  public enum Trust {
    TRUSTED,
    UNTRUSTED
  }

  /** Whose code it runs. */
  public enum Code {
    FIRST_PARTY,
    THIRD_PARTY,
    ARBITRARY
  }

  /** What its data is worth. */
  public enum Data {
    ORDINARY,
    CRITICAL
  }

  /** Who chooses the tenant's pod specs. */
  public enum PodSpecChoice {
    TENANT,
    PLATFORM,
    /** Not stated: the tenant, where an identity of its own may create pods or workloads. */
    UNSTATED
  }

  /**
   * A Service that the tenant offers to others on purpose.
   *
   * @param to names of tenants; empty means everybody
   */
  public record Publication(String namespace, String service, List<String> to) {
    public Publication {
      to = List.copyOf(to);
    }

    /** Whether it is of this Service. */
    public boolean isOf(Service published) {
      return namespace.equals(published.meta().namespace())
          && service.equals(published.meta().name());
    }
  }

  public Tenant {
    // In order, so that the same cluster gives the same steps in the same order.
    namespaces = Collections.unmodifiableSet(new TreeSet<>(namespaces));
    subjects = List.copyOf(subjects);
    publishes = List.copyOf(publishes);
  }

  public boolean isAttacker() {
    return kind != Kind.UNCLAIMED;
  }

  public boolean isPlatform() {
    return kind == Kind.PLATFORM;
  }

  /** Untrusted, or running somebody else's code on their behalf. */
  public boolean isDangerous() {
    return trust == Trust.UNTRUSTED || code == Code.ARBITRARY;
  }
}
