package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.traits.ClusterTraits;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of the registry for each tenant: one set for the cluster, the path read from the
 * namespace.
 *
 * <p>Images are pulled anew each time, with the pod's own credential: what a node has already is
 * shared by whoever runs there, whoever pulled it.
 */
final class ImagePolicies {

  private static final String CONTROL = "admission/images";

  private ImagePolicies() {}

  static List<ControlObject> of(ClusterTraits traits) {
    List<ControlObject> objects = new ArrayList<>();
    if (traits.minorVersion() >= 34) {
      objects.addAll(
          PolicyText.ofMutation("ringfence-images-defaults", traits)
              .matching("CREATE", "", "v1", "pods")
              .inNamespaces(GuardPolicies.FENCED)
              .let("registry", PatternPolicies.annotation(Words.REGISTRY))
              .mutating(
                  CONTROL + "-defaults",
                  List.of(credential(), pulled("containers"), pulled("initContainers"))));
    }
    objects.addAll(
        PatternPolicies.ofPodsAndTemplates(new PolicyText("ringfence-images", "v1"))
            .inNamespaces(GuardPolicies.FENCED)
            .let("registry", PatternPolicies.annotation(Words.REGISTRY))
            .validating(
                CONTROL,
                List.of(
                    new PolicyRule(
                        "own-path",
                        """
                        variables.registry == '' ||
                        (variables.containers.all(c,
                            c.?image.orValue('').startsWith(variables.registry + '/'))
                          && variables.volumes.all(v, !has(v.image)
                            || v.image.?reference.orValue('').startsWith(
                              variables.registry + '/')))""",
                        "images come from the tenant's own path of the registry"),
                    new PolicyRule(
                        "pulled-anew",
                        """
                        variables.registry == '' || !variables.isPod ||
                        (variables.containers.all(c, c.?imagePullPolicy.orValue('') == 'Always')
                          && variables.volumes.all(v, !has(v.image)
                            || v.image.?pullPolicy.orValue('') == 'Always'))""",
                        "an image that is there already may be another tenant's: imagePullPolicy"
                            + " must be Always"))));
    return objects;
  }

  private static String credential() {
    return """
        variables.registry == "" || has(object.spec.imagePullSecrets) ? []
          : [JSONPatch{op: "add", path: "/spec/imagePullSecrets", value: [{"name": "%s"}]}]"""
        .formatted(Words.PULL_SECRET);
  }

  /** The server has filled the field in before any policy sees it. */
  private static String pulled(String list) {
    return """
        variables.registry == "" || !has(object.spec.%1$s) ? [] :
        object.spec.%1$s.transformList(i, c, c.?imagePullPolicy.orValue("") != "Always",
          JSONPatch{op: "add", path: "/spec/%1$s/" + string(i) + "/imagePullPolicy",
            value: "Always"})"""
        .formatted(list);
  }
}
