package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Schema;

/** Reads one kind. */
public interface KindMapper {

  /** Which fields below the object's root are wanted, metadata included. */
  Schema schema();

  /** Whether objects of the kind stand in a namespace. */
  boolean namespaced();

  /** Whether an object of that name is wanted with its {@code data}; no Secret ever is. */
  default boolean keepsData(String name) {
    return false;
  }

  /** Turns an object into the model's record and hands it on. */
  void map(ReadObject object, Sink sink);
}
