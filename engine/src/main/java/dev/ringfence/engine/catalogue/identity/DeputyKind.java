package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Identity;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.deputies.Check;
import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.Installation;
import dev.ringfence.engine.deputies.KnownDeputies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resources with the controller behind it, as this cluster runs it.
 *
 * @param meta of its CustomResourceDefinition; null for kinds of Kubernetes itself
 * @param references what its schema's fields seem to name
 * @param written the permission under which writing it is found
 */
record DeputyKind(
    String group,
    String plural,
    String kind,
    boolean namespaced,
    @Nullable ObjectMeta meta,
    Map<String, String> references,
    Permission written,
    Deputy deputy,
    Installation installation) {

  /** Custom kinds, in the cluster's order; then built-in ones whose annotations somebody reads. */
  static List<DeputyKind> all(Landscape landscape) {
    Cluster cluster = landscape.cluster();
    List<DeputyKind> kinds = new ArrayList<>();
    Map<List<String>, Installation> seen = new HashMap<>();
    for (Policies.CustomResource definition : cluster.customResources()) {
      kinds.add(custom(landscape, seen, definition));
    }
    for (Deputy deputy : KnownDeputies.ofBuiltInKinds()) {
      String kind = deputy.kinds().getFirst();
      String plural =
          kind.equals("Ingress") ? "ingresses" : kind.equals("Secret") ? "secrets" : "configmaps";
      Installation installation = installation(landscape, seen, deputy, deputy.group(), plural);
      if (!installation.isEmpty()) {
        Permission written =
            switch (plural) {
              case "secrets" -> Permission.WRITE_SECRETS;
              case "configmaps" -> Permission.WRITE_CONFIG_MAPS;
              default -> Permission.WRITE_ROUTES;
            };
        kinds.add(
            new DeputyKind(
                deputy.group(), plural, kind, true, null, Map.of(), written, deputy, installation));
      }
    }
    return kinds;
  }

  /** One of them, by its place among all. */
  static DeputyKind at(Landscape landscape, int place) {
    List<Policies.CustomResource> definitions = landscape.cluster().customResources();
    return place < definitions.size()
        ? custom(landscape, new HashMap<>(), definitions.get(place))
        : all(landscape).get(place);
  }

  private static DeputyKind custom(
      Landscape landscape,
      Map<List<String>, Installation> seen,
      Policies.CustomResource definition) {
    Deputy deputy = KnownDeputies.of(definition.group(), definition.kind());
    return new DeputyKind(
        definition.group(),
        definition.plural(),
        definition.kind(),
        definition.namespaced(),
        definition.meta(),
        definition.references(),
        Permission.WRITE_CUSTOM_RESOURCES,
        deputy,
        installation(landscape, seen, deputy, definition.group(), definition.plural()));
  }

  /** The pods of the product whose account may watch the kind: the others do not act on it. */
  private static Installation installation(
      Landscape landscape,
      Map<List<String>, Installation> seen,
      Deputy deputy,
      String group,
      String plural) {
    boolean atHome = !(deputy.beyond() instanceof Check.Nothing);
    return seen.computeIfAbsent(
            deputy.images(), images -> Installation.of(landscape.cluster(), deputy))
        .among(
            pod -> {
              String own = landscape.cluster().namespaces().get(pod.namespace()).name();
              int account = account(landscape.access(), own, pod);
              return account >= 0
                  && (watches(landscape.access(), account, group, plural, "")
                      || (atHome && watches(landscape.access(), account, group, plural, own)));
            });
  }

  private static int account(Access access, String namespace, PodClass pod) {
    return access.identityOf(
        new Rbac.Subject(
            Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, pod.spec().serviceAccountName()));
  }

  private static boolean watches(
      Access access, int account, String group, String plural, String namespace) {
    return access.allowed(account, Request.resource("watch", group, plural, "", namespace, ""));
  }

  /** Whether the controller runs in the namespace, or may, because it is not seen. */
  boolean isBesideController(int scope) {
    return scope == Access.EVERYWHERE
        || installation.isEmpty()
        || installation.namespaces().contains(scope);
  }

  /**
   * The accounts that act: those of the product's pods; where none is seen, service accounts that
   * watch the kind in the whole cluster.
   */
  Set<Integer> accounts(Landscape landscape) {
    Access access = landscape.access();
    Set<Integer> accounts = new TreeSet<>();
    for (PodClass pod : installation.pods()) {
      accounts.add(
          account(access, landscape.cluster().namespaces().get(pod.namespace()).name(), pod));
    }
    if (!accounts.isEmpty()) {
      return accounts;
    }
    for (Grant grant : access.whoCan(Request.resource("watch", group, plural, "", "", ""))) {
      Rbac.Binding binding = grant.binding();
      if (binding == null || grant.rule() == null || isOfKubernetes(binding)) {
        continue;
      }
      for (Rbac.Subject subject : binding.subjects()) {
        int identity = access.identityOf(subject);
        if (identity >= 0 && access.identity(identity).kind() == Identity.Kind.SERVICE_ACCOUNT) {
          accounts.add(identity);
        }
      }
    }
    return accounts;
  }

  /** Kubernetes' own controllers watch every kind, and do what owners and namespaces ask for. */
  private static boolean isOfKubernetes(Rbac.Binding binding) {
    return binding.meta().name().startsWith("system:");
  }
}
