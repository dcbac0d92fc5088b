package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A distribution's own advisory that names the versions of its package which a published escape
 * goes through. Unlike upstream's version numbers, which distributions fix without changing, such a
 * version is known to be open: the boundary has failed already.
 *
 * <p>Only versions that a node tells in full can be found here. Ubuntu's kernels are: {@code
 * kernelVersion} is the name of the image's package without {@code linux-image-}. Of containerd and
 * runc the API shows the upstream version alone, or none.
 *
 * @param id of the advisory
 * @param needs what the escape uses that a seccomp profile may forbid
 * @param release as {@code osImage} begins
 * @param flavour how kernel versions of the package end
 * @param series how they begin
 * @param first the number of the first package that the advisory lists as affected
 * @param fixed the number of the package that it says to be fixed
 */
public record DistributionAdvisory(
    String id,
    String cve,
    Needs needs,
    String release,
    String flavour,
    String series,
    int first,
    int fixed) {

  /** By what an escape gets at the kernel. */
  public enum Needs {
    /** A user namespace of its own making, which the runtimes' default profiles forbid. */
    USER_NAMESPACE,
    /**
     * A socket of family AF_ALG, which the default profiles allowed until 2026-05 (moby/moby#52494,
     * containerd/containerd#13327).
     */
    ALGORITHM_SOCKET
  }

  /** When the table was last gone through. */
  public static final String AS_OF = "2026-11";

  private static final String FILE_SYSTEM_CONTEXT = "CVE-2022-0185";
  private static final String NETFILTER_VERDICT = "CVE-2024-1086";

  /** Copy Fail: "or possibly escape a container", in the notices' own words. */
  private static final String COPY_FAIL = "CVE-2026-31431";

  private static final String BIONIC = "Ubuntu 18.04";
  private static final String FOCAL = "Ubuntu 20.04";
  private static final String JAMMY = "Ubuntu 22.04";
  private static final String NOBLE = "Ubuntu 24.04";

  /**
   * Canonical's notices as published in github.com/canonical/ubuntu-security-notices, osv/usn and
   * vex/usn; of each package the first and the fixed version of its {@code affected} entry.
   */
  public static final List<DistributionAdvisory> TABLE =
      List.of(
          kernel("USN-5240-1", FILE_SYSTEM_CONTEXT, BIONIC, "aws", "5.4.0", 1018, 1063),
          kernel("USN-5240-1", FILE_SYSTEM_CONTEXT, BIONIC, "azure", "5.4.0", 1020, 1067),
          kernel("USN-5240-1", FILE_SYSTEM_CONTEXT, BIONIC, "gcp", "5.4.0", 1019, 1062),
          kernel("USN-5240-1", FILE_SYSTEM_CONTEXT, BIONIC, "gke", "5.4.0", 1025, 1059),
          kernel("USN-5240-1", FILE_SYSTEM_CONTEXT, FOCAL, "generic", "5.4.0", 9, 96),
          kernel("USN-6704-1", NETFILTER_VERDICT, FOCAL, "azure", "5.15.0", 1007, 1059),
          kernel("USN-6704-1", NETFILTER_VERDICT, FOCAL, "gcp", "5.15.0", 1006, 1054),
          kernel("USN-6704-1", NETFILTER_VERDICT, JAMMY, "generic", "5.15.0", 17, 101),
          kernel("USN-6704-1", NETFILTER_VERDICT, JAMMY, "azure", "5.15.0", 1001, 1059),
          kernel("USN-6704-1", NETFILTER_VERDICT, JAMMY, "gcp", "5.15.0", 1001, 1054),
          kernel("USN-8279-1", COPY_FAIL, FOCAL, "generic", "5.15.0", 0, 179),
          kernel("USN-8279-1", COPY_FAIL, FOCAL, "aws", "5.15.0", 0, 1108),
          kernel("USN-8279-1", COPY_FAIL, JAMMY, "generic", "5.15.0", 0, 179),
          kernel("USN-8279-1", COPY_FAIL, JAMMY, "aws", "5.15.0", 0, 1108),
          kernel("USN-8279-1", COPY_FAIL, JAMMY, "gcp", "5.15.0", 0, 1108),
          kernel("USN-8278-1", COPY_FAIL, NOBLE, "generic", "6.8.0", 0, 117),
          kernel("USN-8278-1", COPY_FAIL, NOBLE, "aws", "6.8.0", 0, 1055),
          kernel("USN-8278-1", COPY_FAIL, NOBLE, "gcp", "6.8.0", 0, 1058),
          kernel("USN-8278-1", COPY_FAIL, NOBLE, "gke", "6.8.0", 0, 1054));

  private static final Pattern KERNEL = Pattern.compile("(\\d+\\.\\d+\\.\\d+)-(\\d{1,6})-([a-z]+)");

  /** A release of Kubernetes itself, not one that somebody else has built and numbered. */
  private static final Pattern OWN_BUILD = Pattern.compile("v1\\.(\\d{1,3})\\.(\\d{1,3})");

  /** Of each minor version the first patch that CVE-2021-25741 is fixed in. */
  private static final int[][] SUBPATH_FIXED = {{19, 15}, {20, 11}, {21, 5}, {22, 2}};

  private static DistributionAdvisory kernel(
      String id, String cve, String release, String flavour, String series, int first, int fixed) {
    Needs needs = cve.equals(COPY_FAIL) ? Needs.ALGORITHM_SOCKET : Needs.USER_NAMESPACE;
    return new DistributionAdvisory(id, cve, needs, release, flavour, series, first, fixed);
  }

  /** The advisories that name the node's kernel, one for each need. */
  public static List<DistributionAdvisory> namingKernelOf(Node node) {
    Matcher version = KERNEL.matcher(node.info().kernelVersion());
    if (!version.matches()) {
      return List.of();
    }
    int number = Integer.parseInt(version.group(2));
    Map<Needs, DistributionAdvisory> naming = new EnumMap<>(Needs.class);
    for (DistributionAdvisory advisory : TABLE) {
      if (node.info().osImage().startsWith(advisory.release())
          && advisory.series().equals(version.group(1))
          && advisory.flavour().equals(version.group(3))
          && advisory.first() <= number
          && number < advisory.fixed()) {
        naming.putIfAbsent(advisory.needs(), advisory);
      }
    }
    return List.copyOf(naming.values());
  }

  /**
   * Whether Kubernetes' own advisory on subPath mounts (CVE-2021-25741,
   * kubernetes/kubernetes#104980) names the node's kubelet: 1.19.14, 1.20.10, 1.21.4, 1.22.1 and
   * those before. Azure's kubelets bear Kubernetes' version numbers and may differ.
   */
  public static boolean namesKubeletOf(Node node) {
    Matcher version = OWN_BUILD.matcher(node.info().kubeletVersion());
    if (!version.matches() || node.labels().get("kubernetes.azure.com/cluster") != null) {
      return false;
    }
    int minor = Integer.parseInt(version.group(1));
    for (int[] fixed : SUBPATH_FIXED) {
      if (fixed[0] == minor) {
        return Integer.parseInt(version.group(2)) < fixed[1];
      }
    }
    return minor < SUBPATH_FIXED[0][0];
  }

  /** In a few words, for evidence. */
  public String words() {
    return id + " names it for " + cve + ", fixed in " + series + "-" + fixed + "-" + flavour;
  }
}
