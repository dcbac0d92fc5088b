package dev.ringfence.engine.cluster;

/** Image names after the distribution specification's reference grammar. */
public final class ImageName {

  private ImageName() {}

  /**
   * The repository with its registry, without tag and digest. Docker's defaults are filled in, so
   * that two spellings of one image give one boundary.
   */
  public static String repository(String image) {
    if (image.isEmpty()) {
      return "";
    }
    String name = image;
    int digest = name.indexOf('@');
    if (digest >= 0) {
      name = name.substring(0, digest);
    }
    int tag = name.lastIndexOf(':');
    if (tag > name.lastIndexOf('/')) {
      name = name.substring(0, tag);
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean registry =
        first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    if (registry) {
      return name.startsWith("index.docker.io/")
          ? "docker.io/" + name.substring("index.docker.io/".length())
          : name;
    }
    return slash < 0 ? "docker.io/library/" + name : "docker.io/" + name;
  }
}
