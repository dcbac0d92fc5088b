package dev.ringfence.engine.deputies;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of a product, as image tags name it. A release candidate is older than the release.
 *
 * @param patch {@link #ANY_PATCH} where the tag leaves it open
 */
public record Release(int major, int minor, int patch, boolean candidate)
    implements Comparable<Release> {

  /** Older than every other: what has always been so is so since then. */
  public static final Release ANY = new Release(0, 0, 0, true);

  private static final int ANY_PATCH = -1;

  private static final Pattern TAG =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?([-+.].*)?");

  private static final Pattern CANDIDATE =
      Pattern.compile("[-+.](alpha|beta|rc|pre|dev|snapshot)(?![a-z]).*");

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch)
          .thenComparing(release -> !release.candidate());

  /** By the tag of an image; nothing where there is none, or one that names no release. */
  public static Optional<Release> ofImage(String image) {
    int digest = image.indexOf('@');
    String name = digest < 0 ? image : image.substring(0, digest);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? of(name.substring(colon + 1)) : Optional.empty();
  }

  /** Of {@code 1.12}, {@code v1.12.0-rc.1} and the like. */
  public static Optional<Release> of(String text) {
    Matcher tag = TAG.matcher(text);
    if (!tag.matches()) {
      return Optional.empty();
    }
    String rest = tag.group(4);
    return Optional.of(
        new Release(
            Integer.parseInt(tag.group(1)),
            Integer.parseInt(tag.group(2)),
            tag.group(3) == null ? ANY_PATCH : Integer.parseInt(tag.group(3)),
            rest != null && CANDIDATE.matcher(rest).matches()));
  }

  /** Whether it is older for sure: what may be any patch of a minor release is not. */
  boolean isBefore(Release first) {
    boolean same = major == first.major && minor == first.minor;
    return compareTo(first) < 0 && !(same && patch == ANY_PATCH);
  }

  /** A tag that leaves the patch open counts as the oldest of them. */
  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (candidate ? "-rc" : "");
  }
}
