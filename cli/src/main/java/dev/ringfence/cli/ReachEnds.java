package dev.ringfence.cli;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From what the user wrote after {@code --from} or {@code --to} to the ends that are meant: an
 * address or a CIDR, {@code NAMESPACE/NAME} or {@code NAMESPACE/KIND/NAME} of a workload, {@code
 * tenant:NAME}, {@code namespace:NAME}, or just the name of either.
 *
 * @param within the addresses that were asked for, or null where no address was
 */
record ReachEnds(BitSet ends, @Nullable AddressRanges within) {

  static ReachEnds of(@Nullable String text, Reach reach, Tenancy tenancy) {
    if (text == null) {
      return new ReachEnds(reach.everything(), null);
    }
    AddressRanges addresses = AddressRanges.cidr(text);
    if (addresses != null) {
      return new ReachEnds(holding(addresses, reach), addresses);
    }
    return new ReachEnds(
        text.indexOf('/') >= 0 ? workload(text, reach) : group(text, reach, tenancy), null);
  }

  /** The ranges that the address is in, and the workloads of pods that have it now. */
  private static BitSet holding(AddressRanges addresses, Reach reach) {
    BitSet ends = new BitSet();
    for (int end = reach.workloads().size(); end < reach.count(); end++) {
      ends.set(end, reach.addresses(end).intersects(addresses));
    }
    Cluster cluster = reach.cluster();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      for (String text : cluster.pods().addresses(pod)) {
        AddressRanges own = AddressRanges.cidr(text);
        if (own != null && !cluster.pods().completed(pod) && addresses.intersects(own)) {
          ends.or(named(cluster.pods().topmost(pod), reach));
        }
      }
    }
    return ends;
  }

  private static BitSet named(ObjectReference reference, Reach reach) {
    BitSet ends = new BitSet();
    for (int end = 0; reach.isWorkload(end); end++) {
      ends.set(end, reach.workload(end).reference().equals(reference));
    }
    return ends;
  }

  private static BitSet workload(String text, Reach reach) {
    String[] parts = text.split("/", -1);
    BitSet ends = new BitSet();
    if (parts.length == 2 || parts.length == 3) {
      for (int end = 0; reach.isWorkload(end); end++) {
        ObjectReference reference = reach.workload(end).reference();
        ends.set(
            end,
            reference.namespaceOrEmpty().equals(parts[0])
                && reference.name().equals(parts[parts.length - 1])
                && (parts.length == 2
                    || reference.kind().equalsIgnoreCase(parts[1])
                    || reference.qualifiedKind().equalsIgnoreCase(parts[1])));
      }
    }
    if (ends.isEmpty()) {
      throw new UsageException(
          "There is no workload "
              + text
              + ". Write NAMESPACE/NAME or NAMESPACE/KIND/NAME of a topmost controller or a pod.");
    }
    return ends;
  }

  private static BitSet group(String text, Reach reach, Tenancy tenancy) {
    boolean tenantOnly = text.startsWith("tenant:");
    boolean namespaceOnly = text.startsWith("namespace:");
    String name = tenantOnly || namespaceOnly ? text.substring(text.indexOf(':') + 1) : text;
    int namespace = tenantOnly ? -1 : reach.cluster().namespaceIndex(name);
    List<Tenant> tenants =
        namespaceOnly
            ? List.of()
            : tenancy.tenants().stream().filter(each -> each.name().equals(name)).toList();
    if (namespace < 0 && tenants.isEmpty()) {
      throw new UsageException(
          "There is no tenant, namespace or address "
              + text
              + ". Tenants are: "
              + String.join(
                  ", ", tenancy.tenants().stream().map(Tenant::name).sorted().limit(50).toList())
              + (tenancy.tenants().size() > 50 ? ", …" : "")
              + ".");
    }
    BitSet ofNamespace = new BitSet();
    BitSet ofTenant = new BitSet();
    for (int end = 0; reach.isWorkload(end); end++) {
      int own = reach.workload(end).namespace();
      ofNamespace.set(end, own == namespace);
      ofTenant.set(end, tenants.contains(tenancy.tenant(tenancy.ofNamespace(own))));
    }
    if (namespace >= 0 && !tenants.isEmpty() && !ofNamespace.equals(ofTenant)) {
      throw new UsageException(
          text + " is a tenant and a namespace; write tenant:" + name + " or namespace:" + name);
    }
    return tenants.isEmpty() ? ofNamespace : ofTenant;
  }
}
