/**
 * Controllers that act for whoever writes their custom resources.
 *
 * <p>In go API groups and kinds; out comes what is known of the controller behind them: whether it
 * keeps to the writer's namespace, follows references elsewhere with its own rights, or makes pods.
 * The table is curated, each entry with its source; what is not in it is unknown. It may not know
 * the other analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.deputies;

import org.jspecify.annotations.NullMarked;
