package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {

  private static final String STORED = "\"uid\":\"u\",\"resourceVersion\":\"1\"";

  private static final String TOKEN_VOLUME =
      """
      {"name":"kube-api-access-x7k2p","projected":{"sources":[
       {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
       {"configMap":{"name":"kube-root-ca.crt"}}]}}""";

  @TempDir Path folder;

  private Cluster list(String... items) {
    return Reading.file(
            folder,
            "dump.json",
            "{\"apiVersion\":\"v1\",\"items\":["
                + String.join(",", items)
                + "],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}")
        .cluster();
  }

  private static String pod(String name, String metadata, String spec, String status) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\""
        + name
        + "\",\"namespace\":\"shop\","
        + STORED
        + metadata
        + "},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]"
        + spec
        + "},\"status\":{"
        + status
        + "}}";
  }

  private static String owner(String kind, String name) {
    return ",\"ownerReferences\":[{\"controller\":true,\"kind\":\""
        + kind
        + "\",\"name\":\""
        + name
        + "\"}]";
  }

  private static String scheduled(String phase) {
    return "\"phase\":\""
        + phase
        + "\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"True\"}]";
  }

  @Test
  void nothingIsAddedToADumpAndKindsThatAreMissingAreUnreadable() {
    Cluster cluster = list(pod("a", "", "", ""));
    assertThat(cluster.sourceKind()).isEqualTo(Cluster.SourceKind.DUMP);
    assertThat(cluster.roles()).isEmpty();
    assertThat(cluster.unreadable())
        .extracting(Cluster.Unreadable::kind)
        .contains("ClusterRole", "Namespace", "Secret")
        .doesNotContain("Pod");
  }

  @Test
  void anEmptyTypedListSaysThatTheKindWasRead() {
    Reading.write(
        folder,
        "d/pods.json",
        "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[" + pod("a", "", "", "") + "]}");
    Reading.write(
        folder, "d/secrets.json", "{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"items\":[]}");
    assertThat(Reading.read(folder.resolve("d")).cluster().unreadable())
        .extracting(Cluster.Unreadable::kind)
        .doesNotContain("Secret");
  }

  @Test
  void itemsOfTypedListsNeedNoKind() {
    String item =
        "{\"metadata\":{\"name\":\"a\",\"namespace\":\"shop\","
            + STORED
            + "},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}],\"hostPID\":true}}";
    for (String text :
        new String[] {
          "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[" + item + "]}",
          "{\"apiVersion\":\"v1\",\"items\":[" + item + "],\"kind\":\"PodList\"}",
          "{\"items\":[" + item + "],\"apiVersion\":\"v1\",\"kind\":\"PodList\"}"
        }) {
      Cluster cluster = Reading.file(folder, "pods.json", text).cluster();
      assertThat(Reading.spec(cluster, "a").hostPID()).as(text).isTrue();
    }
  }

  @Test
  void theTokensVolumeIsTheTokenAndReplicasAreOneClass() {
    Cluster cluster =
        list(
            pod("a", "", ",\"volumes\":[" + TOKEN_VOLUME + "]", ""),
            pod("b", "", ",\"volumes\":[" + TOKEN_VOLUME.replace("x7k2p", "zzzzz") + "]", ""),
            pod("c", "", "", ""));
    assertThat(Reading.spec(cluster, "a").token()).isEqualTo(PodSpec.Token.MOUNTED);
    assertThat(Reading.spec(cluster, "a").volumes()).isEmpty();
    assertThat(Reading.spec(cluster, "b")).isSameAs(Reading.spec(cluster, "a"));
    assertThat(Reading.spec(cluster, "c").token()).isEqualTo(PodSpec.Token.NOT_MOUNTED);
    assertThat(cluster.podClasses()).hasSize(2);
  }

  @Test
  void theTopmostControllerIsFoundThroughItsReplicaSet() {
    String replicaSet =
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"metadata\":{\"name\":\"web-1\",\"namespace\":\"shop\","
            + STORED
            + owner("Deployment", "web")
            + "},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}}}";
    Cluster cluster = list(pod("web-1-x", owner("ReplicaSet", "web-1"), "", ""), replicaSet);
    assertThat(cluster.pods().count()).isEqualTo(1);
    assertThat(cluster.pods().topmost(0).toString()).isEqualTo("Deployment shop/web");
  }

  @Test
  void theSchedulersNodeIsNotTheAuthorsChoice() {
    String bound = ",\"nodeName\":\"n1\"";
    Cluster cluster =
        list(
            pod("scheduled", owner("ReplicaSet", "r"), bound, scheduled("Running")),
            pod("by-hand", "", bound, "\"phase\":\"Pending\""),
            pod("bare", "", bound, scheduled("Running")),
            pod(
                "mirror",
                ",\"annotations\":{\"kubernetes.io/config.mirror\":\"h\"}" + owner("Node", "n1"),
                bound,
                scheduled("Running")));
    assertThat(Reading.spec(cluster, "scheduled").nodeName()).isNull();
    assertThat(Reading.spec(cluster, "by-hand").nodeName()).isEqualTo("n1");
    assertThat(Reading.spec(cluster, "bare").nodeName()).isNull();
    assertThat(Reading.spec(cluster, "mirror").nodeName()).isEqualTo("n1");
    assertThat(cluster.pods().topmost(Reading.pod(cluster, "mirror")).toString())
        .isEqualTo("Pod shop/mirror");
  }

  @Test
  void podsOfADaemonSetAreOneClassWhateverTheirNode() {
    String affinity =
        """
        ,"nodeName":"%1$s","affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
        {"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["%1$s"]}]}]}}}""";
    Cluster cluster =
        list(
            pod("a", owner("DaemonSet", "agent"), affinity.formatted("n1"), scheduled("Running")),
            pod("b", owner("DaemonSet", "agent"), affinity.formatted("n2"), scheduled("Running")));
    assertThat(cluster.podClasses()).hasSize(1);
    assertThat(Reading.spec(cluster, "a").requiredNodeAffinity()).isNull();
  }

  @Test
  void completedPodsAreInNoClass() {
    Cluster cluster = list(pod("a", "", "", scheduled("Succeeded")));
    assertThat(cluster.pods().completed(0)).isTrue();
    assertThat(cluster.podClasses()).isEmpty();
  }

  @Test
  void aSecretsDataIsKeptNowhereAndAnEnforcersConfigurationIs() {
    Cluster cluster =
        list(
            "{\"apiVersion\":\"v1\",\"data\":{\"password\":\"c2VjcmV0\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\",\"namespace\":\"shop\","
                + STORED
                + "},\"type\":\"Opaque\"}",
            "{\"apiVersion\":\"v1\",\"data\":{\"enable-policy\":\"never\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cilium-config\",\"namespace\":\"kube-system\","
                + STORED
                + "}}",
            "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"b\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"any\",\"namespace\":\"shop\","
                + STORED
                + "}}");
    assertThat(cluster.secrets())
        .singleElement()
        .satisfies(one -> assertThat(one.type()).isEqualTo("Opaque"));
    assertThat(cluster.configMaps().get(0).data()).containsEntry("enable-policy", "never");
    assertThat(cluster.configMaps().get(1).data()).isEmpty();
  }

  @Test
  void theVersionIsTheNewestKubelets() {
    Cluster cluster =
        list(
            "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n\","
                + STORED
                + "},\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.33.4+k3s1\"}}}");
    assertThat(cluster.kubernetesVersion()).isEqualTo("1.33");
  }
}
