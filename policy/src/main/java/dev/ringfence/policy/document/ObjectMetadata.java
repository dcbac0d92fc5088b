package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * The metadata of every kind. The kinds are cluster-scoped, so a namespace is an unknown field.
 * Documents read back from an API server carry the fields that it sets; those are let through.
 */
final class ObjectMetadata {

  private static final List<String> SET_BY_SERVER =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "finalizers",
          "managedFields",
          "ownerReferences",
          "selfLink");

  static final Shape.Fields SHAPE =
      new Shape.Fields(
          Stream.concat(
                  Stream.of(
                      Field.required(
                          "name",
                          Shape.dnsLabel(
                              "a name of at most 63 lower-case letters, digits and dashes"),
                          "Unique among the documents of its kind."),
                      Field.optional("labels", Shape.labels(), "Not read."),
                      Field.optional(
                          "annotations",
                          new Shape.Table(Shape.labelKey(), new Shape.Text("a text", null, 262144)),
                          "Not read.")),
                  SET_BY_SERVER.stream()
                      .map(
                          name ->
                              Field.optional(
                                  name, new Shape.Anything(), "Set by the API server; not read.")))
              .toList());

  private ObjectMetadata() {}
}
