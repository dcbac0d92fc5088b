package dev.ringfence.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The deriver's half: a certificate against the same made afresh from the cluster by running the
 * analyses again. What the certificate says that the cluster does not give, and what the cluster
 * gives that the certificate leaves out, are both reasons not to believe it.
 */
public final class Comparison {

  /**
   * What came of it.
   *
   * @param objects which objects are not as they were; told, no reason by itself
   * @param problems where what is derived differs
   * @param witnessSteps how many different steps of witnesses were derived again
   */
  public record Result(Problems objects, Problems problems, int witnessSteps) {}

  private final Certificate certificate;
  private final Certificate fresh;
  private final IntFunction<List<Certificate.Item>> evidence;
  private final Problems objects = new Problems();
  private final Problems problems = new Problems();

  private Comparison(
      Certificate certificate, Certificate fresh, IntFunction<List<Certificate.Item>> evidence) {
    this.certificate = certificate;
    this.fresh = fresh;
    this.evidence = evidence;
  }

  /**
   * Compares.
   *
   * @param certificate has passed the {@link Checker}
   * @param fresh made from the cluster; its tables, depths and witnesses are not looked at
   * @param evidence the objects that make a step of the fresh one possible, by the step's index
   */
  public static Result compare(
      Certificate certificate, Certificate fresh, IntFunction<List<Certificate.Item>> evidence) {
    return new Comparison(certificate, fresh, evidence).run();
  }

  private Result run() {
    objects();
    if (!certificate.kubernetesVersion().equals(fresh.kubernetesVersion())) {
      problems.add(
          "it is about Kubernetes "
              + certificate.kubernetesVersion()
              + ", the source is read as "
              + fresh.kubernetesVersion());
    }
    names("tenants", certificate.tenants(), fresh.tenants());
    names("boundaries", certificate.boundaries(), fresh.boundaries());
    names("assumptions", certificate.assumptions(), fresh.assumptions());
    names("rows of the catalogue", certificate.rules(), fresh.rules());
    names("facts", certificate.facts(), fresh.facts());
    Signatures was = new Signatures(certificate);
    Signatures is = new Signatures(fresh);
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Supplier<String>> words = new HashMap<>();
    starts(was, is, counts, words);
    Map<String, List<Integer>> stepsByName = steps(was, is, counts, words);
    counts.values().removeIf(count -> count == 0);
    report(counts, words);
    claims();
    return new Result(objects, problems, witnesses(was, stepsByName));
  }

  private void objects() {
    TreeSet<String> names = new TreeSet<>(certificate.objects().keySet());
    names.addAll(fresh.objects().keySet());
    for (String name : names) {
      Long before = certificate.objects().get(name);
      Long now = fresh.objects().get(name);
      if (before == null) {
        objects.add(name + " was not there");
      } else if (now == null) {
        objects.add(name + " is gone");
      } else if (!before.equals(now)) {
        objects.add(name + " has changed");
      }
    }
  }

  /** The names, in whatever order; several may be equal. */
  private void names(String what, List<String> before, List<String> now) {
    Map<String, Integer> counts = new TreeMap<>();
    before.forEach(name -> counts.merge(name, 1, Integer::sum));
    now.forEach(name -> counts.merge(name, -1, Integer::sum));
    counts.forEach(
        (name, count) -> {
          if (count != 0) {
            problems.add(
                what + ": \"" + name + "\" " + (count > 0 ? "is no longer there" : "is new"));
          }
        });
  }

  private void starts(
      Signatures was,
      Signatures is,
      Map<String, Integer> counts,
      Map<String, Supplier<String>> words) {
    for (Certificate.Start start : certificate.starts()) {
      count(counts, words, was.start(start), () -> was.startWords(start), 1);
    }
    for (Certificate.Start start : fresh.starts()) {
      count(counts, words, is.start(start), () -> is.startWords(start), -1);
    }
  }

