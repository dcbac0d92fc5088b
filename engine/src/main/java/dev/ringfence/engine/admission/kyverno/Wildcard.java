package dev.ringfence.engine.admission.kyverno;

/** {@code *} stands for any text, {@code ?} for any one character. */
final class Wildcard {

  private Wildcard() {}

  static boolean matches(String pattern, String text) {
    int star = -1;
    int mark = 0;
    int at = 0;
    int next = 0;
    while (next < text.length()) {
      boolean one = at < pattern.length() && pattern.charAt(at) == '?';
      if (one
          || (at < pattern.length()
              && pattern.charAt(at) == text.charAt(next)
              && pattern.charAt(at) != '*')) {
        at++;
        next++;
      } else if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        mark = next;
      } else if (star >= 0) {
        at = star + 1;
        next = ++mark;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  /** Whether a pattern has wildcards. */
  static boolean isOne(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }
}
