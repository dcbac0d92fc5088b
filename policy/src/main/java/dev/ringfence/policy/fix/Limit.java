package dev.ringfence.policy.fix;

/**
 * What no known change gets beyond.
 *
 * @param boundaries as many are in the way, and no known change puts up one more
 * @param step the last step of the way that stays, that rests on something: title, id and where it
 *     leads
 */
public record Limit(int boundaries, String step) {}
