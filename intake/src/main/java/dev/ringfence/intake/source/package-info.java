/**
 * From paths, archives and standard input to streams of bytes, each with the name that its user
 * would open it by.
 *
 * <p>It decides which files are read, and how: as JSON, as YAML or as an archive. It never writes,
 * and it bounds what an archive may unfold to. What stands in a file is not its business.
 */
@NullMarked
package dev.ringfence.intake.source;

import org.jspecify.annotations.NullMarked;
