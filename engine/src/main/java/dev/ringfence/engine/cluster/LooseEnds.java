package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References to objects that are not there: no error, because an API server accepts them, but
 * hardly what anybody meant.
 */
public final class LooseEnds {

  /** So many of one sort are told one by one; of the others, how many there are. */
  private static final int TOLD = 10;

  private final Cluster cluster;
  private final List<String> told = new ArrayList<>();

  private LooseEnds(Cluster cluster) {
    this.cluster = cluster;
  }

  /** One sentence each, with the object and where it stands. */
  public static List<String> of(Cluster cluster) {
    LooseEnds ends = new LooseEnds(cluster);
    ends.tell("bindings of roles that are not there", ends.bindings());
    ends.tell("subjects of bindings that are not there", ends.subjects());
    ends.tell("pods on nodes that are not there", ends.pods());
    ends.tell("ClusterRoles that aggregate themselves", ends.aggregation());
    ends.tell("policies and parameters that are not there", LoosePolicies.of(cluster));
    LoosePorts ports = new LoosePorts(cluster);
    ends.tell("ports by names that no pod declares", ports.undeclared());
    ends.tell("ranges of ports that overlap", ports.overlapping());
    ends.tell("names in policies that are nobody's", new LooseNames(cluster).all());
    ends.tell(
        "Services, Gateways, Tiers and nodes that are not there", new LooseFronts(cluster).all());
    return List.copyOf(ends.told);
  }

  /** Only those on which it depends who may do what, and what policies let through. */
  public static List<String> ofAccess(Cluster cluster) {
    LooseEnds ends = new LooseEnds(cluster);
    ends.tell("bindings of roles that are not there", ends.bindings());
    ends.tell("subjects of bindings that are not there", ends.subjects());
    ends.tell("ClusterRoles that aggregate themselves", ends.aggregation());
    ends.tell("policies and parameters that are not there", LoosePolicies.of(cluster));
    return List.copyOf(ends.told);
  }

  private void tell(String sort, List<String> ends) {
    told.addAll(ends.subList(0, Math.min(TOLD, ends.size())));
    if (ends.size() > TOLD) {
      told.add((ends.size() - TOLD) + " more " + sort);
    }
  }

  private List<String> bindings() {
    Set<String> roles = new HashSet<>();
    for (Rbac.Role role : cluster.roles()) {
      roles.add(role.meta().reference().toString());
    }
    List<String> ends = new ArrayList<>();
    for (Rbac.Binding binding : cluster.bindings()) {
      ObjectReference role =
          binding.clusterRole()
              ? new ObjectReference("ClusterRole", null, binding.roleName())
              : new ObjectReference("Role", binding.meta().namespace(), binding.roleName());
      if (!roles.contains(role.toString())) {
        ends.add(
            place(binding.meta())
                + ": roleRef names "
                + role
                + ", which is not there: it grants nothing until somebody makes that role");
      }
    }
    return ends;
  }

  /** Users and groups are nowhere objects; what a server binds for itself it makes itself. */
  private List<String> subjects() {
    Set<String> accounts = new HashSet<>();
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      accounts.add(account.meta().namespace() + "/" + account.meta().name());
    }
    List<String> ends = new ArrayList<>();
    for (Rbac.Binding binding : cluster.bindings()) {
      if (binding.meta().origin().source() == Origin.Source.BOOTSTRAP) {
        continue;
      }
      for (int at = 0; at < binding.subjects().size(); at++) {
        Rbac.Subject subject = binding.subjects().get(at);
        String own = binding.meta().namespace();
        String namespace = subject.namespace().isEmpty() ? own : subject.namespace();
        String name = namespace + "/" + subject.name();
        if (subject.kind() == Rbac.SubjectKind.SERVICE_ACCOUNT && !accounts.contains(name)) {
          ends.add(
              place(binding.meta())
                  + ": subjects["
                  + at
                  + "] names ServiceAccount "
                  + name
                  + ", which is not there: who creates it has what it is granted");
        }
      }
    }
    return ends;
  }

  private List<String> pods() {
    Set<String> nodes = new HashSet<>();
    cluster.nodes().forEach(node -> nodes.add(node.name()));
    Set<String> ends = new LinkedHashSet<>();
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      String node = pods.spec(pod).nodeName();
      if (node != null && !nodes.contains(node)) {
        ends.add(
            place(pods.topmost(pod), pods.origin(pod))
                + ": "
                + pods.specPath(pod)
                + ".nodeName names Node "
                + node
                + ", which is not there: it is taken to fit every node");
      }
    }
    return List.copyOf(ends);
  }

  private List<String> aggregation() {
    Map<String, Rbac.Role> aggregating = new HashMap<>();
    for (Rbac.Role role : cluster.roles()) {
      if (role.aggregation() != null && !role.aggregation().isEmpty()) {
        aggregating.put(role.meta().name(), role);
      }
    }
    List<String> ends = new ArrayList<>();
    for (Rbac.Role role : aggregating.values()) {
      if (reaches(role, role, aggregating, new HashSet<>())) {
        ends.add(
            place(role.meta())
                + ": aggregates itself, by way of its aggregationRule; each role of the circle has"
                + " the rules of all");
      }
    }
    ends.sort(null);
    return ends;
  }

  private static boolean reaches(
      Rbac.Role from, Rbac.Role to, Map<String, Rbac.Role> all, Set<String> seen) {
    List<LabelSelector> selectors = from.aggregation() == null ? List.of() : from.aggregation();
    for (Rbac.Role next : all.values()) {
      if (selectors.stream().noneMatch(selector -> selector.matches(next.meta().labels()))) {
        continue;
      }
      if (next.meta().name().equals(to.meta().name())
          || (seen.add(next.meta().name()) && reaches(next, to, all, seen))) {
        return true;
      }
    }
    return false;
  }

  /** The object and, where it is from a file, the place in it. */
  public static String place(ObjectMeta meta) {
    return place(meta.reference(), meta.origin());
  }

  private static String place(ObjectReference object, Origin origin) {
    return origin.source() == Origin.Source.FILE
        ? object + " (" + origin.file() + ", document " + (origin.document() + 1) + ")"
        : object.toString();
  }
}
