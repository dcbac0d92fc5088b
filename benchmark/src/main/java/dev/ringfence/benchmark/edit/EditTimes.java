package dev.ringfence.benchmark.edit;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.judgement.NewPod;
import dev.ringfence.engine.judgement.ProofMemory;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.judgement.StandingProof;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import dev.ringfence.policy.StandingResolution;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * One change at a time to a proved cluster, until its outcomes are known: of 100 changes 80 of
 * pods, 10 of bindings, 5 of policies and 5 of namespaces' labels, as DESIGN.md has it.
 */
public final class EditTimes {

  private static final int POD_ROUNDS = 500;

  private final StandingResolution resolutions;
  private final StandingProof proof;
  private final Cluster cluster;
  private final Edits edits;
  private final String only;
  private final Random random = new Random(1);
  private final List<String> rows = new ArrayList<>();

  private EditTimes(Intake.Result read, String only) {
    this.only = only;
    resolutions =
        new StandingResolution(
            PolicySet.of(
                read.documents(), PolicyOptions.on(LocalDate.now(ZoneId.systemDefault()))));
    cluster = read.cluster();
    proof = new StandingProof(cluster, this::prove);
    edits = new Edits(proof, cluster, random);
  }

  /**
   * Measures and writes a table, and the raw times for a picture.
   *
   * @param others how many changes of each kind that is not a pod
   * @param times a file of lines {@code kind,microseconds}
   * @param only the one kind to measure; empty for all
   */
  public static void measure(Path source, int others, Path times, String only) throws IOException {
    Intake.Result read =
        Intake.read(List.of(SourceSpec.of(source.toString())), IntakeOptions.DEFAULT);
    EditTimes measured = new EditTimes(read, only);
    System.out.println(
        "| change | changes | without all rows | p50 | p99 | worst | processor p50 | p99 |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    if (measured.isWanted("pod")) {
      measured.pods(200, false); // what runs for the first time is compiled
      measured.pods(POD_ROUNDS, true);
    }
    measured.each("rolled pod", 50 * others, 50 * others, measured.edits::rolledPod);
    measured.each("rollout", 50 * others, 50 * others, measured.edits::rollout);
    measured.each("new label", 2 * others, 10 * others, measured.edits::newLabel);
    measured.each("binding", 50 * others, 50 * others, measured.edits::binding);
    measured.each("role", 10 * others, 10 * others, measured.edits::role);
    measured.each("wide role", others, others, measured.edits::wideRole);
    measured.each("account", 10 * others, 10 * others, measured.edits::account);
    measured.each("quota", 10 * others, 10 * others, measured.edits::quota);
    measured.each("policy", 5 * others, 10 * others, measured.edits::networkPolicy);
    measured.each("new pod", 0, others, measured.edits::newPod);
    measured.each("unread label", 0, 50 * others, measured.edits::unreadLabel);
    measured.each("read label", 10 * others, 10 * others, measured.edits::podSecurityLabel);
    if (measured.isWanted("policy label") || measured.isWanted("mix")) {
      PartnerLabels partners = new PartnerLabels(measured.proof, measured.cluster, measured.random);
      partners.addPolicies();
      measured.each("policy label", 10 * others, 10 * others, partners::change);
      measured.each("mix", 100 * others, 200 * others, () -> measured.edits.drawn(partners));
    }
    Files.write(times, measured.rows);
  }

  private ProofRun prove(Cluster changed, ProofMemory memory) {
    Resolution resolution = resolutions.resolve(changed);
    return ProofRun.of(
        resolution.cluster(),
        resolution.tenancy(),
        resolution.requirements(),
        new Assumptions(resolution.statements()),
        2,
        resolution.remarks(),
        stage -> {},
        new KubernetesExpressions(),
        memory);
  }

  /** Pods come and go, as a workload that grows, shrinks or rolls makes them. */
  private void pods(int rounds, boolean count) {
    long before = processorTime();
    long[] nanoseconds = new long[2 * rounds];
    int stood = 0;
    for (int round = 0; round < rounds; round++) {
      NewPod more = edits.grown("grown-" + (count ? "" : "warm-") + round);
      long start = clock();
      boolean addedStood = proof.added(more);
      long added = clock();
      boolean removedStood = proof.removed(more.namespace(), more.name());
      long removed = clock();
      nanoseconds[2 * round] = added - start;
      nanoseconds[2 * round + 1] = removed - added;
      stood += (addedStood ? 1 : 0) + (removedStood ? 1 : 0);
      if (!addedStood && !count) {
        break; // one proof from scratch is enough to warm
      }
    }
    if (count) {
      long[] processor = {(processorTime() - before) / nanoseconds.length};
      row("pod", nanoseconds, stood, processor);
    }
  }

  private boolean isWanted(String kind) {
    return only.isEmpty() || only.equals(kind);
  }

  /**
   * Measures one kind.
   *
   * @param warm how many changes are made before: what runs for the first time is compiled
   */
  private void each(String kind, int warm, int changes, BooleanSupplier change) {
    if (!isWanted(kind)) {
      return;
    }
    for (int at = 0; at < warm; at++) {
      var _ = change.getAsBoolean();
    }
    long[] processor = new long[changes];
    long[] nanoseconds = new long[changes];
    int stood = 0;
    for (int at = 0; at < changes; at++) {
      long before = processorTime();
      long start = clock();
      stood += change.getAsBoolean() ? 1 : 0;
      nanoseconds[at] = clock() - start;
      processor[at] = processorTime() - before;
    }
    Arrays.sort(processor);
    row(kind, nanoseconds, stood, processor);
  }

  /**
   * @param processor time of each change, ascending (of pods, which take next to none, the mean);
   *     it says more than elapsed time on a machine that does other things too
   */
  private void row(String kind, long[] nanoseconds, int stood, long[] processor) {
    long[] sorted = nanoseconds.clone();
    Arrays.sort(sorted);
    // A pod takes next to no time, so its own clock is all there is; else processor time is kept.
    for (long one : processor.length == nanoseconds.length ? processor : nanoseconds) {
      rows.add(kind + "," + one / 1_000);
    }
    System.out.printf(
        "| %s | %d | %d | %.3f ms | %.3f ms | %.3f ms | %.3f ms | %.3f ms |%n",
        kind,
        sorted.length,
        stood,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        processor[processor.length / 2] / 1e6,
        processor[(int) Math.ceil(processor.length * 0.99) - 1] / 1e6);
  }

  /** Of this thread alone: what is told without all rows is worked out by one thread. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long clock() {
    return System.nanoTime();
  }
}
