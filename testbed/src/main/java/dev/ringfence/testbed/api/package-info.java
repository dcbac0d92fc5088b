/**
 * Speaking to a Kubernetes API server in its own words: JSON in, status code and JSON out.
 *
 * <p>In: an address, credentials, requests. Out: responses as they came, and what several requests
 * amount to (a folder applied, a cluster emptied, access asked for). There is no model of
 * Kubernetes' kinds here on purpose: tests must see what the server says, not what a client library
 * makes of it. Starts nothing.
 */
@NullMarked
package dev.ringfence.testbed.api;

import org.jspecify.annotations.NullMarked;
