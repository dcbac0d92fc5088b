package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A product that marks namespaces with the tenant that they belong to. */
sealed interface TenancyProduct {

  /** What is read, for remarks: {@code label capsule.clastix.io/tenant (Capsule)}. */
  String source();

  /** The tenant's name in a namespace's marks, or null where it has none. */
  @Nullable String tenantOf(Namespace namespace);

  /** In the order in which they are asked; the first that knows a namespace counts. */
  List<TenancyProduct> ALL =
      List.of(
          new Labelled("Capsule", "capsule.clastix.io/tenant"),
          new Labelled("kiosk", "kiosk.sh/account"),
          new Hierarchical(),
          new Labelled("vcluster", "vcluster.loft.sh/vcluster-namespace"),
          new Labelled("Rancher", "field.cattle.io/projectId"),
          new Labelled("KubeSphere", "kubesphere.io/workspace"),
          new Labelled("Flux", "toolkit.fluxcd.io/tenant"),
          new Annotated("OpenShift", "openshift.io/requester"));

  /** A label whose value is the tenant. */
  record Labelled(String product, String key) implements TenancyProduct {
    @Override
    public String source() {
      return "label " + key + " (" + product + ")";
    }

    @Override
    public @Nullable String tenantOf(Namespace namespace) {
      String value = namespace.labels().readBy(LabelReads.Reader.TENANCY).get(key);
      return value == null || value.isEmpty() ? null : value;
    }
  }

  /** An annotation whose value is the tenant. */
  record Annotated(String product, String key) implements TenancyProduct {
    @Override
    public String source() {
      return "annotation " + key + " (" + product + ")";
    }

    @Override
    public @Nullable String tenantOf(Namespace namespace) {
      String value = namespace.meta().annotations().get(key);
      return value == null || value.isEmpty() ? null : value;
    }
  }

  /**
   * The Hierarchical Namespace Controller labels a namespace with each of its ancestors and how far
   * up it is, itself included at distance 0; the farthest is the root of the tree, and a tree is a
   * tenant.
   */
  record Hierarchical() implements TenancyProduct {
    private static final String SUFFIX = ".tree.hnc.x-k8s.io/depth";

    @Override
    public String source() {
      return "label *" + SUFFIX + " (Hierarchical Namespaces)";
    }

    @Override
    public @Nullable String tenantOf(Namespace namespace) {
      Farthest farthest = new Farthest();
      namespace.labels().readBy(LabelReads.Reader.TENANCY).withKeysEndingIn(SUFFIX, farthest::look);
      return farthest.root;
    }

    /** The ancestor that is the most levels away. */
    private static final class Farthest {
      private @Nullable String root;
      private int distance = -1;

      private void look(String key, String value) {
        if (value.matches("[0-9]{1,4}") && Integer.parseInt(value) > distance) {
          distance = Integer.parseInt(value);
          root = key.substring(0, key.length() - SUFFIX.length());
        }
      }
    }
  }
}
