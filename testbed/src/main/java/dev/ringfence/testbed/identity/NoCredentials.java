package dev.ringfence.testbed.identity;

/** Nothing: the server sees {@code system:anonymous}. */
public record NoCredentials() implements Credentials {
  @Override
  public String holder() {
    return "system:anonymous";
  }
}
