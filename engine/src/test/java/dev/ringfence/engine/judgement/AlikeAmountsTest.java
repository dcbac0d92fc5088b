package dev.ringfence.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.contention.Contention;
import dev.ringfence.engine.contention.Eviction;
import dev.ringfence.engine.contention.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is called alike is answered alike by whoever reads amounts. */
final class AlikeAmountsTest {

  private static final int DRAWS = 20_000;

  private static final List<String> QUANTITIES = List.of("0", "1", "2", "3", "4", "-1");

  @Test
  void whatIsAlikeIsAnsweredAlike() {
    Cluster cluster = cluster();
    AlikeAmounts amounts = new AlikeAmounts(cluster);
    Contention contention = Contention.of(cluster);
    Random random = new Random(5);
    int alike = 0;
    int different = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Container> ones = drawn(random);
      List<Container> others = new ArrayList<>();
      for (Container one : ones) {
        others.add(
            random.nextBoolean()
                ? one
                : one.withResources(other(one.requests(), random), other(one.limits(), random)));
      }
      if (!amounts.areAlike(ones, others)) {
        different++;
        continue;
      }
      alike += ones.equals(others) ? 0 : 1;
      PodSpec one = spec(ones);
      PodSpec other = spec(others);
      assertThat(answers(cluster, contention, other))
          .as(ones + " and " + others)
          .isEqualTo(answers(cluster, contention, one));
    }
    // Else the comparison compares nothing.
    assertThat(alike).isGreaterThan(DRAWS / 100);
    assertThat(different).isGreaterThan(DRAWS / 10);
  }

  private static List<Object> answers(Cluster cluster, Contention contention, PodSpec spec) {
    List<Object> answers = new ArrayList<>();
    // The first is there, the second is not made yet.
    for (int pod : new int[] {0, 1}) {
      PodClass podClass =
          new PodClass(0, cluster.namespaceIndex("a"), spec, LabelSet.EMPTY, new int[] {pod}, 1);
      for (long node : new long[] {3, 5}) {
        answers.add(
            contention.unlimited(
                podClass, Map.of("cpu", 1000 * node, "memory", node, "ephemeral-storage", node)));
      }
      for (Resource resource : Resource.values()) {
        answers.add(contention.boundsGrowth(podClass, resource));
      }
    }
    answers.add(Eviction.qualityOfService(spec));
    for (Resource resource : Resource.values()) {
      answers.add(Eviction.mayExceed(spec, resource));
    }
    return answers;
  }

  /** Two nodes, and a namespace with quotas on limits of one resource and on requests of others. */
  private static Cluster cluster() {
    ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");
    builder.addNamespace(meta("Namespace", null, "a"));
    for (String amount : List.of("3", "5")) {
      builder.add(
          new Node(
              meta("Node", null, "node-" + amount),
              List.of(),
              false,
              Map.of("cpu", amount, "memory", amount, "ephemeral-storage", amount),
              List.of(),
              Node.SystemInfo.UNKNOWN,
              List.of(),
              List.of(),
              "",
              false));
    }
    for (String pod : List.of("there", "waiting")) {
      ObjectMeta meta = meta("Pod", "a", pod);
      String node = pod.equals("there") ? "node-3" : null;
      builder.addPod(meta, PodSpec.BARE, meta.reference(), "spec", node, 1, false, List.of());
    }
    builder.add(
        new Policies.ResourceQuota(
            meta("ResourceQuota", "a", "quota"),
            Map.of("limits.cpu", "9", "requests.memory", "9", "ephemeral-storage", "9"),
            List.of(),
            false));
    return builder.build();
  }

  private static ObjectMeta meta(String kind, @Nullable String namespace, String name) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name),
        LabelSet.EMPTY,
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "amounts.yaml", 0));
  }

  private static PodSpec spec(List<Container> containers) {
    PodSpecEdit edit = new PodSpecEdit(PodSpec.BARE);
    edit.containers = containers;
    return edit.build();
  }

  private static List<Container> drawn(Random random) {
    List<Container> containers = new ArrayList<>();
    for (int place = 0; place < 1 + random.nextInt(3); place++) {
      containers.add(
          new Container(
              random.nextInt(4) == 0 ? Container.Type.INIT : Container.Type.REGULAR,
              "c" + place,
              "example.org/c",
              "Always",
              Container.SecurityContext.UNSET,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              amounts(random),
              amounts(random),
              List.of(),
              false));
    }
    return containers;
  }

  private static Map<String, String> amounts(Random random) {
    Map<String, String> amounts = new HashMap<>();
    for (String word : List.of("cpu", "memory", "ephemeral-storage")) {
      if (random.nextInt(5) > 0) {
        amounts.put(word, QUANTITIES.get(random.nextInt(QUANTITIES.size())));
      }
    }
    return amounts;
  }

  private static Map<String, String> other(Map<String, String> amounts, Random random) {
    Map<String, String> other = new HashMap<>(amounts);
    amounts.forEach(
        (word, quantity) -> {
          if (random.nextInt(4) == 0) {
            other.put(word, QUANTITIES.get(random.nextInt(QUANTITIES.size())));
          }
        });
    return other;
  }
}
