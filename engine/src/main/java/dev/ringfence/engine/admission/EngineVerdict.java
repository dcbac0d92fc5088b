package dev.ringfence.engine.admission;

import java.util.List;

/**
 * What one policy engine says.
 *
 * @param webhooks names of the webhook configurations that it serves; none where the source does
 *     not show that it runs
 * @param builtIn whether it is part of the API server, so that it runs for sure
 */
public record EngineVerdict(
    String engine, List<String> webhooks, boolean builtIn, PolicyVerdict verdict) {
  public EngineVerdict {
    webhooks = List.copyOf(webhooks);
  }
}
