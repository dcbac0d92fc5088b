package dev.ringfence.engine.admission;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the Pod Security Standards: 1.<em>minor</em>, or the latest, which moves with the
 * server.
 *
 * @param minor {@link Integer#MAX_VALUE} for the latest
 */
public record PodSecurityVersion(int minor) {

  public static final PodSecurityVersion LATEST = new PodSecurityVersion(Integer.MAX_VALUE);

  private static final Pattern WRITTEN = Pattern.compile("v?1\\.(0|[1-9][0-9]{0,5})");

  /** {@code v1.30} or {@code latest}; anything else counts as latest, as in the API server. */
  public static PodSecurityVersion parse(String value) {
    Matcher matcher = WRITTEN.matcher(value);
    return matcher.matches() ? new PodSecurityVersion(Integer.parseInt(matcher.group(1))) : LATEST;
  }

  /** What a server of that version makes of it: it knows nothing newer than itself. */
  public PodSecurityVersion onServer(PodSecurityVersion server) {
    return minor > server.minor ? server : this;
  }

  @Override
  public String toString() {
    return minor == Integer.MAX_VALUE ? "latest" : "v1." + minor;
  }
}
