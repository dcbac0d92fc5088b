package dev.ringfence.engine.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A published way out of a container, and the upstream releases that closed it. Distributions
 * backport fixes without changing the version, so a version alone grades a boundary and proves
 * nothing.
 *
 * @param date when it was made public
 * @param fixedIn the first good release of each maintained series, ascending
 * @param source who says so
 */
public record PublishedEscape(
    String cve, Component component, String date, List<String> fixedIn, String source) {

  /** Whose version says something, as {@code status.nodeInfo} names it. */
  public enum Component {
    LINUX,
    CONTAINERD,
    CRI_O,
    KUBELET
  }

  /** When the table was last gone through. */
  public static final String AS_OF = "2026-07";

  private static final String KERNEL = "kernel.org stable changelogs";

  /** Newest first. runc's version is not in the API. */
  public static final List<PublishedEscape> TABLE =
      List.of(
          of(
              "CVE-2024-40635",
              Component.CONTAINERD,
              "2025-03-17",
              "GHSA-265r-hfxg-fhmg",
              "1.6.38",
              "1.7.27",
              "2.0.4"),
          of(
              "CVE-2024-10220",
              Component.KUBELET,
              "2024-11-20",
              "kubernetes/kubernetes#128885",
              "1.28.12",
              "1.29.7",
              "1.30.3"),
          of(
              "CVE-2024-1086",
              Component.LINUX,
              "2024-01-31",
              KERNEL,
              "5.4.269",
              "5.10.210",
              "5.15.149",
              "6.1.76",
              "6.6.15",
              "6.7.3"),
          of(
              "CVE-2022-0847",
              Component.LINUX,
              "2022-03-07",
              KERNEL,
              "5.10.102",
              "5.15.25",
              "5.16.11"),
          of(
              "CVE-2022-0811",
              Component.CRI_O,
              "2022-03-15",
              "GHSA-6x2m-w449-qwx7",
              "1.19.6",
              "1.20.7",
              "1.21.6",
              "1.22.3",
              "1.23.2"),
          of(
              "CVE-2022-23648",
              Component.CONTAINERD,
              "2022-02-28",
              "GHSA-crp2-qrr5-8pq7",
              "1.4.13",
              "1.5.10",
              "1.6.1"),
          of(
              "CVE-2022-0492",
              Component.LINUX,
              "2022-02-04",
              KERNEL,
              "5.4.177",
              "5.10.97",
              "5.15.20",
              "5.16.6"),
          of(
              "CVE-2022-0185",
              Component.LINUX,
              "2022-01-18",
              KERNEL,
              "5.4.173",
              "5.10.93",
              "5.15.16",
              "5.16.2"),
          of(
              "CVE-2021-25741",
              Component.KUBELET,
              "2021-09-15",
              "kubernetes/kubernetes#104980",
              "1.19.15",
              "1.20.11",
              "1.21.5",
              "1.22.2"),
          of(
              "CVE-2020-15257",
              Component.CONTAINERD,
              "2020-11-30",
              "GHSA-36xw-fx78-c5r4",
              "1.3.9",
              "1.4.3"));

  private static PublishedEscape of(
      String cve, Component component, String date, String source, String... fixedIn) {
    return new PublishedEscape(cve, component, date, List.of(fixedIn), source);
  }

  public PublishedEscape {
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
    for (String fix : fixedIn) {
      int[] fixed = numbers(fix);
      if (fixed[0] == version[0] && fixed[1] == version[1]) {
        return compare(version, fixed) < 0;
      }
    }
    // A series without a fix of its own ended before one was needed, or came after all of them.
    return compare(version, numbers(fixedIn.getLast())) < 0;
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
