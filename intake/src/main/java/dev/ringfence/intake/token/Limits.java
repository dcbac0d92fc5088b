package dev.ringfence.intake.token;

/** Bounds that no object of a real cluster meets: etcd refuses requests beyond 1.5 MiB. */
public final class Limits {

  /** The longest text that is kept. */
  public static final int TEXT_CHARACTERS = 8 << 20;

  /** How deep mappings and lists may stand in each other. */
  public static final int DEPTH = 256;

  /** How many values one object may have. */
  public static final int VALUES = 2_000_000;

  /** How many YAML events one document's aliases may stand for. */
  public static final int ALIAS_EVENTS = 1_000_000;

  private Limits() {}
}
