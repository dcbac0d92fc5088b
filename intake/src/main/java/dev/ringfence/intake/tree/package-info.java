/**
 * The selective tree: what is left of an object when only the wanted fields are kept.
 *
 * <p>In go tokens of JSON or YAML and a {@link dev.ringfence.intake.tree.Schema}; out comes a small
 * immutable {@link dev.ringfence.intake.tree.Tree}. Unwanted parts are skipped at the parser's
 * speed and never become objects. It knows no kinds.
 */
@NullMarked
package dev.ringfence.intake.tree;

import org.jspecify.annotations.NullMarked;
