package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Istio's objects say of who may connect through its proxies. */
public final class MeshPolicy {

  private MeshPolicy() {}

  /** What an AuthorizationPolicy does with what it matches. */
  public enum Action {
    ALLOW,
    DENY,
    /** Decides nothing. */
    AUDIT,
    /** Asks something else, of which nothing is known; it can only deny. */
    CUSTOM
  }

  /**
   * An AuthorizationPolicy.
   *
   * @param selector everything where it has none
   * @param targeted whether it names gateways or Services: then it holds at gateways and waypoints
   * @param dryRun whether it is only tried out, and denies nothing
   */
  public record Authorization(
      ObjectMeta meta,
      Action action,
      LabelSelector selector,
      boolean targeted,
      boolean dryRun,
      List<Rule> rules) {
    public Authorization {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule: some source, some operation and all conditions match.
   *
   * @param field its path, for example {@code spec.rules[0]}
   * @param from empty for any source
   * @param to empty for any operation
   */
  public record Rule(String field, List<Source> from, List<Operation> to, List<Condition> when) {
    public Rule {
      from = List.copyOf(from);
      to = List.copyOf(to);
      when = List.copyOf(when);
    }
  }

  /** Values that match, and values that must not; empty lists ask for nothing. */
  public record Match(List<String> values, List<String> not) {
    public static final Match ANY = new Match(List.of(), List.of());

    public Match {
      values = List.copyOf(values);
      not = List.copyOf(not);
    }
  }

  /**
   * A source, of which everything must match.
   *
   * @param whole false where it asks for more, of the request itself
   */
  public record Source(
      Match principals, Match namespaces, Match serviceAccounts, Match addresses, boolean whole) {}

  /**
   * An operation.
   *
   * @param whole false where it asks for more, of the request itself
   */
  public record Operation(Match ports, boolean whole) {}

  /** A further condition, by the name of an attribute. */
  public record Condition(String key, Match match) {}

  /** Whether a workload takes connections without mutual TLS. */
  public enum Mode {
    STRICT,
    PERMISSIVE,
    /** Takes none with it. */
    DISABLE
  }

  /**
   * A PeerAuthentication.
   *
   * @param selector null where it has none, or an empty one: then it is its namespace's, or the
   *     whole mesh's
   * @param mode null where unset, so that the wider one holds
   * @param ports by number, for workloads that it selects
   */
  public record PeerAuthentication(
      ObjectMeta meta,
      @Nullable LabelSelector selector,
      @Nullable Mode mode,
      Map<Integer, Mode> ports) {
    public PeerAuthentication {
      ports = Map.copyOf(ports);
    }
  }

  /**
   * An object that can change what proxies do in ways that are not read: an EnvoyFilter, or a
   * Sidecar that says what comes in. It holds in its namespace, and in every one from the root
   * namespace.
   */
  public record ProxyChange(ObjectMeta meta) {}
}
