package dev.ringfence.intake.tree;

/**
 * A hash of a tree that does not depend on the order of fields, in 64 bits, so that two different
 * objects of one name are told from a harmless repetition without keeping either.
 */
public final class TreeHash {

  private TreeHash() {}

  /** The hash of an object apart from its status and of whether a server stored it. */
  public static long ofContent(Fields root) {
    long sum = 0;
    for (int i = 0; i < root.size(); i++) {
      String name = root.name(i);
      if (name.equals("metadata") && root.value(i) instanceof Fields metadata) {
        for (int j = 0; j < metadata.size(); j++) {
          if (!(metadata.value(j) instanceof Tree.Mark)) {
            sum += mix(of(metadata.name(j)) * 31 + of(metadata.value(j)));
          }
        }
      } else if (!name.equals("status")) {
        sum += mix(of(name) * 31 + of(root.value(i)));
      }
    }
    return mix(sum);
  }

  /** No pattern switch: the class that the JDK makes for it costs every start 10 ms. */
  public static long of(Tree tree) {
    if (tree instanceof Tree.Text text) {
      return mix(of(text.value()));
    }
    if (tree instanceof Fields fields) {
      return ofFields(fields);
    }
    if (tree instanceof Items items) {
      return ofItems(items);
    }
    if (tree instanceof Tree.Numeral numeral) {
      return mix(of(numeral.digits()) + 7);
    }
    if (tree instanceof Tree.Withheld withheld) {
      return mix(withheld.characters().length + 23L);
    }
    int constant =
        tree instanceof Tree.Flag flag ? flag.ordinal() + 11 : ((Tree.Mark) tree).ordinal() + 17;
    return mix(constant);
  }

  private static long ofFields(Fields fields) {
    long sum = 0x51ED270B27A5C1C7L;
    for (int i = 0; i < fields.size(); i++) {
      sum += mix(of(fields.name(i)) * 31 + of(fields.value(i)));
    }
    return mix(sum);
  }

  private static long ofItems(Items items) {
    long hash = 0x2545F4914F6CDD1DL;
    for (int i = 0; i < items.size(); i++) {
      hash = mix(hash * 31 + of(items.get(i)));
    }
    return hash;
  }

  /** A hash of a text in 64 bits. */
  public static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 0x9E3779B97F4A7C15L + text.charAt(i);
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** Spreads the bits; from SplitMix64. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
