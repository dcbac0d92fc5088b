package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ImageName;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.deputies.KnownDeputies;
import java.util.ArrayList;
import java.util.List;

/**
 * Specs of pods that differ in nothing but the versions of images and the {@linkplain AlikeAmounts
 * amounts} of resources, as one owner's do while it rolls. An image is read by its repository; its
 * tag or digest tells something of known products alone, which {@link #isKnown} names and
 * ArchitectureTest keeps so. Pods that differ in that alone are not one class, but whatever holds
 * of the one holds of the other.
 */
final class AlikeSpecs {

  /** Ends of the repositories of those products that are no deputies. */
  private static final List<String> PRODUCTS =
      List.of("/container-toolkit", "/kindnetd", "ingress-nginx/controller");

  /** Parts of the names of products that are known by such. */
  private static final List<String> PARTS =
      List.of("nginx-ingress", "calico", "pod-identity-agent", "gke-metadata-server");

  private AlikeSpecs() {}

  /** Whether nobody can tell a pod with one spec from a pod of the same owner with the other. */
  static boolean areAlike(PodSpec one, PodSpec other, AlikeAmounts amounts) {
    if (one.equals(other)) {
      return true;
    }
    List<Container> containers = one.containers();
    if (containers.size() != other.containers().size()) {
      return false;
    }
    List<Container> asOther = new ArrayList<>();
    for (int place = 0; place < containers.size(); place++) {
      Container now = other.containers().get(place);
      if (!differsInVersion(containers.get(place).image(), now.image())) {
        return false;
      }
      asOther.add(
          containers.get(place).withImage(now.image()).withResources(now.requests(), now.limits()));
    }
    PodSpecEdit edit = new PodSpecEdit(one);
    edit.containers = asOther;
    return edit.build().equals(other) && amounts.areAlike(containers, other.containers());
  }

  private static boolean differsInVersion(String image, String other) {
    return image.equals(other)
        || (ImageName.repository(image).equals(ImageName.repository(other))
            && !isKnown(image)
            && !isKnown(other));
  }

  /** Whether some container may be of a known product. */
  static boolean isAnyKnown(PodSpec spec) {
    return spec.containers().stream().anyMatch(one -> isKnown(one.image()));
  }

  /** Whether somebody may look at the version of the image. */
  static boolean isKnown(String image) {
    String repository = ImageName.repository(image);
    return image.isEmpty()
        || PRODUCTS.stream().anyMatch(repository::endsWith)
        || PARTS.stream().anyMatch(image::contains)
        || KnownDeputies.all().stream().anyMatch(deputy -> deputy.runs(repository));
  }
}
