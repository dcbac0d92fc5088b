package dev.ringfence.engine.network;

import java.util.Arrays;

/**
 * What may have to be granted for a peer to stand for an endpoint, as bits of a mask. Zero grants
 * nothing: what is left is certain.
 */
public final class Doubt {

  /** Addresses of pods or nodes that are not known fall into an ipBlock. */
  public static final int ADDRESSES = 1;

  /** Selectors match pods on the host network. */
  public static final int HOST_NETWORK_MATCHES = 2;

  public static final int EVERY = ADDRESSES | HOST_NETWORK_MATCHES;

  /** No doubt, then each by itself. */
  static final int[] SINGLE = {0, ADDRESSES, HOST_NETWORK_MATCHES};

  private Doubt() {}

  /** Whether the peer stands for the endpoint, the doubts of the mask granted. */
  static boolean admits(Peer peer, int endpoint, int granted) {
    return peer.everyone()
        || has(peer.members(), endpoint)
        || ((granted & ADDRESSES) != 0 && has(peer.ifAddressed(), endpoint))
        || ((granted & HOST_NETWORK_MATCHES) != 0 && has(peer.ifHostNetworkMatches(), endpoint));
  }

  private static boolean has(int[] ascending, int endpoint) {
    return Arrays.binarySearch(ascending, endpoint) >= 0;
  }
}
