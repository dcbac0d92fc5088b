package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.Node;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A dump does not hold the API server's version; a kubelet is never newer than its server. */
final class NodeVersions {

  private static final Pattern VERSION = Pattern.compile("v?1\\.([0-9]{1,3}).*");

  private NodeVersions() {}

  /** The newest minor version among the kubelets, or null where none is told. */
  static @Nullable String newest(ClusterBuilder builder) {
    int newest = -1;
    for (Node node : builder.nodes()) {
      Matcher matcher = VERSION.matcher(node.info().kubeletVersion());
      if (matcher.matches()) {
        newest = Math.max(newest, Integer.parseInt(matcher.group(1)));
      }
    }
    return newest < 0 ? null : "1." + newest;
  }
}
