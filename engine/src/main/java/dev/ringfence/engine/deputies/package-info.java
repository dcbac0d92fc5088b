/**
 * Controllers that act for whoever writes their custom resources.
 *
 * <p>In go API groups and kinds, and the pods that a cluster runs; out comes what is known of the
 * controller behind them: which fields of its resources name what elsewhere, what it checks itself
 * before it follows them, since which release or by which setting, and whether the images and
 * arguments seen show that. The table is curated, each entry with its source; what is not in it is
 * unknown. It may not know the analyses, tenants or steps.
 */
@NullMarked
package dev.ringfence.engine.deputies;

import org.jspecify.annotations.NullMarked;
