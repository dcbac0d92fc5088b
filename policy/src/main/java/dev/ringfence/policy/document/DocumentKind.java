package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of {@value #API_VERSION}, each with the shape of its spec. */
public enum DocumentKind {
  TENANT("Tenant", "Who: namespaces, users and groups that share one fate."),
  ISOLATION_CLASS(
      "IsolationClass", "An isolation pattern that an administrator offers, like a StorageClass."),
  REQUIREMENTS("Requirements", "The depth that each stake must have between two kinds of tenants."),
  ASSUMPTIONS("Assumptions", "What cannot be read from the cluster, and who vouches for it."),
  ACCEPTED_RISK("AcceptedRisk", "A finding that somebody answers for, until a day.");

  public static final String API_VERSION = "ringfence.dev/v1alpha1";

  private final String word;
  private final String meaning;

  DocumentKind(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  /** The kind as documents write it. */
  public String word() {
    return word;
  }

  /** The shape of the whole document. */
  public Shape.Fields shape() {
    return envelope(
        switch (this) {
          case TENANT -> TenantDocument.SPEC;
          case ISOLATION_CLASS -> IsolationClassDocument.SPEC;
          case REQUIREMENTS -> RequirementsDocument.SPEC;
          case ASSUMPTIONS -> AssumptionsDocument.SPEC;
          case ACCEPTED_RISK -> AcceptedRiskDocument.SPEC;
        });
  }

  /** What the kind is for, as a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The kind of that name, or null. */
  public static @Nullable DocumentKind of(String word) {
    for (DocumentKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return null;
  }

  public static List<String> words() {
    return Stream.of(values()).map(DocumentKind::word).toList();
  }

  private Shape.Fields envelope(Shape.Fields spec) {
    Shape.Choice version = new Shape.Choice(List.of(API_VERSION), Map.of());
    Shape.Choice kind = new Shape.Choice(List.of(word), Map.of());
    return Shape.Fields.of(
        Field.required("apiVersion", version, "The version of this shape."),
        Field.required("kind", kind, "The kind of the document."),
        Field.required(
            "metadata", ObjectMetadata.SHAPE, "The name, and what the API server keeps."),
        Field.required("spec", spec, "What is wanted or stated."),
        Field.optional("status", new Shape.Anything(), "Written by the operator; not read."));
  }
}
