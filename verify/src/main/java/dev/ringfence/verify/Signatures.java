package dev.ringfence.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names for steps that do not depend on how a run happened to number things: two runs on the same
 * objects give the same.
 *
 * <p>A fact's name starts from its words. Several facts may have the same words (classes of pods
 * under one controller), so a few times over a name is made of the last one and of the names around
 * it, as colour refinement of graphs does; SHA-256 keeps names short.
 */
final class Signatures {

  private static final int ROUNDS = 3;

  private final Certificate certificate;
  private final List<String> tenants;
  private final Map<List<Long>, String> attackerNames = new HashMap<>();
  private final MessageDigest sha;
  private final String[] inWords;
  private final String[] ofFact;

  Signatures(Certificate certificate) {
    this.certificate = certificate;
    this.tenants = certificate.tenants();
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
    inWords = certificate.facts().toArray(String[]::new);
    ofFact = inWords.clone();
    for (int round = 0; round < ROUNDS; round++) {
      refine();
    }
  }

  private void refine() {
    List<List<String>> around = new ArrayList<>();
    for (int fact = 0; fact < ofFact.length; fact++) {
      around.add(new ArrayList<>());
    }
    for (Certificate.Start start : certificate.starts()) {
      around
          .get(start.fact())
          .add("start " + tenants.get(start.attacker()) + assumed(start.assumptions()));
    }
    for (Certificate.Step step : certificate.steps()) {
      String name = digest(step(step));
      around.get(step.conclusion()).add("to " + name);
      for (int premise : step.premises()) {
        around.get(premise).add("from " + name);
      }
    }
    String[] next = new String[ofFact.length];
    for (int fact = 0; fact < next.length; fact++) {
      around.get(fact).sort(null);
      next[fact] = digest(ofFact[fact] + "\n" + String.join("\n", around.get(fact)));
    }
    System.arraycopy(next, 0, ofFact, 0, next.length);
  }

  /** The step by the names of all that it is made of. */
  String step(Certificate.Step step) {
    return describe(step, ofFact);
  }

  /** The same in words, for people. */
  String words(Certificate.Step step) {
    return describe(step, inWords);
  }

  String start(Certificate.Start start) {
    return tenants.get(start.attacker())
        + " begins with "
        + ofFact[start.fact()]
        + assumed(start.assumptions());
  }

  String startWords(Certificate.Start start) {
    return tenants.get(start.attacker())
        + " begins with "
        + certificate.facts().get(start.fact())
        + assumed(start.assumptions());
  }

  private String describe(Certificate.Step step, String[] names) {
    String[] premises = new String[step.premises().size()];
    for (int i = 0; i < premises.length; i++) {
      premises[i] = names[step.premises().get(i)];
    }
    Arrays.sort(premises);
    Certificate.Published published = step.published();
    return certificate.rules().get(step.rule())
        + ": "
        + String.join(" and ", premises)
        + " → "
        + names[step.conclusion()]
        + (step.boundaries().isEmpty()
            ? ""
            : ", if " + named(step.boundaries(), certificate.boundaries()) + " breaks")
        + assumed(step.assumptions())
        + only(step.attackers())
        + (published == null
            ? ""
            : ", published by " + tenants.get(published.victim()) + only(published.to()));
  }

  private String assumed(List<Integer> assumptions) {
    return assumptions.isEmpty()
        ? ""
        : ", assuming " + named(assumptions, certificate.assumptions());
  }

  private static String named(List<Integer> ids, List<String> names) {
    return String.join(" and ", ids.stream().map(names::get).sorted().toList());
  }

  private String only(@Nullable List<Long> attackers) {
    if (attackers == null) {
      return "";
    }
    return attackerNames.computeIfAbsent(
        attackers,
        bits -> {
          List<String> who = new ArrayList<>();
          for (int tenant = 0; tenant < tenants.size(); tenant++) {
            if (Bits.has(bits, tenant)) {
              who.add(tenants.get(tenant));
            }
          }
          // Everybody is everybody, however it is written.
          return who.size() == tenants.size()
              ? ""
              : ", only " + String.join(", ", who.stream().sorted().toList());
        });
  }

  private String digest(String text) {
    byte[] bytes = sha.digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(bytes, 0, 16);
  }
}
