package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.verdict.Boundary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Images whose work is known: they stand before many tenants' Services, or take in what all pods
 * emit. By the end of the repository, so that mirrors count too. Sources: each project's published
 * manifests and charts.
 */
final class KnownImages {

  private static final List<String> FRONTS =
      List.of(
          "ingress-nginx/controller",
          "nginx/nginx-ingress",
          "nginx-gateway-fabric",
          "/traefik",
          "haproxytech/kubernetes-ingress",
          "jcmoraisjr/haproxy-ingress",
          "kong/kong-gateway",
          "/kong",
          "apache/apisix",
          "emissary-ingress/emissary",
          "projectcontour/contour",
          "envoyproxy/gateway");

  private static final List<String> CONSUMERS =
      List.of(
          "fluent/fluent-bit",
          "fluent/fluentd",
          "fluentd-kubernetes-daemonset",
          "timberio/vector",
          "grafana/promtail",
          "grafana/alloy",
          "beats/filebeat",
          "datadog/agent",
          "prom/prometheus",
          "prometheus/prometheus",
          "metrics-server/metrics-server");

  private KnownImages() {}

  /** An ingress or gateway controller that is also the proxy. */
  static boolean isFront(PodClass podClass) {
    return runs(podClass, FRONTS);
  }

  /**
   * The controllers whose checks stand between tenants that share an ingress; where none is known
   * by its image, one of whatever name.
   */
  static List<Boundary> frontDeputies(Cluster cluster) {
    Set<Boundary> deputies = new LinkedHashSet<>();
    for (PodClass podClass : cluster.podClasses()) {
      for (Container container : podClass.spec().containers()) {
        if (FRONTS.stream().anyMatch(each -> container.imageRepository().endsWith(each))) {
          deputies.add(Boundaries.deputy(container.imageRepository()));
        }
      }
    }
    return deputies.isEmpty()
        ? List.of(Boundaries.deputy("ingress-controller"))
        : List.copyOf(deputies);
  }

  /** An agent that reads logs or metrics of every pod. */
  static boolean consumes(PodClass podClass) {
    return runs(podClass, CONSUMERS);
  }

  private static boolean runs(PodClass podClass, List<String> images) {
    for (Container container : podClass.spec().containers()) {
      if (container.type() == Container.Type.REGULAR
          && images.stream().anyMatch(each -> container.imageRepository().endsWith(each))) {
        return true;
      }
    }
    return false;
  }
}
