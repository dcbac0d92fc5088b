package dev.ringfence.testbed.identity;

/** A token, as service accounts have. */
public record BearerToken(String holder, String token) implements Credentials {
  /** Never shows the token. */
  @Override
  public String toString() {
    return "token of " + holder;
  }
}
