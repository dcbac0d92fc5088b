package dev.ringfence.engine.cluster;

/**
 * Where an object came from.
 *
 * @param source how it was read
 * @param file the file as the user would open it ({@code archive.tgz!dir/file.yaml} inside an
 *     archive), the context's name for a live cluster, the version for bootstrap objects
 * @param document the number of the document in the file, from 0; the item's number in a List
 */
public record Origin(Source source, String file, int document) {

  /** How an object was read. */
  public enum Source {
    /** A manifest, a dump or a part of an archive. */
    FILE,
    /** The live API. */
    LIVE,
    /** An object that every fresh API server of this version makes for itself. */
    BOOTSTRAP,
    /**
     * Made by a rule of the API server or of a controller, such as a namespace's default account.
     */
    IMPLIED
  }
}
