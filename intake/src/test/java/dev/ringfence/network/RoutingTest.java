package dev.ringfence.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Ingresses and the objects of the Gateway API are read as. */
final class RoutingTest {

  @TempDir private Path folder;

  private Cluster read(String text) {
    return Reading.file(folder, "routes.yaml", text).cluster();
  }

  @Test
  void anIngressLeadsToTheServicesOfAllItsPaths() {
    Routing.Route route =
        read("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: shop}
            spec:
              defaultBackend: {service: {name: other, port: {name: http}}}
              rules:
                - host: shop.example.com
                  http:
                    paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
            """)
            .routes()
            .getFirst();
    assertThat(route.hosts()).containsExactly("shop.example.com");
    assertThat(route.backends())
        .containsExactly(
            new Routing.Target("shop", "other", "http", "spec.defaultBackend"),
            new Routing.Target("shop", "web", "80", "spec.rules[0].http.paths[0].backend"));
    assertThat(route.whole()).isTrue();
  }

  @Test
  void aBackendThatIsNoServiceLeavesTheRouteOpen() {
    Routing.Route route =
        read("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: shop}
            spec: {defaultBackend: {resource: {apiGroup: a.example.com, kind: Bucket, name: b}}}
            """)
            .routes()
            .getFirst();
    assertThat(route.whole()).isFalse();
  }

  @Test
  void aRouteNamesItsGatewaysAndBackendsOfOtherNamespacesAndMirrors() {
    Routing.Route route =
        read("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: shop}
            spec:
              parentRefs: [{name: front, namespace: edge}]
              hostnames: [shop.example.com]
              rules:
                - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: copy, port: 9}}}]
                  backendRefs: [{name: pay, namespace: bank, port: 8080}]
            """)
            .routes()
            .getFirst();
    assertThat(route.gateways())
        .containsExactly(new Routing.Target("edge", "front", "", "spec.parentRefs[0]"));
    assertThat(route.backends())
        .extracting(Routing.Target::namespace, Routing.Target::name, Routing.Target::port)
        .containsExactlyInAnyOrder(tuple("bank", "pay", "8080"), tuple("shop", "copy", "9"));
    assertThat(route.backends()).allMatch(target -> target.field().startsWith("spec.rules[0]."));
  }

  @Test
  void aListenerTakesRoutesOfItsOwnNamespaceUnlessItSaysOtherwise() {
    Cluster cluster =
        read(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {routes: "yes"}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: bank}}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: same, namespace: edge}
            spec: {listeners: [{name: http, port: 80, protocol: HTTP}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: some, namespace: edge}
            spec:
              listeners:
                - name: http
                  port: 80
                  protocol: HTTP
                  allowedRoutes:
                    namespaces: {from: Selector, selector: {matchLabels: {routes: "yes"}}}
            """);
    assertThat(takes(cluster, "same", "edge")).isTrue();
    assertThat(takes(cluster, "same", "shop")).isFalse();
    assertThat(takes(cluster, "some", "shop")).isTrue();
    assertThat(takes(cluster, "some", "bank")).isFalse();
  }

  private static boolean takes(Cluster cluster, String gateway, String namespace) {
    return cluster.gateways().stream()
        .filter(each -> each.meta().name().equals(gateway))
        .anyMatch(
            each ->
                each.takesRoutesOf(cluster.namespaces().get(cluster.namespaceIndex(namespace))));
  }

  @Test
  void aReferenceGrantLetsTheRoutesOfANamespaceToTheServicesItNames() {
    Routing.ReferenceGrant grant =
        read("""
            apiVersion: gateway.networking.k8s.io/v1beta1
            kind: ReferenceGrant
            metadata: {name: pay, namespace: bank}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}]
              to: [{group: "", kind: Service, name: pay}]
            """)
            .referenceGrants()
            .getFirst();
    assertThat(grant.lets("shop", "pay")).isTrue();
    assertThat(grant.lets("shop", "ledger")).isFalse();
    assertThat(grant.lets("else", "pay")).isFalse();
  }
}
