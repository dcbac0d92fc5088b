package dev.ringfence.intake;

/**
 * Where in the sources something stands.
 *
 * @param file as the user would open it; the context's name for a live cluster
 * @param document the number of the document in the file, or of the item in its list, from 0; -1
 *     where the whole file is meant
 * @param path the field, for example {@code spec.containers[0].image}; empty where the whole
 *     document is meant
 */
public record Place(String file, int document, String path) {

  /** {@code web.yaml, document 2, spec.replicas}: people count documents from 1. */
  @Override
  public String toString() {
    return file
        + (document < 0 ? "" : ", document " + (document + 1))
        + (path.isEmpty() ? "" : ", " + path);
  }
}
