package dev.ringfence.policy.advice;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sandbox takes for itself, as RuntimeClasses in use say: for those that do not say. */
public final class SandboxOverhead {

  private SandboxOverhead() {}

  /**
   * Quantities by resource; for an unknown handler those of Kata on QEMU, the dearest in wide use.
   */
  public static Map<String, String> of(@Nullable String handler) {
    if (handler == null || handler.equals("runsc") || handler.startsWith("gvisor")) {
      return Map.of("memory", "20Mi", "cpu", "0");
    }
    if (handler.equals("kata-clh") || handler.equals("kata-fc") || handler.contains("dragonball")) {
      return Map.of("memory", "130Mi", "cpu", "250m");
    }
    if (handler.contains("confidential") || handler.contains("-snp") || handler.contains("-tdx")) {
      return Map.of("memory", "2048Mi", "cpu", "1");
    }
    return Map.of("memory", "320Mi", "cpu", "250m");
  }
}
