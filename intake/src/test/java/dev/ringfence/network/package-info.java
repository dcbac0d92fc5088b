/**
 * What intake and the network analysis make of policies, against others' word for it: the real API
 * server on what a policy may say, Cyclonus' matcher on what it lets through.
 */
@NullMarked
package dev.ringfence.network;

import org.jspecify.annotations.NullMarked;
