package dev.ringfence.engine.admission;

import java.util.Map;

/**
 * Who has a say on mirror pods of a namespace.
 *
 * @param webhooks each configuration that is asked, with whether that can be told for sure
 */
public record MirrorQuestion(int profile, Map<String, Boolean> webhooks) {
  public MirrorQuestion {
    webhooks = Map.copyOf(webhooks);
  }
}
