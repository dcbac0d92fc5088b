package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of {@code resource.k8s.io}: devices that nodes offer, and claims of them (KEP-4381, dynamic
 * resource allocation).
 */
public final class DeviceKinds {

  private DeviceKinds() {}

  /**
   * A DeviceClass.
   *
   * @param selectors CEL expressions; a device must match all
   * @param extendedResourceName the resource that containers may ask for instead, or empty
   */
  public record DeviceClass(ObjectMeta meta, List<String> selectors, String extendedResourceName) {
    public DeviceClass {
      selectors = List.copyOf(selectors);
    }
  }

  /**
   * A ResourceSlice: some devices of one pool of one driver.
   *
   * @param sliceCount of how many slices this generation of the pool consists
   * @param where from which nodes its devices can be reached; null where each device says so itself
   * @param counters what its pool's partitions share: counter set, counter, quantity
   */
  public record ResourceSlice(
      ObjectMeta meta,
      String driver,
      String pool,
      long generation,
      long sliceCount,
      @Nullable Reach where,
      List<Device> devices,
      Map<String, Map<String, String>> counters) {
    public ResourceSlice {
      devices = List.copyOf(devices);
      counters = Map.copyOf(counters);
    }
  }

  /**
   * From which nodes a device can be reached: all, the named one, or those that a term matches;
   * none where nothing that is known is said.
   */
  public record Reach(
      boolean allNodes,
      @Nullable String nodeName,
      @Nullable List<PodSpec.NodeSelectorTerm> nodeSelector) {

    public boolean includes(Node node) {
      if (nodeName != null) {
        return nodeName.equals(node.name());
      }
      return allNodes || (nodeSelector != null && anyMatches(nodeSelector, node));
    }
  }

  /** Whether one of the terms matches the node, which an empty term never does. */
  public static boolean anyMatches(List<PodSpec.NodeSelectorTerm> terms, Node node) {
    for (PodSpec.NodeSelectorTerm term : terms) {
      if (term.matches(node.labels(), node.name())) {
        return true;
      }
    }
    return false;
  }

  /**
   * One device.
   *
   * @param consumed what it takes of its pool's counters: counter set, counter, quantity
   * @param where null where its slice says so for all
   * @param severallyAllocated whether many claims may have it at a time ({@code
   *     allowMultipleAllocations})
   * @param boundLater whether its driver has a say after the scheduler ({@code bindingConditions})
   */
  public record Device(
      String name,
      Map<String, Attribute> attributes,
      Map<String, String> capacity,
      Map<String, Map<String, String>> consumed,
      @Nullable Reach where,
      List<Node.Taint> taints,
      boolean severallyAllocated,
      boolean boundLater) {
    public Device {
      attributes = Map.copyOf(attributes);
      capacity = Map.copyOf(capacity);
      consumed = Map.copyOf(consumed);
      taints = List.copyOf(taints);
    }
  }

  /** What a driver says of a device, as written. */
  public record Attribute(Type type, String value) {

    /** The one field that is set. */
    public enum Type {
      STRING,
      INT,
      BOOL,
      VERSION,
      /** A list, or a type of a later version: the scheduler cannot select by it. */
      OTHER
    }
  }

  /**
   * A ResourceClaim or a ResourceClaimTemplate, by its reference's kind.
   *
   * @param reservedFor the names of the pods that use it
   */
  public record DeviceClaim(
      ObjectMeta meta,
      List<Request> requests,
      List<Constraint> constraints,
      @Nullable Allocation allocation,
      List<String> reservedFor) {
    public DeviceClaim {
      requests = List.copyOf(requests);
      constraints = List.copyOf(constraints);
      reservedFor = List.copyOf(reservedFor);
    }

    public boolean isTemplate() {
      return meta.reference().kind().equals("ResourceClaimTemplate");
    }

    /** Whether it was made from a template for a pod, and for which of the pod's claims. */
    public boolean isMadeFor(String pod, String claimOfPod) {
      ObjectReference owner = meta.controller();
      return owner != null
          && owner.kind().equals("Pod")
          && owner.name().equals(pod)
          && claimOfPod.equals(meta.annotations().get("resource.kubernetes.io/pod-claim-name"));
    }

    /** Whether a request asks for {@code adminAccess}: devices in use too (KEP-5018). */
    public boolean administrative() {
      return requests.stream()
          .flatMap(request -> request.alternatives().stream())
          .anyMatch(Alternative::adminAccess);
    }

    /** Every class that is named. */
    public List<String> deviceClasses() {
      List<String> classes = new ArrayList<>();
      for (Request request : requests) {
        for (Alternative alternative : request.alternatives()) {
          if (!alternative.deviceClass().isEmpty()) {
            classes.add(alternative.deviceClass());
          }
        }
      }
      return classes;
    }
  }

  /**
   * One request of a claim.
   *
   * @param alternatives one with an empty name, or those of {@code firstAvailable}
   */
  public record Request(String name, List<Alternative> alternatives) {
    public Request {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * Devices that would do for a request.
   *
   * @param selectors CEL expressions; a device must match all
   * @param all every device that matches, instead of {@code count}
   * @param asksForCapacity whether it wants a part of a device that many may have
   */
  public record Alternative(
      String name,
      String deviceClass,
      List<String> selectors,
      boolean all,
      long count,
      boolean adminAccess,
      List<PodSpec.Toleration> tolerations,
      boolean asksForCapacity) {
    public Alternative {
      selectors = List.copyOf(selectors);
      tolerations = List.copyOf(tolerations);
    }
  }

  /**
   * What the devices of some requests must have in common, or no two of them alike.
   *
   * @param requests names, of alternatives too ({@code request/alternative}); empty: all
   * @param distinct whether no two may have the same value
   */
  public record Constraint(List<String> requests, String attribute, boolean distinct) {
    public Constraint {
      requests = List.copyOf(requests);
    }
  }

  /**
   * What a claim has been given.
   *
   * @param nodeSelector from where it can be used; null: from everywhere
   */
  public record Allocation(
      @Nullable List<PodSpec.NodeSelectorTerm> nodeSelector, List<AllocatedDevice> devices) {
    public Allocation {
      devices = List.copyOf(devices);
    }
  }

  /**
   * A device that a claim has.
   *
   * @param exclusive false where others may have it too: administrative access, or a share of it
   */
  public record AllocatedDevice(String driver, String pool, String device, boolean exclusive) {}
}
