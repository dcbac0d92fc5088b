package dev.ringfence.policy.fix;

import org.jspecify.annotations.Nullable;

/**
 * A requirement that falls short with all changes made.
 *
 * @param depth the boundaries in the way, of those required
 * @param limit what is in the way of more; null where the search ended before that was known
 */
public record Shortfall(Target target, int required, int depth, @Nullable Limit limit) {}
