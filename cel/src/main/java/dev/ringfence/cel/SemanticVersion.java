package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions by semver.org 2.0.0: build metadata does not count when they are compared. */
record SemanticVersion(long major, long minor, long patch, String preRelease)
    implements Comparable<SemanticVersion> {

  private static final CelLibrary.Type TYPE =
      new CelLibrary.Type(OpaqueType.create("kubernetes.Semver"), SemanticVersion.class);

  private static final String NUMBER = "(0|[1-9]\\d{0,17})";
  private static final Pattern WRITTEN =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)"
              + "(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
              + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

  static @Nullable SemanticVersion parse(String text, boolean normalize) {
    Matcher matcher = WRITTEN.matcher(normalize ? normalized(text) : text);
    if (!matcher.matches()) {
      return null;
    }
    String pre = matcher.group(4);
    return new SemanticVersion(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        pre == null ? "" : pre);
  }

  /** Takes a leading v and leading zeros off, and adds what is missing of the three numbers. */
  private static String normalized(String text) {
    String bare = text.startsWith("v") ? text.substring(1) : text;
    int end = 0;
    while (end < bare.length() && bare.charAt(end) != '-' && bare.charAt(end) != '+') {
      end++;
    }
    String[] numbers = bare.substring(0, end).split("\\.", -1);
    StringBuilder whole = new StringBuilder();
    for (int at = 0; at < Math.max(3, numbers.length); at++) {
      String number = at < numbers.length ? numbers[at].replaceFirst("^0+(?=\\d)", "") : "0";
      whole.append(at == 0 ? "" : ".").append(number);
    }
    return whole + bare.substring(end);
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = Long.compare(major, other.major);
    order = order != 0 ? order : Long.compare(minor, other.minor);
    order = order != 0 ? order : Long.compare(patch, other.patch);
    return order != 0 ? order : comparePreRelease(other.preRelease);
  }

  private int comparePreRelease(String other) {
    if (preRelease.isEmpty() || other.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.isEmpty());
    }
    String[] left = preRelease.split("\\.", -1);
    String[] right = other.split("\\.", -1);
    for (int at = 0; at < Math.min(left.length, right.length); at++) {
      boolean numeric = left[at].matches("\\d+");
      boolean otherNumeric = right[at].matches("\\d+");
      int order =
          numeric && otherNumeric
              ? new java.math.BigInteger(left[at]).compareTo(new java.math.BigInteger(right[at]))
              : numeric != otherNumeric ? (numeric ? -1 : 1) : left[at].compareTo(right[at]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static SemanticVersion of(Object text, Object normalize) throws CelEvaluationException {
    SemanticVersion version = parse((String) text, (Boolean) normalize);
    if (version == null) {
      throw CelLibrary.error("no semantic version: " + text);
    }
    return version;
  }

  static void addTo(CelLibrary library) {
    CelLibrary.Type text = CelLibrary.TEXT;
    CelLibrary.Type flag = CelLibrary.BOOLEAN;
    library.global("semver", TYPE, a -> of(a[0], false), text);
    library.global("semver", TYPE, a -> of(a[0], a[1]), text, flag);
    library.global("isSemver", flag, a -> parse((String) a[0], false) != null, text);
    library.global("isSemver", flag, a -> parse((String) a[0], (Boolean) a[1]) != null, text, flag);
    library.member("major", CelLibrary.INTEGER, a -> ((SemanticVersion) a[0]).major, TYPE);
    library.member("minor", CelLibrary.INTEGER, a -> ((SemanticVersion) a[0]).minor, TYPE);
    library.member("patch", CelLibrary.INTEGER, a -> ((SemanticVersion) a[0]).patch, TYPE);
    library.member(
        "compareTo",
        CelLibrary.INTEGER,
        a -> (long) Integer.signum(((SemanticVersion) a[0]).compareTo((SemanticVersion) a[1])),
        TYPE,
        TYPE);
    library.member(
        "isLessThan",
        flag,
        a -> ((SemanticVersion) a[0]).compareTo((SemanticVersion) a[1]) < 0,
        TYPE,
        TYPE);
    library.member(
        "isGreaterThan",
        flag,
        a -> ((SemanticVersion) a[0]).compareTo((SemanticVersion) a[1]) > 0,
        TYPE,
        TYPE);
  }
}
