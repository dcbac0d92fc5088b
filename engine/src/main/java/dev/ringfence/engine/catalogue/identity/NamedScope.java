package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.fact.Facts;

/**
 * The scope of a right, read back from its fact.
 *
 * @param namespace the namespace, or -1 for everywhere or for what has none
 * @param name the only object's name, or empty
 */
record NamedScope(int namespace, String name) {

  /** Undoes {@link Facts#mayNamed}, which names an object {@code NAMESPACE/NAME}. */
  static NamedScope of(Facts facts, int scope) {
    if (scope < Facts.NAMED_SCOPES) {
      return new NamedScope(scope, "");
    }
    String words = facts.nameOf(scope - Facts.NAMED_SCOPES);
    int slash = words.indexOf('/');
    return new NamedScope(Integer.parseInt(words.substring(0, slash)), words.substring(slash + 1));
  }
}
