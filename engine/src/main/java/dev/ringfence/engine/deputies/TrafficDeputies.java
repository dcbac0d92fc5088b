package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Where.ELSEWHERE;
import static dev.ringfence.engine.deputies.Deputy.Where.WITH_THE_CONTROLLER;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.CLUSTER_SCOPED;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.NAMESPACE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.OBJECT;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.POD_TEMPLATE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SECRET;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SERVICE;

import java.util.List;
import java.util.Set;

/** What leads traffic: ingress controllers, gateways, meshes, load balancers, networks. */
final class TrafficDeputies {

  private static final Check NOTHING = new Check.Nothing();

  private static final Check GRANTED =
      new Check.Always("only with a ReferenceGrant in the namespace that is referred to");

  private static final Check TRAEFIK =
      new Check.BySetting(
          "refuses references to other namespaces",
          "providers.kubernetescrd.allowcrossnamespace",
          Set.of("false"),
          "",
          Release.ANY,
          false);

  private TrafficDeputies() {}

  static List<Deputy> all() {
    return List.of(
        Deputy.of(
                "ingress-nginx",
                "networking.k8s.io",
                "ingress-nginx/controller",
                "nginx-ingress-controller")
            .kinds("Ingress")
            .field(
                "metadata.annotations[nginx.ingress.kubernetes.io/auth-secret]",
                SECRET,
                ELSEWHERE,
                new Check.BySetting(
                    "refuses Secrets and ConfigMaps of other namespaces in annotations",
                    "",
                    Set.of("false"),
                    "ingress-nginx-controller/allow-cross-namespace-resources",
                    new Release(1, 12, 0, false),
                    false))
            .field(
                "metadata.annotations[nginx.ingress.kubernetes.io/*-snippet]",
                SECRET,
                ELSEWHERE,
                new Check.BySetting(
                    "refuses pieces of configuration, which run code with its token"
                        + " (CVE-2021-25742)",
                    "",
                    Set.of("false"),
                    "ingress-nginx-controller/allow-snippet-annotations",
                    new Release(1, 9, 0, false),
                    false))
            .inside("spec.tls[].secretName", SECRET)
            .source(
                "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-cross-namespace-resources"),
        Deputy.of("traefik", "traefik.io", "/traefik")
            .field("spec.routes[].services[].namespace", SERVICE, ELSEWHERE, TRAEFIK)
            .field("spec.routes[].middlewares[].namespace", OBJECT, ELSEWHERE, TRAEFIK)
            .inside("spec.tls.secretName", SECRET)
            .source("https://doc.traefik.io/traefik/providers/kubernetes-crd/#allowcrossnamespace"),
        Deputy.of("traefik", "traefik.containo.us", "/traefik")
            .field("spec.routes[].services[].namespace", SERVICE, ELSEWHERE, TRAEFIK)
            .inside("spec.tls.secretName", SECRET)
            .source("https://doc.traefik.io/traefik/v2.11/providers/kubernetes-crd/"),
        Deputy.of("contour", "projectcontour.io", "projectcontour/contour")
            .field(
                "spec.virtualhost.tls.secretName",
                SECRET,
                ELSEWHERE,
                new Check.Always("only with a TLSCertificateDelegation in the Secret's namespace"))
            .field(
                "spec.includes[].namespace",
                OBJECT,
                ELSEWHERE,
                new Check.Always("an HTTPProxy without a virtual host is included by a root alone"))
            .source("https://projectcontour.io/docs/main/config/tls-delegation/"),
        Deputy.of("kong", "configuration.konghq.com", "kong/kubernetes-ingress-controller")
            .field("configFrom.secretKeyRef.namespace", SECRET, ELSEWHERE, GRANTED)
            .source(
                "https://developer.konghq.com/kubernetes-ingress-controller/reference/custom-resources/"),
        Deputy.of("envoy-gateway", "gateway.envoyproxy.io", "envoyproxy/gateway")
            .kinds("EnvoyProxy")
            .field(
                "spec.provider.kubernetes.envoyDeployment.patch",
                POD_TEMPLATE,
                WITH_THE_CONTROLLER,
                NOTHING)
            .source("https://gateway.envoyproxy.io/docs/tasks/operations/customize-envoyproxy/"),
        Deputy.of("envoy-gateway", "gateway.envoyproxy.io", "envoyproxy/gateway")
            .field("spec.targetRefs", OBJECT, ELSEWHERE, GRANTED)
            .field(
                "spec.lua[].inline",
                SECRET,
                ELSEWHERE,
                new Check.Since(
                    "scripts are looked at in a sandbox (CVE-2026-22771)",
                    new Release(1, 6, 2, false)))
            .source("https://nvd.nist.gov/vuln/detail/CVE-2026-22771"),
        Deputy.of("gateway-api", "gateway.networking.k8s.io")
            .field("spec.rules[].backendRefs[].namespace", SERVICE, ELSEWHERE, GRANTED)
            .field("spec.listeners[].tls.certificateRefs[].namespace", SECRET, ELSEWHERE, GRANTED)
            .source("https://gateway-api.sigs.k8s.io/api-types/referencegrant/"),
        Deputy.of("istio", "networking.istio.io", "istio/pilot")
            .field("spec.hosts with spec.exportTo", SERVICE, ELSEWHERE, NOTHING)
            .field(
                "spec.selector of a Gateway",
                OBJECT,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "a Gateway selects pods of its own namespace",
                    "with PILOT_SCOPE_GATEWAY_TO_NAMESPACE=true (not the default)"))
            .source("https://istio.io/latest/docs/reference/config/networking/virtual-service/"),
        Deputy.of("istio", ".istio.io", "istio/pilot")
            .field(
                "spec.selector",
                OBJECT,
                ELSEWHERE,
                new Check.Always("selects pods of its own namespace, but in the root namespace"))
            .source("https://istio.io/latest/docs/reference/config/security/authorization-policy/"),
        Deputy.of("metallb", "metallb.io", "metallb/controller", "metallb/speaker")
            .beyond(new Check.Always("reads the namespace that it is installed in alone"))
            .field("spec.addresses", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://metallb.io/configuration/"),
        Deputy.of("external-dns", "externaldns.k8s.io", "external-dns/external-dns")
            .field("spec.endpoints[].dnsName", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source("https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/"),
        cilium()
            .kinds("CiliumEnvoyConfig")
            .field(
                "spec.services[].namespace",
                SERVICE,
                ELSEWHERE,
                new Check.Always("overridden by the namespace of the CiliumEnvoyConfig"))
            .field("spec.backendServices[].namespace", SERVICE, ELSEWHERE, NOTHING)
            .field("spec.resources (the proxy's own configuration)", SECRET, ELSEWHERE, NOTHING),
        cilium()
            .kinds("CiliumClusterwideEnvoyConfig")
            .field(
                "spec.services[].namespace, spec.backendServices[].namespace",
                SERVICE,
                ELSEWHERE,
                NOTHING)
            .field("spec.resources (the proxy's own configuration)", SECRET, ELSEWHERE, NOTHING),
        cilium()
            .kinds("CiliumLocalRedirectPolicy")
            .field(
                "spec.redirectFrontend.serviceMatcher.namespace",
                SERVICE,
                ELSEWHERE,
                new Check.Always("must be the namespace of the policy"))
            .field(
                "spec.redirectFrontend.addressMatcher.ip",
                SERVICE,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "only addresses in allowed ranges are redirected",
                    "with lrp-address-matcher-cidrs (not the default)"))
            .source("https://docs.cilium.io/en/stable/network/kubernetes/local-redirect-policy/"),
        cilium()
            .inside("spec", OBJECT)
            .source("https://docs.cilium.io/en/stable/network/kubernetes/policy/"),
        Deputy.of("calico", "crd.projectcalico.org", "calico/kube-controllers", "calico/node")
            .inside("spec", OBJECT)
            .source("https://docs.tigera.io/calico/latest/reference/resources/networkpolicy"),
        Deputy.of("calico", "projectcalico.org", "calico/apiserver", "calico/node")
            .inside("spec", OBJECT)
            .source("https://docs.tigera.io/calico/latest/reference/resources/networkpolicy"),
        Deputy.of("multus", "k8s.cni.cncf.io", "multus-cni")
            .field("spec.config", CLUSTER_SCOPED, ELSEWHERE, NOTHING)
            .source(
                "https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md"),
        Deputy.of("node-feature-discovery", "nfd.k8s-sigs.io", "nfd/node-feature-discovery")
            .field(
                "spec.features",
                NAMESPACE,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "reads NodeFeatures of selected namespaces alone",
                    "since 0.17 with restrictions.nodeFeatureNamespaceSelector (not the default)"))
            .source(
                "https://kubernetes-sigs.github.io/node-feature-discovery/master/reference/master-configuration-reference"));
  }

  private static Deputy cilium() {
    return Deputy.of("cilium", "cilium.io", "cilium/cilium", "cilium/operator-generic")
        .source("https://docs.cilium.io/en/stable/network/servicemesh/l7-traffic-management/");
  }
}
