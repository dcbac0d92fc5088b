package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * On which nodes a pod would be put now, all other pods as they are. Not safe for use by many
 * threads.
 */
public final class CurrentPlacement {

  private static final String DEFAULT_SCHEDULER = "default-scheduler";

  /** A node of a declared pool, or the stand-in, is none that a scheduler could use now. */
  private static final Refusal ASSUMED =
      new Refusal("Assumed", "no such node was read; it stands for nodes that may exist");

  private final Cluster cluster;
  private final List<Filter> ofScheduler;
  private final List<Filter> ofKubelet;

  private CurrentPlacement(Cluster cluster, DeviceSelectors selectors) {
    this.cluster = cluster;
    Occupancy occupancy = new Occupancy(cluster);
    Claims claims = new Claims(cluster);
    Filter ports = new NodePorts(occupancy);
    Filter resources = new NodeResourcesFit(occupancy);
    Filter affinity = new NodeAffinity(cluster);
    Filter name = new NodeName(cluster);
    Filter system = new OperatingSystem(cluster);
    // In the order of the scheduler's default plug-ins, the cheapest first.
    this.ofScheduler =
        List.of(
            new SchedulingGates(),
            new NodeUnschedulable(cluster),
            name,
            new TaintToleration(cluster, false),
            affinity,
            ports,
            resources,
            new VolumeRestrictions(occupancy, claims),
            new NodeVolumeLimits(occupancy, claims),
            new VolumeBinding(cluster, claims),
            new VolumeZone(cluster, claims),
            new PodTopologySpread(occupancy),
            new InterPodAffinity(occupancy),
            new DynamicResources(cluster, selectors),
            system);
    this.ofKubelet =
        List.of(name, new TaintToleration(cluster, true), affinity, ports, resources, system);
  }

  /** Without an engine for expressions: a claim's devices are taken to match. */
  public static CurrentPlacement of(Cluster cluster) {
    return of(cluster, DeviceSelectors.NONE);
  }

  /**
   * @param selectors evaluates by what classes and claims select devices
   */
  public static CurrentPlacement of(Cluster cluster, DeviceSelectors selectors) {
    return new CurrentPlacement(cluster, selectors);
  }

  /** Whether a pod with the spec goes past the default scheduler, so that only kubelets refuse. */
  public static boolean goesPastTheScheduler(PodSpec spec) {
    return spec.nodeName() != null || !spec.schedulerName().equals(DEFAULT_SCHEDULER);
  }

  /** For each node of the cluster why the pod is not put there, or null where it could be. */
  public @Nullable Refusal[] refusals(Candidate pod) {
    return refusals(pod, doubt -> {});
  }

  /**
   * The same.
   *
   * @param doubts is told what could not be decided and was taken to fit, perhaps more than once
   */
  public @Nullable Refusal[] refusals(Candidate pod, Consumer<String> doubts) {
    List<Filter> filters = goesPastTheScheduler(pod.spec()) ? ofKubelet : ofScheduler;
    List<Filter.Verdict> verdicts = new ArrayList<>(filters.size());
    List<String> names = new ArrayList<>(filters.size());
    for (Filter filter : filters) {
      Filter.Verdict verdict = filter.of(pod, doubts);
      if (!Filter.Verdict.PASSES.equals(verdict)) {
        verdicts.add(verdict);
        names.add(filter.name());
      }
    }
    @Nullable Refusal[] refusals = new Refusal[cluster.nodes().size()];
    for (int node = 0; node < refusals.length; node++) {
      if (cluster.nodes().get(node).assumed()) {
        refusals[node] = ASSUMED;
        continue;
      }
      for (int filter = 0; filter < verdicts.size(); filter++) {
        String reason = verdicts.get(filter).refusal(node);
        if (reason != null) {
          refusals[node] = new Refusal(names.get(filter), reason);
          break;
        }
      }
    }
    return refusals;
  }

  /** The same for a pod of the cluster, which does not stand in its own way. */
  public @Nullable Refusal[] refusals(int pod) {
    return refusals(pod, doubt -> {});
  }

  /** The same, with what could not be decided. */
  public @Nullable Refusal[] refusals(int pod, Consumer<String> doubts) {
    return refusals(
        new Candidate(
            cluster.pods().namespace(pod),
            cluster.pods().labels(pod),
            cluster.pods().spec(pod),
            pod),
        doubts);
  }
}
