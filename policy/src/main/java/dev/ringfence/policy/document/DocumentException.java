package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Ringfence's own documents are wrong: everything that is, at once. Exit code 2. */
public final class DocumentException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public DocumentException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the documents. */
  public List<Problem> problems() {
    return problems;
  }
}
