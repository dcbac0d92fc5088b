package dev.ringfence.engine.cluster;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which labels of some objects were asked for, so that a change of a label that nobody asked for is
 * known to change nothing: whoever did not look cannot tell. Noted is what was really read, not
 * what somebody says that he reads. Equality of whole sets is not noted: sets are compared to give
 * equal ones one answer, and sets that differ in unread labels only get equal answers anyway.
 *
 * <p>What a {@link Reader} asks for is noted apart, for whoever reads as {@link LabelSet#readBy};
 * whoever does not say so counts as somebody else.
 */
public final class LabelReads {

  /** Who asks for labels of namespaces so that it can be followed what another label changes. */
  public enum Reader {
    /** Selectors of network policies. */
    NETWORK_POLICIES,
    /** Pod Security, and selectors and expressions of admission policies. */
    ADMISSION,
    /** Whoever finds out whose a namespace is. */
    TENANCY
  }

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> endings = ConcurrentHashMap.newKeySet();
  private volatile boolean all;

  /** Empty in what is noted apart. */
  private final Map<Reader, LabelReads> apart = new EnumMap<>(Reader.class);

  public LabelReads() {
    this(Reader.values());
  }

  private LabelReads(Reader... readers) {
    for (Reader reader : readers) {
      apart.put(reader, new LabelReads(new Reader[0]));
    }
  }

  /** Where it is noted what the reader asks for. */
  LabelReads of(Reader reader) {
    return apart.getOrDefault(reader, this);
  }

  void note(String key) {
    keys.add(key);
  }

  /** Somebody looked for keys that end so. */
  void noteEnding(String ending) {
    endings.add(ending);
  }

  /** Somebody went through all labels, whatever they are called. */
  void noteAll() {
    all = true;
  }

  /** Whether any of these labels was asked for, there or not. */
  public boolean anyOf(Set<String> changed) {
    return anyBesideReaders(changed) || !readersOf(changed).isEmpty();
  }

  /** Whether anybody asked for one who is no {@link Reader}. */
  public boolean anyBesideReaders(Set<String> changed) {
    return (all && !changed.isEmpty()) || changed.stream().anyMatch(this::isRead);
  }

  /** The readers who asked for one of these labels. */
  public Set<Reader> readersOf(Set<String> changed) {
    Set<Reader> readers = EnumSet.noneOf(Reader.class);
    apart.forEach(
        (reader, reads) -> {
          if (reads.anyBesideReaders(changed)) {
            readers.add(reader);
          }
        });
    return readers;
  }

  private boolean isRead(String key) {
    return keys.contains(key) || endings.stream().anyMatch(key::endsWith);
  }
}
