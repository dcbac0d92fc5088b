package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.cluster.DeviceKinds.AllocatedDevice;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClaim;
import dev.ringfence.engine.cluster.DeviceKinds.DeviceClass;
import dev.ringfence.engine.cluster.DeviceKinds.ResourceSlice;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Claims of devices (KEP-4381): one that has devices lets the pod where those can be used, another
 * where free ones satisfy it.
 */
final class DynamicResources implements Filter {

  /** As many pods may use one claim (ResourceClaimReservedForMaxSize). */
  private static final int MOST_USERS = 256;

  private final Cluster cluster;
  private final DeviceSelectors selectors;
  private final Map<String, DeviceClaim> claims = new HashMap<>();
  private final Map<String, DeviceClaim> templates = new HashMap<>();
  private final Map<String, List<DeviceClaim>> generated = new HashMap<>();
  private final Map<String, DeviceClass> classes = new HashMap<>();
  private final Map<AllocatedDevice, DeviceClaim> holders = new HashMap<>();
  private final Map<String, List<ResourceSlice>> ofOneNode = new HashMap<>();
  private final List<ResourceSlice> shared = new ArrayList<>();

  DynamicResources(Cluster cluster, DeviceSelectors selectors) {
    this.cluster = cluster;
    this.selectors = selectors;
    for (DeviceClaim claim : cluster.deviceClaims()) {
      String name = claim.meta().namespace() + "/" + claim.meta().name();
      (claim.isTemplate() ? templates : claims).put(name, claim);
      if (claim.meta().controller() != null) {
        generated
            .computeIfAbsent(claim.meta().namespace(), ignored -> new ArrayList<>())
            .add(claim);
      }
      DeviceKinds.Allocation allocation = claim.allocation();
      if (allocation != null) {
        for (AllocatedDevice device : allocation.devices()) {
          if (device.exclusive()) {
            holders.put(device, claim);
          }
        }
      }
    }
    cluster.deviceClasses().forEach(one -> classes.put(one.meta().name(), one));
    for (ResourceSlice slice : cluster.resourceSlices()) {
      DeviceKinds.Reach where = slice.where();
      String node = where == null ? null : where.nodeName();
      (node == null || !slice.counters().isEmpty()
              ? shared
              : ofOneNode.computeIfAbsent(node, ignored -> new ArrayList<>()))
          .add(slice);
    }
  }

  @Override
  public String name() {
    return "DynamicResources";
  }

  /** Whether nodes without the resource may have devices for it through some class (KEP-5004). */
  static Set<String> resourcesOfClasses(Cluster cluster) {
    Set<String> names = new HashSet<>();
    for (DeviceClass one : cluster.deviceClasses()) {
      names.add("deviceclass.resource.kubernetes.io/" + one.meta().name());
      if (!one.extendedResourceName().isEmpty()) {
        names.add(one.extendedResourceName());
      }
    }
    return names;
  }

  @Override
  public Verdict of(Candidate pod) {
    return of(pod, doubt -> {});
  }

  @Override
  public Verdict of(Candidate pod, Consumer<String> doubts) {
    if (pod.spec().resourceClaims().isEmpty()) {
      return Verdict.PASSES;
    }
    String own = pod.self() < 0 ? "" : cluster.pods().name(pod.self());
    List<Verdict> placed = new ArrayList<>();
    List<DeviceClaim> open = new ArrayList<>();
    List<DeviceClaim> movable = new ArrayList<>();
    for (PodSpec.DeviceClaimReference reference : pod.spec().resourceClaims()) {
      DeviceClaim claim = claim(pod, own, reference, doubts);
      if (claim == null) {
        return Verdict.refusing("there is no claim of devices " + reference.object());
      }
      if (!claim.isTemplate() && (open.contains(claim) || movable.contains(claim))) {
        // Named twice; of a template two are made.
        continue;
      }
      DeviceKinds.Allocation allocation = claim.allocation();
      if (allocation == null) {
        String missing = missingClass(claim);
        if (missing != null) {
          return Verdict.refusing("there is no device class " + missing);
        }
        open.add(claim);
      } else if (!claim.reservedFor().contains(own) && claim.reservedFor().size() >= MOST_USERS) {
        return Verdict.refusing("claim " + claim.meta().name() + " has as many pods as it may");
      } else if (claim.reservedFor().stream().allMatch(own::equals)) {
        movable.add(claim);
      } else {
        placed.add(where(claim, allocation));
      }
    }
    return node -> refusal(node, placed, open, movable, doubts);
  }

