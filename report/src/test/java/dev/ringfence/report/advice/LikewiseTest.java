package dev.ringfence.report.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LikewiseTest {

  private static Set<String> tenants(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "team-" + number)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> restarts(int count) {
    return tenants(count).stream().map(name -> "restart the workloads of " + name).toList();
  }

  @Test
  void ofFewTenantsEveryLineIsTold() {
    assertThat(new Likewise(tenants(10), Set.of()).of(restarts(10))).isEqualTo(restarts(10));
  }

  @Test
  void ofManyWhatDiffersInNamesIsOneLineWithTheirNumber() {
    assertThat(new Likewise(tenants(1_000), Set.of()).of(restarts(1_000)))
        .containsExactly(
            "restart the workloads of team-0 (and likewise 999 more: team-1, team-10, team-100, …)");
  }

  @Test
  void whatDiffersInMoreThanNamesStaysApart() {
    Likewise likewise = new Likewise(tenants(11), Set.of());
    List<String> lines =
        List.of(
            "Deployment team-1/web runs on, but its pods would not come back: hostPath",
            "Deployment team-2/web runs on, but its pods would not come back: hostPath",
            "Deployment team-3/web runs on, but its pods would not come back: privileged",
            "quota of team-4: 12 of 10 pods",
            "quota of team-5: 13 of 10 pods");
    assertThat(likewise.of(lines))
        .containsExactly(
            lines.get(0) + " (and likewise 1 more: Deployment team-2/web)",
            lines.get(2),
            lines.get(3),
            lines.get(4));
  }

  @Test
  void longListsOfObjectsSayHowManyMoreThereAre() {
    String objects =
        IntStream.range(0, 5_000)
            .mapToObj(number -> "Deployment team-1/app-" + number)
            .collect(Collectors.joining(", "));
    assertThat(
            new Likewise(tenants(11), Set.of())
                .of(List.of("ways out of the cluster from " + objects + ", outside")))
        .containsExactly(
            "ways out of the cluster from Deployment team-1/app-0, Deployment team-1/app-1,"
                + " Deployment team-1/app-2, Deployment team-1/app-3, Deployment team-1/app-4 and"
                + " 4995 more, outside");
  }

  @Test
  void ofWhoIsAskedForEverythingIsTold() {
    Likewise likewise = new Likewise(tenants(20), Set.of("team-7"));
    assertThat(likewise.of(restarts(20))).contains("restart the workloads of team-7").hasSize(2);
    String cut = "Service team-7/web from Deployment team-1/web, Deployment team-2/web";
    assertThat(likewise.of(List.of(cut, cut.replace("team-7", "team-8")))).contains(cut).hasSize(2);
  }
}
