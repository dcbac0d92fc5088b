package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import org.jspecify.annotations.Nullable;

/**
 * I21: ConfigMaps of kube-system that decide who is who.
 *
 * <p>Premise: {@code create}, {@code update} or {@code patch} of one of them. {@code aws-auth},
 * where it is there, maps cloud roles to {@code system:masters}. The others are read by extension
 * API servers ({@code extension-apiserver-authentication}) and when nodes join or are upgraded
 * ({@code kubeadm-config}, {@code kubelet-config}): whether anybody does is an assumption. {@code
 * kube-root-ca.crt} is what pods load: I27. No boundary.
 */
final class AuthenticationConfigMaps extends GrantRow {

  static final Assumption READ =
      new Assumption(
          "authentication-configmaps-read",
          "Somebody may take ConfigMaps of kube-system at their word that decide on authentication"
              + " (aws-auth, extension-apiserver-authentication, kubeadm-config, kubelet-config).",
          "true");

  private final boolean certain;

  private AuthenticationConfigMaps(boolean certain) {
    super(Permission.WRITE_CONFIG_MAPS);
    this.certain = certain;
  }

  /** Those that are read for certain. */
  static AuthenticationConfigMaps certain() {
    return new AuthenticationConfigMaps(true);
  }

  /** Those that somebody may read. */
  static AuthenticationConfigMaps feared() {
    return new AuthenticationConfigMaps(false);
  }

  @Override
  public String id() {
    return "I21";
  }

  @Override
  public String title() {
    return "changes a ConfigMap that authentication reads";
  }

  @Override
  protected @Nullable Assumption assumption(Landscape landscape) {
    return certain ? null : READ;
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    if (scope != Access.EVERYWHERE && scope != landscape.cluster().namespaceIndex("kube-system")) {
      return;
    }
    boolean counts =
        certain
            ? isThere(landscape, "aws-auth") && matches(name, "aws-auth")
            : matches(name, "aws-auth")
                || matches(name, "extension-apiserver-authentication")
                || matches(name, "kubeadm-config")
                || name.startsWith("kubelet-config");
    if (counts) {
      to.fact(landscape.facts().everything());
    }
  }

  private static boolean matches(String granted, String name) {
    return granted.isEmpty() || granted.equals(name);
  }

  private static boolean isThere(Landscape landscape, String name) {
    return landscape.cluster().configMaps().stream()
        .anyMatch(
            map -> map.meta().name().equals(name) && map.meta().namespace().equals("kube-system"));
  }
}
