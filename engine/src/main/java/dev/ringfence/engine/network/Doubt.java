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

  /** Of two policies with one priority, the one that opens is tried first. */
  public static final int ORDER = 4;

  /** Policies of a kind that some enforcer may not know are, or are not, upheld. */
  public static final int KIND = 8;

  /** Parts of a policy that nothing here can judge match, or do not. */
  public static final int NOT_UNDERSTOOD = 16;

  /** A tier of which nobody knows where it stands is tried first, or not at all. */
  public static final int TIER = 32;

  /** A connection comes to a node past the interfaces that its host endpoints name. */
  public static final int INTERFACE = 64;

  /** Connections of pods do not meet what policies of nodes say of forwarded traffic. */
  public static final int FORWARDED = 128;

  public static final int EVERY = 255;

  static final int COUNT = 8;

  /** No doubt, then each by itself. */
  @SuppressWarnings("MutablePublicArray") // read-only by contract
  public static final int[] SINGLE = {
    0, ADDRESSES, HOST_NETWORK_MATCHES, ORDER, KIND, NOT_UNDERSTOOD, TIER, INTERFACE, FORWARDED
  };

  private Doubt() {}

  /** Whether the peer stands for the endpoint, the doubts of the mask granted. */
  static boolean admits(Peer peer, int endpoint, int granted) {
    if (peer.everyone() || has(peer.members(), endpoint)) {
      return true;
    }
    for (int doubt = 0; doubt < COUNT; doubt++) {
      if ((granted & 1 << doubt) != 0 && has(peer.doubtful(1 << doubt), endpoint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(int[] ascending, int endpoint) {
    return Arrays.binarySearch(ascending, endpoint) >= 0;
  }
}
