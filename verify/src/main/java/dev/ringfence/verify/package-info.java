/**
 * The independent checker of certificates.
 *
 * <p>In go a certificate and, for comparison, the same made afresh from the cluster; out come the
 * reasons why it is not to be believed, none where it is. It shares no code with the engine, and
 * may not depend on any other module: whoever does not trust the engine reads these few files.
 */
@NullMarked
package dev.ringfence.verify;

import org.jspecify.annotations.NullMarked;
