package dev.ringfence.engine.network.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Who a connection says that it comes from: a service account by its certificate, or nobody.
 *
 * @param namespace null for who shows no certificate
 */
record Peer(@Nullable String namespace, @Nullable String account) {

  static final Peer NOBODY = new Peer(null, null);

  boolean isNobody() {
    return namespace == null;
  }
}
