package dev.ringfence.engine.reach;

import dev.ringfence.engine.cluster.ObjectReference;

/**
 * One end of connections: the pods of one topmost controller, or a pod by itself.
 *
 * @param namespace the index in the cluster's namespaces
 * @param several whether it has more than one pod, so that it can connect to itself
 * @param ipv4 whether some pod has, or may get, an IPv4 address
 * @param ipv6 the same for IPv6
 * @param sending how its pods send: a source class, twice, plus 1 where egress policies hold
 * @param receiving how its pods receive: a destination class, twice, plus 1 where ingress policies
 *     hold
 * @param podClasses those of its pods
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract
public record Workload(
    ObjectReference reference,
    int namespace,
    boolean several,
    boolean ipv4,
    boolean ipv6,
    int[] sending,
    int[] receiving,
    int[] podClasses) {}
