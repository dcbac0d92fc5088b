package dev.ringfence.policy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says beside the documents.
 *
 * @param today the day by which assumptions expire
 * @param tenantLabel the namespace label to propose tenants by, or null
 * @param assumed id to value, from the command line; these win over documents
 */
public record PolicyOptions(
    LocalDate today, @Nullable String tenantLabel, Map<String, String> assumed) {

  public PolicyOptions {
    assumed = Collections.unmodifiableMap(new LinkedHashMap<>(assumed));
  }

  /** Nothing but the day. */
  public static PolicyOptions on(LocalDate today) {
    return new PolicyOptions(today, null, Map.of());
  }
}
