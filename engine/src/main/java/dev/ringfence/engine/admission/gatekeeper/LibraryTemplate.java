package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A template of Gatekeeper's library that is understood; the constant's name is its kind. */
enum LibraryTemplate {
  /** No container is privileged. */
  K8sPSPPrivilegedContainer("k8spspprivileged") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return containers(parameters, pod).stream()
          .anyMatch(one -> isTrue(one, "securityContext", "privileged"));
    }
  },
  /** Neither hostPID nor hostIPC. */
  K8sPSPHostNamespace("k8spsphostnamespace") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return isTrue(pod, "spec", "hostPID") || isTrue(pod, "spec", "hostIPC");
    }
  },
  /** No host network unless allowed, and host ports between two numbers only. */
  K8sPSPHostNetworkingPorts("k8spsphostnetworkingports") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      if (!isTrue(parameters, "hostNetwork") && isTrue(pod, "spec", "hostNetwork")) {
        return true;
      }
      for (Map<String, Object> container : containers(parameters, pod)) {
        for (Map<String, Object> port : PlainObjects.maps(container.get("ports"))) {
          if (port.get("hostPort") instanceof Number number
              && ((parameters.get("min") instanceof Number least
                      && number.longValue() < least.longValue())
                  || (parameters.get("max") instanceof Number most
                      && number.longValue() > most.longValue()))) {
            return true;
          }
        }
      }
      return false;
    }
  },
  /** Host paths below allowed ones only, and read-only where that is asked for. */
  K8sPSPHostFilesystem("k8spsphostfilesystem") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      List<Map<String, Object>> allowed = PlainObjects.maps(parameters.get("allowedHostPaths"));
      for (Map<String, Object> volume :
          PlainObjects.maps(PlainObjects.at(pod, "spec", "volumes"))) {
        if (volume.get("hostPath") instanceof Map<?, ?>
            && allowed.stream().noneMatch(one -> HostPathRule.allows(one, volume, pod))) {
          return true;
        }
      }
      return false;
    }
  },
  /** Only allowed capabilities are added, and all required ones are dropped. */
  K8sPSPCapabilities("capabilities") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      Set<String> allowed = lower(parameters.get("allowedCapabilities"));
      Set<String> required = lower(parameters.get("requiredDropCapabilities"));
      for (Map<String, Object> container : containers(parameters, pod)) {
        Object capabilities = PlainObjects.at(container, "securityContext", "capabilities");
        Set<String> added = lower(PlainObjects.at(capabilities, "add"));
        Set<String> dropped = lower(PlainObjects.at(capabilities, "drop"));
        boolean more = !allowed.contains("*") && !allowed.containsAll(added);
        boolean fewer = !dropped.contains("all") && !dropped.containsAll(required);
        if (more || fewer) {
          return true;
        }
      }
      return false;
    }
  },
  /** Every container says that privileges do not grow. */
  K8sPSPAllowPrivilegeEscalationContainer("k8spspallowprivilegeescalationcontainer") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return containers(parameters, pod).stream()
          .anyMatch(
              one ->
                  !Boolean.FALSE.equals(
                      PlainObjects.at(one, "securityContext", "allowPrivilegeEscalation")));
    }
  },
  /** Every root file system is read-only. */
  K8sPSPReadOnlyRootFilesystem("k8spspreadonlyrootfilesystem") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return containers(parameters, pod).stream()
          .anyMatch(one -> !isTrue(one, "securityContext", "readOnlyRootFilesystem"));
    }
  },
  /** The default proc mount, unless the unmasked one is allowed. */
  K8sPSPProcMount("k8spspprocmount") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      if (PlainObjects.text(parameters, "procMount").equalsIgnoreCase("unmasked")) {
        return false;
      }
      for (Map<String, Object> container : containers(parameters, pod)) {
        String mount = PlainObjects.text(container, "securityContext", "procMount");
        if (!mount.isEmpty() && !mount.equalsIgnoreCase("default")) {
          return true;
        }
      }
      return false;
    }
  },
  /** Volumes of allowed types only. */
  K8sPSPVolumeTypes("k8spspvolumetypes") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      List<String> allowed = PlainObjects.texts(parameters.get("volumes"));
      if (allowed.contains("*")) {
        return false;
      }
      for (Map<String, Object> volume :
          PlainObjects.maps(PlainObjects.at(pod, "spec", "volumes"))) {
        for (String field : volume.keySet()) {
          if (!field.equals("name") && !allowed.contains(field)) {
            return true;
          }
        }
      }
      return false;
    }
  },
  /** No forbidden kernel setting; a star at the end stands for any rest. */
  K8sPSPForbiddenSysctls("k8spspforbiddensysctls") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      List<String> forbidden = PlainObjects.texts(parameters.get("forbiddenSysctls"));
      List<String> allowed = PlainObjects.texts(parameters.get("allowedSysctls"));
      for (Map<String, Object> one :
          PlainObjects.maps(PlainObjects.at(pod, "spec", "securityContext", "sysctls"))) {
        String name = PlainObjects.text(one, "name");
        boolean refused = forbidden.stream().anyMatch(each -> ConstraintMatch.fits(each, name));
        boolean missing =
            parameters.containsKey("allowedSysctls")
                && allowed.stream().noneMatch(each -> ConstraintMatch.fits(each, name));
        if (refused || missing) {
          return true;
        }
      }
      return false;
    }
  },
  /** Allowed seccomp profiles only. */
  K8sPSPSeccomp("k8spspseccomp") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return SeccompRule.refuses(parameters, pod, containers(parameters, pod));
    }
  },
  /** Users and groups by rule and range. */
  K8sPSPAllowedUsers("k8spspallowedusers") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return UsersRule.refuses(parameters, pod, containers(parameters, pod));
    }
  },
  /** File system groups by rule and range. */
  K8sPSPFSGroup("k8spspfsgroup") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return UsersRule.refusesFileSystemGroup(parameters, pod);
    }
  },
  /** Allowed SELinux options only. */
  K8sPSPSELinuxV2("k8spspselinux") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return ConfinementRules.refusesLabels(parameters, pod, containers(parameters, pod));
    }
  },
  /** Allowed AppArmor profiles only. */
  K8sPSPAppArmor("k8spspapparmor") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return ConfinementRules.refusesProfiles(parameters, pod, containers(parameters, pod));
    }
  },
  /** Allowed flex volume drivers only. */
  K8sPSPFlexVolumes("k8spspflexvolumes") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      return ConfinementRules.refusesFlexVolumes(parameters, pod);
    }
  },
  /** Labels that must be there, with values that fit. */
  K8sRequiredLabels("k8srequiredlabels") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      Map<String, Object> labels = PlainObjects.fields(PlainObjects.at(pod, "metadata", "labels"));
      for (Map<String, Object> wanted : PlainObjects.maps(parameters.get("labels"))) {
        Object value = labels.get(PlainObjects.text(wanted, "key"));
        String regex = PlainObjects.text(wanted, "allowedRegex");
        if (value == null
            || (!regex.isEmpty()
                && !java.util.regex.Pattern.compile(regex).matcher(value.toString()).find())) {
          return true;
        }
      }
      return false;
    }
  },
  /** Images of allowed beginnings only. */
  K8sAllowedRepos("k8sallowedrepos") {
    @Override
    boolean refuses(Map<String, Object> parameters, Map<String, Object> pod) {
      List<String> repositories = PlainObjects.texts(parameters.get("repos"));
      return containers(Map.of(), pod).stream()
          .anyMatch(
              one -> repositories.stream().noneMatch(PlainObjects.text(one, "image")::startsWith));
    }
  };

  private final String regoPackage;

  LibraryTemplate(String regoPackage) {
    this.regoPackage = regoPackage;
  }

  /** The template of a kind of constraints, or null. */
  static @Nullable LibraryTemplate of(String kind) {
    for (LibraryTemplate one : values()) {
      if (one.name().equals(kind)) {
        return one;
      }
    }
    return null;
  }

  /** Whether the template's Rego is the library's, told by its package. */
  boolean isWrittenIn(Map<String, Object> template) {
    for (Map<String, Object> target :
        PlainObjects.maps(PlainObjects.at(template, "spec", "targets"))) {
      List<String> written = new ArrayList<>();
      written.add(PlainObjects.text(target, "rego"));
      for (Map<String, Object> code : PlainObjects.maps(target.get("code"))) {
        written.add(PlainObjects.text(code, "source", "rego"));
      }
      for (String rego : written) {
        if (rego.lines().anyMatch(line -> line.strip().equals("package " + regoPackage))) {
          return true;
        }
      }
    }
    return false;
  }

  abstract boolean refuses(Map<String, Object> parameters, Map<String, Object> pod);

  /** Why it refuses the object, or the empty text. */
  String refusal(Map<String, Object> parameters, Map<String, Object> object) {
    return refuses(parameters, object) ? "violates " + name() + " " + parameters : "";
  }

  private static boolean isTrue(Object of, String... path) {
    return Boolean.TRUE.equals(PlainObjects.at(of, path));
  }

  private static Set<String> lower(@Nullable Object list) {
    Set<String> words = new HashSet<>();
    PlainObjects.texts(list).forEach(one -> words.add(one.toLowerCase(Locale.ROOT)));
    return words;
  }

  /** Containers of every kind whose image is not exempt. */
  private static List<Map<String, Object>> containers(
      Map<String, Object> parameters, Map<String, Object> pod) {
    List<String> exempt = PlainObjects.texts(parameters.get("exemptImages"));
    List<Map<String, Object>> containers = new ArrayList<>();
    for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
      for (Map<String, Object> one : PlainObjects.maps(PlainObjects.at(pod, "spec", kind))) {
        String image = PlainObjects.text(one, "image");
        boolean left =
            exempt.stream()
                .anyMatch(
                    each ->
                        each.endsWith("*")
                            ? image.startsWith(each.substring(0, each.length() - 1))
                            : each.equals(image));
        if (!left) {
          containers.add(one);
        }
      }
    }
    return containers;
  }
}
