package dev.ringfence.enforce;

import dev.ringfence.intake.live.LiveApi;

/** A kind of fences cannot be listed, so nothing may be decided about it. */
public final class FencesUnreadable extends RuntimeException {

  private static final long serialVersionUID = 1;

  FencesUnreadable(String kind, LiveApi.Answer answer) {
    super(
        kind
            + " cannot be listed ("
            + answer.status()
            + ", "
            + Trees.text(Trees.ofJson(answer.body()), "message")
            + "). Give the account the right to list it.");
  }
}
