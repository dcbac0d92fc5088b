/**
 * The live API of one cluster, read with as little load and as few rights as will do.
 *
 * <p>In goes a context of a kubeconfig; out come the same objects that a dump would hold, page by
 * page, one request at a time, and for each kind that the server refuses to show a note of it.
 * Secrets are asked for as tables, so that their data stays on the server.
 */
@NullMarked
package dev.ringfence.intake.live;

import org.jspecify.annotations.NullMarked;
