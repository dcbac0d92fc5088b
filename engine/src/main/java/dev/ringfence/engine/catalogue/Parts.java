package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.network.NetworkChange;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a row to run: all of them, or those about ends of connections that send or receive
 * otherwise than before, and about facts that were named since the row was run.
 */
public final class Parts {

  private static final BitSet NOBODY = new BitSet();

  /** The whole row. */
  public static final Parts ALL = new Parts(true, null, 0, 0);

  private final boolean all;
  private final @Nullable NetworkChange change;
  private final int known;
  private final int firstFact;

  private Parts(boolean all, @Nullable NetworkChange change, int known, int firstFact) {
    this.all = all;
    this.change = change;
    this.known = known;
    this.firstFact = firstFact;
  }

  /**
   * What a row no longer names: only ends that differ.
   *
   * @param known facts below were there when the row was run
   */
  public static Parts gone(NetworkChange change, int known) {
    return new Parts(false, change, known, Integer.MAX_VALUE);
  }

  /**
   * What a row names instead, and more: ends that differ, and new facts.
   *
   * @param change null where the network is as it was
   * @param known facts below were there when the row was run
   */
  public static Parts come(@Nullable NetworkChange change, int known) {
    return new Parts(false, change, known, known);
  }

  /** Whether this is the whole row, with what is about no single end or fact. */
  public boolean areAll() {
    return all;
  }

  /** Whether it is about somebody who sends from the endpoint. */
  public boolean sending(int endpoint) {
    return all || (change != null && change.sending().get(endpoint));
  }

  /** Whether it is about somebody who receives at the endpoint. */
  public boolean receiving(int endpoint) {
    return all || (change != null && change.receiving().get(endpoint));
  }

  /** Whether it is about the joint that the peer is, and all who are among it. */
  public boolean peer(int peer) {
    return all || (change != null && change.peers().get(peer));
  }

  /** Whether it is about the joint that the grant is, and all whom it means. */
  public boolean grant(int grant) {
    return all || (change != null && change.grants().get(grant));
  }

  /** The ends that send otherwise; not where these are all parts. */
  public BitSet sending() {
    return change == null ? NOBODY : change.sending();
  }

  /** The ends that receive otherwise; not where these are all parts. */
  public BitSet receiving() {
    return change == null ? NOBODY : change.receiving();
  }

  /** Facts that others have named are looked at one by one from this one on. */
  public int firstFact() {
    return firstFact;
  }

  /** Whether the row has looked at the fact before; not where these are all parts. */
  public boolean isKnown(int fact) {
    return fact < known;
  }
}
