package dev.ringfence.policy.advice;

import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one pattern up or down would change.
 *
 * @param pattern null where there is none in that direction
 */
public record NextPattern(@Nullable Pattern pattern, String change) {

  private static final NextPattern NONE = new NextPattern(null, "");

  static NextPattern up(Pattern pattern) {
    return switch (pattern) {
      case SHARED ->
          new NextPattern(
              Pattern.DEDICATED_NODES,
              "takeover and read need two failures instead of the kernel alone; nodes are lost to"
                  + " packing");
      case DEDICATED_NODES, DEDICATED_NODES_WITH_HOST_PRIVILEGES ->
          new NextPattern(
              Pattern.DEDICATED_CLUSTER,
              "an API server, DNS and network of its own; one control plane more");
      case SANDBOXED ->
          new NextPattern(
              Pattern.SANDBOXED_DEDICATED_NODES,
              "read by side channel and disruption by noise are closed; nodes are lost to packing");
      case SANDBOXED_DEDICATED_NODES ->
          new NextPattern(
              Pattern.DEDICATED_CLUSTER,
              "the tenant may use the API and choose pod specs; one control plane more");
      case DEDICATED_CLUSTER ->
          new NextPattern(
              Pattern.EPHEMERAL_CLUSTER,
              "nothing outlives the job; each job waits for a cluster to start");
      case EPHEMERAL_CLUSTER -> NONE;
    };
  }

  static NextPattern down(Pattern pattern, Profile profile) {
    return switch (pattern) {
      case SHARED -> NONE;
      case DEDICATED_NODES ->
          new NextPattern(
              Pattern.SHARED,
              "saves the nodes; one kernel failure is then enough, and neighbours are noisy");
      case DEDICATED_NODES_WITH_HOST_PRIVILEGES ->
          new NextPattern(
              Pattern.SHARED, "saves the nodes; host privileges would open every neighbour");
      case SANDBOXED ->
          new NextPattern(Pattern.SHARED, "saves the sandbox; the kernel alone is then enough");
      case SANDBOXED_DEDICATED_NODES ->
          new NextPattern(
              Pattern.SANDBOXED,
              "saves the nodes; read by side channel and disruption by noise must be accepted");
      case DEDICATED_CLUSTER ->
          profile.needsHostPrivileges()
              ? new NextPattern(
                  Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES,
                  "saves the control plane; whoever takes its nodes is then one failure away from"
                      + " every neighbour")
              : profile.tenant().isDangerous()
                  ? sandboxInsteadOfCluster()
                  : nodesInsteadOfCluster();
      case EPHEMERAL_CLUSTER ->
          new NextPattern(
              Pattern.SANDBOXED_DEDICATED_NODES,
              "saves the control planes and the wait; what one job leaves behind, the next finds");
    };
  }

  private static NextPattern sandboxInsteadOfCluster() {
    return new NextPattern(
        Pattern.SANDBOXED_DEDICATED_NODES,
        "saves the control plane; only without users, API use and pod specs of its own");
  }

  private static NextPattern nodesInsteadOfCluster() {
    return new NextPattern(
        Pattern.DEDICATED_NODES,
        "saves the control plane; API server, DNS and network are then shared with the others");
  }
}
