package dev.ringfence.engine.network.mesh;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.mesh.MeshSign.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field, label or annotation that decided what {@link Proxies} takes to stand before pods. */
final class MeshSigns {

  private static final String INTERCEPTION = "sidecar.istio.io/interceptionMode";

  private final Cluster cluster;
  private final MeshConfiguration configuration;

  MeshSigns(Cluster cluster, MeshConfiguration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /** Why that kind of proxy stands before pods of the class, or none. */
  MeshSign before(PodClass podClass, Proxies.Kind kind) {
    if (podClass.spec().hostNetwork()) {
      return new MeshSign(Place.SPEC, "hostNetwork", "true: no proxy stands before its node");
    }
    MeshSign override = kind == Proxies.Kind.NONE ? override(podClass) : null;
    return override != null ? override : ofPod(podClass, kind);
  }

  /** What changes proxies there, in ways that are not read. */
  private @Nullable MeshSign override(PodClass podClass) {
    String own = cluster.namespaces().get(podClass.namespace()).name();
    for (MeshPolicy.ProxyChange change : cluster.meshOverrides()) {
      String where = change.meta().namespace();
      if (where.equals(own) || where.equals(configuration.rootNamespace())) {
        return new MeshSign(
            Place.OTHER_OBJECT,
            "spec",
            "may let what comes in pass by the proxy; what it changes is not read",
            change.meta());
      }
    }
    return null;
  }

  private MeshSign ofPod(PodClass podClass, Proxies.Kind kind) {
    boolean guarded = kind != Proxies.Kind.NONE;
    Map<String, String> annotations = podClass.spec().meshAnnotations();
    if (Proxies.container(podClass) != null) {
      if ("NONE".equals(annotations.get(INTERCEPTION))) {
        return new MeshSign(Place.ANNOTATION, INTERCEPTION, "NONE: nothing is led to its sidecar");
      }
      return new MeshSign(
          Place.SPEC,
          "initContainers",
          guarded
              ? "lead what comes in to its sidecar"
              : "neither istio-init nor istio-validation: nothing is led to its sidecar");
    }
    String where = guarded ? "" : ", but ztunnel and istio-cni-node are not shown to be everywhere";
    String redirected = annotations.get(Proxies.REDIRECTED);
    if ("enabled".equals(redirected)) {
      return new MeshSign(Place.ANNOTATION, Proxies.REDIRECTED, redirected + where);
    }
    MeshSign label = label(podClass, Proxies.MODE);
    if (guarded && label != null) {
      return label;
    }
    if (cluster.sourceKind() != Cluster.SourceKind.MANIFESTS) {
      return new MeshSign(
          Place.ANNOTATION, Proxies.REDIRECTED, "absent: the pod that is there is in no mesh");
    }
    if (label != null) {
      return label.value().equals("ambient")
          ? new MeshSign(label.place(), label.field(), label.value() + where)
          : label;
    }
    return new MeshSign(
        Place.SPEC,
        "containers",
        "none is istio-proxy, and nothing labels the pod or its namespace with " + Proxies.MODE);
  }

  /** Why pods of the class may be given an identity of the mesh; null where they may not. */
  @Nullable MeshSign identity(PodClass podClass) {
    if (Proxies.container(podClass) != null) {
      return new MeshSign(Place.SPEC, "containers", "istio-proxy shows the account's certificate");
    }
    String redirected = podClass.spec().meshAnnotations().get(Proxies.REDIRECTED);
    if (redirected != null) {
      return new MeshSign(Place.ANNOTATION, Proxies.REDIRECTED, redirected);
    }
    for (String key : List.of(Proxies.MODE, "istio-injection", "istio.io/rev")) {
      MeshSign label = label(podClass, key);
      if (label != null && (key.equals(Proxies.MODE) || label.place() == Place.NAMESPACE_LABEL)) {
        return label;
      }
    }
    return null;
  }

  /** The pod's own label, or its namespace's. */
  private @Nullable MeshSign label(PodClass podClass, String key) {
    String own = podClass.labels().get(key);
    if (own != null) {
      return new MeshSign(Place.LABEL, key, own);
    }
    LabelSet labels = cluster.namespaces().get(podClass.namespace()).labels();
    String ofNamespace = labels.get(key);
    return ofNamespace == null ? null : new MeshSign(Place.NAMESPACE_LABEL, key, ofNamespace);
  }
}
