/**
 * Who can connect to whom, by the policies that are really enforced. It may not know the other
 * analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.network;

import org.jspecify.annotations.NullMarked;
