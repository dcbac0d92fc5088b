package dev.ringfence.engine.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The security settings of a pod that its containers inherit. Null means unset. */
public record PodSecurityContext(
    @Nullable Long runAsUser,
    @Nullable Boolean runAsNonRoot,
    @Nullable Profile seccomp,
    @Nullable Profile appArmor,
    @Nullable SeLinuxOptions seLinux,
    Map<String, String> sysctls,
    @Nullable WindowsOptions windows) {

  public static final PodSecurityContext UNSET =
      new PodSecurityContext(null, null, null, null, null, Map.of(), null);

  /**
   * A seccomp or AppArmor profile.
   *
   * @param type {@code Unconfined}, {@code RuntimeDefault} or {@code Localhost}
   */
  public record Profile(String type, @Nullable String localhostProfile) {}

  /** SELinux options; empty strings where unset. */
  public record SeLinuxOptions(String user, String role, String type, String level) {}

  /** The Windows options that isolation depends on. */
  public record WindowsOptions(@Nullable Boolean hostProcess) {}

  public PodSecurityContext {
    sysctls = Map.copyOf(sysctls);
  }
}
