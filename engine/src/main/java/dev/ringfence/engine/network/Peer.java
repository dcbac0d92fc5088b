package dev.ringfence.engine.network;

/**
 * The ends of connections that one peer of a rule stands for, each list ascending. What cannot be
 * known or is left open by the API stands apart, so that whoever uses it can say so.
 *
 * @param id the index in {@link Peers}
 * @param everyone whether it is every address there is, outside ones included
 * @param members certainly among the peer; for {@code everyone} all endpoints
 * @param ifAddressed only if their addresses, which are not known, fall into the peer's block
 * @param ifHostNetworkMatches pods on the host network that the selectors match: the API leaves
 *     open whether that counts
 * @param families every port of the families that the peer can be reached by
 * @param block the addresses of an ipBlock, empty for selectors
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract
record Peer(
    int id,
    boolean everyone,
    int[] members,
    int[] ifAddressed,
    int[] ifHostNetworkMatches,
    PortSet families,
    AddressRanges block) {}
