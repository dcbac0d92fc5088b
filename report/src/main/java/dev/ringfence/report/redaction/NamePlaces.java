package dev.ringfence.report.redaction;

import java.util.Set;

/**
 * Where in a text of the program a name stands: after the kind of an object ({@code Deployment
 * shop/web}), after a word for what is named, or after a stake ({@code read of shop}).
 */
final class NamePlaces {

  private static final String[] BEFORE = {
    "User ",
    "Group ",
    "ServiceAccount ",
    "namespace ",
    "tenant ",
    "node ",
    "user ",
    "group ",
    "service account ",
    "volume ",
    "volumes on ",
    "takeover of ",
    "read of ",
    "reach of ",
    "disrupt of ",
    "observe of "
  };

  /** What cannot be a part of a reference. */
  private static final String ENDS = " ,;()[]{}\"'\n";

  private final Set<String> kinds;
  private final Set<String> everywhere;

  /**
   * @param kinds of objects, each with its group where that is told
   * @param everywhere objects that every cluster has, as {@code Kind name}
   */
  NamePlaces(Set<String> kinds, Set<String> everywhere) {
    this.kinds = Set.copyOf(kinds);
    this.everywhere = Set.copyOf(everywhere);
  }

  /** Whether a name, or a part of a reference, begins there. */
  boolean isOne(String text, int at) {
    int start = at;
    while (start > 0 && ENDS.indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    String reference = text.substring(start, at);
    if (reference.equals("system:node:") || reference.startsWith("system:serviceaccount:")) {
      return true;
    }
    for (String before : BEFORE) {
      if (text.startsWith(before, start - before.length())
          && isWordStart(text, start - before.length())) {
        return true;
      }
    }
    if (text.startsWith("may ") && text.startsWith(" on ", start - 4)) {
      return true;
    }
    // A rule's list of names: "get on secrets of the core group named one,other".
    if (text.startsWith("named ", text.lastIndexOf(' ', start - 1) - 5)) {
      return true;
    }
    int kind = start - 1;
    while (kind > 0 && isOfKind(text.charAt(kind - 1))) {
      kind--;
    }
    if (start == 0
        || text.charAt(start - 1) != ' '
        || !kinds.contains(text.substring(kind, start - 1))) {
      return false;
    }
    int end = at;
    while (end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return !everywhere.contains(text.substring(kind, end));
  }

  /** Such as {@code NetworkPolicy.crd.projectcalico.org}. */
  private static boolean isOfKind(char character) {
    return Character.isLetterOrDigit(character) || character == '.' || character == '-';
  }

  private static boolean isWordStart(String text, int at) {
    return at == 0 || !Character.isLetter(text.charAt(at - 1));
  }
}
