package dev.ringfence.engine.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A published way out of a container, and the upstream releases that closed it. Distributions
 * backport fixes without changing the version, so a version alone grades a boundary and proves
 * nothing.
 *
 * @param date when it was made public
 * @param since the first release that has it, and of later series the first that has it again;
 *     empty where every one has
 * @param fixedIn the first good release of each maintained series, ascending
 * @param source who says so
 */
public record PublishedEscape(
    String cve,
    Component component,
    String date,
    List<String> since,
    List<String> fixedIn,
    String source) {

  /** Whose version says something: {@code status.nodeInfo} names it, or an image's tag. */
  public enum Component {
    LINUX,
    CONTAINERD,
    CRI_O,
    KUBELET,
    NVIDIA_TOOLKIT
  }

  /** When the table was last gone through. */
  public static final String AS_OF = "2026-11";

  /** What the stable releases say they fix, gathered in nluedtke/linux_kernel_cves (until 2023). */
  private static final String STABLE = "stable releases, by linux_kernel_cves";

  /** Releases that were not looked up again when the table was last gone through. */
  private static final String NOT_LOOKED_UP = "kernel.org stable changelogs, not looked up again";

  /** The records that the kernel's own authority publishes (CVEProject/cvelistV5). */
  private static final String KERNEL_CVE = "CVE record of kernel.org";

  /**
   * Newest first. Versions of runc, crun, gVisor and Kata are not in the API; NVIDIA's toolkit is
   * what its DaemonSet installs.
   */
  public static final List<PublishedEscape> TABLE =
      List.of(
          // A label of an image becomes a command on the node.
          of("CVE-2026-53488", Component.CONTAINERD, "2026-06-18", "GHSA-xhf5-7wjv-pqxp")
              .fixedIn("1.7.33", "2.1.9", "2.2.5", "2.3.2"),
          // Dirty Frag, and Copy Fail below: cached pages of files that containers share.
          of("CVE-2026-43284", Component.LINUX, "2026-05-07", KERNEL_CVE)
              .since("4.11")
              .fixedIn("5.10.255", "5.15.206", "6.1.172", "6.6.138", "6.12.87", "6.18.28", "7.0.5"),
          of("CVE-2026-31431", Component.LINUX, "2026-04-29", KERNEL_CVE)
              .since("4.14")
              .fixedIn(
                  "5.10.254",
                  "5.15.204",
                  "6.1.170",
                  "6.6.137",
                  "6.12.85",
                  "6.18.22",
                  "6.19.12",
                  "7.0"),
          of("CVE-2025-23266", Component.NVIDIA_TOOLKIT, "2025-07-17", "NVIDIA 5659")
              .fixedIn("1.17.8"),
          of("CVE-2024-40635", Component.CONTAINERD, "2025-03-17", "GHSA-265r-hfxg-fhmg")
              .fixedIn("1.6.38", "1.7.27", "2.0.4"),
          of("CVE-2025-23359", Component.NVIDIA_TOOLKIT, "2025-02-11", "NVIDIA 5616")
              .fixedIn("1.17.4"),
          of("CVE-2024-10220", Component.KUBELET, "2024-11-20", "kubernetes/kubernetes#128885")
              .fixedIn("1.28.12", "1.29.7", "1.30.3"),
          of("CVE-2024-0132", Component.NVIDIA_TOOLKIT, "2024-09-26", "NVIDIA 5582")
              .fixedIn("1.16.2"),
          // Of each series one release alone had it.
          of("CVE-2024-5154", Component.CRI_O, "2024-06-04", "GHSA-j9hf-98c3-wrm8")
              .since("1.28.6", "1.29.4", "1.30.0")
              .fixedIn("1.28.7", "1.29.5", "1.30.1"),
          of("CVE-2024-1086", Component.LINUX, "2024-01-31", NOT_LOOKED_UP)
              .since("3.15")
              .fixedIn("5.4.269", "5.10.210", "5.15.149", "6.1.76", "6.6.15", "6.7.3"),
          of("CVE-2023-0386", Component.LINUX, "2023-03-22", "nvd.nist.gov")
              .since("5.11")
              .fixedIn("5.15.91", "6.1.9"),
          of("CVE-2022-0847", Component.LINUX, "2022-03-07", STABLE)
              .since("5.8")
              .fixedIn("5.10.102", "5.15.25", "5.16.11"),
          of("CVE-2022-0811", Component.CRI_O, "2022-03-15", "GHSA-6x2m-w449-qwx7")
              .since("1.19")
              .fixedIn("1.19.6", "1.20.7", "1.21.6", "1.22.3", "1.23.2"),
          of("CVE-2022-23648", Component.CONTAINERD, "2022-02-28", "GHSA-crp2-qrr5-8pq7")
              .fixedIn("1.4.13", "1.5.10", "1.6.1"),
          of("CVE-2022-0492", Component.LINUX, "2022-02-04", STABLE)
              .fixedIn("4.14.266", "4.19.229", "5.4.177", "5.10.97", "5.15.20", "5.16.6"),
          of("CVE-2022-0185", Component.LINUX, "2022-01-18", STABLE)
              .since("5.1")
              .fixedIn("5.4.173", "5.10.93", "5.15.16", "5.16.2"),
          of("CVE-2021-43816", Component.CONTAINERD, "2022-01-05", "GHSA-mvff-h3cj-wj9c")
              .since("1.5")
              .fixedIn("1.5.9"),
          of("CVE-2021-25741", Component.KUBELET, "2021-09-15", "kubernetes/kubernetes#104980")
              .fixedIn("1.19.15", "1.20.11", "1.21.5", "1.22.2"),
          of("CVE-2021-22555", Component.LINUX, "2021-07-07", STABLE)
              .since("2.6.19")
              .fixedIn("4.14.231", "4.19.188", "5.4.113", "5.10.31", "5.11.15"),
          of("CVE-2020-15257", Component.CONTAINERD, "2020-11-30", "GHSA-36xw-fx78-c5r4")
              .fixedIn("1.3.9", "1.4.3"));

  private static PublishedEscape of(String cve, Component component, String date, String source) {
    return new PublishedEscape(cve, component, date, List.of(), List.of(), source);
  }

  private PublishedEscape since(String... versions) {
    return new PublishedEscape(cve, component, date, List.of(versions), fixedIn, source);
  }

  private PublishedEscape fixedIn(String... versions) {
    return new PublishedEscape(cve, component, date, since, List.of(versions), source);
  }

  public PublishedEscape {
    since = List.copyOf(since);
    fixedIn = List.copyOf(fixedIn);
  }

  /** Those that upstream had not closed in a version, for example {@code 5.10.0-9-amd64}. */
  public static List<PublishedEscape> openIn(Component component, String version) {
    List<PublishedEscape> open = new ArrayList<>();
    int[] numbers = numbers(version);
    for (PublishedEscape escape : TABLE) {
      if (escape.component() == component && numbers.length >= 2 && escape.isOpen(numbers)) {
        open.add(escape);
      }
    }
    return open;
  }

  /** Open before the fix of its series, and in every series that is older than the first fix. */
  private boolean isOpen(int[] version) {
    if (!since.isEmpty() && compare(version, numbers(since.getFirst())) < 0) {
      return false;
    }
    for (String first : since) {
      if (isOfSeries(version, numbers(first)) && compare(version, numbers(first)) < 0) {
        return false;
      }
    }
    for (String fix : fixedIn) {
      int[] fixed = numbers(fix);
      if (isOfSeries(version, fixed)) {
        return compare(version, fixed) < 0;
      }
    }
    // A series without a fix of its own ended before one was needed, or came after all of them.
    return compare(version, numbers(fixedIn.getLast())) < 0;
  }

  private static boolean isOfSeries(int[] version, int[] other) {
    return other[0] == version[0] && other[1] == version[1];
  }

  private static int compare(int[] first, int[] second) {
    for (int i = 0; i < Math.max(first.length, second.length); i++) {
      int one = i < first.length ? first[i] : 0;
      int other = i < second.length ? second[i] : 0;
      if (one != other) {
        return Integer.compare(one, other);
      }
    }
    return 0;
  }

  /** The leading numbers of a version; none where it has no such form. */
  private static int[] numbers(String version) {
    List<Integer> numbers = new ArrayList<>();
    int at = version.startsWith("v") ? 1 : 0;
    while (at < version.length() && Character.isDigit(version.charAt(at)) && numbers.size() < 3) {
      int end = at;
      while (end < version.length() && Character.isDigit(version.charAt(end))) {
        end++;
      }
      if (end - at > 8) {
        break;
      }
      numbers.add(Integer.parseInt(version, at, end, 10));
      if (end >= version.length() || version.charAt(end) != '.') {
        break;
      }
      at = end + 1;
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
