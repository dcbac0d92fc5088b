package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import dev.ringfence.engine.cluster.PodSecurityContext.SeLinuxOptions;
import dev.ringfence.engine.cluster.PodSecurityContext.WindowsOptions;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The security settings of pods and containers. */
final class SecurityMapper {

  private SecurityMapper() {}

  static PodSecurityContext ofPod(Fields spec) {
    Fields context = spec.fields("securityContext");
    if (context.isEmpty()) {
      return PodSecurityContext.UNSET;
    }
    return new PodSecurityContext(
        context.integerOrNull("runAsUser"),
        context.flagOrNull("runAsNonRoot"),
        profile(context, "seccompProfile"),
        profile(context, "appArmorProfile"),
        seLinux(context),
        sysctls(context),
        windows(context));
  }

  static Container.SecurityContext ofContainer(Fields container, @Nullable Profile annotated) {
    Fields context = container.fields("securityContext");
    Profile appArmor = profile(context, "appArmorProfile");
    if (context.isEmpty() && annotated == null) {
      return Container.SecurityContext.UNSET;
    }
    Fields capabilities = context.fields("capabilities");
    String procMount = context.textOrNull("procMount");
    return new Container.SecurityContext(
        context.flagOrNull("privileged"),
        context.flagOrNull("allowPrivilegeEscalation"),
        context.flagOrNull("readOnlyRootFilesystem"),
        context.flagOrNull("runAsNonRoot"),
        context.integerOrNull("runAsUser"),
        capabilities.texts("add"),
        capabilities.texts("drop"),
        // The API server writes the default out wherever there is a security context.
        procMount == null || procMount.equals("Default") ? null : procMount,
        profile(context, "seccompProfile"),
        appArmor == null ? annotated : appArmor,
        seLinux(context),
        windows(context));
  }

  private static @Nullable Profile profile(Fields context, String field) {
    Fields profile = context.fieldsOrNull(field);
    return profile == null
        ? null
        : new Profile(profile.text("type"), profile.textOrNull("localhostProfile"));
  }

  /** A profile in the annotations of old, which the API server still turns into the field. */
  static @Nullable Profile appArmorAnnotation(Fields annotations, String container) {
    String value =
        annotations.textOrNull("container.apparmor.security.beta.kubernetes.io/" + container);
    if (value == null) {
      return null;
    }
    if (value.startsWith("localhost/")) {
      return new Profile("Localhost", value.substring("localhost/".length()));
    }
    return switch (value) {
      case "runtime/default" -> new Profile("RuntimeDefault", null);
      case "unconfined" -> new Profile("Unconfined", null);
      default -> null;
    };
  }

  private static @Nullable SeLinuxOptions seLinux(Fields context) {
    Fields options = context.fieldsOrNull("seLinuxOptions");
    return options == null
        ? null
        : new SeLinuxOptions(
            options.text("user"),
            options.text("role"),
            options.text("type"),
            options.text("level"));
  }

  private static @Nullable WindowsOptions windows(Fields context) {
    Fields options = context.fieldsOrNull("windowsOptions");
    return options == null ? null : new WindowsOptions(options.flagOrNull("hostProcess"));
  }

  private static Map<String, String> sysctls(Fields context) {
    Items items = context.items("sysctls");
    if (items.isEmpty()) {
      return Map.of();
    }
    Map<String, String> sysctls = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      sysctls.put(item.text("name"), item.text("value"));
    }
    return sysctls;
  }
}
