package dev.ringfence.policy.document;

import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.policy.shape.NearMiss;
import dev.ringfence.policy.shape.Problem;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.ShapeCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All of Ringfence's own documents of one run, checked. */
public record Documents(
    List<TenantDocument> tenants,
    List<IsolationClassDocument> isolationClasses,
    List<RequirementsDocument> requirements,
    List<AssumptionsDocument> assumptions,
    List<AcceptedRiskDocument> acceptedRisks) {

  public Documents {
    tenants = List.copyOf(tenants);
    isolationClasses = List.copyOf(isolationClasses);
    requirements = List.copyOf(requirements);
    assumptions = List.copyOf(assumptions);
    acceptedRisks = List.copyOf(acceptedRisks);
  }

  /**
   * Reads every document.
   *
   * @throws DocumentException with everything that is wrong with any of them
   */
  public static Documents read(List<PolicyDocument> sources) {
    List<Problem> problems = new ArrayList<>();
    Documents documents = readable(sources, problems);
    if (!problems.isEmpty()) {
      throw new DocumentException(problems);
    }
    return documents;
  }

  /**
   * The documents that are right by themselves; what is wrong is added to the problems. Only to
   * look for what else is wrong: nothing may be decided by documents with problems.
   */
  public static Documents readable(List<PolicyDocument> sources, List<Problem> problems) {
    Reading reading = new Reading();
    for (PolicyDocument source : sources) {
      reading.read(source);
    }
    Documents documents =
        new Documents(
            reading.tenants,
            reading.isolationClasses,
            reading.requirements,
            reading.assumptions,
            reading.acceptedRisks);
    new CrossChecks(documents, reading.names, reading.problems).run();
    problems.addAll(reading.problems);
    return documents;
  }

  /** What has been read so far. */
  private static final class Reading {
    private final List<Problem> problems = new ArrayList<>();
    private final List<TenantDocument> tenants = new ArrayList<>();
    private final List<IsolationClassDocument> isolationClasses = new ArrayList<>();
    private final List<RequirementsDocument> requirements = new ArrayList<>();
    private final List<AssumptionsDocument> assumptions = new ArrayList<>();
    private final List<AcceptedRiskDocument> acceptedRisks = new ArrayList<>();
    private final Map<String, PolicyDocument> byName = new HashMap<>();
    private final Map<DocumentKind, Set<String>> names = new EnumMap<>(DocumentKind.class);

    private void read(PolicyDocument source) {
      Section content = new Section(source.content());
      DocumentKind kind = DocumentKind.of(source.kind());
      if (kind == null) {
        add(source, content.position("kind"), "kind", unknownKind(source.kind()));
        return;
      }
      List<Problem> wrong = ShapeCheck.problems(source.content(), kind.shape(), source.origin());
      problems.addAll(wrong);
      if (!source.name().isEmpty()) {
        names.computeIfAbsent(kind, any -> new TreeSet<>()).add(source.name());
        PolicyDocument first = byName.putIfAbsent(kind + "/" + source.name(), source);
        if (first != null) {
          add(
              source,
              content.section("metadata").position("name"),
              "metadata.name",
              "there is another " + kind.word() + " " + source.name() + " in " + place(first));
        }
      }
      if (wrong.isEmpty()) {
        accept(kind, content, new Checks(source.origin(), problems));
      }
    }

    private void accept(DocumentKind kind, Section document, Checks checks) {
      switch (kind) {
        case TENANT -> tenants.add(TenantDocument.read(document, checks));
        case ISOLATION_CLASS -> isolationClasses.add(IsolationClassDocument.read(document, checks));
        case REQUIREMENTS -> requirements.add(RequirementsDocument.read(document, checks));
        case ASSUMPTIONS -> assumptions.add(AssumptionsDocument.read(document, checks));
        case ACCEPTED_RISK -> acceptedRisks.add(AcceptedRiskDocument.read(document, checks));
      }
    }

    private static String unknownKind(String kind) {
      return "\""
          + kind
          + "\" is not one of "
          + String.join(", ", DocumentKind.words())
          + NearMiss.question(kind, DocumentKind.words());
    }

    private static String place(PolicyDocument document) {
      DocumentPosition position = document.content().position();
      return document.origin().file()
          + ", document "
          + (document.origin().document() + 1)
          + (position.line() == 0 ? "" : ", line " + position.line());
    }

    private void add(
        PolicyDocument source, DocumentPosition position, String path, String message) {
      problems.add(new Problem(source.origin(), position, path, message));
    }
  }
}
