package dev.ringfence.engine.fact;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives each fact a dense int. A fact is a kind and up to two arguments; it is kept as one packed
 * long in an open-addressing table, because a large cluster has some hundred thousand.
 *
 * <p>Layout of a packed fact: 6 bits kind, 29 bits a, 29 bits b, each argument plus one so that -1
 * fits. Load factor at most one half, linear probing.
 */
public final class Facts {

  private static final int ARGUMENT_BITS = 29;
  private static final int ARGUMENT_MASK = (1 << ARGUMENT_BITS) - 1;

  private long[] packed = new long[1 << 12];
  private int count;
  private long[] keys = new long[1 << 13];
  private int[] values = new int[1 << 13];
  private final Map<String, Integer> nameIds = new HashMap<>();
  private String[] names = new String[16];
  private final int podClasses;

  /** A bit for each kind of which somebody asked which facts there are. */
  private long lookedFor;

  /**
   * @param podClasses how many pod classes there are; the crafted pod of namespace n is number
   *     {@code podClasses + n}
   */
  public Facts(int podClasses) {
    this.podClasses = podClasses;
    Arrays.fill(values, -1);
    nameId(""); // id 0 means "whatever name"
  }

  /** How many facts have been named so far. */
  public int count() {
    lookedFor = -1;
    return count;
  }

  /** The same, for somebody who looks for those of one kind only. */
  public int count(FactKind kind) {
    lookedFor |= bit(kind);
    return count;
  }

  /** The facts of the kind that have been named so far, from the number on and in their order. */
  public int[] ofKind(FactKind kind, int first) {
    int known = count(kind);
    return IntStream.range(Math.min(first, known), known)
        .filter(fact -> kind(fact) == kind)
        .toArray();
  }

  /**
   * A bit, by {@link #bit}, for each kind of which was asked which facts there are, since this was
   * asked last.
   */
  public long takeLookedFor() {
    long taken = lookedFor;
    lookedFor = 0;
    return taken;
  }

  public static long bit(FactKind kind) {
    return 1L << kind.ordinal();
  }

  /** The fact's int; the same arguments always give the same. */
  public int fact(FactKind kind, int a, int b) {
    long key = pack(kind, a, b);
    int slot = slot(key);
    if (values[slot] >= 0) {
      return values[slot];
    }
    if (count * 2 >= keys.length) {
      grow();
      slot = slot(key);
    }
    if (count == packed.length) {
      packed = Arrays.copyOf(packed, count * 2);
    }
    keys[slot] = key;
    values[slot] = count;
    packed[count] = key;
    return count++;
  }

  public int fact(FactKind kind, int a) {
    return fact(kind, a, 0);
  }

  public int fact(FactKind kind) {
    return fact(kind, 0, 0);
  }

  /** The fact's int if it has been named, else -1. */
  public int find(FactKind kind, int a, int b) {
    lookedFor |= bit(kind);
    return values[slot(pack(kind, a, b))];
  }

  public FactKind kind(int fact) {
    return KINDS[(int) (packed[fact] >>> (2 * ARGUMENT_BITS))];
  }

  private static final FactKind[] KINDS = FactKind.values();

  public int a(int fact) {
    return (int) (packed[fact] >>> ARGUMENT_BITS & ARGUMENT_MASK) - 1;
  }

  public int b(int fact) {
    return (int) (packed[fact] & ARGUMENT_MASK) - 1;
  }

  /** The id of an object name, for facts about one named object; 0 is "whatever name". */
  public int nameId(String name) {
    Integer known = nameIds.get(name);
    if (known != null) {
      return known;
    }
    int id = nameIds.size();
    if (id == names.length) {
      names = Arrays.copyOf(names, id * 2);
    }
    names[id] = name;
    nameIds.put(name, id);
    return id;
  }

  public String nameOf(int nameId) {
    return names[nameId];
  }

  /** The number of the pod that an attacker would make up in a namespace. */
  public int crafted(int namespace) {
    return podClasses + namespace;
  }

  public boolean isCrafted(int podClass) {
    return podClass >= podClasses;
  }

  /** The namespace of a crafted pod. */
  public int namespaceOfCrafted(int podClass) {
    return podClass - podClasses;
  }

  public int code(int podClass) {
    return fact(FactKind.CODE, podClass);
  }

  public int codeAnywhere(int podClass) {
    return fact(FactKind.CODE_ANYWHERE, podClass);
  }

  public int codeOn(int podClass, int nodeClass) {
    return fact(FactKind.CODE_ON, podClass, nodeClass);
  }

  public int holds(int identity) {
    return fact(FactKind.HOLDS, identity);
  }

  public int apiPlace() {
    return fact(FactKind.API_PLACE);
  }

  public int outside() {
    return fact(FactKind.OUTSIDE);
  }

  public int node(int nodeClass) {
    return fact(FactKind.NODE, nodeClass);
  }

  public int kubelet(int nodeClass) {
    return fact(FactKind.KUBELET, nodeClass);
  }

  public int nodeIdentity(int nodeClass) {
    return fact(FactKind.NODE_IDENTITY, nodeClass);
  }

  public int everything() {
    return fact(FactKind.EVERYTHING);
  }

  /** May do it everywhere. */
  public int mayEverywhere(Capability capability) {
    return fact(FactKind.MAY, capability.ordinal(), -1);
  }

  /** May do it to anything in the namespace. */
  public int may(Capability capability, int namespace) {
    return fact(FactKind.MAY, capability.ordinal(), namespace);
  }

  /** May do it to one named object: an auxiliary scope beyond all namespaces. */
  public int mayNamed(Capability capability, int namespace, String name) {
    return fact(FactKind.MAY, capability.ordinal(), NAMED_SCOPES + nameId(namespace + "/" + name));
  }

  /** Scopes from here on are single objects. */
  public static final int NAMED_SCOPES = 1 << 24;

  private static long pack(FactKind kind, int a, int b) {
    if (a < -1 || a >= ARGUMENT_MASK || b < -1 || b >= ARGUMENT_MASK) {
      throw new IllegalArgumentException("argument out of range: " + kind + " " + a + " " + b);
    }
    return (long) kind.ordinal() << (2 * ARGUMENT_BITS) | (long) (a + 1) << ARGUMENT_BITS | (b + 1);
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    long hash = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (values[slot] >= 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[keys.length];
    Arrays.fill(values, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] >= 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
