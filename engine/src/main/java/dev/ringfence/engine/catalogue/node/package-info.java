/**
 * Rows on admission, nodes, neighbours and contention: from a container to its node and to
 * everybody who lives there or could be made to.
 */
@NullMarked
package dev.ringfence.engine.catalogue.node;

import org.jspecify.annotations.NullMarked;