  /**
   * A claim that nobody else uses stays where it is, or is given up by the scheduler so that the
   * pod can be elsewhere.
   */
  private @Nullable String refusal(
      int node,
      List<Verdict> placed,
      List<DeviceClaim> open,
      List<DeviceClaim> movable,
      Consumer<String> doubts) {
    for (Verdict verdict : placed) {
      String refusal = verdict.refusal(node);
      if (refusal != null) {
        return refusal;
      }
    }
    List<DeviceClaim> wanted = new ArrayList<>(open);
    for (DeviceClaim claim : movable) {
      DeviceKinds.Allocation allocation = claim.allocation();
      if (allocation == null || where(claim, allocation).refusal(node) != null) {
        wanted.add(claim);
      }
    }
    if (wanted.isEmpty()) {
      return null;
    }
    String refusal = allocate(node, wanted, movable, doubts);
    if (refusal != null && wanted.size() < open.size() + movable.size()) {
      wanted = new ArrayList<>(open);
      wanted.addAll(movable);
      refusal = allocate(node, wanted, movable, doubts);
    }
    return refusal;
  }

  private @Nullable String allocate(
      int node, List<DeviceClaim> wanted, List<DeviceClaim> movable, Consumer<String> doubts) {
    Set<AllocatedDevice> taken = holders.keySet();
    if (!movable.isEmpty()) {
      taken = new HashSet<>(taken);
      taken.removeIf(
          device -> {
            DeviceClaim holder = holders.get(device);
            return movable.contains(holder) && wanted.contains(holder);
          });
    }
    Node one = cluster.nodes().get(node);
    List<ResourceSlice> near = new ArrayList<>(shared);
    near.addAll(ofOneNode.getOrDefault(one.name(), List.of()));
    DevicePools pools = new DevicePools(near, cluster.resourceSlices(), one, taken);
    return new DeviceAllocation(classes, selectors, pools, taken, wanted, doubts).refusal();
  }

  private Verdict where(DeviceClaim claim, DeviceKinds.Allocation allocation) {
    List<PodSpec.NodeSelectorTerm> terms = allocation.nodeSelector();
    return node ->
        terms == null || DeviceKinds.anyMatches(terms, cluster.nodes().get(node))
            ? null
            : "the devices of claim " + claim.meta().name() + " cannot be used there";
  }

  /**
   * The claim itself; the one that was made for the pod from a template; or, before that is made,
   * the template in its place.
   */
  private @Nullable DeviceClaim claim(
      Candidate pod, String own, PodSpec.DeviceClaimReference reference, Consumer<String> doubts) {
    String namespace = cluster.namespaces().get(pod.namespace()).name();
    String name = namespace + "/" + reference.object();
    if (!reference.template()) {
      return claims.get(name);
    }
    for (DeviceClaim claim : generated.getOrDefault(namespace, List.of())) {
      if (claim.isMadeFor(own, reference.name())) {
        return claim;
      }
    }
    DeviceClaim template = templates.get(name);
    if (template != null) {
      doubts.accept("a claim of devices is taken to be made from template " + reference.object());
    }
    return template;
  }

  private @Nullable String missingClass(DeviceClaim claim) {
    for (String name : claim.deviceClasses()) {
      if (!classes.containsKey(name)) {
        return name;
      }
    }
    return null;
  }
}
