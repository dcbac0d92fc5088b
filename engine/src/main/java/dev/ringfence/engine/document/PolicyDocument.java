package dev.ringfence.engine.document;

import dev.ringfence.engine.cluster.Origin;

/**
 * A document of an API group of Ringfence's own, as found among the sources, not yet checked.
 *
 * @param apiVersion for example {@code ringfence.dev/v1alpha1}
 * @param kind for example {@code Tenant}
 * @param name {@code metadata.name}, or the empty string where there is none
 * @param content the whole document, apiVersion and kind included
 * @param origin file and document number
 */
public record PolicyDocument(
    String apiVersion, String kind, String name, DocumentValue.Mapping content, Origin origin) {}
