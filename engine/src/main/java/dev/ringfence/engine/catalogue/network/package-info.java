/**
 * The rows of the catalogue about the network: who connects to whom, and what follows.
 *
 * <p>How connections become steps, without naming every pair:
 *
 * <pre>
 *  code in a pod on a node ──▶ SENDS_AS (source class, policed by what enforces there, or free)
 *  SENDS_AS policed ──(network-policy:enforcer fails)──▶ SENDS_AS free
 *  SENDS_AS free ──▶ SENDS_FREELY ──▶ RECEIVES for whoever is not isolated
 *  SENDS_AS free ──▶ SENDS_FREELY_AS (peer) ──▶ RECEIVES for whoever grants something to the peer
 *  SENDS_AS policed ──▶ SENDS_TO (egress grant) ──▶ RECEIVES for the grant's peer, not isolated
 *  SENDS_AS policed ──▶ RECEIVES for isolated ones that admit it: the only step by pairs
 *  SENDS_FREELY ──(network-policy:enforcer fails)──▶ PAST_ENFORCER ──▶ CONNECT, all ports
 *  RECEIVES ──▶ CONNECT (pod class, ports)
 * </pre>
 *
 * <p>In go the network room's answers and placement; out come steps. Rows here name connections
 * only; what a connection is worth, beyond taking over what listens, is others' matter.
 */
@NullMarked
package dev.ringfence.engine.catalogue.network;

import org.jspecify.annotations.NullMarked;
