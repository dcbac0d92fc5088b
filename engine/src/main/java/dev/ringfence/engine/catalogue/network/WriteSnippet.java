package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * N5, by a snippet: has an ingress controller take a piece of its configuration from an annotation,
 * and so runs code there.
 *
 * <p>Premises: an identity that may write Ingresses in some namespace; a place from which API
 * requests can be made; pods of ingress-nginx whose configuration lets snippets in ({@code
 * allow-snippet-annotations}; until 1.8 unless it says no). Where neither shows: an assumption.
 * Breaks: none, or {@code deputy} of the controller, which may refuse them. Source: ingress-nginx,
 * "Annotations" and its ConfigMap; CVE-2021-25742.
 */
final class WriteSnippet extends GrantRow {

  private static final String KEY = "allow-snippet-annotations";
  private static final Pattern VERSION = Pattern.compile(".*controller.*:v?(\\d+)\\.(\\d+).*");

  WriteSnippet() {
    super(Permission.WRITE_ROUTES);
  }

  @Override
  public String id() {
    return "N5-snippet";
  }

  @Override
  public String title() {
    return "runs code in an ingress controller by a snippet";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Container controller = controller(podClass);
      if (controller != null) {
        Boolean allowed = allowed(landscape, podClass, controller);
        to.past(
            landscape.facts().codeAnywhere(podClass.id()),
            Boundaries.deputy(controller.imageRepository()));
        if (!Boolean.FALSE.equals(allowed)) {
          Assumption under = allowed == null ? NetworkAssumptions.SNIPPETS : null;
          to.fact(landscape.facts().codeAnywhere(podClass.id()), under);
        }
      }
    }
  }

  private static @Nullable Container controller(PodClass podClass) {
    for (Container container : podClass.spec().containers()) {
      String repository = container.imageRepository();
      if (repository.endsWith("ingress-nginx/controller")
          || repository.endsWith("nginx-ingress-controller")) {
        return container;
      }
    }
    return null;
  }

  /** What its ConfigMap says, else what its version does by default; null where neither shows. */
  private static @Nullable Boolean allowed(
      Landscape landscape, PodClass podClass, Container controller) {
    String namespace = landscape.cluster().namespaces().get(podClass.namespace()).name();
    for (Policies.ConfigMap map : landscape.cluster().configMaps()) {
      String written = map.data().get(KEY);
      if (map.meta().namespace().equals(namespace) && written != null) {
        return written.equals("true");
      }
    }
    Matcher version = VERSION.matcher(controller.image());
    if (!version.matches()) {
      return null;
    }
    int major = Integer.parseInt(version.group(1));
    boolean offByDefault = major > 1 || (major == 1 && Integer.parseInt(version.group(2)) >= 9);
    // Its ConfigMap may have another name, which only its arguments tell: off is not shown.
    return offByDefault ? null : Boolean.TRUE;
  }
}
