package dev.ringfence.cli;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LooseEnds;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.intake.Intake;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.document.AcceptedRiskDocument;
import dev.ringfence.report.terminal.Progress;
import dev.ringfence.report.terminal.Terminal;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import picocli.CommandLine;

/** From arguments to answers: read, settle who the tenants are, prove. */
final class Inquiry {

  private Inquiry() {}

  /** The answers, and what was asked. */
  record Proved(ProofRun answers, Question question) {
    /** What people accept of the answers. */
    List<AcceptedRiskDocument> acceptedRisks() {
      return question.policy().acceptedRisks();
    }
  }

  static ProofRun prove(SourceArguments arguments, CommandLine command) {
    return prove(arguments, command, (object, content) -> {});
  }

  /** The same; tells of each object that was read and a hash of its content. */
  static ProofRun prove(
      SourceArguments arguments, CommandLine command, ObjLongConsumer<String> contents) {
    return proved(arguments, command, contents, (tenancy, depth, remarks) -> {}).answers();
  }

  /** Told what is known before anything is proved, which on a large cluster takes its time. */
  interface Prelude {
    void tell(Tenancy tenancy, int maximumDepth, List<String> remarks);
  }

  /** The same, with the question, so that more can be asked. */
  static Proved proved(
      SourceArguments arguments,
      CommandLine command,
      ObjLongConsumer<String> contents,
      Prelude prelude) {
    Question question = question(arguments, command, contents);
    ProofRun answers = question.ask(question.read().cluster(), List.of(), prelude);
    warnOfUnknownAssumptions(answers, question.policy().statements(), command.getErr());
    return new Proved(answers, question);
  }

  /** What was read and what is asked of it, so that changed clusters can be asked the same. */
  record Question(
      Intake.Result read,
      PolicySet policy,
      SourceArguments arguments,
      ExpressionEngine expressions) {

    /** A question whose expressions are compiled once, however often it is asked. */
    Question(Intake.Result read, PolicySet policy, SourceArguments arguments) {
      this(read, policy, arguments, new KubernetesExpressions());
    }

    ProofRun ask(Cluster cluster) {
      return ask(cluster, List.of());
    }

    /** The same with other documents, for what a change would do. */
    ProofRun ask(PolicySet said, Cluster cluster) {
      return new Question(read, said, arguments, expressions).ask(cluster, List.of());
    }

    /** The same, with more stated than the documents and the command line do. */
    ProofRun ask(Cluster cluster, List<Assumptions.Statement> more) {
      return ask(cluster, more, (tenancy, depth, remarks) -> {});
    }

    ProofRun ask(Cluster cluster, List<Assumptions.Statement> more, Prelude prelude) {
      Resolution resolution = policy.resolve(cluster);
      Integer wanted = arguments.maximumDepth;
      int depth = wanted != null ? wanted : Math.max(1, resolution.requirements().maximumDepth());
      List<String> remarks = remarks(read, resolution);
      prelude.tell(resolution.tenancy(), depth, remarks);
      return ProofRun.of(
          resolution.cluster(),
          resolution.tenancy(),
          resolution.requirements(),
          new Assumptions(both(resolution.statements(), more)),
          depth,
          remarks,
          stage -> {},
          expressions);
    }
  }

  private static List<Assumptions.Statement> both(
      List<Assumptions.Statement> stated, List<Assumptions.Statement> more) {
    List<Assumptions.Statement> all = new ArrayList<>(stated);
    all.addAll(more);
    return all;
  }

  static Question question(
      SourceArguments arguments, CommandLine command, ObjLongConsumer<String> contents) {
    arguments.check();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      progress.stage("reading " + arguments.name());
      Intake.Result read = Reading.of(arguments, progress, contents);
      report(read, command.getErr());
      return new Question(
          read,
          PolicySet.of(
              read.documents(),
              new PolicyOptions(
                  LocalDate.now(ZoneId.systemDefault()), arguments.tenantLabel, arguments.assumed)),
          arguments);
    } finally {
      progress.close();
    }
  }

  /**
   * What was read, and whose it is.
   *
   * @param remarks to be read before anything else
   */
  record Settled(Resolution resolution, List<String> remarks) {}

  /** Reads the source and settles who the tenants are, for commands that prove nothing. */
  static Settled settle(SourceArguments arguments, CommandLine command) {
    arguments.check();
    Progress progress = new Progress(System.err, Terminal.ofStandardError(System.getenv()));
    try {
      progress.stage("reading " + arguments.name());
      Intake.Result read = Reading.of(arguments, progress);
      report(read, command.getErr());
      progress.stage("settling tenants");
      Resolution resolution =
          PolicySet.of(
                  read.documents(),
                  new PolicyOptions(
                      LocalDate.now(ZoneId.systemDefault()),
                      arguments.tenantLabel,
                      arguments.assumed))
              .resolve(read.cluster());
      return new Settled(resolution, remarks(read, resolution));
    } finally {
      progress.close();
    }
  }

  private static List<String> remarks(Intake.Result read, Resolution resolution) {
    List<String> remarks = new ArrayList<>(resolution.remarks());
    remarks.addAll(LooseEnds.of(resolution.cluster()));
    read.cluster()
        .unreadable()
        .forEach(
            kind ->
                remarks.add(
                    kind.kind()
                        + " could not be read ("
                        + kind.reason()
                        + "): what its objects would open or close is assumed, unread-"
                        + kind.kind().toLowerCase(Locale.ROOT)));
    return remarks;
  }

  private static void report(Intake.Result read, PrintWriter error) {
    read.findings().forEach(finding -> error.println("ringfence: " + finding));
    error.flush();
  }

  /** A statement about something that nobody asked is most likely a misspelt id. */
  private static void warnOfUnknownAssumptions(
      ProofAnswers answers, List<Assumptions.Statement> statements, PrintWriter error) {
    List<String> asked =
        answers.assumptions().stream().map(ProofAnswers.AssumptionAnswer::id).toList();
    for (Assumptions.Statement statement : statements) {
      if (!asked.contains(statement.id())) {
        error.println(
            "ringfence: the assumption "
                + statement.id()
                + " was stated, but nothing asks for it.");
      }
    }
    error.flush();
  }

  /** The id of the tenant of that name, or a usage error that lists the names. */
  static int tenant(ProofAnswers answers, String name) {
    for (Tenant tenant : answers.tenancy().tenants()) {
      if (tenant.name().equals(name)) {
        return tenant.id();
      }
    }
    List<String> names =
        answers.tenancy().tenants().stream().map(Tenant::name).sorted().limit(50).toList();
    throw new UsageException(
        "There is no tenant "
            + name
            + ". Tenants are: "
            + String.join(", ", names)
            + (answers.tenancy().tenants().size() > 50 ? ", …" : "")
            + ".");
  }
}
