package dev.ringfence.policy.controls.tenant;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The way to the internet, but for addresses that belong to somebody here. */
final class InternetRule {

  /** Addresses that belong to nodes, pods, Services, metadata services or nobody (RFC 6890). */
  private static final List<String> NOT_THE_INTERNET =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final AddressRanges EXCEPTED =
      AddressRanges.union(
          NOT_THE_INTERNET.stream()
              .map(range -> Objects.requireNonNull(AddressRanges.cidr(range)))
              .toList());

  /** What is routed in the internet of version 6. */
  private static final AddressRanges GLOBAL =
      Objects.requireNonNull(AddressRanges.cidr("2000::/3"));

  private InternetRule() {}

  static String spec(FencePlan plan, Fence fence) {
    TreeSet<String> own = new TreeSet<>(fence.settings().apiServerAddresses());
    for (Node node : plan.traits().nodes()) {
      node.addresses().forEach(address -> own.add(AddressRanges.single(address)));
      own.addAll(node.podCidrs());
    }
    own.removeIf(range -> !isOfTheInternet(range));
    List<String> four = own.stream().filter(range -> range.indexOf(':') < 0).toList();
    List<String> six = own.stream().filter(range -> range.indexOf(':') >= 0).toList();
    return """
        spec:
          podSelector: {}
          policyTypes: [Egress]
          egress:
          - to:
            - ipBlock:
                cidr: 0.0.0.0/0
                except: %s
            - ipBlock:
                cidr: 2000::/3
                except: %s
        """
        .formatted(
            "["
                + String.join(", ", NOT_THE_INTERNET)
                + String.join("", four.stream().map(range -> ", " + range).toList())
                + "]",
            YamlText.list(six));
  }

  /** Whether a range would be open if nobody excepted it; a name is no range. */
  private static boolean isOfTheInternet(String range) {
    AddressRanges parsed = AddressRanges.cidr(range);
    if (parsed == null) {
      return false;
    }
    return range.indexOf(':') < 0 ? !EXCEPTED.containsAll(parsed) : GLOBAL.containsAll(parsed);
  }
}
