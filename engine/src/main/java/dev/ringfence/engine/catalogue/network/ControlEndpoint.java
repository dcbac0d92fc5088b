package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What commands a cluster, its deployments or its jobs for whoever connects, as it is installed by
 * its project: it listens on the pod network and asks nobody who they are. By the end of the
 * image's repository, so that mirrors count too. The port is the documented one and stands for
 * readers; whoever configures another is commanded there.
 */
enum ControlEndpoint {
  /** Source: Argo CD's advisory GHSA-47m3-95c7-g2g8; all of its components are one image. */
  ARGO_CD("Argo CD's repository server", "8081", "argoproj/argocd"),
  /** Source: Helm 2's guide "Securing your Helm Installation". */
  TILLER("Helm 2's Tiller", "44134", "kubernetes-helm/tiller"),
  /** Source: Weave Scope's README and its issue 3913. */
  WEAVE_SCOPE("Weave Scope", "4040", "weaveworks/scope"),
  /** Source: Flux 1's issues 52 and 571. */
  FLUX("Flux 1's daemon", "3030", "fluxcd/flux"),
  /** Source: Ray's page "Security"; tokens from 2.52 on are off by default. */
  RAY("Ray's jobs and client", "8265 and 10001", "rayproject/ray", "rayproject/ray-ml"),
  /** Source: CVE-2018-11770, on the standalone master's REST server. */
  SPARK("Spark's standalone master", "6066 and 7077", "apache/spark", "bitnami/spark");

  private final String what;
  private final String ports;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> images;

  ControlEndpoint(String what, String ports, String... images) {
    this.what = what;
    this.ports = ports;
    this.images = List.of(images);
  }

  /** The one that a pod of the class runs, or null. */
  static @Nullable ControlEndpoint of(PodClass podClass) {
    for (Container container : podClass.spec().containers()) {
      for (ControlEndpoint endpoint : values()) {
        if (container.type() == Container.Type.REGULAR
            && endpoint.images.stream().anyMatch(container.imageRepository()::endsWith)) {
          return endpoint;
        }
      }
    }
    return null;
  }

  /** For people: the product and where it listens by default. */
  String words() {
    return what + ", which by default asks for no credentials (port " + ports + ")";
  }
}