  /** Compares all steps; returns the fresh steps by name, of which some may have the same. */
  private Map<String, List<Integer>> steps(
      Signatures was,
      Signatures is,
      Map<String, Integer> counts,
      Map<String, Supplier<String>> words) {
    Map<String, List<Integer>> byName = new HashMap<>();
    for (Certificate.Step step : certificate.steps()) {
      count(counts, words, was.step(step), () -> was.words(step), 1);
    }
    for (int i = 0; i < fresh.steps().size(); i++) {
      Certificate.Step step = fresh.steps().get(i);
      String name = is.step(step);
      count(counts, words, name, () -> is.words(step), -1);
      byName.computeIfAbsent(name, key -> new ArrayList<>()).add(i);
    }
    return byName;
  }

  /** Words are asked of what differs alone: there are many steps, and they are long. */
  private static void count(
      Map<String, Integer> counts,
      Map<String, Supplier<String>> words,
      String name,
      Supplier<String> said,
      int by) {
    counts.merge(name, by, Integer::sum);
    words.putIfAbsent(name, said);
  }

  /**
   * Tells what differs by its words. A name depends on what is around it too, so that one change
   * gives other names to all that is near: where words differ, only those are told.
   */
  private void report(Map<String, Integer> counts, Map<String, Supplier<String>> words) {
    Map<String, Integer> byWords = new TreeMap<>();
    counts.forEach((name, count) -> byWords.merge(said(words, name), count, Integer::sum));
    boolean wordsDiffer = byWords.values().stream().anyMatch(count -> count != 0);
    if (wordsDiffer) {
      byWords.forEach(this::tell);
    } else {
      counts.forEach((name, count) -> tell(said(words, name), count));
    }
  }

  private static String said(Map<String, Supplier<String>> words, String name) {
    return words.getOrDefault(name, () -> name).get();
  }

  private void tell(String said, int count) {
    if (count > 0) {
      problems.add("the cluster does not give this step: " + said);
    } else if (count < 0) {
      problems.add("the certificate leaves out this step: " + said);
    }
  }

  /** Who is asked about, what is required, and which fact is the stake. */
  private void claims() {
    Map<String, String> asked = new TreeMap<>();
    for (Certificate.Claim claim : fresh.claims()) {
      asked.put(pair(fresh, claim), claim.required() + " of " + fresh.facts().get(claim.goal()));
    }
    for (Certificate.Claim claim : certificate.claims()) {
      String pair = pair(certificate, claim);
      String required = claim.required() + " of " + certificate.facts().get(claim.goal());
      String now = asked.remove(pair);
      if (now == null) {
        problems.add("it has a verdict that nobody asks for, or twice: " + pair);
      } else if (!now.equals(required)) {
        problems.add(pair + ": required is " + now + ", the certificate says " + required);
      }
    }
    for (String missing : asked.keySet()) {
      problems.add("it has no verdict for " + missing);
    }
  }

  private static String pair(Certificate of, Certificate.Claim claim) {
    return of.tenants().get(claim.from())
        + " → "
        + of.tenants().get(claim.to())
        + " "
        + claim.stake();
  }

  /** Each witness step's evidence must be what the analyses give for that step now. */
  private int witnesses(Signatures was, Map<String, List<Integer>> stepsByName) {
    TreeSet<String> seen = new TreeSet<>();
    for (Certificate.Witness witness : certificate.witnesses()) {
      for (Certificate.Evidenced evidenced : witness.steps()) {
        Certificate.Step step = certificate.steps().get(evidenced.step());
        String name = was.step(step);
        seen.add(name);
        List<Integer> twins = stepsByName.get(name);
        if (twins == null) {
          continue; // told already: the steps differ
        }
        boolean shown = false;
        for (int twin : twins) {
          shown |= evidence.apply(twin).equals(evidenced.evidence());
        }
        if (!shown) {
          problems.add("the objects do not show this step: " + was.words(step));
        }
      }
    }
    return seen.size();
  }
}
